"""The text of a file page by page: who may read it, its words marked, its neighbours."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from files.enums import Origin, State
from files.models import Document, TextUnit
from tests import factories
from tests.reading import LANGUAGES, queries, read

PAGES = {1: "Писарница", 2: "Prijem pismena u pisarnici.\nČlan 12.", 4: "Arhiviranje <script>alert(1)</script> & rok"}


def pdf(pages: dict[int, str] | None = None, *, page_count: int = 5) -> Document:
    """A PDF whose text has been read; its pages without text have no unit."""
    document = factories.document(title="Uredba", name="uredba.pdf", content=b"%PDF-1.7\n")
    Document.objects.filter(pk=document.pk).update(state=State.READY, page_count=page_count)
    units = [TextUnit(document=document, number=number, text=text) for number, text in (pages or PAGES).items()]
    TextUnit.objects.bulk_create(units)
    document.refresh_from_db()
    return document


def address(document: Document, number: int, query: str = "") -> str:
    """The address of a unit."""
    return reverse("document_text", args=[document.pk, number]) + query


@pytest.fixture
def document(db: None) -> Document:
    """A PDF of an open act."""
    stored = pdf()
    factories.act_page(stored, title="Uredba o pisarnici")
    return stored


@pytest.fixture(autouse=True)
def _signed_in(client: Any, member: Any) -> None:
    client.force_login(member)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_marked_and_the_text_keeps_its_script(client, document, language):
    html = read(client, address(document, 1, "?q=pisarnice"), language)
    assert (
        '<div class="page-text mt4" lang="sr-Cyrl" translate="no"><span id="d-1">'
        '<mark id="hit" class="now">Писарница</mark></span>' in html
    )
    assert 'value="pisarnice"' in html
    assert f'href="{reverse("search")}?q=pisarnice"' in html
    words = {"sr-latn": "Strana 1", "sr": "Страна 1", "en": "Page 1"}
    assert words[language] in html


def test_lines_stay_and_nothing_in_the_text_is_markup(client, document):
    html = read(client, address(document, 2))
    assert '<span id="d-1">Prijem pismena u pisarnici.\n</span><span id="d-2">Član 12.</span></div>' in html
    html = read(client, address(document, 4, '?q="><script>alert(2)</script> rok'))
    assert (
        "&lt;<mark>script</mark>&gt;<mark>alert</mark>(1)&lt;/<mark>script</mark>&gt; &amp; <mark>rok</mark>" in html
    )
    assert "<script>" not in html


def test_lines_of_a_sentence_on_a_printed_page_flow(client):
    text = "Pismeno se predaje\narhivi, uz popis\nakata:\na) predmet,\nb) popis.\nČlan 2.\n3) Rok je\n15 dana"
    stored = pdf({1: text})
    factories.act_page(stored)
    html = read(client, address(stored, 1, "?q=predaje+arhivi"))
    assert 'Pismeno se <mark id="hit" class="now">predaje arhivi</mark>, uz popis akata:\na) predmet,\nb)' in html
    assert "Član 2.\n3) Rok je\n15 dana" in html


def test_all_pages_of_a_pdf_are_neighbours_with_text_or_without(client, document):
    page = client.get(address(document, 2, "?q=rok")).context["text_page"]
    assert page.previous == address(document, 1, "?q=rok")
    assert page.following == address(document, 3, "?q=rok")
    assert client.get(address(document, 1)).context["text_page"].previous == ""
    assert client.get(address(document, 5)).context["text_page"].following == ""
    assert "Tekst ove strane nije poznat" in read(client, address(document, 3))
    assert "od 5" in read(client, address(document, 4))


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [("4", 4), ("1", 1), ("0", 1), ("-7", 1), ("99999999999999999999", 5), ("2", 2), (" 4 ", 4)],
)
def test_the_field_leads_to_the_nearest_page_with_text(client, document, typed, leads_to):
    response = client.get(address(document, 2), {"page": typed, "q": "rok"})
    if leads_to == 2:
        assert response.status_code == 200
    else:
        assert response.headers["Location"] == address(document, leads_to, "?q=rok")


@pytest.mark.parametrize("typed", ["", "abc", "²", "1;", "\x00", "🙂", "1e3"])
def test_what_is_no_number_stays_where_it_is(client, document, typed):
    assert client.get(address(document, 2), {"page": typed, "q": typed * 3000}).status_code == 200


def test_the_file_opens_at_the_page(client, document):
    assert f'href="{document.url}#page=2"' in read(client, address(document, 2))


def test_a_part_of_a_word_file_has_its_heading(client):
    stored = factories.document(name="model.txt")
    for number in (1, 2):
        heading = {"heading": f"Član {number}.", "source": Origin.HEADING}
        TextUnit.objects.create(document=stored, number=number, text="Tekst.", **heading)
    factories.act_page(stored)
    html = read(client, address(stored, 2))
    assert '<h2 id="unit" class="">' in html
    assert "Član 2." in html
    assert f'href="{stored.url}"' in html
    assert "Deo" in html


def test_pages_that_use_the_document_are_listed_if_the_reader_may_see_them(client, document, editor):
    closed = factories.act_page(document, title="Samo za urednike")
    factories.restrict(closed, *editor.groups.all())
    factories.act_page(document, title="U nacrtu", live=False)
    html = read(client, address(document, 1))
    assert "Uredba o pisarnici" in html
    assert "Samo za urednike" not in html
    assert "U nacrtu" not in html
    client.force_login(editor)
    assert "Samo za urednike" in read(client, address(document, 1))


def test_who_may_not_read_the_file_gets_what_does_not_exist(client, document, former_member, editor):
    draft, closed = pdf(), pdf()
    factories.act_page(draft, live=False)
    factories.restrict(factories.act_page(closed), *editor.groups.all())
    for stored in (draft, closed):
        assert client.get(address(stored, 1)).status_code == 404
        assert client.get(address(stored, 1), {"page": "2"}).status_code == 404
    client.force_login(former_member)
    assert client.get(address(document, 1)).status_code == 404
    client.logout()
    assert client.get(address(document, 1)).headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("number", [0, 6, 10**30])
def test_there_is_no_page_beyond_the_last(client, document, number):
    assert client.get(f"/dokumenti/{document.pk}/tekst/{number}/").status_code == 404
    assert client.get(f"/dokumenti/{10**30}/tekst/1/").status_code == 404


def test_a_long_document_costs_as_much_as_a_short_one(client, document):
    long = pdf(dict.fromkeys(range(1, 301), "Tekst"), page_count=300)
    factories.act_page(long)
    assert queries(client, address(long, 150, "?q=tekst")) == queries(client, address(document, 2, "?q=rok"))
