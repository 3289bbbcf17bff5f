"""The list of documents in the admin: how far each has come on its way to text, and another attempt."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.widgets.button import Button
from wagtail.documents.views.documents import DocumentsFilterSet, IndexView

from files import services
from files.enums import State
from files.models import Document


class StateColumn(Column):
    """The state of a document, its reason, and a button for another attempt where one makes sense."""

    cell_template_name = "files/admin/state_cell.html"

    def get_cell_context_data(self, instance: Document, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        request = context["request"]
        here = f"{reverse('wagtaildocs:index')}?{request.GET.urlencode()}".rstrip("?")
        return context | {"document": instance, "next": here, "csrf_token": get_token(request)}


class DocumentFilterSet(DocumentsFilterSet):
    """Wagtail's filters, and the states."""

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=State.choices, widget=CheckboxSelectMultiple)

    class Meta:
        model = Document
        fields: list[str] = []


class DocumentIndexView(IndexView):
    """Wagtail's list with the states."""

    filterset_class = DocumentFilterSet

    @property
    def header_more_buttons(self) -> list[Button]:
        """Wagtail's buttons, and what higher apps do with files: each hook gives buttons for a person."""
        ours = [button for hook in hooks.get_hooks("document_list_buttons") for button in hook(self.request.user)]
        return [*super().header_more_buttons, *ours]

    @cached_property
    def columns(self) -> list[Column]:
        """Wagtail's columns, the state behind the file's name; the title says what it is a duplicate of."""
        columns = list(super().columns)
        for column in columns:
            if column.name == "title":
                column.cell_template_name = "files/admin/title_cell.html"
        place = next((at for at, column in enumerate(columns, 1) if column.name == "filename"), len(columns))
        columns.insert(place, StateColumn("state", label=_("State"), sort_key="state"))
        return columns

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Find the duplicates of the documents on a page of the list."""
        documents = super().decorate_paginated_queryset(object_list)
        found = services.duplicates_of_each(documents, self.request.user)
        for document in documents:
            document.duplicates = found[document.pk]
        return documents


@require_POST
def read_again(request: HttpRequest, document_id: int) -> HttpResponse:
    """Have the file of a document read once more, if it gave no text."""
    document = get_object_or_404(Document, pk=document_id)
    if not document.is_editable_by_user(request.user):
        raise PermissionDenied
    if services.retry_extraction(document=document, by=request.user):
        messages.success(request, gettext("The file “%(title)s” will be read again in a moment.") % vars(document))
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtaildocs:index"))
