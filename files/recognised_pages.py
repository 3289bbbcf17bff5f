"""The pages of a document that were read in their pictures, in the admin: how sure that is, and corrections."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, ListView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from files.drawings import WIDTHS
from files.models import Document, Recognition, TextUnit
from files.recognition import correct_page

PER_PAGE = 50
ROWS = 24


class OfDocument(WagtailAdminTemplateMixin):
    """What the screens have in common: the document, which the person must be allowed to edit."""

    header_icon = "doc-full"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Keep out whoever may not edit the document."""
        if not self.document.is_editable_by_user(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def document(self) -> Document:
        """The document."""
        return get_object_or_404(Document, pk=self.kwargs["document_id"])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way from the list of documents."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtaildocs:index"), "label": gettext("Documents")},
            {"url": reverse("wagtaildocs:edit", args=[self.document.pk]), "label": self.document.title},
            *self.further_breadcrumbs(),
        ]

    def further_breadcrumbs(self) -> list[dict[str, str]]:
        """The way from the document."""
        return [{"url": "", "label": str(self.page_title)}]


class RecognisedPagesView(OfDocument, ListView):
    """The list, those first of which the machine was least sure."""

    page_title = _("Recognised pages")
    template_name = "files/admin/recognised_pages.html"
    paginate_by = PER_PAGE
    page_kwarg = "p"
    context_object_name = "recognitions"

    def get_queryset(self) -> Any:
        """The pages."""
        found = Recognition.objects.filter(document=self.document).defer("words").select_related("corrected_by")
        return found.order_by(F("corrected_at").asc(nulls_first=True), "confidence", "number")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the document, and how many pages somebody should look at."""
        unsure = Recognition.objects.filter(document=self.document).unsure().count()
        return super().get_context_data(document=self.document, unsure=unsure, **kwargs)


class CorrectionForm(forms.Form):
    """The text of a page."""

    text = forms.CharField(
        label=_("Text of the page"),
        required=False,
        strip=True,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": ROWS, "translate": "no"}),
        help_text=_("Leave it empty if there is no text on the page. The text that was recognised is kept beside it."),
    )


class CorrectPageView(OfDocument, FormView):
    """A page beside its text, which can be corrected."""

    form_class = CorrectionForm
    template_name = "files/admin/correct_page.html"

    @cached_property
    def recognition(self) -> Recognition:
        """What was recognised."""
        return get_object_or_404(Recognition, document=self.document, number=self.kwargs["number"])

    def get_page_title(self) -> str:
        """The page's number."""
        return gettext("Page %(number)d") % {"number": self.recognition.number}

    def further_breadcrumbs(self) -> list[dict[str, str]]:
        """The way from the document over the list."""
        pages = reverse("recognised_pages", args=[self.document.pk])
        return [
            {"url": pages, "label": gettext("Recognised pages")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_initial(self) -> dict[str, Any]:
        """The text that counts now."""
        unit = TextUnit.objects.filter(document=self.document, number=self.recognition.number).first()
        return {"text": unit.text if unit else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page and the addresses."""
        picture = reverse("document_page", args=[self.document.pk, self.recognition.number, WIDTHS[2]])
        return super().get_context_data(
            document=self.document, recognition=self.recognition, picture=picture, **kwargs
        )

    def form_valid(self, form: CorrectionForm) -> HttpResponse:
        """Keep the text, and go on with the page that needs it most."""
        correct_page(recognition=self.recognition, text=form.cleaned_data["text"], by=self.request.user)
        messages.success(
            self.request, gettext("The text of page %(number)d was saved.") % {"number": self.recognition.number}
        )
        following = (
            Recognition.objects.filter(document=self.document).unsure().order_by("confidence", "number").first()
        )
        if following:
            return redirect("correct_page", self.document.pk, following.number)
        return redirect("recognised_pages", self.document.pk)
