"""What waits for the index, and pages and files that tests change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from files import reading
from files.extraction.interface import Unit
from files.extraction.sandbox import Extraction
from home.models import ContentPage
from search.models import Pending
from search.registry import pages
from tests import factories

PAGE, PERSON = pages.label, "accounts.user"


def waiting() -> set[int]:
    """The pages that wait; that nothing waits twice is the database's."""
    return set(Pending.objects.filter(label=PAGE, due_at__lte=timezone.now()).values_list("object_id", flat=True))


def ids(*rows: Any) -> set[int]:
    """The ids of rows."""
    return {row.pk for row in rows}


def family() -> list[ContentPage]:
    """A page, one under it, a draft under that, and one beside them."""
    top = factories.content_page()
    below = factories.content_page(top)
    return [top, below, factories.content_page(below, live=False), factories.content_page()]


def with_text(document: Any, text: str) -> None:
    """Keep a text as what was read of a file."""
    type(document).objects.filter(pk=document.pk).update(state="waiting")
    document.refresh_from_db()
    assert reading.store(document, Extraction(units=[Unit(1, text)]))
    document.refresh_from_db()


class Interrupted(Exception):
    """Something went wrong after a change."""


def interrupted(change: Callable[[], Any]) -> None:
    """Make a change in a transaction that is rolled back."""

    def fail() -> None:
        with transaction.atomic():
            change()
            raise Interrupted

    with pytest.raises(Interrupted):
        fail()
