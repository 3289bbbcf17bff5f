from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from serbian.dictionary import PATH, Dictionary, Reading, dictionary, likely

ROOT = Path(__file__).resolve().parents[2]

SMALL = """ac/0 nac,ca,cu
-/0 n-,a,u rom
i/0 v-,i
iti/1 oe

0 obraz
1,2 rad
3 radn

radi raditi
"""

RULES = """SET UTF-8
FLAG num

SFX 1 Y 4
SFX 1 a a
SFX 1 a e
SFX 1 a i
SFX 1 a o

SFX 2 Y 5
SFX 2 jesto jesto
SFX 2 jesto jesta
SFX 2 jesto jestu
SFX 2 jesto jestom
SFX 2 jesto jestima

SFX 3 Y 3
SFX 3 esto esto
SFX 3 esto esta
SFX 3 esto estom

SFX 4 Y 3
SFX 4 iš iša
SFX 4 iš išu
SFX 4 iš išem

PFX 19 Y 1
PFX 19 0 ne
"""
WORDS = ["6", "ošta/1", "mjesto/2", "mesto/3", "Niš/4", "ovde", "auto-škola/1"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spelling")
    (folder / "sr_Latn_RS.aff").write_text(RULES, encoding="utf-8")
    (folder / "sr_Latn_RS.dic").write_text("\n".join(WORDS), encoding="utf-8")
    (folder / "own.txt").write_text("# ours\nNiš\npošta=ošta  # inflected like it\nošta pošta\n", encoding="utf-8")
    build(folder, folder / "dictionary.txt")
    return folder


def build(folder: Path, target: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "bin/build-lemmas", folder, target, "--own", folder / "own.txt"],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("obrazac", [("obrazac", "n")]),
        ("obrazca", [("obrazac", "n")]),
        ("rad", [("radi", "v"), ("rad", "n")]),
        ("radom", [("rad", "r")]),
        ("radne", [("raditi", "o")]),
        ("radovi", []),
        ("", []),
    ],
)
def test_readings(form: str, expected: list[tuple[str, str]]) -> None:
    found = Dictionary(SMALL.split("\n")).readings(form)
    united = {"radi": "raditi"}
    assert sorted(found) == sorted(Reading(united.get(lemma, lemma), kind) for lemma, kind in expected)


@pytest.mark.parametrize(
    ("kinds", "kept"),
    [
        ("", ""),
        ("o", "o"),
        ("nv", "nv"),
        ("nwpro", "n"),
        ("vpro", "vp"),
        ("wp", "pw"),
        ("pro", "p"),
        ("ro", "r"),
        ("afcn", "acfn"),
    ],
)
def test_what_is_rare_beside_others_is_left_out(kinds: str, kept: str) -> None:
    assert "".join(reading.kind for reading in likely(Reading("x", kind) for kind in kinds)) == kept


def test_a_built_dictionary_has_all_forms(built: Path) -> None:
    small = Dictionary((built / "dictionary.txt").read_text(encoding="utf-8").split("\n"))
    assert small.readings("ovde") == [Reading("ovde", "f")]
    # ijekavian and ekavian have one lemma
    assert {reading.lemma for form in ("mjesto", "mjestima", "mesta") for reading in small.readings(form)} == {"mesto"}
    # the vocative is rare; own words are inflected like their model
    assert small.readings("poste") == [Reading("posta", "n")]
    assert small.readings("posto") == [Reading("posta", "r")]
    assert small.readings("oste") == [Reading("posta", "n")]
    # a form that the rules lack, and a name that our list makes common
    assert small.readings("nis") == small.readings("nisa") == [Reading("nis", "n")]
    assert small.readings("auto") == []


def test_the_same_words_give_the_same_file(built: Path) -> None:
    first = (built / "dictionary.txt").read_bytes()
    build(built, built / "again.txt")
    assert (built / "again.txt").read_bytes() == first


def test_an_unknown_model_is_named(built: Path, tmp_path: Path) -> None:
    for path in built.glob("sr_Latn_RS.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "own.txt").write_text("reč=xyz\n", encoding="utf-8")
    done = build(tmp_path, tmp_path / "dictionary.txt")
    assert done.returncode == 1
    assert "reč=xyz" in done.stderr


def test_the_committed_dictionary_is_compact_and_licensed() -> None:
    assert PATH.stat().st_size < 8_000_000
    licence = PATH.with_name("dictionary-LICENSE.txt").read_text(encoding="utf-8")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in licence
    assert "Goran Rakic" in licence


def test_the_committed_dictionary_is_whole() -> None:
    whole = dictionary()
    assert len(whole.stems) > 250_000
    assert all(len(numbers) == len(set(numbers)) for numbers in whole.sets)
    assert max(max(numbers) for numbers in whole.sets) == len(whole.paradigms) - 1
    # what stands for another lemma is no lemma that yet another one stands for
    assert [lemma for lemma in whole.united.values() if whole.united.get(lemma, lemma) != lemma] == []
