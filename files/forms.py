"""Upload forms that look into the file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from files.services import is_what_its_name_says

CLOSED_TO_NOBODY = _("Every signed-in member can see this image, unless its collection is restricted.")


class DocumentForm(BaseDocumentForm):
    """Refuses empty files and files whose content is not what their name says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].error_messages["empty"] = _("The file is empty. Choose it again.")

    def clean_file(self) -> Any:
        """Look at the first bytes of a new file."""
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data or not file:
            return file
        if not is_what_its_name_says(file.name, file):
            message = _("The content of this file is not of the type that its name says (.%(extension)s).")
            raise forms.ValidationError(message, params={"extension": file.name.rpartition(".")[2].lower()})
        return file

    def save(self, commit: bool = True) -> Any:
        """Save, and leave an old file where it is: the job that removes files without a row does so after the commit.

        Wagtail removes it before the new one is committed, and a process that dies between the two has lost both.
        """
        self.original_file = None
        return super().save(commit=commit)


class ImageForm(BaseImageForm):
    """Says who will see an image."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = CLOSED_TO_NOBODY
