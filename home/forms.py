"""Forms of `home`."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from home.models import MessageToCoordinator
from home.models.messages import MAX_LENGTH


class MessageForm(forms.ModelForm):
    """A short message to the coordinator."""

    text = forms.CharField(label=_("Message"), max_length=MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 8}))
    page = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    class Meta:
        model = MessageToCoordinator
        fields = ["subject", "text", "page"]
        labels = {"subject": _("Subject")}
