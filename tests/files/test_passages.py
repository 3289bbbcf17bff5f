"""The texts of files as search reads them: by page, by heading, and by article."""

from __future__ import annotations

import pytest
from django.urls import reverse

from files.enums import State
from files.models import Document, TextUnit
from files.services import passages
from tests import factories

pytestmark = pytest.mark.django_db


def stored(*units: tuple[str, str], page_count: int | None = None) -> Document:
    """A document whose text has been read: headings and texts of its units."""
    document = factories.document()
    Document.objects.filter(pk=document.pk).update(state=State.READY, page_count=page_count)
    TextUnit.objects.bulk_create(
        [TextUnit(document=document, number=n, heading=h, text=text) for n, (h, text) in enumerate(units, 1)]
    )
    return document


def said(document: Document) -> list[tuple[str, str, str]]:
    """Label, article and text of each passage."""
    return [(found.label, found.article, found.text) for found in passages([document])[document.pk]]


def test_an_article_goes_on_over_the_page():
    document = stored(("", "Zakon\nČlan 1.\nPrvi."), ("", "i dalje\nČlan 2.\nDrugi."), page_count=2)
    assert said(document) == [
        ("str. 1 · čl. 1", "1", "Zakon\nČlan 1.\nPrvi."),
        ("str. 2 · čl. 1", "1", "i dalje\n"),
        ("str. 2 · čl. 2", "2", "Član 2.\nDrugi."),
    ]


def test_passages_open_at_their_place():
    document = stored(("", "Uvod.\nČlan 1.\nPrvi."), ("", "Dalje."), page_count=2)
    first, second = (reverse("document_text", args=[document.pk, number]) for number in (1, 2))
    assert [found.address for found in passages([document])[document.pk]] == [first, f"{first}#d-2", second]
    assert [found.page for found in passages([document])[document.pk]] == [1, 1, 2]


def test_a_heading_of_a_word_file_says_it_all():
    document = stored(("Cilj · Član 2.", "Cilj\nČlan 2.\nDrugi."), ("Prilog", "Tabela."))
    assert said(document) == [("Cilj · Član 2.", "2", "Cilj\nČlan 2.\nDrugi."), ("Prilog", "2", "Tabela.")]


def test_a_text_without_articles_is_one_passage():
    assert said(stored(("", "Beleške sa obuke."))) == [("", "", "Beleške sa obuke.")]


def test_articles_of_one_document_do_not_go_on_in_the_next():
    first, second = stored(("", "Član 9.\nDeveti.")), stored(("", "Uvod."))
    found = passages([first, second])
    assert [row.article for row in found[second.pk]] == [""]
