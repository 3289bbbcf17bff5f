"""The screens of imports: upload, preview, confirmation, result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import SignedInRequest
from core.spreadsheets import csv_response
from directory.enums import TableKind
from directory.importing import rows, sentences, services
from directory.importing.forms import ConfirmForm, RowFilter, UploadForm
from directory.importing.template_file import XLSX, template_file
from directory.models import DirectoryImport

PERMISSION: Final = "directory.add_appointment"
PER_PAGE: Final = 50
PAST: Final = 20
SECONDS: Final = "2"  # after which a page that waits for the worker is asked again
Rendered = Callable[..., HttpResponseBase]


def keepers_only(view: Rendered) -> Rendered:
    """Let only those in who may appoint."""

    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


class ImportsView(WagtailAdminTemplateMixin, View):
    """The upload, and the tables of the last month."""

    template_name = "directory/importing/imports.html"
    page_title = _("Import from a table")
    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The path to the page."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return self.answer(UploadForm())

    def post(self, request: SignedInRequest) -> HttpResponse:
        """Take a table in, or say why it cannot be."""
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid() and form.save(request.user):
            return redirect("directory_import", form.kept.pk)
        return self.answer(form)

    def answer(self, form: UploadForm) -> HttpResponse:
        """The page with a form."""
        past = DirectoryImport.objects.select_related("uploaded_by").defer("rows")[:PAST]
        context = self.get_context_data(form=form, past=past, kinds=TableKind)
        return self.render_to_response(context)


class ImportView(WagtailAdminTemplateMixin, View):
    """One table: how far it is, what it would change, what became of it."""

    template_name = "directory/importing/import.html"
    header_icon = "upload"
    kept: DirectoryImport

    def get_page_title(self) -> str:
        """The name of the file."""
        return self.kept.file_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The path to the page."""
        above = {"url": reverse("directory_imports"), "label": ImportsView.page_title}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.kept.file_name}]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the table."""
        self.kept = kept_or_404(pk)
        return self.answer(request, ConfirmForm(kept=self.kept))

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Confirm the table, or say why it cannot be."""
        self.kept = kept_or_404(pk)
        form = ConfirmForm(request.POST, kept=self.kept)
        if form.is_valid():
            try:
                services.confirm(import_id=pk, by=request.user, **form.cleaned_data)
            except services.ImportRefused as refusal:
                messages.error(request, str(sentences.REFUSALS[refusal.code]))
                self.kept = kept_or_404(pk)
                chosen = {name: form.cleaned_data[name] for name in ("skip_errors", "send_invitations")}
                return self.answer(request, ConfirmForm(kept=self.kept, initial=chosen))
            return redirect("directory_import", pk)
        return self.answer(request, form)

    def answer(self, request: HttpRequest, form: ConfirmForm) -> HttpResponse:
        """The page; while the worker is at it, it comes again by itself."""
        row_filter = RowFilter(request.GET or None)
        state = row_filter.chosen("state")
        page_obj = Paginator(rows.pairs_of(self.kept, state) if not self.kept.is_working else [], PER_PAGE).get_page(
            request.GET.get("p")
        )
        context = self.get_context_data(
            kept=self.kept,
            form=form,
            state=state,
            facets=facets(self.kept),
            page_obj=page_obj,
            rows=rows.shown(self.kept, list(page_obj)),
        )
        response = self.render_to_response(context)
        if self.kept.is_working:
            response["Refresh"] = SECONDS
        return response


def facets(kept: DirectoryImport) -> list[dict[str, Any]]:
    """The states that rows are in, with their numbers."""
    labels = dict(RowFilter.base_fields["state"].choices)  # type: ignore[attr-defined]
    return [{"state": state, "label": labels[state], "count": count} for state, count in kept.counts.items() if count]


def kept_or_404(pk: int) -> DirectoryImport:
    """A table by its number."""
    return get_object_or_404(DirectoryImport.objects.select_related("uploaded_by", "confirmed_by"), pk=pk)


@require_POST
def compare_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare a table with the register of now."""
    kept_or_404(pk)
    services.compare_again(import_id=pk)
    return redirect("directory_import", pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a table away that waits."""
    kept_or_404(pk)
    if services.discard(import_id=pk):
        messages.success(request, gettext("The table was thrown away; nothing of it was imported."))
        return redirect("directory_imports")
    messages.error(request, str(sentences.REFUSALS["not_ready"]))
    return redirect("directory_import", pk)


@require_GET
def errors_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The errors of a table as CSV."""
    kept = kept_or_404(pk)
    heads = [gettext("Row"), gettext("Column"), gettext("In the cell"), gettext("Error")]
    found = [] if kept.is_working else rows.error_rows(kept)
    return csv_response("greske.csv", heads, found)


@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The empty table of a kind."""
    if kind not in TableKind.values:
        raise Http404
    name = {"representatives": "predstavnici.xlsx", "local_governments": "jls.xlsx"}[kind]
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(template_file(TableKind(kind)), content_type=XLSX, headers=headers)


class ImportsItem(MenuItem):
    """The menu entry, for those who may import."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))


def menu_item() -> MenuItem:
    """The entry in the register's part of the menu."""
    return ImportsItem(_("Import"), reverse("directory_imports"), name="register-import", icon_name="upload", order=90)


def urls() -> list[URLPattern]:
    """The addresses of the screens."""
    base = "register-import/"
    return [
        path(base, keepers_only(ImportsView.as_view()), name="directory_imports"),
        path(f"{base}<int:pk>/", keepers_only(ImportView.as_view()), name="directory_import"),
        path(f"{base}<int:pk>/compare/", keepers_only(compare_again), name="directory_import_compare"),
        path(f"{base}<int:pk>/discard/", keepers_only(discard), name="directory_import_discard"),
        path(f"{base}<int:pk>/errors/", keepers_only(errors_file), name="directory_import_errors"),
        path(f"{base}template/<str:kind>/", keepers_only(template), name="directory_import_template"),
    ]
