"""Documents: the originals, never changed."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.models import Orderable
from wagtail.search import index

from files.enums import Reason, State
from files.formats import format_name
from files.querysets import DocumentQuerySet


class Document(AbstractDocument):
    """A file that an editor uploaded, with its checksum and how far it has come on its way to text."""

    tags = TaggableManager(blank=True, related_name="network_documents")  # not on any form: topics are on pages

    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False, db_index=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.WAITING, editable=False)
    reason = models.CharField(_("reason"), max_length=20, blank=True, editable=False)  # a code of `Reason`
    page_count = models.PositiveIntegerField(
        _("number of pages"), null=True, editable=False, validators=[MinValueValidator(1)]
    )

    pages_to_recognise = models.JSONField(default=list, editable=False)  # numbers, in order
    pages_without_text = models.PositiveIntegerField(default=0, editable=False)  # of the file itself

    admin_form_fields = ("title", "file", "collection")
    search_fields = [*AbstractDocument.search_fields, index.FilterField("state")]

    file_is_new = False  # since the row was last saved

    objects = DocumentQuerySet.as_manager()

    class Meta(AbstractDocument.Meta):
        default_related_name = "network_documents"  # the stock model has the plain one
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean(self) -> None:
        """Check the name of a file; a document that waits for its file (the form of many files) has none to check."""
        if self.file:
            super().clean()

    def _set_document_file_metadata(self) -> None:
        """Set size and checksums of a new file, and put it at the start of its way to text; Wagtail calls this."""
        super()._set_document_file_metadata()
        with self.open_file() as file:
            self.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        self.file.seek(0)
        self.state, self.reason, self.page_count = State.WAITING, "", None
        self.pages_to_recognise, self.pages_without_text = [], 0
        self.file_is_new = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save in one transaction with what is done about a new file, which is stored before that."""
        self._meta.get_field("file").pre_save(self, add=self._state.adding)
        with transaction.atomic():
            super().save(*args, **kwargs)
        self.file_is_new = False

    @property
    def format_name(self) -> str:
        """The format as people call it: PDF, Word, text."""
        return format_name(self.file_extension)

    @property
    def reason_text(self) -> str:
        """Why there is no text, in a sentence."""
        return str(Reason(self.reason).label) if self.reason in Reason else ""

    @property
    def pages_recognised(self) -> int:
        """How many of the pages without text have been gone through."""
        return self.pages_without_text - len(self.pages_to_recognise)

    @property
    def can_be_read_again(self) -> bool:
        """Whether another attempt at its text makes sense: it has had one, which gave nothing."""
        return self.state not in {State.WAITING, State.READY} and not self.is_being_recognised

    @property
    def is_being_recognised(self) -> bool:
        """Whether pages are left whose text will be read in their pictures."""
        return bool(self.pages_to_recognise) and self.reason != Reason.NO_OCR


class AttachedDocument(Orderable):
    """A document in a page's or version's list, in the editor's order: the abstract base of each app's own."""

    document = models.ForeignKey(
        "files.Document", verbose_name=_("document"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(
        _("title"), max_length=255, blank=True, help_text=_("Leave empty to show the document's own title.")
    )

    panels = ["document", "title"]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("attached document")
        verbose_name_plural = _("attached documents")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The title that is shown."""
        return self.title or self.document.title
