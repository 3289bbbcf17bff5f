"""How much of two texts is the same: what does not count, the error of the estimate, and that it is found at all."""

from __future__ import annotations

import subprocess
import sys
import time
from math import sqrt

import pytest
from django.conf import settings

from files.similarity import KEYS, RUN, SIZE, folded_words, make_sketch, resemblance, runs, similarity, smallest
from serbian.script import transliterate
from tests.files.texts import changed, in_lines, words

TEXT = words(3000)
SKETCH = make_sketch([" ".join(TEXT)])


def like(text: str) -> float:
    """The similarity of a text to the long one."""
    return similarity(SKETCH, make_sketch([text]))


@pytest.mark.parametrize(
    "same",
    [
        transliterate(" ".join(TEXT), "cyrillic"),
        " ".join(TEXT).upper(),
        in_lines(TEXT),
        in_lines(TEXT).replace("\n", "\r\n"),
        ", ".join(TEXT),
        " ".join(f"{word[:2]}-\n{word[2:]}" if len(word) > 3 else word for word in TEXT),
        " ".join(f"{word[:2]}\u00ad{word[2:]}" if len(word) > 3 else word for word in TEXT),
    ],
    ids=["script", "capitals", "lines", "line ends", "punctuation", "hyphens at line ends", "soft hyphens"],
)
def test_what_does_not_count(same):
    assert like(same) == 1


def test_pieces_are_one_text():
    assert make_sketch([" ".join(TEXT[:1000]), " ".join(TEXT[1000:])]) == SKETCH


def test_hyphens_inside_words_are_left_out_and_those_between_words_separate():
    assert folded_words("друштвено-економски") == folded_words("društveno-\n  ekonomski") == ["drustvenoekonomski"]
    assert folded_words("Niš - Beograd, 2020-2021, e-uprava") == ["nis", "beograd", "2020", "2021", "euprava"]


@pytest.mark.parametrize("part", [0.01, 0.05, 0.1])
def test_the_part_of_the_words_that_are_the_same_is_found_out(part):
    """Whether they were changed here and there or a part was written anew."""
    errors = []
    for seed in range(30):
        original, other = words(2000, seed), words(round(2000 * part), seed + 1000)
        scattered = like_each(original, changed(original, part, seed))
        rewritten = like_each(original, original[len(other) :] + other)
        errors += [scattered - (1 - part), rewritten - (1 - part)]
    assert sqrt(sum(error**2 for error in errors) / len(errors)) < 0.03


def like_each(one: list[str], other: list[str]) -> float:
    """The similarity of two texts."""
    return similarity(make_sketch([" ".join(one)]), make_sketch([" ".join(other)]))


@pytest.mark.parametrize("part", [0.02, 0.1, 0.3])
def test_the_estimate_is_as_near_to_the_exact_resemblance_as_it_says(part):
    errors = []
    for seed in range(40):
        original = words(2000, seed)
        one, other = runs(original, RUN), runs(changed(original, part, seed), RUN)
        exact = len(one & other) / len(one | other)
        errors.append(resemblance(smallest(one), smallest(other)) - exact)
    said = sqrt(exact * (1 - exact) / SIZE)
    assert sqrt(sum(error**2 for error in errors) / len(errors)) < 1.4 * said
    assert abs(sum(errors) / len(errors)) < said / 2


def test_texts_of_nine_tenths_similarity_share_keys():
    missed = 0
    for seed in range(100):
        original = words(800, seed)
        one = make_sketch([" ".join(original)])
        other = make_sketch([" ".join(changed(original, 0.1, seed))])
        missed += len({*one.keys} & {*other.keys}) < 2
    assert missed <= 2


def test_other_texts_share_none():
    sketches = [make_sketch([" ".join(words(2000, seed))]) for seed in range(30)]
    keys = [key for sketch in sketches for key in sketch.keys]
    assert len(keys) == len(set(keys)) == 30 * KEYS
    assert max(similarity(sketches[0], sketch) for sketch in sketches[1:]) < 0.5


def test_common_phrases_do_not_make_texts_similar():
    """Pairs in common without runs of five tell of phrases, not of a changed text."""
    phrases = [" ".join(words(2, seed)) for seed in range(100)]
    assert like_each([phrases[n * 7 % 100] for n in range(100)], [phrases[n * 13 % 100] for n in range(100)]) < 0.5


@pytest.mark.parametrize("number", [1, 2, 19])
def test_short_texts_are_only_like_equal_ones(number):
    short = words(number)
    assert like_each(short, [word.upper() for word in short]) == 1
    assert like_each(short, changed(short, 1 / number)) == 0
    assert like_each(short, [*short, "rok"]) == 0
    assert len(make_sketch([" ".join(short)]).keys) == 2


def test_one_word_again_and_again():
    assert like_each(["rok"] * 30, ["rok"] * 30) == 1
    assert like_each(["rok"] * 30, ["rok"] * 31) == 0
    assert len(make_sketch(["rok " * 30]).keys) == 2


def test_a_text_without_words_has_no_keys():
    assert make_sketch([]).keys == make_sketch(["– … !\n"]).keys == ()


def test_texts_that_are_not_equal_are_never_quite_the_same():
    original = words(20_000)
    assert like_each(original, changed(original, 1 / 20_000)) == pytest.approx(0.999)


def test_hashes_fit_into_signed_integers_and_are_the_same_in_every_process():
    assert all(0 <= number < 1 << 63 for number in (SKETCH.whole, *SKETCH.pairs, *SKETCH.fives))
    code = "import sys; from files.similarity import make_sketch; print(*make_sketch([sys.stdin.read()]).keys)"
    for seed in ("1", "2"):
        process = subprocess.run(
            [sys.executable, "-c", code],
            input=" ".join(TEXT),
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(settings.BASE_DIR), "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert tuple(map(int, process.stdout.split())) == SKETCH.keys


def test_a_long_text_takes_a_moment():
    """60 pages; ten times what it takes, for busy machines."""
    text = " ".join(words(20_000))
    make_sketch([text])
    start = time.process_time()
    make_sketch([text])
    assert time.process_time() - start < 0.7
