from __future__ import annotations

import json
import subprocess
import sys
import threading
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serbian.analysis import exact_form
from serbian.dictionary import dictionary
from serbian.inflections import Inflected, measure
from serbian.lemmas import ABBREVIATIONS, find_lemmas
from serbian.stems import stem
from serbian.stopwords import STOPWORDS

INFLECTIONS = Path(__file__).with_name("inflections.jsonl")


def of(word: str) -> tuple[str, ...]:
    return find_lemmas(exact_form(word))


@pytest.mark.parametrize(
    ("forms", "lemma"),
    [
        # k, g, h before i
        ("odluka odluci odlukama", "odluka"),
        ("usluga usluzi", "usluga"),
        ("zapisnik zapisnici zapisnicima", "zapisnik"),
        ("predlog predlozi", "predlog"),
        ("uspeh uspesi", "uspeh"),
        # an a that comes and goes
        ("postupak postupka postupci postupaka", "postupak"),
        ("obrazac obrasca obrasci obrazaca", "obrazac"),
        ("podatak podatka podaci podataka", "podatak"),
        ("registar registra registara", "registar"),
        ("zemlja zemalja", "zemlja"),
        # plurals
        ("rok roka rokovi rokova rokovima", "rok"),
        ("deo dela delovi", "deo"),
        ("građanin građani građana", "gradjanin"),
        ("čovek ljudi ljudima", "covek"),
        ("vreme vremena vremenima", "vreme"),
        # -ost
        ("nadležnost nadležnošću nadležnostima", "nadleznost"),
        # l and o
        ("čitalac čitaoca čitaoci", "citalac"),
        # adjectives, comparatives
        ("javan javna javnog javnim javno javnija najjavniji", "javni"),
        ("kratak kratkom kraći najkraćeg", "kratko"),
        ("dobar dobrog bolji najboljih", "dobri"),
        ("neusklađen neusklađenih", "neuskladiti"),
        # verbs and their passive participles
        ("usvojiti usvojio usvojila usvojen usvojenog", "usvojiti"),
        ("doneti donela donet donetim donesen", "doneti"),
        ("plaćen plaćenih platiti", "platiti"),
        ("uvučen uvući", "uvuci"),
        # ijekavian
        ("rešenje rješenje rješenjima", "resenje"),
        ("veće vijeće vijećem", "vece"),
        ("sednica sjednici", "sednica"),
        ("deo dio dijelovi", "deo"),
        ("riješen rešiti", "resiti"),
        # places
        ("Čačak Čačku Čačka Чачком", "cacak"),
        ("Užice Užica Užicu Užicem", "uzice"),
        ("Niš Niša Nišu", "nis"),
        ("Šabac Šapca Šapcu", "sabac"),
        ("Kragujevac Kragujevca Kragujevcem", "kragujevac"),
        ("Srbin Srbi Srbima", "srbin"),
        # what is made of known words
        ("metaregistar metaregistra", "metaregistar"),
        ("eUprava eUpravom", "euprava"),
        # d typed for đ
        ("građani gradanin", "gradjanin"),
        ("rođenje rodenju", "rodjenje"),
        # abbreviations
        ("čl član", "clan"),
        ("st stav stavu", "stav"),
        ("br brojevi", "broj"),
        ("sl službenog", "sluzben"),
    ],
)
def test_forms_have_the_lemma(forms: str, lemma: str) -> None:
    assert [form for form in forms.split() if lemma not in of(form)] == []


@pytest.mark.parametrize(
    ("form", "lemmas"),
    [
        ("odluci", ("odluka", "odluciti")),
        ("vodi", ("voda", "voditi")),
        # what is rare beside others is left out
        ("mere", ("mera",)),
        ("odluko", ("odluka",)),
        ("dana", ("dan",)),
        ("osnova", ("osnov", "osnova")),
        ("Zagreb", ("zagreb",)),
        # names as common as nouns stay
        ("Niša", ("nis", "nisa")),
        # function words are themselves
        ("preko", ("preko",)),
        ("ali", ("ali",)),
    ],
)
def test_all_lemmas(form: str, lemmas: tuple[str, ...]) -> None:
    assert of(form) == lemmas


@pytest.mark.parametrize(
    "apart",
    [
        "uprava upravnik", "obraz obrazac", "sluga usluga", "javnost javni", "zakonik zakon", "opština opšti",
        "predlog predložak", "prepis propis", "građa građanin", "Užice uže", "Kraljevo kralj", "sudija sud",
        "nezaposlen zaposlen", "Jonesku Jovanović", "odbor odbornik", "rešenje rešetka",
    ],
)  # fmt: skip
def test_other_words_have_other_lemmas(apart: str) -> None:
    one, other = apart.split()
    assert not set(of(one)) & set(of(other))


@pytest.mark.parametrize(
    "forms",
    [
        "Jonesku Joneskua Joneskuom",
        "Vitgenhajm Vitgenhajma Vitgenhajmom",
        "Tripković Tripkovića Tripkovićem",
        "blokčejn blokčejna blokčejnu",
        "vatikanizam vatikanizma vatikanizama",
        "brzorastost brzorastošću",
        "Tangeranjanin Tangeranjani Tangeranjanima",
        "psihonaut psihonauti psihonautima",
        "Vizek Vizeci Vizecima",
        "kriptolog kriptologa kriptologom",
    ],
)
def test_forms_of_unknown_words_have_one_stem(forms: str) -> None:
    assert len({stem(exact_form(form)) for form in forms.split()}) == 1


def test_abbreviations_are_of_words_with_that_lemma() -> None:
    assert [lemma for lemma in ABBREVIATIONS.values() if lemma not in find_lemmas(lemma)] == []


def test_own_words_meet() -> None:
    rows = map(json.loads, INFLECTIONS.read_text(encoding="utf-8").splitlines())
    score = measure([Inflected(row["lemma"], tuple(row["forms"])) for row in rows])
    assert score.pairs > 450
    assert min(score.latin, score.cyrillic, score.bald, score.across) >= 0.99
    assert score.wrong_merges == 0


def test_what_measures_counts_as_it_says() -> None:
    words = [
        Inflected("zakon", ("zakon", "zakona", "uredba")),  # a pair of three meets
        Inflected("uredba", ("uredbe", "uredbom")),
        Inflected("akt", ("akta", "akte")),
        Inflected("akti", ("akta",)),  # shares a form, not only a lemma
        Inflected("zakon", ("zakonu",)),  # the same word once more
    ]
    score = measure(words)
    assert (score.pairs, score.wrong_merges) == (5, 1)
    assert score.latin == score.cyrillic == score.bald == score.across == pytest.approx(3 / 5)
    assert measure([]).latin == 1


def test_importing_reads_no_dictionary() -> None:
    program = "import serbian.analysis, serbian.dictionary as d; print(d.dictionary.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


def test_threads_find_the_same() -> None:
    words = [f"{stem}{ending}" for stem in ("odluk", "sednic", "uprav") for ending in ("a", "e", "i", "om", "ama")]
    expected = [find_lemmas(word) for word in words]
    found: list[list[tuple[str, ...]]] = []
    dictionary.cache_clear()
    threads = [threading.Thread(target=lambda: found.append([find_lemmas(word) for word in words])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


@given(st.text(alphabet="abcdefghijklmnoprstuvz", min_size=1, max_size=20))
def test_any_word_has_lemmas_once_each(word: str) -> None:
    lemmas = find_lemmas(word)
    assert lemmas
    assert all(lemma.isalpha() and lemma.isascii() for lemma in lemmas)
    assert len(set(lemmas)) == len(lemmas)


def test_stopwords_have_few_lemmas() -> None:
    assert [word for word in sorted(STOPWORDS) if len(find_lemmas(word)) > 3] == []


def test_pairs_of_own_words_are_apart() -> None:
    lemmas = ["uredba", "odluka", "pravilnik", "zakon", "statut", "poslovnik", "rešenje", "zaključak", "uputstvo"]
    assert [pair for pair in combinations(lemmas, 2) if set(of(pair[0])) & set(of(pair[1]))] == []
