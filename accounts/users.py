"""Wagtail's users screen without its two doors: nobody is added there, no password or group is set there."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from accounts import services
from accounts.forms import AccountForm

LABELS = {"name": _("First and last name"), "email": _("E-mail"), "is_active": _("Active account")}


class AccountIndexView(IndexView):
    """The list of accounts; its button opens the invitation."""

    @cached_property
    def columns(self) -> list[Column]:
        """Wagtail's columns in our words, without the boxes of bulk actions, which change groups past our services."""
        columns = [column for column in super().columns if column.name not in {"bulk_actions", "is_superuser"}]
        for column in columns:
            column.label = LABELS.get(column.name, column.label)
        return [*columns, Column("roles", label=_("Roles"), accessor=lambda user: ", ".join(role_names(user)))]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """One button: invite."""
        if not self.request.user.has_perm("accounts.add_invitation"):
            return []
        return [HeaderButton(_("Invite a person"), url=reverse("invitation:add"), icon_name="mail")]

    @cached_property
    def add_url(self) -> None:
        """There is no "add"."""
        return

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("role_grants")


class InviteInstead(CreateView):
    """Where Wagtail adds users: the invitation."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm("accounts.add_invitation"):
            raise PermissionDenied
        return redirect("invitation:add")


class AccountEditView(EditView):
    """Name, activity and roles of an account; an administrator's is for administrators."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def save_instance(self) -> Any:
        """Save the account and its roles through the service."""
        user = super().save_instance()
        services.set_roles(user=user, roles=self.form.cleaned_data["roles"], by=self.request.user)
        return user


class AccountViewSet(UserViewSet):
    """Accounts in the admin."""

    index_view_class = AccountIndexView
    add_view_class = InviteInstead
    edit_view_class = AccountEditView

    def get_form_class(self, for_update: bool = False) -> type[AccountForm]:
        return AccountForm


def role_names(user: Any) -> list[str]:
    """The person's roles in words."""
    return [str(grant.get_role_display()) for grant in user.role_grants.all()]
