"""What higher apps tell `core`: who is entitled to what, what stands in the menu, which jobs run by the clock."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.functional import Promise

from core import request_cache

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    AnyUser = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True)
class Entitlement:
    """What a person may read on a day: `member` opens what every member may read, `groups` (names) the restricted.

    Who is no member reads only what is restricted to one of the groups. `everything` is the installation's
    administrator, whom no restriction stops; `guest` is who is expected here though nothing may be open yet.
    """

    member: bool = False
    groups: frozenset[str] = frozenset()
    everything: bool = False
    guest: bool = False

    def __or__(self, other: Entitlement) -> Entitlement:
        return Entitlement(
            self.member or other.member,
            self.groups | other.groups,
            self.everything or other.everything,
            self.guest or other.guest,
        )

    @property
    def reads_unrestricted(self) -> bool:
        """Whether what has no restriction is open to the person."""
        return self.member or self.everything

    @property
    def is_reader(self) -> bool:
        """Whether anything at all may be open to the person."""
        return self.reads_unrestricted or bool(self.groups)

    def opens(self, restrictions: Collection[Collection[str]]) -> bool:
        """Whether the person may read what has these restrictions on its path: each is satisfied.

        Without any, membership is what opens; it takes no group of its own.
        """
        return (self.reads_unrestricted or bool(restrictions)) and all(map(self.satisfies, restrictions))

    def satisfies(self, groups: Collection[str]) -> bool:
        """Whether one of these groups is held, as Wagtail reads one restriction."""
        return self.everything or not self.groups.isdisjoint(groups)


EntitlementProvider = Callable[[Any, date], Entitlement]


class EntitlementRegistry:
    """The providers that say what a person is entitled to; Django's groups are only a copy of their answers."""

    def __init__(self) -> None:
        self.providers: list[EntitlementProvider] = []

    def register(self, provider: EntitlementProvider) -> None:
        """Add a provider: a function of a person and a date, called once a request."""
        self.providers.append(provider)

    def of(self, user: AnyUser, on: date | None = None) -> Entitlement:
        """Return what the person may read on the date (today unless told); the inactive may read nothing."""
        if not user.is_authenticated or not user.is_active:
            return Entitlement()
        day = on or timezone.localdate()
        return request_cache.get_or_set(("entitlement", user.pk, day), lambda: self._collect(user, day))

    def _collect(self, user: AbstractBaseUser, day: date) -> Entitlement:
        result = Entitlement()
        for provider in self.providers:
            result |= provider(user, day)
        return result


@dataclass(frozen=True)
class MenuItem:
    """An entry of the main menu: the first live page of a type that the reader may see."""

    page_type: str  # "app.Model"
    title: str | Promise
    icon: str
    order: int


class MenuRegistry:
    """The main menu, filled by the apps whose pages stand in it."""

    def __init__(self) -> None:
        self.items: list[MenuItem] = []

    def register(self, item: MenuItem) -> None:
        """Add an entry; `order` decides its place."""
        self.items = sorted([*self.items, item], key=lambda entry: entry.order)


@dataclass(frozen=True)
class JobSpec:
    """A job that the worker runs by the clock: idempotent, safe to run twice."""

    name: str
    run: Callable[[], object]
    every: timedelta


class JobRegistry:
    """The jobs of all apps, by name."""

    def __init__(self) -> None:
        self.specs: dict[str, JobSpec] = {}

    def register(self, name: str, run: Callable[[], object], *, minutes: int) -> None:
        """Add a job that runs every so many minutes."""
        self.specs[name] = JobSpec(name, run, timedelta(minutes=minutes))


class LoopRegistry:
    """Work that goes on all the time: each step takes what waits and returns how much that was."""

    def __init__(self) -> None:
        self.steps: dict[str, Callable[[], int]] = {}

    def register(self, name: str, step: Callable[[], int]) -> None:
        """Add a loop: the worker keeps a process of its own for it, which rests for half a second after 0."""
        self.steps[name] = step


entitlements = EntitlementRegistry()
menu = MenuRegistry()
jobs = JobRegistry()
loops = LoopRegistry()
