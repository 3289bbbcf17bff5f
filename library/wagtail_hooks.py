"""Lists that editors keep for the library."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from core.lists import ListViewSet
from library.models import Issuer


class IssuerViewSet(ListViewSet):
    """Who issues acts and resources."""

    model = Issuer
    icon = "form"
    menu_label = _("Issuers")
    menu_name = "issuers"
    add_to_settings_menu = True
    list_display = ["name", "short_name"]
    search_fields = ["name", "short_name"]


register_snippet(IssuerViewSet)
