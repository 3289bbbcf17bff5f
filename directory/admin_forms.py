"""What the forms about people in the Wagtail admin have in common."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from directory import services
from directory.refusals import explain_person


class PeopleFormView(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView):
    """A form of the admin whose service may refuse; the refusal stands at a field, and nothing typed is lost."""

    raise_exception = True
    template_name = "directory/admin/people_form.html"
    refused_field = ""
    submit_button_label = _("Save")
    parent: tuple[str, Any] = ("", "")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The path: the list that the form belongs to, and the form."""
        name, label = self.parent
        above = {"url": reverse(name), "label": label}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        media = context["form"].media
        return context | {"submit_button_label": self.submit_button_label, "media": media}

    def form_valid(self, form: Any) -> HttpResponse:
        """Call the service, and go back to the list."""
        try:
            done = self.carry_out(form.cleaned_data)
        except services.RegisterError as error:
            form.add_error(self.refused_field, self.explain(error))
            return self.form_invalid(form)
        messages.success(self.request, done)
        return redirect(self.parent[0])

    def explain(self, error: services.RegisterError) -> str:
        """Why the service refuses."""
        return explain_person(error)

    def carry_out(self, data: dict[str, Any]) -> str:
        """Do what the form says, and return what to tell."""
        raise NotImplementedError
