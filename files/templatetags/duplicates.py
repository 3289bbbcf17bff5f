"""Duplicates of a document, where the admin shows one."""

from __future__ import annotations

from typing import Any

from django import template

from files import services
from files.models import Document

register = template.Library()


@register.simple_tag(takes_context=True)
def duplicates_of(context: dict[str, Any], document: Document) -> list[services.Duplicate]:
    """The duplicates of a document that the person who looks at the screen may know of."""
    return services.duplicates(document, context["request"].user) if document.pk else []
