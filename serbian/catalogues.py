"""Gettext catalogues without gettext: the Latin ones made from the Cyrillic ones, and all of them compiled.

A locale directory holds ``sr/LC_MESSAGES/*.po``, written by hand in Cyrillic, and ``sr_Latn/LC_MESSAGES/*.po``, which
are generated here and never edited. ``python -m serbian.catalogues DIR...`` brings everything up to date; with
``--check`` it writes nothing, lists what is missing, faulty or out of date, and ends with status 1 if there is any.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib

from serbian.script import has_cyrillic, to_latin

SOURCE, GENERATED = "sr", "sr_Latn"
FORMS = 3
PLURAL_FORMS = (
    f"nplurals={FORMS}; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
)
"""The forms of Serbian nouns after a number, 1 akt, 2 akta, 5 akata, spelled as in the catalogues of Django."""

_NOTICE = "Generated from the Cyrillic catalogue beside it. Do not edit."
_PLACEHOLDER = re.compile(r"%\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]|%[sdifr]|\{\w*(?:[.:!][^{}]*)?\}")
_KEPT = re.compile(rf"({_PLACEHOLDER.pattern}|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')+>|&\w+;)")
_TEXTUAL = re.compile(r"""((?:title|alt|placeholder|aria-label)=)("[^"]*"|'[^']*')""")


def latin_catalogue(source: polib.POFile) -> polib.POFile:
    """Return the Latin catalogue made from ``source``: same messages and contexts, translations in Latin.

    Placeholders (``%(x)s``, ``%s``, ``{x}``), HTML tags, entities and addresses stay; obsolete messages are left out.
    """
    latin = polib.POFile(wrapwidth=source.wrapwidth, check_for_duplicates=False)
    latin.header = _NOTICE
    latin.metadata = {**source.metadata, "Language": GENERATED, "Plural-Forms": PLURAL_FORMS}
    latin.extend(_latin_entry(entry) for entry in source if not entry.obsolete)
    return latin


def _latin_entry(entry: polib.POEntry) -> polib.POEntry:
    return polib.POEntry(
        msgid=entry.msgid,
        msgid_plural=entry.msgid_plural,
        msgctxt=entry.msgctxt,
        msgstr=_latin_message(entry.msgstr),
        msgstr_plural={number: _latin_message(text) for number, text in entry.msgstr_plural.items()},
        comment=entry.comment,
        occurrences=entry.occurrences,
        flags=entry.flags,
    )


def _latin_message(text: str) -> str:
    if not has_cyrillic(text):
        return text
    parts = _KEPT.split(text)
    parts[::2] = map(to_latin, parts[::2])
    parts[1::2] = (_TEXTUAL.sub(lambda match: match[1] + to_latin(match[2]), part) for part in parts[1::2])
    return "".join(parts)


def missing(catalogue: polib.POFile) -> list[str]:
    """Return the ids of messages that have no translation, not all plural forms, or one marked as fuzzy."""
    return [entry.msgid for entry in catalogue if not entry.obsolete and not _is_whole(entry)]


def _is_whole(entry: polib.POEntry) -> bool:
    if not entry.translated():
        return False
    return not entry.msgid_plural or (len(entry.msgstr_plural) == FORMS and all(entry.msgstr_plural.values()))


def faulty(catalogue: polib.POFile) -> list[str]:
    """Return the ids of messages whose translation has other placeholders than the message.

    A plural form may leave out a placeholder, as the message's own singular may; none may bring a new one.
    """
    return [entry.msgid for entry in catalogue.translated_entries() if not _keeps_placeholders(entry)]


def _keeps_placeholders(entry: polib.POEntry) -> bool:
    if not entry.msgid_plural:
        return _placeholders(entry.msgid) == _placeholders(entry.msgstr)
    allowed = _placeholders(entry.msgid) | _placeholders(entry.msgid_plural)
    return all(_placeholders(text) <= allowed for text in entry.msgstr_plural.values())


def _placeholders(text: str) -> Counter[str]:
    return Counter(_PLACEHOLDER.findall(text.replace("%%", "")))


def compile_stale(locale_dirs: Iterable[str | Path]) -> list[Path]:
    """Bring the catalogues of ``locale_dirs`` up to date and return the files written.

    A generated ``.po`` that is missing or older than its source is made again, and written if its content differs; a
    ``.mo`` is built for every ``.po`` that is newer. Each file is replaced in one step, so that a process that starts
    at the same time reads the old or the new one. With nothing to do this only looks at times of change.
    """
    written = []
    for directory in map(Path, locale_dirs):
        for source, target in _generated(directory):
            if _is_older(target, source) and _write_latin(source, target):
                written.append(target)
        for catalogue in sorted(directory.glob("*/LC_MESSAGES/*.po")):
            compiled = catalogue.with_suffix(".mo")
            if _is_older(compiled, catalogue):
                _replace(compiled, polib.pofile(str(catalogue)).to_binary())
                written.append(compiled)
    return written


def problems(locale_dirs: Iterable[str | Path]) -> Iterator[str]:
    """Yield a line for each message without a good translation and each generated catalogue that is not up to date."""
    for directory in map(Path, locale_dirs):
        sources = list(_generated(directory))
        if not sources:
            yield f"{directory}: no {SOURCE}/LC_MESSAGES/*.po"
        for source, target in sources:
            catalogue = polib.pofile(str(source))
            if catalogue.metadata.get("Plural-Forms") != PLURAL_FORMS:
                yield f"{source}: Plural-Forms is not {PLURAL_FORMS}"
            yield from (f"{source}: not translated: {msgid!r}" for msgid in missing(catalogue))
            yield from (f"{source}: other placeholders: {msgid!r}" for msgid in faulty(catalogue))
            if not target.exists() or target.read_text(encoding="utf-8") != _text(latin_catalogue(catalogue)):
                yield f"{target}: out of date"


def _generated(directory: Path) -> Iterator[tuple[Path, Path]]:
    for source in sorted((directory / SOURCE / "LC_MESSAGES").glob("*.po")):
        yield source, directory / GENERATED / "LC_MESSAGES" / source.name


def _is_older(target: Path, source: Path) -> bool:
    try:
        return target.stat().st_mtime_ns < source.stat().st_mtime_ns
    except FileNotFoundError:
        return True


def _write_latin(source: Path, target: Path) -> bool:
    """Write the Latin catalogue, or only its time of change if the content is there already; say which."""
    text = _text(latin_catalogue(polib.pofile(str(source))))
    if target.exists() and target.read_text(encoding="utf-8") == text:
        os.utime(target)
        return False
    _replace(target, text.encode())
    return True


def _text(catalogue: polib.POFile) -> str:
    return str(catalogue).rstrip("\n") + "\n"


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def main(arguments: list[str] | None = None) -> int:
    """Run the command line (see the module's docstring) and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m serbian.catalogues", description=__doc__.partition("\n")[0])
    parser.add_argument("directories", nargs="+", metavar="DIR", type=Path)
    parser.add_argument("--check", action="store_true", help="write nothing, list what is missing or out of date")
    options = parser.parse_args(arguments)
    lines = list(problems(options.directories)) if options.check else map(str, compile_stale(options.directories))
    for line in lines:
        sys.stdout.write(f"{line}\n")
    return int(options.check and bool(lines))


if __name__ == "__main__":
    raise SystemExit(main())
