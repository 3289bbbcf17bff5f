"""What higher apps tell the directory: sections of a local government's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from directory.models import LocalGovernment

SectionContext = Callable[[HttpRequest, "LocalGovernment"], dict | None]


class SectionRegistry:
    """Sections that higher apps add to a local government's page, in the order of their registration."""

    def __init__(self) -> None:
        self.sections: list[tuple[str, SectionContext]] = []

    def register(self, template: str, context: SectionContext) -> None:
        """Add a section: a template, and a function that returns its context, or nothing to leave it out."""
        self.sections.append((template, context))

    def render(self, request: HttpRequest, unit: LocalGovernment) -> list[str]:
        """Return the HTML of the sections that have something to show."""
        contexts = [(template, context(request, unit)) for template, context in self.sections]
        return [render_to_string(template, data, request) for template, data in contexts if data is not None]


sections = SectionRegistry()
