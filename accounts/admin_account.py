"""Wagtail's account screen with what is kept elsewhere left out, and the script that the person reads in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.account import NotificationPreferencesForm
from wagtail.admin.views.account import (
    AccountView,
    BaseSettingsPanel,
    LocaleSettingsPanel,
    NameEmailSettingsPanel,
    NotificationsSettingsPanel,
)
from wagtail.users.models import UserProfile

from accounts import services
from accounts.models import User
from accounts.models.user import LANGUAGE_CHOICES

# Their occasions are the steps of a workflow, and there is none.
WORKFLOW_FIELDS = ("submitted_notifications", "approved_notifications", "rejected_notifications")


class NamePanel(NameEmailSettingsPanel):
    """The name; the address is changed on the site, where it is verified."""

    title = _("First and last name")


class LanguageForm(forms.ModelForm):
    """The script or language of everything that the person reads, on the site and in the admin."""

    language = forms.ChoiceField(label=_("Script and language"), choices=LANGUAGE_CHOICES, widget=forms.RadioSelect)

    class Meta:
        model = User
        fields = ["language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.language:
            self.initial["language"] = get_language()

    def save(self, commit: bool = True) -> User:
        """Keep it through the service."""
        services.set_language(user=self.instance, language=self.cleaned_data["language"])
        return self.instance


class LanguagePanel(BaseSettingsPanel):
    """In place of Wagtail's own choice of language, which the site would not know."""

    name = "language"
    title = _("Script and language")
    order = 400
    form_class = LanguageForm


class CommentNotificationsForm(NotificationPreferencesForm):
    """Mail about comments; there is no workflow to write about."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in WORKFLOW_FIELDS:
            self.fields.pop(name, None)


class CommentNotificationsPanel(NotificationsSettingsPanel):
    """Which mail the person wants."""

    form_class = CommentNotificationsForm


class OwnAccountView(AccountView):
    """The account in the admin: name, picture, mail about comments, script, theme."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        """Wagtail's panels, three of them replaced."""
        replaced = (NameEmailSettingsPanel, LocaleSettingsPanel, NotificationsSettingsPanel)
        kept = [panel for panel in super().get_panels() if not isinstance(panel, replaced)]
        facts = (self.request, self.request.user, UserProfile.get_for_user(self.request.user))
        return [*kept, NamePanel(*facts), CommentNotificationsPanel(*facts), LanguagePanel(*facts)]


own_account = require_admin_access(OwnAccountView.as_view())
