from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serbian.foreign import foreign_words
from serbian.markup import transliterate_html
from serbian.script import Script, has_cyrillic, to_cyrillic, to_latin

SCRIPTS: list[Script] = ["latin", "cyrillic"]

TO_CYRILLIC = [
    ("<p>Njegoš</p>", "<p>Његош</p>"),
    ("bez oznaka & i <3", "без ознака & и <3"),
    # attributes
    ('<a href="/akti/nova" title="Nova">Nova</a>', '<a href="/akti/nova" title="Нова">Нова</a>'),
    ("<a title=Nova class=nova>x</a>", "<a title=Нова class=nova>x</a>"),
    ("<img alt='Grb' src='grb.svg'>", "<img alt='Грб' src='grb.svg'>"),
    ('<input placeholder="Ime" value="Ime" name="ime">', '<input placeholder="Име" value="Ime" name="ime">'),
    ('<input type="submit" value="Pošalji">', '<input type="submit" value="Пошаљи">'),
    ("<input value=Poništi type=reset>", "<input value=Поништи type=reset>"),
    ('<input type="hidden" value="Pošalji">', '<input type="hidden" value="Pošalji">'),
    ('<button value="da" aria-label="Potvrdi">Da</button>', '<button value="da" aria-label="Потврди">Да</button>'),
    (
        '<optgroup label="Grad"><option label="Niš" value="nis">',
        '<optgroup label="Град"><option label="Ниш" value="nis">',
    ),
    ('<div label="Grad" data-title="Grad">', '<div label="Grad" data-title="Grad">'),
    ("<p data-a=\" title='Ne' \" title='Da'>", "<p data-a=\" title='Ne' \" title='Да'>"),
    ('<p title="Dva > jedan">Tri</p>', '<p title="Два > један">Три</p>'),
    ('<P TITLE="Da">Da</P>', '<P TITLE="Да">Да</P>'),
    # what is never text
    ("<script>let ime = '<b>da</b>';</script>Da", "<script>let ime = '<b>da</b>';</script>Да"),
    ('<script>if (a<b && c=="x) {}</script>Da', '<script>if (a<b && c=="x) {}</script>Да'),
    ("<style>p > b { color: red }</style>Da", "<style>p > b { color: red }</style>Да"),
    (
        "<code>da</code> <pre>da <b>ne</b></pre> <kbd>Esc</kbd> da",
        "<code>da</code> <pre>da <b>ne</b></pre> <kbd>Esc</kbd> да",
    ),
    ('<textarea placeholder="Tekst">tekst <b></textarea>Da', '<textarea placeholder="Текст">tekst <b></textarea>Да'),
    ("<svg><title>Grb</title><text>Grb</text></svg>Da", "<svg><title>Грб</title><text>Grb</text></svg>Да"),
    ('<svg aria-label="Grb"><path d="M1 2"/></svg>', '<svg aria-label="Грб"><path d="M1 2"/></svg>'),
    ("<svg/>Da", "<svg/>Да"),
    ("<!-- ne --><!doctype html>Da", "<!-- ne --><!doctype html>Да"),
    # languages and marks
    ('<p translate="no" title="Ne">Ne <b>ne</b></p>Da', '<p translate="no" title="Ne">Ne <b>ne</b></p>Да'),
    ('<i lang="en" title="To">to be</i> da', '<i lang="en" title="To">to be</i> да'),
    ('<i lang=hu>Kanizsa <b lang="sr">da</b> ne</i>', '<i lang=hu>Kanizsa <b lang="sr">да</b> ne</i>'),
    ('<i translate="no">Ne <b lang="sr">ne</b></i>', '<i translate="no">Ne <b lang="sr">ne</b></i>'),
    ('<i lang="sr-Latn" translate="no">Ne</i>', '<i lang="sr-Latn" translate="no">Ne</i>'),
    ('<html lang="sr-latn"><title>Da</title>', '<html lang="sr-latn"><title>Да</title>'),
    ('<div translate="no"><div>ne</div>ne</div>da', '<div translate="no"><div>ne</div>ne</div>да'),
    ('<br translate="no">da<input lang="en">da', '<br translate="no">да<input lang="en">да'),
    # character references
    ("da&nbsp;ne &amp; &lt;da&gt; &quot;da&quot;", "да&nbsp;не &amp; &lt;да&gt; &quot;да&quot;"),
    ("&#269;aj &Scaron;id &#x10D;as", "чај Шид час"),
    ("Beyonc&eacute; da", "Beyonc&eacute; да"),
    ("https://a.example/?da=1&amp;ne=2 da", "https://a.example/?da=1&amp;ne=2 да"),
    ("5&nbsp;MB da", "5&nbsp;MB да"),
    # words and sentences cut by tags
    ("u<b>p</b>rava", "у<b>п</b>рава"),
    ("<b>N</b>jegoš", "<b>Њ</b>егош"),
    ("n<em>j</em>ega", "њ<em></em>ега"),
    ("in<em>j</em>ekcija", "ин<em>ј</em>екција"),
    ("HT<b>ML</b> da", "HT<b>ML</b> да"),
    ("pera@<b>primer</b>.rs", "pera@<b>primer</b>.rs"),
    ("<a>Zakon</a>, <b>član</b>.", "<a>Закон</a>, <b>члан</b>."),
    ("u <b>I</b> kvartalu", "у <b>I</b> кварталу"),
    ("Kraj. I <b>opet</b>", "Крај. И <b>опет</b>"),
    ("I <i lang=en>Word</i> radi", "И <i lang=en>Word</i> ради"),
    (
        "<span>da</span><span>PDF</span><span>18-IV</span><span>ne</span>",
        "<span>да</span><span>PDF</span><span>18-IV</span><span>не</span>",
    ),
    ("da <b>PRAVA</b><i> I </i><u>OBAVEZE</u>", "да <b>ПРАВА</b><i> И </i><u>ОБАВЕЗЕ</u>"),
    ("<td>I</td><td>da</td>", "<td>I</td><td>да</td>"),
    ("<li>I</li>", "<li>I</li>"),
    # broken HTML
    ("<p lang=en>To be<p>Da", "<p lang=en>To be<p>Да"),
    ("<div><i lang=en>to</div>da", "<div><i lang=en>to</div>да"),
    ("</b></i>da</p>", "</b></i>да</p>"),
    ("da <b", "да <b"),
    ('<a title="otvoren>da', '<a title="otvoren>да'),
    ("<!-- nije zatvoren da", "<!-- nije zatvoren da"),
    ("<script>nije zatvoren", "<script>nije zatvoren"),
    ("3 < 5 da > ne", "3 < 5 да > не"),
    ("", ""),
]


@pytest.mark.parametrize(("latin", "cyrillic"), TO_CYRILLIC)
def test_to_cyrillic(latin: str, cyrillic: str) -> None:
    assert transliterate_html(latin, "cyrillic") == cyrillic


@pytest.mark.parametrize(("latin", "cyrillic"), TO_CYRILLIC)
def test_converting_twice_changes_nothing_more(latin: str, cyrillic: str) -> None:
    assert transliterate_html(cyrillic, "cyrillic") == cyrillic
    back = transliterate_html(cyrillic, "latin")
    assert transliterate_html(back, "latin") == back


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("<p title='Његош'>ЊЕГОШ &amp; Џеп</p>", "<p title='Njegoš'>NJEGOŠ &amp; Džep</p>"),
        ("<b>Њ</b>ЕГОШ", "<b>NJ</b>EGOŠ"),
        ("<b>Љ</b>убав", "<b>Lj</b>ubav"),
        ('<i lang="ru">Москва</i> <i lang="sr-Cyrl" translate="no">Ниш</i>', None),
        ("<code>променљива</code><textarea>текст</textarea>", None),
        ('<a href="/вести/да">да</a>', '<a href="/вести/да">da</a>'),
        ('<input value="да">', None),
    ],
)
def test_to_latin(cyrillic: str, latin: str | None) -> None:
    assert transliterate_html(cyrillic, "latin") == (cyrillic if latin is None else latin)


def test_own_foreign_words() -> None:
    page = "<p>Aplikacija <b>Nadzor</b> i nadzor, Moj <i>Grad</i></p>"
    assert transliterate_html(page, "cyrillic", ["Nadzor", "Moj Grad"]) == (
        "<p>Апликација <b>Nadzor</b> и надзор, Moj <i>Grad</i></p>"
    )
    words = foreign_words(["Nadzor"])
    assert transliterate_html("Nadzor", "cyrillic", words) == "Nadzor"


class _Skeleton(HTMLParser):
    """What a browser would see of a page but for its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.seen: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = [pair for pair in attrs if pair[0] not in {"title", "alt"}]
        self.seen.append((tag, kept, [name for name, _ in attrs]))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.seen.append(f"!{data}")


def skeleton(html: str) -> list[object]:
    parser = _Skeleton()
    parser.feed(html)
    parser.close()
    return parser.seen


words = st.sampled_from(
    [
        "uprava",
        "Njegoš",
        "injekcija",
        "I",
        "PDF",
        "e-mail",
        "Љубав",
        "ЊИВА",
        "&amp;",
        "&nbsp;",
        "5",
        "č",
        "pera@a.rs",
        "nj",
    ]
)
texts = st.lists(words, max_size=6).map(" ".join)
attributes = st.sampled_from(
    [
        "",
        ' title="Naslov"',
        " alt=Grb",
        ' href="/đak/nj"',
        " class='lj'",
        ' data-x="nj lj"',
        ' lang="en"',
        ' translate="no"',
    ]
)
tags = st.sampled_from(["p", "b", "i", "div", "span", "li", "code", "td", "a", "svg", "script"])
trees = st.recursive(
    texts,
    lambda inner: st.builds(
        lambda tag, attribute, children: f"<{tag}{attribute}>{''.join(children)}</{tag}>",
        tags,
        attributes,
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


def plain(html: str) -> str:
    return re.sub("<.*?>", "", html)


@given(trees, st.sampled_from(SCRIPTS))
def test_tags_never_change(html: str, script: Script) -> None:
    converted = transliterate_html(html, script)
    assert skeleton(converted) == skeleton(html)
    assert transliterate_html(converted, script) == converted


@given(st.text(alphabet="<>/\"'=!- abčnjŽДЊ&;#1\n", max_size=60), st.sampled_from(SCRIPTS))
def test_anything_is_read_and_only_letters_change(html: str, script: Script) -> None:
    def without_letters(text: str) -> str:
        return re.sub(r"[^\W\d_]", "", text)

    assert without_letters(transliterate_html(html, script)) == without_letters(html)


@given(
    st.lists(st.sampled_from(["njega", "injekcija", "nadživeti", "Džep", "ULJE", "PDF", "IV", "nj"]), min_size=1),
    st.data(),
)
def test_a_word_cut_by_a_tag_reads_as_if_it_were_whole(chosen: list[str], data: st.DataObject) -> None:
    text = " ".join(chosen)
    cut = data.draw(st.integers(0, len(text)))
    assert plain(transliterate_html(f"<p>{text[:cut]}<b>{text[cut:]}</b></p>", "cyrillic")) == to_cyrillic(text)
    other = to_cyrillic(text)
    assert plain(transliterate_html(f"<p>{other[:cut]}<b>{other[cut:]}</b></p>", "latin")) == to_latin(other)


def test_a_whole_document_has_no_letter_of_the_other_script() -> None:
    page = (
        '<!doctype html><html lang="sr-Cyrl"><head><meta charset="utf-8"><title>Акти – Мрежа</title></head><body>'
        '<nav aria-label="Главна"><ul><li><a href="/akti/" title="Сви акти">Акти</a></li></ul></nav>'
        "<main><h1>Уредба</h1><p>Члан&nbsp;5. <strong>Рок</strong> је 23. новембар.</p></main></body></html>"
    )
    latin = transliterate_html(page, "latin")
    assert not has_cyrillic(latin)
    assert transliterate_html(latin, "cyrillic") == page


@pytest.mark.parametrize(
    "unit", ["<", "<a", "<a ", '<a "', "<a '\"", "<!", "<!--", "<script>", "<b>", "</b>", "<a b='", "&", "<p x"]
)
def test_time_is_linear_in_broken_html(unit: str) -> None:
    started = time.perf_counter()
    transliterate_html(unit * 20_000, "cyrillic")
    assert time.perf_counter() - started < 4
