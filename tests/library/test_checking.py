"""What an editor is told before an act is published."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from files.enums import State
from files.models import Document
from library.checking import warnings
from library.models import ActVersion
from tests import factories

ACT = {"title": "Zakon o A", "number": "1-1/2024"}


def ready() -> Document:
    """A document whose text is there."""
    document = factories.document()
    Document.objects.filter(pk=document.pk).update(state=State.READY)
    document.refresh_from_db()
    return document


def codes(page: Any) -> list[str]:
    """The codes of an act's warnings."""
    return [warning.code for warning in warnings(page)]


def test_a_whole_act_has_no_warning(db):
    assert codes(factories.act_page(ready(), **ACT)) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"number": ""}, "no_number"),
        ({"number": "  "}, "no_number"),
        ({"title": "Закон о Cрбији"}, "mixed_scripts"),
        ({"number": "05-1/2024-Аb"}, "mixed_scripts"),
        ({"summary": "Ovо je sažetak."}, "mixed_scripts"),
    ],
)
def test_what_is_not_in_order_is_named(db, fields, code):
    assert codes(factories.act_page(ready(), **ACT | fields)) == [code]


def test_an_act_without_a_text_or_with_an_unread_one_is_named(db):
    assert codes(factories.act_page(**ACT)) == ["no_text"]
    assert codes(factories.act_page(factories.document(), **ACT)) == ["not_ready"]
    act = factories.act_page(ready(), **ACT)
    ActVersion.objects.filter(page=act).delete()
    assert codes(type(act).objects.get(pk=act.pk)) == ["no_text"]


def test_the_form_of_an_act_shows_its_warnings(client, editor):
    editor.language = "en"
    editor.save()
    client.force_login(editor)
    act = factories.act_page(factories.document(title="<b>Tekst"), title="Закон о Cрбији")
    html = client.get(reverse("wagtailadmin_pages:edit", args=[act.pk])).content.decode()
    assert "Look at this before you publish" in html
    assert "The act has no number." in html
    assert "Cрбији" in html
    assert "cannot be searched" in html
    assert "<b>Tekst" not in html
    whole = factories.act_page(ready(), **ACT)
    assert "before you publish" not in client.get(reverse("wagtailadmin_pages:edit", args=[whole.pk])).content.decode()
    form = reverse("wagtailadmin_pages:add", args=("library", "actpage", act.get_parent().pk))
    assert "before you publish" not in client.get(form).content.decode()
