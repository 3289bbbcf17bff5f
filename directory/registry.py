"""What higher apps tell the directory: sections of a local government's page, and what people hold for their seats."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise

from directory.enums import Fate

if TYPE_CHECKING:
    from accounts.models import User
    from directory.models import Appointment, LocalGovernment

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


@dataclass(frozen=True)
class Holding:
    """One thing that a person holds: its title and address, and what becomes of it when the appointment has ended.

    `carry_out` does that, given who decides; what stays, or waits for a successor, has none.
    """

    title: str
    fate: Fate
    url: str = ""
    carry_out: Callable[[User | None], None] | None = None


HoldingsProvider = Callable[["Appointment", "User | None"], Iterable[Holding]]


@dataclass(frozen=True)
class HoldingKind:
    """A kind of things that people hold, and what finds them."""

    name: str
    title: str | Promise
    provider: HoldingsProvider


class HoldingRegistry:
    """What people hold, kind by kind, in the order of registration."""

    def __init__(self) -> None:
        self.kinds: list[HoldingKind] = []

    def register(self, name: str, title: str | Promise, provider: HoldingsProvider) -> None:
        """Add a kind: a function of an appointment and of today's holder of its seat after it, or of nobody.

        It returns what the person of the appointment holds. It only reads: a listing calls it too.
        """
        self.kinds.append(HoldingKind(name, title, provider))

    def of(self, appointment: Appointment, successor: User | None) -> list[tuple[HoldingKind, list[Holding]]]:
        """What the person of an appointment holds, by kind; kinds of which there is nothing are left out."""
        found = [(kind, list(kind.provider(appointment, successor))) for kind in self.kinds]
        return [(kind, held) for kind, held in found if held]


sections = SectionRegistry()
holdings = HoldingRegistry()
