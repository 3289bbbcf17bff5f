"""A document page by page: pictures and who may see them, marks on them, and the way from hit to hit."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse
from PIL import Image

from files import drawings
from files.drawings import WIDTHS, drawing, is_drawable, prune_drawings, words_on
from files.enums import Origin, State
from files.extraction import pages
from files.extraction.interface import Place, RefusedError
from files.hits import Hits, hits_in
from files.models import Document, Recognition, TextUnit
from files.overlay import located, marked_boxes
from files.tasks import extract_document
from tests import factories
from tests.files import made_files as made
from tests.files import scans
from tests.reading import queries, read

TEXTS = ["Rok za zalbu je petnaest dana", "Organ vodi evidenciju", "Zalba se predaje organu\nRok tece od prijema"]


@pytest.fixture(autouse=True)
def _own_cache(settings: Any, tmp_path: Path) -> None:
    settings.PAGE_CACHE = tmp_path / "pages"


def stored(content: bytes | None = None, name: str = "uredba.pdf") -> Document:
    """A document of an open act whose text has been read."""
    document = factories.document(title="Uredba", name=name, content=content or made.pdf(TEXTS))
    extract_document.call(document.pk)
    factories.act_page(document)
    return Document.objects.get(pk=document.pk)


@pytest.fixture
def document(db: None) -> Document:
    """A PDF of three pages."""
    return stored()


def address(document: Document, number: int, query: str = "") -> str:
    """The address of a page."""
    return reverse("document_text", args=[document.pk, number]) + query


def picture(document: Document, number: int = 1, width: int = WIDTHS[1]) -> str:
    """The address of a drawn page."""
    return reverse("document_page", args=[document.pk, number, width])


# --- Pictures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_is_drawn_as_wide_as_it_is_asked_for(client, member, document, width):
    client.force_login(member)
    answer = client.get(picture(document, 2, width))
    drawn = Image.open(io.BytesIO(answer.content))
    assert (answer.headers["Content-Type"], drawn.format, drawn.width) == ("image/webp", "WEBP", width)
    assert drawn.height == pytest.approx(width * 842 / 595, abs=2)
    assert drawn.convert("L").getextrema()[0] < 150  # there is something on it


def test_a_page_is_drawn_alone_and_once(client, member, document, monkeypatch):
    drawn: list[int] = []
    draw = pages.draw
    monkeypatch.setattr(pages, "draw", lambda path, number, *rest: drawn.append(number) or draw(path, number, *rest))
    client.force_login(member)
    for _time in range(2):
        assert client.get(picture(document, 3)).status_code == 200
    assert drawn == [3]


@pytest.mark.parametrize(("number", "width"), [(0, 800), (4, 800), (1, 801), (10**12, 800), (1, 10**9)])
def test_no_other_page_and_no_other_width_is_drawn(client, member, document, number, width):
    client.force_login(member)
    assert client.get(f"/dokumenti/{document.pk}/strana/{number}/{width}.webp").status_code == 404
    assert not list(Path(settings.PAGE_CACHE).rglob("*.webp"))


def test_a_browser_keeps_a_picture_and_asks_whether_it_still_may(client, member, document, editor):
    client.force_login(member)
    first = client.get(picture(document))
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = client.get(picture(document), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_drawn_page_is_for_those_who_may_read_the_document(client, member, editor, document):
    drawing(document, 1, WIDTHS[1])  # it is there already
    hidden = factories.document(name="tajna.pdf", content=made.numbered(1))
    Document.objects.filter(pk=hidden.pk).update(sha256=document.sha256, page_count=3, state=State.READY)
    assert client.get(picture(document)).status_code == 302
    client.force_login(member)
    assert client.get(picture(document)).status_code == 200
    assert client.get(picture(hidden)).status_code == 404
    assert client.get(picture(hidden), headers={"If-None-Match": "*"}).status_code == 404
    client.force_login(factories.former_member())
    assert client.get(picture(document)).status_code == 404


def test_a_page_that_cannot_be_drawn_is_not_found_and_its_text_is_shown(client, member):
    document = factories.document(name="uredba.pdf", content=b"%PDF-1.7\n")
    Document.objects.filter(pk=document.pk).update(state=State.READY, page_count=2)
    TextUnit.objects.create(document=document, number=1, text="Rok")
    factories.act_page(document)
    client.force_login(member)
    assert client.get(picture(document)).status_code == 404
    assert "Rok" in read(client, address(document, 1, "?q=rok"))


@pytest.mark.parametrize("name", ["sken.png", "sken.jpg", "sken.tif"])
def test_pictures_are_shown_as_pages(client, member, name):
    content = io.BytesIO()
    kind = {"png": "PNG", "jpg": "JPEG", "tif": "TIFF"}[name[-3:]]
    Image.new("L", (300, 200), 90).save(content, kind, **({"save_all": True} if kind == "TIFF" else {}))
    document = factories.document(name=name, content=content.getvalue())
    extract_document.call(document.pk)
    document.refresh_from_db()
    assert (document.page_count, is_drawable(document)) == (1, True)
    assert Image.open(io.BytesIO(drawing(document, 1, WIDTHS[1]).read_bytes())).size == (800, 533)


def test_a_picture_with_very_many_points_is_refused(tmp_path):
    content = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(content, "PNG")
    (tmp_path / "ogromna.png").write_bytes(content.getvalue())
    with pytest.raises(RefusedError, match="unpacked"):
        pages.draw(tmp_path / "ogromna.png", 1, 800)


def test_what_was_looked_at_longest_ago_is_deleted_first(document, settings):
    settings.PAGE_CACHE_MB = 1
    for number in (1, 2, 3):
        path = drawing(document, number, WIDTHS[1])
        path.write_bytes(bytes(400_000))
        os.utime(path, (number, number))
    drawing(document, 1, WIDTHS[1])  # looked at again
    assert prune_drawings() == 1
    assert {path.name for path in Path(settings.PAGE_CACHE).rglob("*.webp")} == {"1-800.webp", "3-800.webp"}
    settings.PAGE_CACHE_MB = 2
    assert prune_drawings() == 0


def test_drawing_waits_for_its_turn_and_gives_up(document, monkeypatch):
    monkeypatch.setattr(drawings, "PATIENCE", 0)
    with drawings.turn(), drawings.turn(), pytest.raises(RefusedError, match="time"):
        drawing(document, 1, WIDTHS[1])
    assert drawing(document, 1, WIDTHS[1]).exists()


# --- Marks on pictures ---------------------------------------------------------------------------------------------


def test_words_of_a_pdf_have_their_places(document):
    words = words_on(document, 1)
    assert [word.text for word in words] == TEXTS[0].split()
    first, last = words[0], words[-1]
    assert (first.left, first.bottom) == pytest.approx((10_000 * 50 / 595, 10_000 * (842 - 780) / 842), abs=60)
    assert last.left > first.right
    assert all(0 <= word.left < word.right <= 10_000 and 0 <= word.top < word.bottom <= 10_000 for word in words)


def test_the_boxes_are_those_of_the_words_that_are_marked():
    words = [Place(text, 100 * number, 10, 100 * number + 90, 20) for number, text in enumerate(TEXTS[0].split())]
    assert [[box.left for box in boxes] for boxes in marked_boxes(words, "rokovi dan")] == [[0], [500]]
    assert [[box.left for box in boxes] for boxes in marked_boxes(words, "petnaest dana")] == [[400, 500]]
    assert marked_boxes(words, "") == marked_boxes([], "rok") == []


@pytest.mark.parametrize("hyphen", ["-", "\ufffe", "\x02", "\u00ad"])
def test_a_word_that_a_line_breaks_has_two_boxes(hyphen):
    words = [Place(f"kancela{hyphen}", 800, 10, 900, 20), Place("rijsko", 100, 30, 200, 40)]
    assert located(words)[0] == "kancelarijsko"
    assert [[box.left for box in boxes] for boxes in marked_boxes(words, "kancelarijsko")] == [[800, 100]]


def test_words_in_old_fonts_are_marked_as_they_are_read():
    text = "Op{tina odlu~uje o zahtevu u roku od 15 dana a `alba se mo`e izjaviti ve}u"
    words = [Place(word, 100 * number, 10, 100 * number + 90, 20) for number, word in enumerate(text.split())]
    assert [[box.left for box in boxes] for boxes in marked_boxes(words, "žalbe")] == [[1000]]


def test_a_recognised_page_has_the_places_of_its_recognition(client, member):
    document = stored(scans.pdf_of([scans.picture([])]))
    TextUnit.objects.create(document=document, number=1, text="Rok za žalbu", source=Origin.OCR)
    places = [
        ("Rok", 1000, 500, 1500, 600, 90.0),
        ("za", 1600, 500, 1800, 600, 90.0),
        ("žalbu", 1900, 500, 2500, 600, 90.0),
    ]
    Recognition.objects.create(document=document, number=1, text="Rok za žalbu", confidence=90, words=places)
    client.force_login(member)
    html = read(client, address(document, 1, "?q=zalba"))
    (box,) = BeautifulSoup(html, "html.parser").select("figure svg rect.now")
    assert [box[name] for name in ("x", "y", "width", "height")] == ["1900", "500", "600", "100"]
    assert "prepoznat na slici strane" in html


# --- From hit to hit -----------------------------------------------------------------------------------------------


def test_hits_are_counted_over_the_whole_document(document):
    found = hits_in(document, "rok žalba")
    assert (found.pages, found.counts, found.total) == ((1, 3), (2, 2), 4)
    assert [found.page_of(hit) for hit in (1, 2, 3, 4)] == [1, 1, 3, 3]
    assert (found.before(3), found.on(2), found.on(3)) == (2, 0, 2)
    assert hits_in(document, "") == hits_in(document, "nepostojeće") == Hits()


def test_the_way_leads_from_hit_to_hit_across_pages(client, member, document):
    client.force_login(member)
    seen, here = [], address(document, 1, "?q=rok+%C5%BEalba")
    while here:
        answer = client.get(here)
        hits = answer.context["hits"]
        seen.append((answer.context["text_page"].unit.number, hits.current))
        html = BeautifulSoup(answer.content, "html.parser")
        (mark,) = html.select(".page-text mark.now#hit")
        assert len(html.select("figure rect.now")) == len(mark.text.split())
        here = hits.following.partition("#")[0]
    assert seen == [(1, 1), (1, 2), (3, 3), (3, 4)]
    assert (
        f"{address(document, 1)}?q=rok+%C5%BEalba&hit=2#hit"
        == client.get(address(document, 3, "?q=rok+%C5%BEalba")).context["hits"].previous
    )
    between = client.get(address(document, 2, "?q=rok+%C5%BEalba")).context["hits"]
    assert (between.current, between.previous[-9:], between.following[-9:]) == (0, "hit=2#hit", "hit=3#hit")


@pytest.mark.parametrize("typed", ["", "0", "-1", "99999999999", "²", "x", "\x00"])
def test_any_hit_that_is_typed_leads_somewhere(client, member, document, typed):
    client.force_login(member)
    answer = client.get(address(document, 1), {"q": "rok", "hit": typed})
    assert answer.status_code == 200
    assert answer.context["hits"].current == 1


def test_the_pages_with_hits_are_listed(client, member, document):
    client.force_login(member)
    html = read(client, address(document, 1, "?q=rok"))
    assert "Pogodak 1 od 2" in html
    assert f'href="{address(document, 3)}?q=rok#hit"' in html
    assert "Pogoci u dokumentu" in html


def test_a_page_without_a_search_has_no_hits(client, member, document):
    client.force_login(member)
    html = read(client, address(document, 1))
    assert "<rect" not in html
    assert "Pogo" not in html.partition("<main")[2]


def test_a_long_document_costs_as_many_queries_as_a_short_one(client, member, document):
    client.force_login(member)
    long = stored(made.numbered(60))
    client.get(picture(long))
    assert queries(client, address(long, 37, "?q=rok")) == queries(client, address(document, 1, "?q=rok"))
    assert queries(client, picture(long)) == queries(client, picture(document))


def test_the_strip_shows_the_pages_around(client, member):
    client.force_login(member)
    long = stored(made.numbered(60))
    page = client.get(address(long, 37)).context["text_page"]
    assert [number for number, _address, _small in page.strip] == list(range(25, 49))
    html = read(client, address(long, 60))
    assert html.count('loading="lazy"') == 24
    assert picture(long, 60, WIDTHS[0]) in html


def test_the_page_itself_is_not_lazy_and_no_other_is_loaded_at_once(client, member):
    client.force_login(member)
    html = read(client, address(stored(made.numbered(60)), 37)).partition("<main")[2]
    images = html.split("<img")[1:]
    assert [image for image in images if 'loading="lazy"' not in image] == [images[0]]
    assert "/strana/37/" in images[0]
