"""The register in the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSetGroup

from core.lists import ListViewSet
from directory import admin_handover, admin_people, admin_seats, admin_working_groups
from directory.admin_appointments import AppointmentViewSet, RegisterChooserViewSet
from directory.admin_changes import change_buttons
from directory.admin_software import SoftwareViewSet
from directory.admin_working_groups import WorkingGroupViewSet
from directory.forms import LocalGovernmentForm, explain, field_of
from directory.importing import views as importing
from directory.models import Appointment, LocalGovernment
from directory.services import RegisterError


class RefusalMixin:
    """Shows why the register refuses a change, at its field of the form, which keeps what was typed."""

    def form_valid(self: Any, form: Any) -> HttpResponse:
        """Save; a refusal becomes an error of the form."""
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except RegisterError as error:
            form.add_error(field_of(error, form), explain(error))
            return self.form_invalid(form)


class RegisterCreateView(RefusalMixin, CreateView):
    """Add to the register."""


class RegisterEditView(RefusalMixin, EditView):
    """Change the register."""


class LocalGovernmentEditView(RegisterEditView):
    """Correct a local government; other changes have screens of their own."""

    @property
    def header_more_buttons(self) -> list[Button]:
        """Rename, merge and split beside Wagtail's buttons."""
        return [*super().header_more_buttons, *change_buttons(self.object, self.request.user)]


class LocalGovernmentViewSet(ListViewSet):
    """Local governments; one is never deleted, it merges or changes its name."""

    model = LocalGovernment
    icon = "home"
    menu_label = _("Local governments")
    menu_name = "local-governments"
    add_view_class = RegisterCreateView
    edit_view_class = LocalGovernmentEditView
    chooser_viewset_class = RegisterChooserViewSet
    list_display = ["name", "name_cyrillic", Column("kind", label=_("Kind"), accessor="get_kind_display"), "district"]
    list_filter = ["kind", "district"]
    search_fields = ["name", "name_cyrillic"]
    ordering = ["name"]
    edit_handler = ObjectList(
        [
            FieldPanel(name)
            for name in (
                "name",
                "name_cyrillic",
                "kind",
                "parent",
                "district",
                "website",
                "email",
                "gazette",
                "gazette_url",
            )
        ],
        base_form_class=LocalGovernmentForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return LocalGovernment.objects.select_related("district", "parent")


class RegisterGroup(SnippetViewSetGroup):
    """The register's entry in the menu."""

    items = (LocalGovernmentViewSet, AppointmentViewSet, WorkingGroupViewSet)
    menu_label = _("Register")
    menu_name = "register"
    menu_icon = "group"
    menu_order = 250
    submenu_hook = "register_directory_menu_item"


register_snippet(RegisterGroup)
hooks.register("register_admin_urls", admin_working_groups.admin_urls)
hooks.register("register_log_actions", admin_working_groups.log_actions)


@hooks.register("register_admin_urls")
def seat_urls() -> list[URLPattern]:
    """The addresses of seats, of what is done with appointments, and of handovers."""
    return [*admin_seats.urls(), *admin_handover.urls()]


@hooks.register("before_bulk_action")
def no_bulk_actions_on_appointments(request: HttpRequest, action_type: str, objects: Any, action: Any) -> None:
    """Refuse Wagtail's bulk actions on appointments: they delete past our services."""
    if getattr(action, "model", None) is Appointment:
        raise PermissionDenied


hooks.register("register_admin_urls", admin_people.urls)
hooks.register("register_admin_menu_item", admin_people.menu)
register_snippet(SoftwareViewSet)
hooks.register("register_directory_menu_item", importing.menu_item)
hooks.register("register_admin_urls", importing.urls)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Name what `directory.services` logs."""
    actions.register_action("directory.appoint", _("Appoint"), _("Appointed"))
    actions.register_action("directory.end_appointment", _("End an appointment"), _("Appointment ended"))
    actions.register_action("directory.correct_appointment", _("Correct an appointment"), _("Appointment corrected"))
    actions.register_action("directory.annul_appointment", _("Annul an appointment"), _("Appointment annulled"))
    actions.register_action("directory.rename", _("Change the name"), _("Name changed"))
    actions.register_action("directory.merge", _("Merge local governments"), _("Local governments merged"))
    actions.register_action("directory.split", _("Split a local government"), _("Local government split"))
    actions.register_action("directory.hand_over", _("Hand over"), _("Handed over to the successor"))
    actions.register_action("directory.export", _("Take out a list"), _("List taken out"))
    actions.register_action("directory.invite_to_seat", _("Invite to a seat"), _("Invited to a seat"))
    actions.register_action(
        "directory.seat_refused", _("Refuse an invitation to a seat"), _("Accepted, but not appointed")
    )
    actions.register_action("directory.propose_colleague", _("Propose a colleague"), _("Colleague proposed"))
    actions.register_action("directory.approve_colleague", _("Approve a colleague"), _("Colleague approved"))
    actions.register_action("directory.decline_colleague", _("Decline a colleague"), _("Colleague declined"))
    actions.register_action("directory.end_colleague", _("End a colleague"), _("Colleague ended"))
    actions.register_action("directory.invite_guest", _("Invite a guest"), _("Guest invited"))
    actions.register_action("directory.change_visit", _("Change a visit"), _("Visit changed"))
    actions.register_action("directory.guest_joins", _("Let a guest in"), _("Guest let in"))
    actions.register_action("directory.guest_leaves", _("Take a guest out"), _("Guest taken out"))
    actions.register_action("directory.confirm_profile", _("Confirm a profile"), _("Profile confirmed"))
    actions.register_action("directory.import_data", _("Import data"), _("Data imported from a table"))
