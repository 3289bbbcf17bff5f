"""What higher apps tell `accounts`: what an invitation is for, and what a new person goes through."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True)
class Purpose:
    """What an invitation is for, in the reader's language: `as_what` completes "You are invited to the network".

    `label` stands in lists; `trouble` says why it did not come to what it was for; the names stand in the form.
    """

    label: str
    as_what: str = ""
    first_name: str = ""
    last_name: str = ""
    trouble: str = ""


PurposeProvider = Callable[[Collection[int]], Mapping[int, Purpose]]


class PurposeRegistry:
    """The apps that know what invitations are for."""

    def __init__(self) -> None:
        self.providers: list[PurposeProvider] = []

    def register(self, provider: PurposeProvider) -> None:
        """Add a function of the ids of invitations, which answers for those that it knows."""
        self.providers.append(provider)

    def of(self, invitations: Collection[int]) -> dict[int, Purpose]:
        """What these invitations are for, by their ids; those that are for an account alone are left out."""
        return {pk: purpose for provider in self.providers for pk, purpose in provider(invitations).items()}


@dataclass(frozen=True)
class WelcomeStep:
    """A step that follows the first log-in: the name of its address, and its title."""

    url_name: str
    title: str | Promise
    order: int


class WelcomeRegistry:
    """The steps of the welcome, in order."""

    def __init__(self) -> None:
        self.steps: list[WelcomeStep] = []

    def register(self, step: WelcomeStep) -> None:
        """Add a step; `order` decides its place."""
        self.steps = sorted([*self.steps, step], key=lambda known: known.order)

    def after(self, url_name: str) -> str:
        """The address that follows a step: the next one's, or the first page."""
        names = [step.url_name for step in self.steps]
        return reverse(names[names.index(url_name) + 1]) if url_name != names[-1] else "/"

    def place_of(self, url_name: str) -> dict[str, object]:
        """What a step's page says of itself: `step` (from 1), `steps` (how many), `title`."""
        place = next(place for place, step in enumerate(self.steps, 1) if step.url_name == url_name)
        return {"step": place, "steps": len(self.steps), "title": self.steps[place - 1].title}


purposes = PurposeRegistry()
welcome = WelcomeRegistry()
