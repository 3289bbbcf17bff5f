"""Chainable reads that every app's pages share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Q
from wagtail.models import BaseViewRestriction, Page, PageViewRestriction
from wagtail.query import PageQuerySet

from core import request_cache
from core.registry import entitlements

if TYPE_CHECKING:
    from core.registry import AnyUser, Entitlement


def closed_to(entitlement: Entitlement, restrictions: list[tuple[str, str, frozenset[str]]]) -> list[str]:
    """Return the tree paths whose restriction the reader does not satisfy.

    A restriction is (path, type, group names). Wagtail demands every one on the way to a page. Only the groups type
    is offered; a leftover `login` asks for no more than every page does, any other type is satisfied by nobody: there
    is no form of shared passwords, not for the administrator either.
    """
    return [
        path
        for path, kind, groups in restrictions
        if kind != PageViewRestriction.LOGIN
        and not (kind == PageViewRestriction.GROUPS and entitlement.satisfies(groups))
    ]


def read_restrictions(model: type[BaseViewRestriction], through: str) -> list[tuple[str, str, frozenset[str]]]:
    """Read all view restrictions of pages or collections (`through` is the relation's name) in one query."""
    found: dict[int, tuple[str, str, set[str]]] = {}
    rows = model.objects.values_list("pk", f"{through}__path", "restriction_type", "groups__name")
    for pk, path, kind, group in rows:
        found.setdefault(pk, (path, kind, set()))[2].add(group)
    return [(path, kind, frozenset(groups)) for path, kind, groups in found.values()]


def page_restrictions() -> list[tuple[str, str, frozenset[str]]]:
    """All view restrictions of pages, read once a request (one query)."""
    return request_cache.get_or_set("page_restrictions", lambda: read_restrictions(PageViewRestriction, "page"))


def closed_page_paths(user: AnyUser) -> list[str]:
    """Return the tree paths of pages that are closed to this reader, with all that is under them (one query)."""
    return closed_to(entitlements.of(user), page_restrictions())


def opened_page_paths(user: AnyUser) -> list[str]:
    """Return the tree paths of pages that a group of this reader opens, with all that is under them (one query)."""
    entitlement = entitlements.of(user)
    return [
        path
        for path, kind, groups in page_restrictions()
        if kind == PageViewRestriction.GROUPS and entitlement.satisfies(groups)
    ]


def under(paths: list[str]) -> Q:
    """The condition of pages at one of these tree paths, or below one; of no page when there are none."""
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(path__startswith=path)
    return found


def satisfied_audiences(user: AnyUser) -> frozenset[int]:
    """The ids of the audiences that this person belongs to today: what the search index is filtered by."""
    entitlement = entitlements.of(user)
    if not entitlement.is_reader:
        return frozenset()
    audiences = request_cache.get_or_set("audiences", lambda: list(apps.get_model("core.Audience").objects.all()))
    return frozenset(audience.pk for audience in audiences if audience.is_satisfied_by(entitlement))


def visible_pages(queryset: PageQuerySet, user: AnyUser) -> PageQuerySet:
    """Narrow any queryset of pages to the live ones that this reader may see today."""
    entitlement = entitlements.of(user)
    if not entitlement.is_reader:
        return queryset.none()
    closed = closed_page_paths(user)
    visible = queryset.filter(live=True)
    if closed:
        visible = visible.exclude(under(closed))
    return visible if entitlement.reads_unrestricted else visible.filter(under(opened_page_paths(user)))


def menu_pages(user: AnyUser) -> PageQuerySet:
    """Return the pages right under the home pages that this reader may see, in the tree's order."""
    return visible_pages(Page.objects.filter(depth__in=(2, 3)).order_by("path"), user)


def listed_pages(user: AnyUser) -> list[Page]:
    """Read `menu_pages` once a request: what menu and foot are made of, and where sections are found."""
    return request_cache.get_or_set(("menu_pages", user.pk), lambda: list(menu_pages(user)))


class BasePageQuerySet(PageQuerySet):
    """Reads shared by all page types."""

    def visible_to(self, user: AnyUser) -> Self:
        """Keep the live pages that this reader may see today: every restriction on the path is satisfied."""
        return visible_pages(self, user)

    def with_topics(self) -> Self:
        """Prefetch the topics; templates read them through `page.topic_list`."""
        return self.prefetch_related("topic_items__tag")

    def about(self, topic_slug: str) -> Self:
        """Keep the pages that carry the topic."""
        return self.filter(topic_items__tag__slug=topic_slug).distinct()
