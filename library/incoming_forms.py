"""Forms of files on their way into the library."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.forms.models import fields_for_model
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.documents.forms import get_document_form

from accounts.models import User
from core.names import in_order
from files.models import Document
from library.models import ActPage, ActVersion, Issuer
from library.services import OF_ACT, OF_VERSION
from library.suggesting import Suggestion, Suggestions
from library.titles import title_of

_INNER_QUOTES = str.maketrans("„“”", "‚‘’")


class ManyFilesInput(forms.FileInput):
    """A field for several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; each is looked at by the form of documents."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [file for file in data or [] if file]
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return files


class UploadForm(forms.Form):
    """The files that an editor brings."""

    file = ManyFilesField(
        label=_("Files"), help_text=_("Drop one or more files here, or choose them. Each becomes a document.")
    )

    def accepted(self, user: User) -> tuple[list[tuple[str, UploadedFile]], list[tuple[str, str]]]:
        """The files that can be stored, with their titles, and the names of others with what is wrong with them."""
        good, bad = [], []
        for file in self.cleaned_data["file"]:
            form = document_form(file, user)
            if form.is_valid():
                good.append((form.cleaned_data["title"], file))
            else:
                bad.append((file.name, " ".join(message for errors in form.errors.values() for message in errors)))
        return good, bad


def document_form(file: UploadedFile, user: User) -> Any:
    """The form of documents, filled in for a file."""
    form_class = get_document_form(Document)
    empty = form_class(user=user)
    data = {"title": title_of(file.name)}
    if "collection" in empty.fields:
        data["collection"] = empty.fields["collection"].queryset.first()
    return form_class(data, {"file": file}, user=user)


class ActForm(forms.Form):
    """The data of the act that is made of a file, filled in with suggestions and where they come from."""

    issuer = forms.ModelChoiceField(
        label=_("Issuer"), queryset=Issuer.objects.none(), required=False, empty_label=_("Not in the list")
    )
    new_issuer = forms.CharField(
        label=_("New issuer"),
        required=False,
        max_length=Issuer._meta.get_field("name").max_length,  # noqa: SLF001
        help_text=_("Only if the issuer is not in the list: it is added to it."),
    )

    field_order = ("title", "kind", "act_type", "number", "issuer", "new_issuer", *OF_VERSION)

    def __init__(self, data: Any = None, *, document: Document, suggestions: Suggestions) -> None:
        super().__init__(data, initial=initial(suggestions))
        self.fields.update(plain_fields(ActPage, OF_ACT) | plain_fields(ActVersion, OF_VERSION))
        self.order_fields(self.field_order)
        self.offer_issuers()
        for name, field in self.fields.items():
            if source := source_of(name, suggestions):
                field.help_text = said_where(source, document)

    def offer_issuers(self) -> None:
        """The list of issuers in the order of the alphabet."""
        field = self.fields["issuer"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        issuers = Issuer.objects.all()
        field.queryset = issuers
        field.choices = [("", _("Not in the list")), *((issuer.pk, issuer.name) for issuer in in_order(issuers))]

    @property
    def values(self) -> dict[str, Any]:
        """What is in the form now, valid or not, for the warnings."""
        return {name: self[name].value() for name in OF_ACT}


def plain_fields(model: type[Model], names: tuple[str, ...]) -> dict[str, forms.Field]:
    """The form fields of a model, without what its own form says below them."""
    fields = fields_for_model(model, names, widgets={name: AdminDateInput() for name in names if is_day(model, name)})
    for field in fields.values():
        field.help_text = ""
    return fields


def is_day(model: type[Model], name: str) -> bool:
    """Whether a field holds a date."""
    return model._meta.get_field(name).get_internal_type() == "DateField"  # noqa: SLF001


def initial(suggestions: Suggestions) -> dict[str, Any]:
    """The suggested values by field; an issuer that is not in the list is suggested as a new one."""
    names = (*OF_ACT, *OF_VERSION)
    found = {name: one.value for name in names if (one := getattr(suggestions, name))}
    if suggestions.issuer_id:
        found["issuer"] = suggestions.issuer_id
    elif suggestions.issuer:
        found["new_issuer"] = suggestions.issuer.value
    return found


def source_of(name: str, suggestions: Suggestions) -> Suggestion | None:
    """The suggestion of a field."""
    if name == "issuer":
        return suggestions.issuer if suggestions.issuer_id else None
    if name == "new_issuer":
        return None if suggestions.issuer_id else suggestions.issuer
    found: Suggestion | None = getattr(suggestions, name)
    return found


def said_where(source: Suggestion, document: Document) -> SafeString:
    """From where a suggestion comes: from p. 1: „…“."""
    quote = source.quote.translate(_INNER_QUOTES)
    return format_html('{}: <span translate="no">„{}“</span>', place_of(source, document), quote)


def place_of(source: Suggestion, document: Document) -> str | Promise:
    """The place in words."""
    if not source.unit:
        return gettext("from the name of the file")
    if document.page_count:
        return gettext("from p. %(number)d") % {"number": source.unit}
    return gettext("from the text")
