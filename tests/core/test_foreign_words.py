"""Editors extend the list of words that stay in Latin script."""

from __future__ import annotations

from core.models import ForeignWord
from tests import factories


def test_an_added_word_is_left_alone_at_once(client, member):
    page = factories.content_page(title="Rad u programu Pisarko", slug="rad")
    client.force_login(member)
    client.cookies["django_language"] = "sr"
    assert "Рад у програму Писарко" in client.get(page.url).content.decode()
    word = ForeignWord.objects.create(word="Pisarko")
    assert "Рад у програму Pisarko" in client.get(page.url).content.decode()
    word.delete()
    assert "Рад у програму Писарко" in client.get(page.url).content.decode()
