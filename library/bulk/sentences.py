"""What is said of ZIPs, their files and the rows of their tables, in words of the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.tables.lines import TableError
from core.tables.sentences import FILE_TROUBLES, about_file
from library.bulk.archives import ArchiveError

COLUMNS: Final[dict[str, str | Promise]] = {
    "file": _("File"),
    "title": _("Title"),
    "kind": _("kind"),
    "act_type": _("type"),
    "number": _("number"),
    "issuer": _("Issuer"),
    "gazette_reference": _("gazette reference"),
    "adopted_on": _("adopted on"),
    "in_force_from": _("in force from"),
    "topics": _("Topics"),
    "summary": _("summary"),
}

ZIP_TROUBLES: Final[dict[str, str | Promise]] = {
    "not_a_zip": _("This is not a whole ZIP. Pack the folder again and choose the new file."),
    "empty_zip": _("There is no file in the ZIP."),
    "too_big": _("The file is larger than %(limit)s MB. Divide the folder into several."),
    "too_many_entries": _("There are too many files in the ZIP: more than %(limit)s. Divide the folder into several."),
    "password": _("The ZIP is locked with a password. Pack the folder again without one."),
    "too_big_inside": _("Unpacked, the files have more than %(limit)s MB. Divide the folder into several."),
    "too_dense": _("A file in the ZIP unpacks to more than two hundred times its size; such a ZIP is not unpacked."),
    "no_table": _(
        "There is no table in the ZIP: a file in the format XLSX or CSV with the columns “File” and “Title”."
    ),
    "several_tables": _("There is more than one table in the ZIP: %(files)s. Leave only one of them."),
    "gone": _("The ZIP cannot be read any more. Choose it again."),
    "gave_up": _("The program could not finish the work in several attempts."),
}

ROW_TROUBLES: Final[dict[str, str | Promise]] = {
    "file_not_named": _("The file is missing: write its name as it is in the ZIP."),
    "file_missing": _("There is no such file in the ZIP."),
    "file_near": _("There is no such file in the ZIP. Similar: %(files)s."),
    "file_ambiguous": _("Several files have this name: %(files)s. Write the folder too."),
    "file_twice": _("The same file stands in row %(rows)s too."),
    "file_name": _("The name of the file leads out of the folder or has signs that cannot be seen. Rename the file."),
    "file_link": _("This is a link to a file, not a file. Put the file itself into the folder."),
    "file_in_zip_twice": _("The ZIP has two files of this name in the same folder. Pack the folder again."),
    "file_method": _("The file is packed in a way that cannot be read here. Pack the folder as an ordinary ZIP."),
    "file_archive": _("This is a packed folder. Unpack it and put its files into the ZIP."),
    "file_format": _("Files of this format are not taken. Take for example PDF, DOCX, XLSX or TXT."),
    "file_empty": _("The file is empty."),
    "file_too_big": _("The file is too large."),
    "file_damaged": _("The file is damaged in the ZIP. Pack the folder again."),
    "file_other_type": _("The content of this file is not of the type that its name says (.%(extension)s)."),
    "title_missing": _("The title is missing."),
    "title_bad": _("This is not a title: it has no letter."),
    "text_too_long": _("The text is too long."),
    "kind_unknown": _("There is no such kind. Write “propis” or “model akta”."),
    "type_unknown": _(
        "There is no such type. Write “zakon”, “uredba”, “pravilnik”, “odluka”, “uputstvo” or “ostalo”."
    ),
    "day": _("This is not a date. Write for example 1.3.2026."),
    "issuer_unknown": _("This issuer is not in the list, and you may not add one."),
    "topic_unknown": _("There is no topic %(names)s. Choose from the list, or have an editor add it."),
    "issuer_new": _("This issuer is not in the list: it will be added to it."),
    "force_before_adoption": _("The act would come into force before it was adopted."),
    "file_same_content": _("The content is the same as in row %(rows)s: one act will be made of the two."),
    "file_stored": _("The same file is among the documents already."),
    "act_alike": _("An act with this title and number is in the library already."),
    "no_right": _("You may not add acts, or not publish them."),
    "file_changed": _("The file is not the one that was looked at. Choose the ZIP again."),
    "failed": _("The act could not be made. Try again; if it fails once more, tell the administrator."),
    "gone": ZIP_TROUBLES["gone"],
    "not_a_zip": ZIP_TROUBLES["not_a_zip"],
    "gave_up": ZIP_TROUBLES["gave_up"],
}

REFUSALS: Final[dict[str, str | Promise]] = {
    "not_ready": _("The ZIP is not waiting for confirmation: it is being looked at, or acts are made of it already."),
    "checked_again": _("Meanwhile the ZIP was looked at again. Look at the rows and confirm once more."),
    "errors": _("The table has rows with errors. Correct them in the file, or tick that such rows are skipped."),
    "nothing": _("There is nothing to be made: no row is a new act."),
    "no_right": ROW_TROUBLES["no_right"],
    "not_again": _("There is no row that failed, or the ZIP is not kept any more."),
}


def column(name: str) -> str:
    """What a column is called."""
    return capfirst(str(COLUMNS.get(name, name)))


def about_zip(code: str, params: Mapping[str, Any]) -> list[str]:
    """Say why a ZIP cannot be used: a sentence, and one for each file that might be the table."""
    said = str(ZIP_TROUBLES[code]) % in_words(params)
    others = gettext("“%(file)s” is not the table: %(reason)s")
    refusals = [(path, about_table(trouble, details)) for path, trouble, details in params.get("refusals", ())]
    return [said, *(others % {"file": path, "reason": reason} for path, reason in refusals)]


def about_table(code: str, params: Mapping[str, Any]) -> str:
    """Say why a file is not the table."""
    if code in FILE_TROUBLES:
        return about_file(TableError(code, **params), column)
    return about_row(code, params)


def about_error(error: ArchiveError) -> str:
    """Say why a ZIP is not taken."""
    return " ".join(about_zip(error.code, error.params))


def about_row(code: str, params: Mapping[str, Any]) -> str:
    """Say what is wrong with a row, or should be known of it."""
    if code == "file_missing" and params.get("files"):
        code = "file_near"
    return str(ROW_TROUBLES[code]) % in_words(params)


def in_words(params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters as a sentence has them: lists with commas, names in quotes."""
    return {name: listed(name, value) if isinstance(value, list | tuple) else value for name, value in params.items()}


def listed(name: str, values: Sequence[Any]) -> str:
    """A list in a sentence."""
    return ", ".join(str(value) if name == "rows" else f"„{value}“" for value in values)
