"""The list of software, which the coordinator keeps and members choose from."""

from __future__ import annotations

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_required
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.utils.urlpatterns import decorate_urlpatterns

from core.choosers import ListOnlyChooserViewSet
from core.lists import ListViewSet
from directory.models import Software


class SoftwareChooserViewSet(ListOnlyChooserViewSet):
    """The chooser, for those who keep the list: Wagtail's are open to everybody in the admin."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """The addresses, each behind the permission to change software."""
        return decorate_urlpatterns(super().get_urlpatterns(), permission_required("directory.change_software"))


class SoftwareViewSet(ListViewSet):
    """Software that local governments run."""

    model = Software
    icon = "cogs"
    menu_label = _("Software")
    menu_name = "software"
    add_to_settings_menu = True
    chooser_viewset_class = SoftwareChooserViewSet
    list_display = ["name", "maker"]
    search_fields = ["name", "maker"]
    ordering = ["name"]
    edit_handler = ObjectList([FieldPanel("name"), FieldPanel("maker")])
