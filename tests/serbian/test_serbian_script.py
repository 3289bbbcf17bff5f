from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serbian.alphabet import CYRILLIC_ORDER
from serbian.foreign import ForeignWords, foreign_words
from serbian.script import (
    compose,
    has_cyrillic,
    has_latin,
    mixed_script_words,
    repair_look_alikes,
    script_of,
    to_cyrillic,
    to_latin,
)

BOTH_WAYS = """
uprava управа | Njegoš Његош | NJEGOŠ ЊЕГОШ | ljubav љубав | LJUBAV ЉУБАВ | Ljubljana Љубљана | Džep Џеп | džep џеп
BUDŽET БУЏЕТ | budžet буџет | menadžer менаџер | udžbenik уџбеник | Odžaci Оџаци | odžak оџак | nadžak наџак
đak ђак | Đerdap Ђердап | čovek човек | ćutanje ћутање | šuma шума | žena жена | Žabalj Жабаљ | Kraljevo Краљево
Banja Бања | konj коњ | bolji бољи | dinjica дињица | kneginjica кнегињица | feljton фељтон | Aljaska Аљаска
injekcija инјекција | injekciona инјекциона | injunkcija инјункција | injicirati инјицирати | konjunktura конјунктура
konjugacija конјугација | konjektura конјектура | konjunktivitis конјунктивитис | Tanjug Танјуг | TANJUG ТАНЈУГ
vanjezički ванјезички | anjon анјон | Šenjang Шенјанг | nadživeti надживети | Nadživeo Надживео | NADŽIVETI НАДЖИВЕТИ
nadžnjevati наджњевати | nenadživljen ненадживљен | odživeti одживети | odžaliti оджалити | odžvakati оджвакати
podžupan поджупан | podžanr поджанр | predživot предживот | predžetveni преджетвени
Andžej Анджеј | feldžandarm фелджандарм | najjači најјачи | poddirektor поддиректор | vannastavni ваннаставни
kooperacija кооперација | izzidati иззидати | protivvrednost противвредност | dvadesettri двадесеттри
transsibirski транссибирски | eUprava еУправа | e-pošta е-пошта | e-Uprava е-Управа | JLS ЈЛС | JLS-a ЈЛС-а | IKT ИКТ
SKGO СКГО | ZUP ЗУП | RS РС | ZLJ ЗЉ | JMBG ЈМБГ | PIB ПИБ | CERT ЦЕРТ | EU ЕУ | RATEL РАТЕЛ | MI МИ | DI ДИ | LI ЛИ
LIM ЛИМ | VID ВИД | CIVIL ЦИВИЛ | DIV ДИВ | čl. чл. | 5a 5а | 12B 12Б | P1 П1 | prilog1 прилог1 | d.o.o. д.о.о.
Lj. Љ. | Nj Њ | v.d. в.д. | „Njiva“ „Њива“ | (Čačak) (Чачак) | i/ili и/или | Niš–Vranje Ниш–Врање | Sl. Сл.
"""
PAIRS = [tuple(pair.split()) for line in BOTH_WAYS.splitlines() for pair in line.split("|") if pair.strip()]

STAYS_AS_IT_IS = """
https://eid.gov.rs/prijava?put=nova http://eUprava.gov.rs www.skgo.org/vesti ftp://primer.rs/mapa mailto:pera@primer.rs
tel:+381113223446 pera.peric@grad.example e-sednica@uprava.gov.rs @mreza @eUprava #digitalizacija #eUprava2026
Odluka.pdf Zapisnik-13.docx obrazac_prijave.xlsx model.odt slika.jpeg podaci.csv paket.zip potpis.p7m .docx
euprava.gov.rs skgo.org pisarnica.example.org/mapa /imenik/jls/cacak/ korisnicko_ime obrazac_P1
HTML PDF pdf Enter Ctrl DOCX XLSX XML JSON API REST URL GDPR eIDAS ISO IEC SRPS VPN USB OCR SSO ID IP AI
e-mail E-mail online offline Office Word Excel PowerPoint Outlook Linux Windows Microsoft Google Firefox SharePoint
COVID-19 UTF-8 Wi-Fi IPv6 2FA 5G SHA256 RS35160005010000000000 B2B G2C v2 ISO/IEC PDF/A NIS2
web software wiki quorum Xerox York Szabadság Kőrösi café account billing chat callcentar
II III IV VI VII VIII IX XI XIV XIX XX XXI XL LIII ii iii viii I–III 06-3/19-I 035-58/23-IV V-2 CXX
%(count)s %s {ime} {0} %(x)d &nbsp; &scaron; 2026. 18/2016 §
"""

IN_SENTENCES = [
    ("Rok je 5 dana, a PDF-ovi su u HTML-u.", "Рок је 5 дана, а PDF-ови су у HTML-у."),
    ("Pošaljite na pera@primer.rs, hvala.", "Пошаљите на pera@primer.rs, хвала."),
    ("Vidi (https://skgo.org/vesti), član 5.", "Види (https://skgo.org/vesti), члан 5."),
    ("Preuzmite Odluka.pdf i Obrazac.docx", "Преузмите Odluka.pdf и Obrazac.docx"),
    ("Datoteka do 20 MB; MB 07162456", "Датотека до 20 MB; МБ 07162456"),
    ("od 18.30 h do 20h, 10GB", "од 18.30 h до 20h, 10GB"),
    ("Google Meet i Active Directory rade", "Google Meet и Active Directory раде"),
    ("Strategija open data i otvorenih podataka", "Стратегија open data и отворених података"),
    ("u XXI veku, glava IV, odeljak 2", "у XXI веку, глава IV, одељак 2"),
    ("u I kvartalu i II polugodištu", "у I кварталу и II полугодишту"),
    ("Aleksandar I Karađorđević", "Александар I Карађорђевић"),
    ("glava I Osnovne odredbe", "глава I Основне одредбе"),
    ("GLAVA I OPŠTE ODREDBE", "ГЛАВА I ОПШТЕ ОДРЕДБЕ"),
    ("I OSNOVNE ODREDBE", "I ОСНОВНЕ ОДРЕДБЕ"),
    ("I. Uvod", "I. Увод"),
    ("V. ZAVRŠNE ODREDBE", "V. ЗАВРШНЕ ОДРЕДБЕ"),
    ("PRAVA I OBAVEZE", "ПРАВА И ОБАВЕЗЕ"),
    ("I konačno, sednica.", "И коначно, седница."),
    ("Kraj. I opet početak.", "Крај. И опет почетак."),
    ("naslov\nI opet početak", "наслов\nИ опет почетак"),
    ("I i II razred", "I и II разред"),
    ("tačka (I) i tačka V)", "тачка (I) и тачка V)"),
    ("V. d. načelnika", "В. д. начелника"),
    ("gospodin V. Petrović", "господин В. Петровић"),
    ("I. Petrović i M. Jovanović", "И. Петровић и М. Јовановић"),
    ("član V stav 2", "члан V став 2"),
    ("IVb razred", "IVб разред"),
    ("Portal eUprava i aplikacija eZUP", "Портал еУправа и апликација еЗУП"),
    ("DA LI STE MI", "ДА ЛИ СТЕ МИ"),
]


@pytest.mark.parametrize(("latin", "cyrillic"), PAIRS)
def test_words_go_both_ways(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic
    assert to_latin(cyrillic) == latin


@pytest.mark.parametrize("token", STAYS_AS_IT_IS.split())
def test_what_stays_in_cyrillic_text(token: str) -> None:
    assert to_cyrillic(token) == token
    assert to_cyrillic(f"reč {token} kraj") == f"реч {token} крај"


@pytest.mark.parametrize(("latin", "cyrillic"), IN_SENTENCES)
def test_sentences_to_cyrillic_and_back(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic
    assert to_latin(cyrillic) == latin


def test_the_table_is_large() -> None:
    assert len(PAIRS) + len(STAYS_AS_IT_IS.split()) + len(IN_SENTENCES) > 200


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Љ", "Lj"),
        ("ЗЉ-а", "ZLJ-a"),
        ("Њ. Е.", "Nj. E."),
        ("УЉЕЗ", "ULJEZ"),
        ("Одлука.pdf", "Одлука.pdf"),
        ("ПДФ/а", "PDF/a"),
        ("Щука и ёж", "Ščuka i jož"),
        ("зла\u0301то", "zláto"),
    ],
)
def test_cyrillic_to_latin_alone(cyrillic: str, latin: str) -> None:
    assert to_latin(cyrillic) == latin


def test_addresses_in_cyrillic_stay_in_latin_text() -> None:
    assert to_latin("пишите на пера@пример.срб или https://мду.срб/вести") == (
        "pišite na пера@пример.срб ili https://мду.срб/вести"
    )


def test_ligatures_and_decomposed_letters() -> None:
    assert compose("ǅep ǉubav Ǌ c\u030c") == "Džep ljubav NJ č"
    assert to_cyrillic("ǈubav i c\u030cas") == "Љубав и час"
    assert to_latin("\u0439") == to_latin("и\u0306") == "j"


def test_own_foreign_words() -> None:
    assert to_cyrillic("Nextsense i Telekom", ["Telekom"]) == "Nextsense и Telekom"
    assert to_cyrillic("dnevnik rada") == "дневник рада"
    assert to_cyrillic("dnevnik rada, Dnevnik Rada", ["dnevnik rada"]) == "dnevnik rada, Dnevnik Rada"
    assert to_cyrillic("Sens i sens SENS", ["Sens"]) == "Sens и сенс SENS"
    assert to_cyrillic("do 5 lp i lp", ["0 lp"]) == "до 5 lp и лп"
    assert to_cyrillic("ab-cd, ab-cde", ["ab-cd"]) == "ab-cd, аб-цде"


def test_foreign_words_are_made_once() -> None:
    assert foreign_words(["a", "b"]) is foreign_words(["b", "a"])
    assert foreign_words(foreign_words()) is foreign_words()
    assert "PDF" in foreign_words()
    empty = ForeignWords([])
    assert to_cyrillic("PDF i open data", empty) == "ПДФ и опен дата"


def test_mixed_words_are_found_and_repaired() -> None:
    with_latin_c, with_cyrillic_m = "Cрбија", "XМL"
    assert mixed_script_words(f"{with_latin_c} и {with_cyrillic_m}, PDFом, обично, Obično") == [
        with_latin_c,
        with_cyrillic_m,
    ]
    assert repair_look_alikes(f"{with_latin_c} {with_cyrillic_m} PDFом") == "Србија XML PDFом"
    assert mixed_script_words("HО") == ["HО"]
    assert repair_look_alikes("HО") == "HО"
    assert to_latin(with_latin_c) == "Srbija"
    assert to_cyrillic(with_latin_c) == "Србија"
    assert to_latin("ХIV") == "XIV"
    assert to_cyrillic("PDFом") == "PDFом"


def test_questions_about_script() -> None:
    assert has_cyrillic("abв")
    assert not has_cyrillic("abč 12")
    assert has_latin("вč")
    assert not has_latin("вг × 12")
    assert script_of("Закон о e-upravi Србије и даље") == "cyrillic"
    assert script_of("Zakon о") == "latin"
    assert script_of("12. 3.") is None


serbian_words = st.text(alphabet=CYRILLIC_ORDER, min_size=1, max_size=12)


@given(st.lists(st.sampled_from([cyrillic for _, cyrillic in PAIRS]), max_size=8))
def test_cyrillic_survives_the_way_to_latin_and_back(words: list[str]) -> None:
    text = " ".join(words)
    assert to_cyrillic(to_latin(text)) == text


@given(serbian_words)
def test_latin_of_a_word_is_stable_and_has_no_cyrillic(word: str) -> None:
    latin = to_latin(word)
    assert not has_cyrillic(latin)
    assert to_latin(latin) == latin
    assert to_latin(to_cyrillic(latin, ForeignWords([]))) == latin


@given(st.text())
def test_transliteration_is_idempotent_for_any_text(text: str) -> None:
    latin = to_latin(text)
    assert to_latin(latin) == latin
    cyrillic = to_cyrillic(text)
    assert to_cyrillic(cyrillic) == cyrillic


@given(st.text(), st.text())
def test_repair_keeps_the_length(left: str, right: str) -> None:
    text = left + "Cрбија" + right
    assert len(repair_look_alikes(text)) == len(text)


@pytest.mark.parametrize("unit", ["a", "a.", "a-", "@a", "a_", "/a", "a@", "&a", "{:a", "lj", "#", "Cр", "%(a", "I-"])
def test_time_is_linear_in_a_text_without_spaces(unit: str) -> None:
    text = unit * 20_000
    started = time.perf_counter()
    to_cyrillic(text)
    to_latin(text + "ж")
    assert time.perf_counter() - started < 3
