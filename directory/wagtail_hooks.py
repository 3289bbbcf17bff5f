"""The register in the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_required
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSetGroup
from wagtail.utils.urlpatterns import decorate_urlpatterns

from core.choosers import ListOnlyChooserViewSet
from core.lists import ListViewSet
from directory.forms import AppointmentForm, LocalGovernmentForm, explain, field_of
from directory.models import Appointment, LocalGovernment
from directory.services import RegisterError


class RefusalMixin:
    """Shows why the register refuses a change, at its field of the form, which keeps what was typed."""

    def form_valid(self: Any, form: Any) -> HttpResponse:
        """Save; a refusal becomes an error of the form."""
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except RegisterError as error:
            form.add_error(field_of(error), explain(error))
            return self.form_invalid(form)


class RegisterCreateView(RefusalMixin, CreateView):
    """Add to the register."""


class RegisterEditView(RefusalMixin, EditView):
    """Change the register."""


class RegisterChooserViewSet(ListOnlyChooserViewSet):
    """Choosers of the register, for those who keep it: Wagtail's are open to everybody in the admin."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """The addresses, each behind the permission to change local governments."""
        return decorate_urlpatterns(super().get_urlpatterns(), permission_required("directory.change_localgovernment"))


class LocalGovernmentViewSet(ListViewSet):
    """Local governments; one is never deleted, it merges or changes its name."""

    model = LocalGovernment
    icon = "home"
    menu_label = _("Local governments")
    menu_name = "local-governments"
    add_view_class = RegisterCreateView
    edit_view_class = RegisterEditView
    chooser_viewset_class = RegisterChooserViewSet
    list_display = ["name", "name_cyrillic", Column("kind", label=_("Kind"), accessor="get_kind_display"), "district"]
    list_filter = ["kind", "status", "district"]
    search_fields = ["name", "name_cyrillic"]
    ordering = ["name"]
    edit_handler = ObjectList(
        [
            FieldPanel(name)
            for name in ("name", "name_cyrillic", "kind", "parent", "district", "status", "website", "email")
        ],
        base_form_class=LocalGovernmentForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return LocalGovernment.objects.select_related("district", "parent")


class AppointmentViewSet(ListViewSet):
    """Who holds which seat from when to when."""

    model = Appointment
    icon = "user"
    menu_label = _("Appointments")
    menu_name = "appointments"
    add_view_class = RegisterCreateView
    edit_view_class = RegisterEditView
    chooser_viewset_class = RegisterChooserViewSet
    list_display = [
        "seat",
        "person",
        "starts_on",
        "ends_on",
        BooleanColumn("is_current", label=_("In force"), accessor="is_current"),
    ]
    list_filter = ["seat__kind", "seat__local_government__district"]
    search_fields = ["person__first_name", "person__last_name", "seat__local_government__name"]
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("seat", "person", "starts_on", "ends_on", "act_number")],
        base_form_class=AppointmentForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return Appointment.objects.select_related("seat__local_government__parent", "person")


class RegisterGroup(SnippetViewSetGroup):
    """The register's entry in the menu."""

    items = (LocalGovernmentViewSet, AppointmentViewSet)
    menu_label = _("Register")
    menu_name = "register"
    menu_icon = "group"
    menu_order = 250


register_snippet(RegisterGroup)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Name what `directory.services` logs."""
    actions.register_action("directory.appoint", _("Appoint"), _("Appointed"))
    actions.register_action("directory.change_appointment", _("Change an appointment"), _("Appointment changed"))
