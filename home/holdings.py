"""What people hold in the tree of pages: drafts that they began, and what stands published in their name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail.models import Page

from directory.enums import Fate
from directory.registry import Holding

if TYPE_CHECKING:
    from accounts.models import User
    from directory.models import Appointment

ADMIN = "wagtailadmin.access_admin"


def drafts(appointment: Appointment, successor: User | None) -> Iterator[Holding]:
    """The pages with unpublished changes that the person, an editor, began.

    A successor who edits takes them over; with one who does not, they stay with whoever can finish them.
    """
    person = appointment.person
    if not person.role_grants.exists():
        return
    may_edit = successor is not None and successor.has_perm(ADMIN)
    pages = Page.objects.filter(owner=person, has_unpublished_changes=True).select_related("content_type")
    for page in pages.order_by("path"):
        title, url = page.get_admin_display_title(), reverse("wagtailadmin_pages:edit", args=[page.pk])
        if successor is None:
            yield Holding(title, Fate.WAITS, url)
        elif may_edit:
            yield Holding(title, Fate.MOVES, url, give_to(page, successor))
        else:
            yield Holding(title, Fate.STAYS, url)


def give_to(page: Page, successor: User) -> Callable[[User | None], None]:
    """What makes a page another's; its texts, revisions and their authors stay as they are."""

    def carry_out(by: User | None) -> None:
        before, page.owner = str(page.owner), successor
        page.save(update_fields=["owner"], clean=False)
        log(page.specific_deferred, "home.hand_over_draft", user=by, data={"from": before, "to": str(successor)})

    return carry_out


def published(appointment: Appointment, successor: User | None) -> Iterator[Holding]:
    """How many pages stand published in the person's name, which they keep."""
    number = Page.objects.live().filter(owner=appointment.person).count()
    if number:
        text = ngettext("%(number)d published page", "%(number)d published pages", number)
        yield Holding(text % {"number": number}, Fate.STAYS)
