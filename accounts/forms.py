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
from accounts.refusals import refusal
from accounts.registry import Purpose


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

    def __init__(self, *args: Any, email: str, purpose: Purpose | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        if purpose:
            self.initial.update(first_name=purpose.first_name, last_name=purpose.last_name)
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
    """Whom the coordinator invites: one person, or one on each line."""

    email = forms.CharField(
        label=_("E-mail"),
        widget=forms.Textarea(attrs={"rows": 3, "translate": "no"}),
        help_text=_("To invite several people at once, write one e-mail on each line."),
    )

    class Meta:
        model = Invitation
        fields = ["email", "role"]

    def __init__(self, *args: Any, for_user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.for_user = for_user
        self.sent: list[Invitation] = []

    def clean_email(self) -> list[str]:
        """Refuse, by its line, what is no address, stands twice or has an account."""
        lines = [line.strip() for line in self.cleaned_data["email"].splitlines()]
        found = {number: line for number, line in enumerate(lines, 1) if line}
        errors = [error for number, line in found.items() for error in self.errors_in(number, line, found)]
        if errors:
            raise forms.ValidationError(errors)
        return list(found.values())

    def errors_in(self, number: int, line: str, lines: dict[int, str]) -> list[str]:
        """What is wrong with a line, which is named where there are several."""
        address = services.address_of(line)
        before = [services.address_of(other) for place, other in lines.items() if place < number]
        message = ""
        try:
            forms.EmailField(max_length=254).clean(address)
        except forms.ValidationError as error:
            message = error.messages[0]
        if address in before:
            message = refusal(services.EmailTwice())
        elif User.objects.filter(email__iexact=address).exists():
            message = refusal(services.EmailTaken())
        if not message or len(lines) == 1:
            return [message] if message else []
        return [_("Line %(number)d, %(text)s: %(message)s") % {"number": number, "text": line, "message": message}]

    def _post_clean(self) -> None:
        """The model takes one address, so the service checks them all."""

    def save(self, commit: bool = True) -> Invitation:
        """Send the invitations."""
        data = self.cleaned_data
        self.sent = services.invite_many(emails=data["email"], role=data["role"], by=self.for_user)
        self.instance = self.sent[0]
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
