"""What an import says, in words of the reader's language: about files, rows, cells and confirmations."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.names import interface_script
from core.tables import sentences as tables
from core.tables.lines import TableError
from directory.models import LocalGovernment
from serbian.dates import long_date

Units = Mapping[int, LocalGovernment]

COLUMNS: Final[dict[str, str | Promise]] = {
    "local_government": _("Local government"),
    "seat": _("Seat"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "email": _("E-mail"),
    "position": _("Position"),
    "phone": _("Office phone"),
    "act_number": _("Number of the act"),
    "act_date": _("Date of the act"),
    "starts_on": _("From day"),
    "ends_on": _("To day"),
    "holder": _("Holds the seat"),
    "website": _("Web site"),
    "gazette": _("Official gazette"),
    "gazette_url": _("Address of the gazette"),
}
DAYS: Final = frozenset({"act_date", "starts_on", "ends_on"})

FILE_TROUBLES: Final[dict[str, str | Promise]] = {
    **tables.FILE_TROUBLES,
    "nothing_to_change": _("Beside the local government there is no column that can be imported."),
}

REFUSALS: Final[dict[str, str | Promise]] = {
    "not_ready": _(
        "The table is not waiting for confirmation: it is being compared, being imported, or imported already."
    ),
    "compared_again": _("Meanwhile the table was compared again. Look at the differences and confirm once more."),
    "errors": _("The table has rows with errors. Correct them in the file, or tick that such rows are skipped."),
    "nothing": _("There is nothing to import: no row changes the register."),
}

ROW_TROUBLES: Final[dict[str, str | Promise]] = {
    "unit_empty": _("The local government is missing."),
    "unit_unknown": _("There is no local government of this name."),
    "unit_suggested": _("There is no local government of this name. Similar: %(units)s."),
    "unit_ambiguous": _("Several local governments have this name: %(units)s. Write the city beside it."),
    "unit_twice": _("The same local government stands in row %(rows)s too."),
    "unit_gone": _("%(units)s existed until %(day)s"),
    "unit_not_yet": _("%(units)s did not exist yet on %(day)s"),
    "seat_empty": _("The seat is missing. Write “IKT” or “opšta uprava”."),
    "seat_unknown": _("There is no such seat. Write “IKT” or “opšta uprava”."),
    "seat_twice": _("The same seat stands in row %(rows)s too."),
    "seat_taken": _("%(person)s holds this seat from %(start)s"),
    "seat_taken_until": _("%(person)s holds this seat from %(start)s to %(end)s"),
    "seat_invited": _("Another person is already invited to this seat: %(email)s."),
    "email": _("This is not a valid e-mail address."),
    "email_empty": _("The e-mail address is missing."),
    "email_twice": _("Row %(rows)s has the same address and another name."),
    "other_person": _("The account with this address belongs to another person: %(person)s."),
    "account_closed": _("The account with this address is closed."),
    "person_differs": _("Row %(rows)s says something else about the same person."),
    "name_missing": _("The person has no account yet, so the name is needed for the invitation."),
    "end_without_account": _("The person has no account yet. Invite without a last day, and enter it later."),
    "two_seats_without_account": _(
        "Row %(rows)s has the same person, who has no account yet. Invite to one seat, give the other one later."
    ),
    "invited_elsewhere": _("This person is already invited to a seat: %(units)s."),
    "start_missing": _("The last day has passed; the first day is missing."),
    "end_before_start": _("The last day is before the first, %(start)s."),
    "day": _("This is not a date. Write for example 1.3.2026."),
    "phone": _("Write a phone number with digits, spaces and / or -, for example 011/555-0123."),
    "html": _("Write plain text, without HTML tags such as <b>."),
    "max_length": _("The text is too long."),
    "text": _("The text is not valid."),
    "url": _("This is not the address of a web site."),
}

NOTES: Final[dict[str, str | Promise]] = {
    "already_invited": _("Invited on %(day)s; has not accepted yet."),
    "seat_held": _("Today %(person)s holds the seat, until the invitation is accepted."),
}


def column(name: str) -> str:
    """What a column is called."""
    return str(COLUMNS.get(name, name))


def about_file(error: TableError) -> str:
    """Say why a file cannot be imported."""
    return tables.sentence(FILE_TROUBLES[error.code], error.params, column)


def about_row(code: str, params: Mapping[str, Any], units: Units) -> str:
    """Say what is wrong with a cell, or what else is known of a row."""
    if code == "unit_unknown" and any(pk in units for pk in params.get("units", ())):
        code = "unit_suggested"
    sentence = ROW_TROUBLES.get(code) or NOTES[code]
    return str(sentence) % in_words(params, units)


def in_words(params: Mapping[str, Any], units: Units) -> dict[str, str]:
    """Parameters as a sentence has them."""
    words = {}
    for name, value in params.items():
        if name == "units":
            words[name] = ", ".join(str(units[pk]) for pk in value if pk in units)
        elif name == "rows":
            words[name] = ", ".join(str(number) for number in value)
        else:
            words[name] = day(value, in_sentence=True) if name in {"day", "start", "end"} else str(value)
    return words


def day(iso: str, *, in_sentence: bool = False) -> str:
    """A day kept in ISO 8601, as people read it."""
    return long_date(date.fromisoformat(iso), interface_script(), in_sentence=in_sentence) if iso else ""


def value(name: str, text: str) -> str:
    """An old or new value of a column."""
    return day(text) if name in DAYS else text


def units_named(outcomes: Collection[Mapping[str, Any]]) -> set[int]:
    """The ids of all local governments that these outcomes are about or name."""
    found = {outcome["unit"] for outcome in outcomes if outcome["unit"]}
    for outcome in outcomes:
        for _column, _code, params in outcome["errors"]:
            found.update(params.get("units", ()))
    return found
