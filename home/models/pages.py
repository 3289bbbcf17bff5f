"""The home page and plain content pages."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import PagePermissionTester

from accounts.models import SignedInRequest, User
from core.models import BasePage, body_field
from directory.models import Appointment, DirectoryPage, LocalGovernment, confirmation_due
from events.models import CalendarPage, MeetingPage
from files.models import AttachedDocument, Document
from library.models import LibraryPage, newest_entries
from news.models import NewsIndexPage, NewsPage

NEWEST = 4


class HomePermissions(PagePermissionTester):
    """What may be done with the home page: nobody takes away the page that all others stand under."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False


class HomePage(BasePage):
    """Where a member begins: the own seat, the next meeting, what is new."""

    subpage_types: ClassVar[list[str]] = [
        "home.ContentPage",
        "library.LibraryPage",
        "events.CalendarPage",
        "directory.DirectoryPage",
        "news.NewsIndexPage",
    ]
    max_count = 1

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def permissions_for_user(self, user: User) -> HomePermissions:
        """The rights on this page, as on any other but for taking it away."""
        return HomePermissions(user, self)

    def get_context(self, request: SignedInRequest, *args: object, **kwargs: object) -> dict:
        """Give the template what waits for this reader."""
        context = super().get_context(request, *args, **kwargs)
        user = request.user
        units = own_units(user)
        context.update(
            today=timezone.localdate(),
            units=units,
            ask_to_confirm=bool(units) and confirmation_due(user),
            next_meeting=MeetingPage.objects.visible_to(user).upcoming(timezone.now()).first(),
            new_in_library=newest_entries(user, NEWEST),
            news=NewsPage.objects.visible_to(user).pinned_first()[:NEWEST],
            library=LibraryPage.objects.visible_to(user).first(),
            calendar=CalendarPage.objects.visible_to(user).first(),
            directory=DirectoryPage.objects.visible_to(user).first(),
            news_index=NewsIndexPage.objects.visible_to(user).first(),
        )
        return context


def own_units(user: User) -> list[LocalGovernment]:
    """The local governments whose seats the person holds today, with their seats."""
    held = Appointment.objects.of_active().in_force_on(timezone.localdate()).filter(person=user)
    units = LocalGovernment.objects.visible_to(user).filter(seats__appointments__in=held).distinct()
    return list(units.with_seats())


class ContentPage(BasePage):
    """A plain page: about the network, help, privacy; it may have pages under it."""

    body = body_field()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        InlinePanel("documents", heading=_("Documents"), label=_("Document")),
    ]
    page_description = _("A page of text under the home page: about the network, help.")
    subpage_types: ClassVar[list[str]] = ["home.ContentPage"]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Give the template the pages under this one and the documents that this reader may open."""
        context = super().get_context(request, *args, **kwargs)
        context.update(
            documents=Document.objects.attached(self.documents.all(), request.user),
            children=ContentPage.objects.child_of(self).visible_to(request.user).order_by("path"),
        )
        return context


class ContentPageDocument(AttachedDocument):
    """A document of a plain page."""

    page = ParentalKey(ContentPage, on_delete=models.CASCADE, related_name="documents")
