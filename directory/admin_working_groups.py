"""Working groups in the Wagtail admin: made, changed, closed and opened again; never deleted."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import CreateView, EditView
from wagtail.utils.urlpatterns import decorate_urlpatterns

from accounts.models import SignedInRequest
from core.choosers import ListOnlyChooserViewSet
from core.lists import ListViewSet
from directory import services
from directory.models import WorkingGroup
from directory.working_group_form import Boxes, WorkingGroupForm, those_in
from directory.working_groups import composition_of

PERMISSION = "directory.change_workinggroup"


class MembershipMixin:
    """Shows who is in the group as typed, when asked by the button `show`, before anything is saved."""

    def post(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show or save."""
        if "show" not in request.POST:
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        if not hasattr(self, "object"):
            self.object = None
        self.form = self.get_form()
        return self.render_to_response(self.get_context_data())

    def save_instance(self: Any) -> WorkingGroup:
        """Save; the service keeps the record."""
        return self.form.save()

    def get_context_data(self: Any, **kwargs: Any) -> dict[str, Any]:
        """Add those who are in it."""
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        composition = self.form.composition if self.form.is_bound else self.saved_composition
        return context | {"inside": those_in(composition) if composition else None}

    @property
    def saved_composition(self: Any) -> Any:
        """What the group is made of that is being changed; nothing for a new one."""
        return composition_of(self.object) if self.object else None


class WorkingGroupCreateView(MembershipMixin, CreateView):
    """Make a working group."""


class WorkingGroupEditView(MembershipMixin, EditView):
    """Change a working group."""


class WorkingGroupChooserViewSet(ListOnlyChooserViewSet):
    """The chooser, for those who keep working groups: Wagtail's are open to everybody in the admin."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """The addresses, each behind the permission to change working groups."""
        return decorate_urlpatterns(super().get_urlpatterns(), permission_required(PERMISSION))


class WorkingGroupViewSet(ListViewSet):
    """Working groups."""

    model = WorkingGroup
    icon = "group"
    menu_label = _("Working groups")
    menu_name = "working-groups"
    add_view_class = WorkingGroupCreateView
    edit_view_class = WorkingGroupEditView
    chooser_viewset_class = WorkingGroupChooserViewSet
    list_display = [
        "name",
        BooleanColumn("is_by_rule", label=_("By rule")),
        BooleanColumn("is_closed", label=_("Closed")),
    ]
    search_fields = ["name", "description"]
    ordering = ["name"]

    @cached_property
    def edit_handler(self) -> ObjectList:
        """The fields; seats and people stand under them, in the template."""
        rule = [
            FieldPanel("is_by_rule"),
            FieldPanel("rule_seat_kinds"),
            FieldPanel("rule_kinds"),
            FieldPanel("rule_districts", widget=Boxes),
        ]
        panels = [FieldPanel("name"), FieldPanel("description"), MultiFieldPanel(rule, heading=_("Rule"))]
        return ObjectList(panels, base_form_class=WorkingGroupForm)


@require_POST
def close_or_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close a working group, or open a closed one, as `closed` says."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    group = get_object_or_404(WorkingGroup, pk=pk)
    is_closing = request.POST.get("closed") == "true"
    change = services.close_working_group if is_closing else services.reopen_working_group
    change(working_group=group, by=request.user)
    text = gettext("“%(name)s” is closed.") if is_closing else gettext("“%(name)s” is open again.")
    messages.success(request, text % {"name": group.name})
    return redirect(reverse("wagtailsnippets_directory_workinggroup:edit", args=[group.pk]))


def admin_urls() -> list[URLPattern]:
    """The address that closes and opens."""
    return [path("working-groups/<int:pk>/closed/", close_or_reopen, name="close_working_group")]


def log_actions(actions: Any) -> None:
    """Name what the services log."""
    for name, label, done in (
        ("create", _("Make a working group"), _("Working group made")),
        ("save", _("Change a working group"), _("Working group changed")),
        ("close", _("Close a working group"), _("Working group closed")),
        ("reopen", _("Open a working group again"), _("Working group opened again")),
    ):
        actions.register_action(f"directory.{name}_working_group", label, done)
