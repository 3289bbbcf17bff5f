"""The screens of uploads of many files: upload, dry run, confirmation, progress, outcome."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import SignedInRequest
from core.spreadsheets import csv_response
from library import services as library_services
from library.bulk import rows, sentences, services
from library.bulk.forms import WARNED, ConfirmForm, RowFilter, UploadForm
from library.bulk.template_file import template_response
from library.enums import BulkRowState, BulkState
from library.incoming_views import IncomingFilesView, editors_only
from library.models import BulkUpload

PER_PAGE: Final = 50
PAST: Final = 20
UNNAMED_SHOWN: Final = 20


class BulkUploadsView(WagtailAdminTemplateMixin, View):
    """The upload, and the ZIPs of late."""

    template_name = "library/bulk/uploads.html"
    page_title = _("Many files at once")
    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The path to the page."""
        above = {"url": reverse("library_incoming"), "label": IncomingFilesView.page_title}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.page_title}]

    def get(self, request: SignedInRequest) -> HttpResponse:
        """Show the form."""
        return self.answer(request, UploadForm())

    def post(self, request: SignedInRequest) -> HttpResponse:
        """Take a ZIP in, or say why it cannot be."""
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid() and form.save(request.user):
            return redirect("library_bulk_upload", form.upload.pk)
        return self.answer(request, form)

    def answer(self, request: SignedInRequest, form: UploadForm) -> HttpResponse:
        """The page with a form."""
        past = BulkUpload.objects.visible_to(request.user).for_list()[:PAST]
        return self.render_to_response(self.get_context_data(form=form, past=past))


class BulkUploadView(WagtailAdminTemplateMixin, View):
    """One ZIP: how far it is, what would become of its rows, what became of them."""

    template_name = "library/bulk/upload.html"
    header_icon = "upload"
    upload: BulkUpload

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the ZIP."""
        super().setup(request, *args, **kwargs)
        self.upload = upload_or_404(request, kwargs["pk"])

    def get_page_title(self) -> str:
        """The name of the file."""
        return self.upload.file_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The path to the page."""
        above = [(IncomingFilesView.page_title, "library_incoming"), (BulkUploadsView.page_title, "library_bulk")]
        return [
            *super().get_breadcrumbs_items(),
            *({"url": reverse(name), "label": label} for label, name in above),
            {"url": "", "label": self.upload.file_name},
        ]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows are in each state."""
        return rows.counts_of(self.upload)

    def get(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Show the ZIP; only how far it is to a script that asks, which then asks for all once the work is done."""
        if "HX-Request" not in request.headers:
            return self.answer(request, self.form())
        response = render(request, "library/bulk/progress.html", {"upload": self.upload, "done": self.done})
        if not self.upload.is_working:
            response["HX-Refresh"] = "true"
        return response

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Have the acts made, or say why not."""
        form = self.form(request.POST)
        if form.is_valid():
            chosen = form.cleaned_data | {"publish": bool(form.cleaned_data.get("publish"))}
            try:
                services.confirm(upload_id=pk, by=request.user, **chosen)
            except services.BulkRefused as refusal:
                messages.error(request, str(sentences.REFUSALS[refusal.code]))
                self.upload = upload_or_404(request, pk)
                return self.answer(request, self.form(initial=chosen))
            return redirect("library_bulk_upload", pk)
        return self.answer(request, form)

    @property
    def done(self) -> int:
        """How many rows the worker has finished of what it is doing."""
        if self.upload.state == BulkState.CHECKING:
            return self.upload.progress
        return self.counts["all"] - self.counts[BulkRowState.READY]

    def form(self, data: Any = None, initial: Any = None) -> ConfirmForm:
        """The form of the confirmation."""
        libraries = library_services.libraries_for(self.request.user)  # type: ignore[arg-type]
        may_publish = bool(libraries) and library_services.may_publish(self.request.user, libraries[0])  # type: ignore[arg-type]
        has_errors = bool(self.counts[BulkRowState.ERROR])
        if initial:
            initial = initial | {"checks": self.upload.checks, "publish": "1" if initial["publish"] else ""}
        return ConfirmForm(data, initial=initial, upload=self.upload, has_errors=has_errors, may_publish=may_publish)

    def answer(self, request: SignedInRequest, form: ConfirmForm) -> HttpResponse:
        """The page."""
        state = RowFilter(request.GET or None).chosen("state")
        listed = rows.chosen(self.upload, state)
        page_obj = Paginator(listed, PER_PAGE).get_page(request.GET.get("p"))
        unnamed = rows.unnamed_files(self.upload)
        context = self.get_context_data(
            upload=self.upload,
            form=form,
            state=state,
            counts=self.counts,
            done=self.done,
            facets=facets(self.counts),
            page_obj=page_obj,
            rows=rows.shown(page_obj, request.user) if self.upload.state != BulkState.CHECKING else [],
            trouble=sentences.about_zip(*self.upload.trouble) if self.upload.trouble else [],
            unnamed=unnamed[:UNNAMED_SHOWN],
            unnamed_count=len(unnamed),
            unnamed_more=len(unnamed) - UNNAMED_SHOWN,
        )
        return self.render_to_response(context)


def facets(counts: dict[str, int]) -> list[dict[str, Any]]:
    """The states that rows are in, with their numbers."""
    labels = dict(RowFilter.base_fields["state"].choices)  # type: ignore[attr-defined]
    states = [*BulkRowState.values, WARNED]
    return [{"state": state, "label": labels[state], "count": counts[state]} for state in states if counts[state]]


def upload_or_404(request: HttpRequest, pk: int) -> BulkUpload:
    """A ZIP by its number, if this person may see it."""
    visible = BulkUpload.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("uploaded_by", "confirmed_by"), pk=pk)


@require_POST
def check_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Look at a ZIP anew."""
    upload_or_404(request, pk)
    services.check_again(upload_id=pk)
    return redirect("library_bulk_upload", pk)


@require_POST
def try_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Try the rows that failed once more."""
    upload_or_404(request, pk)
    try:
        services.try_again(upload_id=pk, by=request.user)
    except services.BulkRefused as refusal:
        messages.error(request, str(sentences.REFUSALS[refusal.code]))
    return redirect("library_bulk_upload", pk)


@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throw a ZIP away that waits."""
    upload_or_404(request, pk)
    if services.discard(upload_id=pk, by=request.user):
        messages.success(request, gettext("The ZIP was thrown away; nothing of it was made."))
        return redirect("library_bulk")
    messages.error(request, str(sentences.REFUSALS["not_ready"]))
    return redirect("library_bulk_upload", pk)


@require_GET
def errors_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The errors of the rows as CSV."""
    upload = upload_or_404(request, pk)
    heads = [gettext("Row"), gettext("File"), gettext("Column"), gettext("In the cell"), gettext("Error")]
    return csv_response("greske.csv", heads, rows.error_rows(upload))


@require_GET
def template(request: SignedInRequest) -> HttpResponse:
    """The table to fill in."""
    return template_response()


def urls() -> list[URLPattern]:
    """The addresses of the screens."""
    base = "library-bulk/"
    return [
        path(base, editors_only(BulkUploadsView.as_view()), name="library_bulk"),
        path(f"{base}template/", editors_only(template), name="library_bulk_template"),
        path(f"{base}<int:pk>/", editors_only(BulkUploadView.as_view()), name="library_bulk_upload"),
        path(f"{base}<int:pk>/check/", editors_only(check_again), name="library_bulk_check"),
        path(f"{base}<int:pk>/retry/", editors_only(try_again), name="library_bulk_retry"),
        path(f"{base}<int:pk>/discard/", editors_only(discard), name="library_bulk_discard"),
        path(f"{base}<int:pk>/errors/", editors_only(errors_file), name="library_bulk_errors"),
    ]
