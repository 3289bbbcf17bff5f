"""Forms of imports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.filters import FilterForm
from core.tables.lines import MAX_BYTES, TableError
from directory.enums import RowState, TableKind
from directory.importing import sentences, services
from directory.models import DirectoryImport


class UploadForm(forms.Form):
    """A file, and what it is about."""

    kind = forms.ChoiceField(
        label=_("What is in the table"),
        choices=TableKind.choices,
        initial=TableKind.REPRESENTATIVES,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("File"),
        max_length=255,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        help_text=_(
            "XLSX or CSV, up to 5 MB and 2,000 rows. Nothing is written before you have seen the differences."
        ),
    )

    kept: DirectoryImport

    def save(self, by: User) -> bool:
        """Take the table in; a table that cannot be read becomes an error at the file."""
        file = self.cleaned_data["file"]
        content = file.read(MAX_BYTES + 1)
        try:
            self.kept = services.upload_table(
                file_name=file.name, content=content, kind=self.cleaned_data["kind"], by=by
            )
        except TableError as error:
            self.add_error("file", sentences.about_file(error))
            return False
        return True


class ConfirmForm(forms.Form):
    """What is confirmed: the comparison that was seen, and two choices."""

    checks = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    skip_errors = forms.BooleanField(label=_("Skip rows with errors"), required=False)
    send_invitations = forms.BooleanField(label=_("Invite the people without an account by e-mail"), required=False)

    def __init__(self, *args: Any, kept: DirectoryImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checks"].initial = kept.checks
        if not kept.error_count:
            self.fields["skip_errors"].widget = forms.HiddenInput()
        if not kept.invite_count:
            self.fields["send_invitations"].widget = forms.HiddenInput()


class RowFilter(FilterForm):
    """Rows of one state."""

    state = forms.ChoiceField(label=_("Rows"), required=False, choices=[("", _("All")), *RowState.choices])
