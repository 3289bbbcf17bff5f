"""Texts of fonts from before Unicode."""

from __future__ import annotations

import pytest

from serbian.old_fonts import Repair, has_shifted_letters, has_signs_for_letters

LATIN = "Op{tina odlu~uje o zahtevu u roku od 15 dana, a `alba se mo`e izjaviti ve}u"
CYRILLIC = "Op{tina i wena uprava odlu~uju o zahtevu za Qubi~evo u roku od 15 dana, a `alba se mo`e izjaviti ve}u"


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        (LATIN, "Opština odlučuje o zahtevu u roku od 15 dana, a žalba se može izjaviti veću"),
        (
            CYRILLIC,
            "Општина и њена управа одлучују о захтеву за Љубичево у року од 15 дана, а жалба се може изјавити већу",
        ),
        ("^lan 5. Slu`beni glasnik", "Član 5. Službeni glasnik"),
        ("\\or|e PETROVI], [abac, @abalj, ]uprija, ^A^AK", "Đorđe PETROVIĆ, Šabac, Žabalj, Ćuprija, ČAČAK"),
        ("[prim. red.] pisarnica@sabac.rs http://a.rs/~b C:\\folder 10^6", None),
        ("a | b | c", None),
    ],
)
def test_signs_become_letters_and_the_rest_stays(written, seen):
    repair = Repair()
    repair(CYRILLIC if seen and "Љ" in seen else LATIN)
    assert repair(written) == (seen or written)


def test_cyrillic_keeps_numerals_and_addresses():
    assert Repair()(f"{CYRILLIC} XXI vek, pisarnica@qubic.rs").endswith("XXI век, pisarnica@qubic.rs")


def test_letters_of_another_code_page_are_put_right():
    written = "Opština Beèej odreðuje na sednici da se rešenje može menjati, a graðani imaju veæe pravo"
    assert (
        Repair()(written) == "Opština Bečej određuje na sednici da se rešenje može menjati, a građani imaju veće pravo"
    )


@pytest.mark.parametrize(
    "text",
    [
        "def f(x): return {a|b for a in x} # ~x `code` and {b} or {c} on a list of names",
        "Ordinary `text` in which ~20 {names} stand | and [others] too",
        "У обрасцу се пишу {име}, {презиме} и `адреса` на сваком листу, а уз њих и {број}",
        "U obrascu se na svakom listu pišu {ime}, {prezime} i {adresa}, a može se uneti i broj, član i žig",
        "La décision où l'élève, très fière, a lu l'œuvre: ætheræ et ðære",
        "Øre, æbler, æg og særlige ærter, så det er i Danmark",
    ],
)
def test_other_texts_stay_as_they_are(text):
    assert not has_signs_for_letters(text)
    assert not has_shifted_letters(text)
    assert Repair()(text) == text


def test_a_short_text_is_repaired_in_a_file_that_was_recognised():
    alone, known = Repair(), Repair()
    known(LATIN)
    assert (alone("Slu`ba"), known("Slu`ba"), known("`x` za rešenje")) == ("Slu`ba", "Služba", "`x` za rešenje")
