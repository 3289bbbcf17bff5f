"""What `home` has in the Wagtail admin: the kept messages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.viewsets.model import ModelViewSet

from home.models import MessageToCoordinator


class MessageViewSet(ModelViewSet):
    """Messages that members wrote to the coordinator: read, never changed."""

    model = MessageToCoordinator
    icon = "mail"
    name = "messages"
    menu_label = _("Messages to the coordinator")
    menu_order = 260
    add_to_admin_menu = True
    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
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
