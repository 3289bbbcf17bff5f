"""The screens on which editors bring files into the library and make acts of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import PermissionDenied, TooManyFilesSent
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import SignedInRequest, User
from files.enums import State
from library import services
from library.checking import warnings
from library.incoming_forms import ActForm, UploadForm
from library.models import ActPage, IncomingFile
from library.suggesting import Suggestions

PER_PAGE: Final = 20
PAST: Final = 10
SECONDS: Final = "2"  # after which the page of a file that is being read is asked again
Rendered = Callable[..., HttpResponseBase]


def editors_only(view: Rendered) -> Rendered:
    """Let only those in who may add documents and acts."""

    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not services.may_bring(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def not_too_many(view: Rendered) -> Rendered:
    """Answer a form with more files than Django takes by saying so; the token is checked after that."""
    protected = csrf_protect(view)

    @csrf_exempt
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            request.POST  # noqa: B018  (reads the form)
        except TooManyFilesSent:
            messages.error(request, gettext("These are too many files at once. Add at most 100 at a time."))
            return redirect("library_incoming")
        return protected(request, *args, **kwargs)

    return guarded


class IncomingFilesView(WagtailAdminTemplateMixin, View):
    """The upload, the files that wait, and what became of others."""

    template_name = "library/admin/incoming_files.html"
    page_title = _("Add files to the library")
    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The path to the page."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get(self, request: SignedInRequest) -> HttpResponse:
        """Show the form and the files; only the files to a script that asks how far they are."""
        if "HX-Request" in request.headers:
            return render(request, "library/admin/incoming_rows.html", listed(request))
        return self.answer(request, UploadForm())

    def post(self, request: SignedInRequest) -> HttpResponse:
        """Store the files that can be, and say what is wrong with the others."""
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.answer(request, form)
        good, bad = form.accepted(request.user)
        rows = [services.receive_file(file=file, title=title, by=request.user) for title, file in good]
        for name, error in bad:
            messages.error(request, gettext("“%(name)s” was not added. %(error)s") % {"name": name, "error": error})
        if len(rows) == 1 and not bad:
            return redirect("library_incoming_file", rows[0].pk)
        if rows:
            said = ngettext("%(number)d file was added.", "%(number)d files were added.", len(rows))
            messages.success(request, said % {"number": len(rows)})
        return redirect("library_incoming")

    def answer(self, request: SignedInRequest, form: UploadForm) -> HttpResponse:
        """The page with a form."""
        return self.render_to_response(self.get_context_data(form=form, **listed(request)))


def listed(request: SignedInRequest) -> dict[str, Any]:
    """The files that wait, a page of them, and the last of the others."""
    files = IncomingFile.objects.visible_to(request.user).for_list()
    page_obj = Paginator(files.waiting(), PER_PAGE).get_page(request.GET.get("p"))
    waiting = list(page_obj)
    return {
        "waiting": waiting,
        "page_obj": page_obj,
        "past": files.exclude(page=None)[:PAST],
        "is_reading": any(row.document.state == State.WAITING for row in waiting),
    }


class IncomingFileView(WagtailAdminTemplateMixin, View):
    """One file: what it says of the act that it is, for the editor to correct and publish."""

    template_name = "library/admin/incoming_file.html"
    header_icon = "doc-full-inverse"
    row: IncomingFile

    def get_page_title(self) -> str:
        """The title of the document."""
        return self.row.document.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The path to the page."""
        above = {"url": reverse("library_incoming"), "label": IncomingFilesView.page_title}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.row.document.title}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the file; one that is no longer there, or has become an act, leads back to the list."""
        found = IncomingFile.objects.visible_to(request.user).for_list().filter(pk=kwargs["pk"]).first()
        if found is None:
            return gone(request)
        if found.page:
            return done(request, found.page)
        self.row = found
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Show the form, or that the file is being read; `?now` does not wait for that."""
        if self.row.document.state == State.WAITING and "now" not in request.GET:
            response = self.render_to_response(self.get_context_data(row=self.row, is_reading=True))
            response["Refresh"] = SECONDS
            return response
        return self.answer(request, self.form())

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Make the act, or say what is wrong."""
        form = self.form(request.POST)
        library = services.libraries_for(request.user)[0]
        if not form.is_valid():
            return self.answer(request, form)
        publish = request.POST.get("action") == "publish"
        try:
            page = services.make_act(
                incoming_id=pk, library=library, data=form.cleaned_data, publish=publish, by=request.user
            )
        except services.IncomingError as refusal:
            return done(request, refusal.page) if refusal.page else gone(request)
        say_made(request, page)
        return redirect(next_address(request.user))

    def form(self, data: Any = None) -> ActForm:
        """The form with what the text says."""
        document = self.row.document
        suggestions = services.suggestions_for(document) if document.state == State.READY else Suggestions()
        return ActForm(data, document=document, suggestions=suggestions)

    def answer(self, request: SignedInRequest, form: ActForm) -> HttpResponse:
        """The page with a form, and what the editor should look at."""
        page = services.act_of(self.row.document, form.values)
        return self.render_to_response(
            self.get_context_data(row=self.row, form=form, warnings=warnings(page), is_reading=False)
        )


def gone(request: HttpRequest) -> HttpResponse:
    """Back to the list, from a file that is not on it."""
    messages.warning(request, gettext("This file is no longer in the list."))
    return redirect("library_incoming")


def done(request: HttpRequest, page: ActPage) -> HttpResponse:
    """To the act that was made of the file before."""
    messages.warning(request, gettext("An act was already made of this file."))
    return redirect("wagtailadmin_pages:edit", page.pk)


def say_made(request: HttpRequest, page: ActPage) -> None:
    """Say what was made, with links to it, and what should be looked at."""
    said = gettext("“%(title)s” was published.") if page.live else gettext("“%(title)s” was saved as a draft.")
    buttons = [messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), gettext("Edit"))]
    if page.live and page.url:
        buttons.insert(0, messages.button(page.url, gettext("View")))
    messages.success(request, said % {"title": page.title}, buttons=buttons)
    for warning in warnings(page):
        messages.warning(request, warning.text)


def next_address(user: User) -> str:
    """The next file of the person that waits, else the list."""
    row = IncomingFile.objects.filter(uploaded_by=user).waiting().order_by("uploaded_at", "pk").first()
    return reverse("library_incoming_file", args=[row.pk]) if row else reverse("library_incoming")


@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a file off the list; the document stays."""
    if not IncomingFile.objects.visible_to(request.user).filter(pk=pk).exists():
        return gone(request)
    services.remove_incoming(incoming_id=pk, by=request.user)
    messages.success(request, gettext("The file was taken off the list. The document stays among the documents."))
    return redirect("library_incoming")


def urls() -> list[URLPattern]:
    """The addresses of the screens."""
    base = "library-files/"
    return [
        path(base, not_too_many(editors_only(IncomingFilesView.as_view())), name="library_incoming"),
        path(f"{base}<int:pk>/", editors_only(IncomingFileView.as_view()), name="library_incoming_file"),
        path(f"{base}<int:pk>/remove/", editors_only(remove), name="library_incoming_remove"),
    ]
