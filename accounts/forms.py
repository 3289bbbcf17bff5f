"""Forms of `accounts`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserEditForm

from accounts import services
from accounts.enums import Role
from accounts.models import Invitation, User


class AcceptInvitationForm(forms.Form):
    """Name and password of a person who accepts an invitation."""

    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 10 characters, not only digits, not a common word."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"

    def clean(self) -> dict[str, Any]:
        """Check the two passwords against each other and against what is easily guessed."""
        data = super().clean() or {}
        password = data.get("password")
        if password and password != data.get("password_again"):
            self.add_error("password_again", _("The two passwords differ. Type the same one twice."))
        elif password:
            person = User(email=self.email, first_name=data.get("first_name", ""), last_name=data.get("last_name", ""))
            try:
                validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class InvitationForm(forms.ModelForm):
    """Whom the coordinator invites."""

    class Meta:
        model = Invitation
        fields = ["email", "role"]

    def __init__(self, *args: Any, for_user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.for_user = for_user

    def clean_email(self) -> str:
        """Refuse an address that has an account."""
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("There is already an account with this e-mail."))
        return email

    def save(self, commit: bool = True) -> Invitation:
        """Send the invitation."""
        data = self.cleaned_data
        self.instance = services.invite(email=data["email"], role=data["role"], by=self.for_user)
        return self.instance


class AccountForm(UserEditForm):
    """What the coordinator may change of an account: name, roles, and whether it is active.

    The address belongs to the person, who changes it; the password is nobody else's; groups are a copy.
    """

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Rights in the admin. A representative has none: a seat is given in the register."),
    )

    class Meta(UserEditForm.Meta):
        fields = ["first_name", "last_name", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("email", "is_superuser", "groups"):
            self.fields.pop(name, None)
        self.fields["roles"].initial = list(self.instance.role_grants.values_list("role", flat=True))

    def _clean_username(self) -> None:
        """The address is not changed here."""
