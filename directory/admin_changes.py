"""Changes of local governments in the admin: fill in, look at what will happen, confirm.

The middle step makes the change and takes it back, so that it refuses whatever the last one would.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from core import request_cache
from core.templatetags.text import long_date
from directory import services
from directory.change_forms import ChangeForm, MergeForm, RenameForm, SplitForm
from directory.models import LocalGovernment

PERMISSION: Final = "directory.change_localgovernment"
LIST: Final = "wagtailsnippets_directory_localgovernment"


class ChangeView(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView):
    """One kind of change of one local government."""

    permission_required = PERMISSION
    raise_exception = True
    template_name = "directory/admin/change.html"
    form_class: Any = ChangeForm
    header_icon = "home"

    @cached_property
    def unit(self) -> LocalGovernment:
        """The local government that the change began with."""
        return get_object_or_404(LocalGovernment.objects.select_related("parent", "district"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.unit)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The path: the list, the local government, this screen."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(f"{LIST}:list"), "label": _("Local governments")},
            {"url": reverse(f"{LIST}:edit", args=[self.unit.pk]), "label": str(self.unit)},
            {"url": "", "label": self.page_title},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "unit": self.unit}

    def form_valid(self, form: Any) -> HttpResponse:
        """Go back to the form, show what will happen, or make it happen."""
        if "back" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        is_final = "confirm" in self.request.POST
        lost = list(services.seats_lost(form.losing, form.cleaned_data["first_day"]))
        try:
            with transaction.atomic():
                unit = form.carry_out(self.request.user)
                transaction.set_rollback(not is_final)
        except (services.RegisterError, ValidationError) as error:
            form.refuse(error)
            return self.form_invalid(form)
        finally:
            request_cache.forget()
        if is_final:
            messages.success(self.request, gettext("The change is entered."))
            return redirect(f"{LIST}:edit", unit.pk)
        return self.render_to_response(self.get_context_data(form=form, is_preview=True, lost=lost))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        if context.get("is_preview"):
            context["entered"] = list(entered(form))
        return context | {"media": form.media, "unit": self.unit}


def entered(form: Any) -> Iterator[tuple[Any, str]]:
    """The fields that were filled in, each with its value in words."""
    for field in form:
        value = form.cleaned_data.get(field.name)
        if value in (None, "", False):
            continue
        if isinstance(field.field, forms.ModelMultipleChoiceField):
            yield field, ", ".join(map(str, value))
        elif isinstance(field.field, forms.ChoiceField):
            choices: Any = field.field.choices  # Django takes and gives more kinds than stand here
            yield field, str(dict(choices)[value])
        elif isinstance(value, bool):
            yield field, gettext("Yes")
        else:
            yield field, long_date(value) if isinstance(value, date) else value


class RenameView(ChangeView):
    """Another name."""

    page_title = _("Change the name")
    form_class = RenameForm


class MergeView(ChangeView):
    """A merge; the local government it began with is proposed among those that end."""

    page_title = _("Merge local governments")
    form_class = MergeForm

    def get_initial(self) -> dict[str, Any]:
        return {"units": [self.unit.pk]}


class SplitView(ChangeView):
    """A split."""

    page_title = _("Split a local government")
    form_class = SplitForm


CHANGES: Final = (
    ("directory_rename", RenameView, "edit"),
    ("directory_merge", MergeView, "resubmit"),
    ("directory_split", SplitView, "copy"),
)


@hooks.register("register_admin_urls")
def change_urls() -> list[URLPattern]:
    """The addresses of the changes."""
    return [
        path(f"register/local-governments/<int:pk>/{name.removeprefix('directory_')}/", view.as_view(), name=name)
        for name, view, _icon in CHANGES
    ]


def change_buttons(unit: LocalGovernment, user: Any) -> list[Button]:
    """What can be done with a local government, for whoever may."""
    if not user.has_perm(PERMISSION) or unit.exists_until:
        return []
    return [
        Button(view.page_title, url=reverse(name, args=[unit.pk]), icon_name=icon, priority=40 + place)
        for place, (name, view, icon) in enumerate(CHANGES)
    ]


@hooks.register("register_snippet_listing_buttons")
def listing_buttons(snippet: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """The changes beside each local government in the list."""
    return change_buttons(snippet, user) if isinstance(snippet, LocalGovernment) else []
