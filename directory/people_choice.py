"""Choosing a person in a form by what is typed: a part of the name in any spelling, or the e-mail address."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from directory.filters import fits, spelled

OFFERED: Final = 20


def described(person: User) -> str:
    """A person as the list of suggestions has it: `Jelena Marković (jelena@grad.rs)`."""
    return f"{person.get_full_name()} ({person.email})"


def people_like(text: str, people: Iterable[User]) -> list[User]:
    """Those whom a typed text may mean; a whole line of the list or a whole address means one."""
    typed = text.strip()
    everybody = list(people)
    exact = [one for one in everybody if typed == described(one) or typed.lower() == one.email.lower()]
    words = spelled(typed)
    return exact or [one for one in everybody if words and fits(words, f"{one.get_full_name()} {one.email}")]


class PersonChoice(forms.Form):
    """A form with a person: typed, with suggestions, and picked among several whom the text may mean."""

    person = forms.CharField(
        label=_("Person"),
        max_length=300,
        help_text=_("Type a part of the name, in either script, or the e-mail address."),
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off", "autofocus": True}),
    )
    picked = forms.TypedChoiceField(
        label=_("Which of them?"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )

    known: User | None = None  # who may be chosen though the account is closed

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matches: list[User] = []
        if self.is_bound:
            self.matches = people_like(self.data.get(self.add_prefix("person"), ""), self.people)
        offered = self.matches if 1 < len(self.matches) <= OFFERED else []
        if offered:
            self.fields["picked"].choices = [(one.pk, described(one)) for one in offered]  # type: ignore[attr-defined]
        else:
            del self.fields["picked"]

    @cached_property
    def people(self) -> list[User]:
        """Everybody who may be chosen, by last name (one query)."""
        active = list(User.objects.filter(is_active=True).order_by("last_name", "first_name", "pk"))
        return [*active, self.known] if self.known and self.known not in active else active

    @property
    def suggestions(self) -> list[str]:
        """The lines that a browser offers while the text is typed."""
        return [described(one) for one in self.people]

    def clean_person(self) -> User | None:
        """The one whom the text means; several are told apart by `picked`."""
        if not self.matches:
            raise forms.ValidationError(_("Nobody with an account is found by this. Check the name or the address."))
        if len(self.matches) == 1:
            return self.matches[0]
        if len(self.matches) > OFFERED:
            number = len(self.matches)
            text = ngettext(
                "%(number)d person is found. Type more.", "%(number)d people are found. Type more.", number
            )
            raise forms.ValidationError(text % {"number": number})
        return None

    def clean(self) -> dict[str, Any]:
        """Take the one who was picked."""
        data = super().clean() or {}
        if "picked" in self.fields and "person" in data:
            found = next((one for one in self.matches if one.pk == data.get("picked")), None)
            if found is None and "picked" not in self.errors:
                self.add_error("person", gettext("Several people are found. Pick one of them."))
            data["person"] = found
        return data
