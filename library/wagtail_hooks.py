"""Lists that editors keep for the library."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from core.choosers import ListOnlyChooserViewSet
from library.models import Issuer


class IssuerViewSet(SnippetViewSet):
    """Who issues acts and resources."""

    model = Issuer
    icon = "form"
    menu_label = _("Issuers")
    list_display = ["name", "short_name"]
    search_fields = ["name", "short_name"]
    copy_view_enabled = False
    chooser_viewset_class = ListOnlyChooserViewSet


register_snippet(IssuerViewSet)
