"""What `home` has in the Wagtail admin: the kept messages, and the first page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from accounts.models import SignedInRequest, User
from events.models import CalendarPage, MeetingPage
from files.models import Document
from home.guests import to_open_pages
from home.models import MessageToCoordinator
from library.models import ActPage, LibraryPage, ResourcePage
from library.services import may_bring
from news.models import NewsIndexPage, NewsPage

# What an editor comes for: a kind of page, where it stands, its icon.
ADDED = [
    (NewsPage, NewsIndexPage, "list-ul"),
    (ActPage, LibraryPage, "doc-full"),
    (ResourcePage, LibraryPage, "folder-open-1"),
    (MeetingPage, CalendarPage, "calendar-alt"),
]


hooks.register("before_serve_page", to_open_pages, order=-200)


class MessageIndexView(IndexView):
    """The list of messages with their senders."""

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("sender")


class MessageViewSet(ModelViewSet):
    """Messages that members wrote to the coordinator: read, never changed."""

    model = MessageToCoordinator
    icon = "mail"
    name = "messages"
    menu_label = _("Messages to the coordinator")
    menu_name = "messages"
    menu_order = 260
    add_to_admin_menu = True
    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = MessageIndexView
    inspect_view_fields = ["sender", "subject", "text", "page", "created_at", "sent_at"]
    exclude_form_fields: list[str] = []
    list_display = [
        "subject",
        "sender",
        DateColumn("created_at", label=_("Written at")),
        DateColumn("sent_at", label=_("Sent at")),
    ]
    search_fields = ["subject", "text"]


@hooks.register("register_admin_viewset")
def messages() -> MessageViewSet:
    """Put the kept messages into the menu."""
    return MessageViewSet()


class AddPanel(Component):
    """What an editor most often comes for, one click away."""

    name = "add"
    template_name = "home/admin/add_panel.html"
    order = 50

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"entries": [*page_entries(self.user), *document_entries(self.user)]}


def page_entries(user: User) -> list[dict[str, Any]]:
    """The kinds of page that the person may add somewhere."""
    return [
        {
            "label": kind._meta.verbose_name,  # noqa: SLF001  (Django's public interface)
            "icon": icon,
            "url": reverse("wagtailadmin_pages:choose_parent", args=kind._meta.label_lower.split(".")),  # noqa: SLF001
        }
        for kind, parent, icon in ADDED
        if any(page.permissions_for_user(user).can_add_subpage() for page in parent.objects.all())
    ]


def document_entries(user: User) -> list[dict[str, Any]]:
    """Acts that are made of files, and documents, if the person may add them."""
    entries = []
    if may_bring(user):
        entries.append({"label": _("acts from files"), "icon": "upload", "url": reverse("library_incoming")})
    if policy_registry.get_by_type(Document).user_has_permission(user, "add"):
        entries.append({"label": _("documents"), "icon": "upload", "url": reverse("wagtaildocs:add_multiple")})
    return entries


@hooks.register("construct_homepage_panels")
def offer_to_add(request: SignedInRequest, panels: list) -> None:
    """Put it before what was last edited."""
    panels.append(AddPanel(request.user))


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Name what handovers log on pages."""
    actions.register_action("home.hand_over_draft", _("Hand over a draft"), _("Draft handed over to a successor"))
