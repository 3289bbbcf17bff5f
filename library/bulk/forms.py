"""Forms of uploads of many files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.filters import FilterForm
from library.bulk import sentences, services
from library.bulk.archives import ArchiveError
from library.enums import BulkRowState
from library.models import BulkUpload

WARNED = "warned"  # the rows of which something should be known, in whatever state


class UploadForm(forms.Form):
    """A ZIP."""

    file = forms.FileField(
        label=_("ZIP"),
        max_length=255,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        help_text=_("Nothing is made before you have seen what each row would become."),
    )

    upload: BulkUpload

    def save(self, by: User) -> bool:
        """Take the ZIP in; one that cannot be used becomes an error at the file."""
        file = self.cleaned_data["file"]
        try:
            self.upload = services.upload_zip(file=file, file_name=file.name, by=by)
        except ArchiveError as error:
            self.add_error("file", sentences.about_error(error))
            return False
        return True


class ConfirmForm(forms.Form):
    """What is confirmed: the look that was seen, and two choices."""

    checks = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    skip_errors = forms.BooleanField(label=_("Skip rows with errors"), required=False)
    publish = forms.ChoiceField(
        label=_("The acts"),
        choices=[("", _("Save as drafts")), ("1", _("Publish at once"))],
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )

    def __init__(self, *args: Any, upload: BulkUpload, has_errors: bool, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checks"].initial = upload.checks
        if not has_errors:
            self.fields["skip_errors"].widget = forms.HiddenInput()
        if not may_publish:
            del self.fields["publish"]


class RowFilter(FilterForm):
    """Rows of one state, or with a warning."""

    state = forms.ChoiceField(
        label=_("Rows"),
        required=False,
        choices=[("", _("All")), *BulkRowState.choices, (WARNED, _("With a warning"))],
    )
