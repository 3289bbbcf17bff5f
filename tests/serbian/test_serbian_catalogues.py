from __future__ import annotations

import gettext
import os
from pathlib import Path

import polib
import pytest

from serbian.catalogues import PLURAL_FORMS, compile_stale, faulty, latin_catalogue, main, missing

HEADER = f"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: sr\\n"
"Plural-Forms: {PLURAL_FORMS}\\n"
"""
MESSAGES = """
#. A note for the translator
#: library/models.py:12
#, python-format
msgid "%(count)s act of %(name)s"
msgid_plural "%(count)s acts of %(name)s"
msgstr[0] "%(count)s акт, %(name)s"
msgstr[1] "%(count)s акта, %(name)s"
msgstr[2] "%(count)s аката, %(name)s"

msgctxt "seat"
msgid "Place"
msgstr "Место"

msgid "Place"
msgstr "Адреса"

msgid "Read <a href=\\"%(url)s\\" title=\\"Help\\">help</a>, {name} &amp; %s"
msgstr "Прочитајте <a href=\\"%(url)s\\" title=\\"Помоћ\\">помоћ</a>, {name} &amp; %s на https://мду.срб/помоћ"
"""


@pytest.fixture
def locale(tmp_path: Path) -> Path:
    write(tmp_path, HEADER + MESSAGES)
    return tmp_path


def write(locale: Path, text: str, name: str = "django.po") -> Path:
    path = locale / "sr" / "LC_MESSAGES" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def make_older(path: Path, seconds: int = 10) -> None:
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))


def test_the_latin_catalogue_keeps_what_is_not_text() -> None:
    latin = latin_catalogue(polib.pofile(HEADER + MESSAGES))
    plural, seat, place, link = latin
    assert plural.msgstr_plural == {
        0: "%(count)s akt, %(name)s",
        1: "%(count)s akta, %(name)s",
        2: "%(count)s akata, %(name)s",
    }
    assert plural.flags == ["python-format"]
    assert plural.comment == "A note for the translator"
    assert (seat.msgctxt, seat.msgstr, place.msgctxt, place.msgstr) == ("seat", "Mesto", None, "Adresa")
    assert link.msgstr == (
        'Pročitajte <a href="%(url)s" title="Pomoć">pomoć</a>, {name} &amp; %s na https://мду.срб/помоћ'
    )
    assert latin.metadata["Language"] == "sr_Latn"
    assert latin.metadata["Plural-Forms"] == PLURAL_FORMS


def test_placeholders_beside_letters_stay_latin() -> None:
    catalogue = polib.pofile(HEADER + '\nmsgid "%(a)sx"\nmsgstr "%(a)sа и {x}а"\n')
    assert latin_catalogue(catalogue)[0].msgstr == "%(a)sa i {x}a"


def test_built_catalogues_work_with_gettext(locale: Path) -> None:
    written = compile_stale([locale])
    assert {path.relative_to(locale).as_posix() for path in written} == {
        "sr/LC_MESSAGES/django.mo",
        "sr_Latn/LC_MESSAGES/django.po",
        "sr_Latn/LC_MESSAGES/django.mo",
    }
    translation = gettext.translation("django", localedir=str(locale), languages=["sr_Latn"])
    forms = [translation.ngettext("%(count)s act of %(name)s", "%(count)s acts of %(name)s", n) for n in (1, 3, 11)]
    assert [form.split()[1] for form in forms] == ["akt,", "akta,", "akata,"]
    assert translation.pgettext("seat", "Place") == "Mesto"
    assert translation.gettext("Place") == "Adresa"


def test_nothing_is_written_when_nothing_changed(locale: Path) -> None:
    compile_stale([locale])
    before = {path: path.stat().st_mtime_ns for path in locale.rglob("*.*o")}
    assert compile_stale([locale]) == []
    assert {path: path.stat().st_mtime_ns for path in locale.rglob("*.*o")} == before
    assert not [path for path in locale.rglob("*") if path.name.startswith(".")]


def test_a_changed_source_is_carried_through(locale: Path) -> None:
    compile_stale([locale])
    for path in locale.rglob("*.*o"):
        make_older(path)
    source = write(locale, HEADER + MESSAGES.replace("Адреса", "Њива"))
    assert len(compile_stale([locale])) == 3
    assert "Njiva" in (locale / "sr_Latn/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    translation = gettext.translation("django", localedir=str(locale), languages=["sr_Latn"])
    assert translation.gettext("Place") == "Njiva"
    assert source.read_text(encoding="utf-8").count("Њива") == 1


def test_a_touched_source_writes_no_latin_text(locale: Path) -> None:
    compile_stale([locale])
    latin = locale / "sr_Latn/LC_MESSAGES/django.po"
    content = latin.read_bytes()
    for path in locale.rglob("*.*o"):
        make_older(path)
    write(locale, HEADER + MESSAGES)
    assert latin not in compile_stale([locale])
    assert latin.read_bytes() == content
    assert compile_stale([locale]) == []


def test_both_domains_are_built(locale: Path) -> None:
    write(locale, HEADER + '\nmsgid "Close"\nmsgstr "Затворите"\n', "djangojs.po")
    compile_stale([str(locale)])
    assert (locale / "sr_Latn/LC_MESSAGES/djangojs.mo").exists()


def test_a_failed_write_leaves_the_old_file(locale: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compile_stale([locale])
    compiled = locale / "sr/LC_MESSAGES/django.mo"
    content = compiled.read_bytes()
    make_older(compiled)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        compile_stale([locale])
    assert compiled.read_bytes() == content
    assert not [path for path in compiled.parent.iterdir() if path.name.startswith(".")]


def test_missing_and_faulty_messages_are_found() -> None:
    catalogue = polib.pofile(
        HEADER
        + '\nmsgid "a"\nmsgstr ""\n\n#, fuzzy\nmsgid "b"\nmsgstr "б"\n\nmsgid "c"\nmsgstr "ц"\n'
        + '\nmsgid "d"\nmsgid_plural "ds"\nmsgstr[0] "д"\nmsgstr[1] "д"\n'
        + '\nmsgid "%(x)s e"\nmsgstr "%(y)s е"\n\nmsgid "{x} f"\nmsgstr "ф"\n'
        + '\nmsgid "100 % g %s"\nmsgstr "100 % г %s"\n'
        + '\nmsgid "one"\nmsgid_plural "%(n)s many"\nmsgstr[0] "%(n)s"\nmsgstr[1] "%(n)s"\nmsgstr[2] "%(m)s"\n'
        + '\n#~ msgid "old"\n#~ msgstr ""\n'
    )
    assert missing(catalogue) == ["a", "b", "d"]
    assert faulty(catalogue) == ["%(x)s e", "{x} f", "one"]


def test_fuzzy_messages_are_not_compiled(locale: Path) -> None:
    write(locale, HEADER + '\n#, fuzzy\nmsgid "b"\nmsgstr "б"\n')
    compile_stale([locale])
    for language in ("sr", "sr_Latn"):
        assert gettext.translation("django", localedir=str(locale), languages=[language]).gettext("b") == "b"


def test_the_command_builds_and_checks(locale: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check", str(locale)]) == 1
    assert "out of date" in capsys.readouterr().out
    assert not list(locale.rglob("*.mo"))
    assert main([str(locale)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert main(["--check", str(locale)]) == 0
    assert capsys.readouterr().out == ""


def test_the_check_names_every_kind_of_problem(locale: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(locale)])
    write(
        locale,
        HEADER.replace(PLURAL_FORMS, "nplurals=2; plural=(n != 1);")
        + '\nmsgid "a"\nmsgstr ""\n\nmsgid "%s b"\nmsgstr "б"\n',
    )
    capsys.readouterr()
    assert main(["--check", str(locale), str(locale / "nowhere")]) == 1
    lines = capsys.readouterr().out
    for part in (
        "Plural-Forms",
        "not translated: 'a'",
        "other placeholders: '%s b'",
        "out of date",
        "no sr/LC_MESSAGES",
    ):
        assert part in lines
