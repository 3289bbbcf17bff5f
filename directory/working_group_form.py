"""The form of a working group in the admin: its rule, whom the coordinator chooses, and who is in it so far."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from accounts.models import User
from core.fields import ChosenRowsField
from directory import services
from directory.enums import Kind, SeatKind
from directory.filters import fits, spelled
from directory.groups import standings_on
from directory.models import Appointment, Colleague, Guest, Seat, WorkingGroup
from directory.models.profiles import plain_text
from directory.models.working_group_views import seat_key
from directory.names import person_key
from directory.working_groups import NOBODY, Composition, rule_of

MOST_FOUND = 60  # rows of what was found; who has more is asked for another word
Boxes = forms.CheckboxSelectMultiple


class WorkingGroupForm(WagtailAdminModelForm):
    """A working group. Of all seats and people it lists those who are chosen, and those whom `find` finds."""

    rule_seat_kinds = forms.MultipleChoiceField(
        label=_("Seats"), choices=SeatKind.choices, widget=Boxes, required=False, help_text=_("None: both.")
    )
    rule_kinds = forms.MultipleChoiceField(
        label=_("Kinds of local governments"),
        choices=Kind.choices,
        widget=Boxes,
        required=False,
        help_text=_("None: all."),
    )
    find = forms.CharField(
        label=_("Find seats and people"),
        required=False,
        max_length=80,
        help_text=_("The beginning of a name, a place or an e-mail address, in either script."),
    )
    seats = ChosenRowsField(queryset=Seat.objects.none(), widget=Boxes, required=False, label=_("Seats by hand"))
    people = ChosenRowsField(queryset=User.objects.none(), widget=Boxes, required=False, label=_("People by hand"))

    instance: WorkingGroup
    found_too_many = False  # whether some of what was found is not listed

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound:
            for name in ("seats", "people"):
                self.initial[name] = [row.pk for row in getattr(self.instance, name).all()]
        for name in ("name", "description"):
            self.fields[name].validators.append(plain_text)
        if "rule_districts" in self.fields:
            self.fields["rule_districts"].help_text = _("None: all.")
            self.fields["rule_districts"].label_from_instance = lambda district: district.full_name
        self.offer("seats", Seat.objects.select_related("local_government__parent"), found_seats)
        self.offer("people", User.objects.filter(is_active=True), found_people)

    def offer(self, name: str, everything: Any, find: Any) -> None:
        """Let a field take anything, and list what is chosen and what is found."""
        field: Any = self.fields[name]
        field.queryset = everything
        chosen = {int(value) for value in self[name].value() or () if re.fullmatch(r"[0-9]{1,18}", str(value))}
        rows, most = find(everything, chosen, spelled(self.words)), len(chosen) + MOST_FOUND
        field.widget.choices = rows[:most]
        self.found_too_many = self.found_too_many or len(rows) > most

    @property
    def words(self) -> str:
        """What was typed to find somebody."""
        return str(self.data.get("find", "")).strip()[:80] if self.is_bound else ""

    @property
    def by_hand(self) -> list[forms.BoundField]:
        """The two fields that the template shows under the panels."""
        return [self["seats"], self["people"]]

    def clean_name(self) -> str:
        """Ask the service whether the name is free."""
        name = self.cleaned_data["name"].strip()
        try:
            services.check_group_name(name, besides=self.instance if self.instance.pk else None)
        except services.GroupNameTaken as error:
            raise forms.ValidationError(
                gettext("There is already a group of this name, or a district or role that is called so.")
            ) from error
        return name

    @cached_property
    def composition(self) -> Composition:
        """What the group would be made of if it was saved as typed."""
        if not self.is_bound:
            return NOBODY
        self.is_valid()
        data = self.cleaned_data
        typed = WorkingGroup(rule_seat_kinds=data.get("rule_seat_kinds", []), rule_kinds=data.get("rule_kinds", []))
        districts = [district.pk for district in data.get("rule_districts") or ()]
        return Composition(
            rule=rule_of(typed, districts) if data.get("is_by_rule") else None,
            seats=frozenset(seat.pk for seat in data.get("seats") or ()),
            people=frozenset(person.pk for person in data.get("people") or ()),
        )

    def save(self, commit: bool = True) -> WorkingGroup:
        """Save through the services."""
        names = ("name", "description", "is_by_rule", "rule_seat_kinds", "rule_kinds", "rule_districts")
        changes = {name: self.cleaned_data[name] for name in (*names, "seats", "people")}
        if self.instance.pk:
            return services.save_working_group(working_group=self.instance, by=self.for_user, **changes)
        return services.create_working_group(by=self.for_user, **changes)


def found_seats(everything: Any, chosen: set[int], words: list[str]) -> list[tuple[int, str]]:
    """The chosen seats, then others that the words find."""
    rows = everything if words else everything.filter(pk__in=chosen)
    fitting = [seat for seat in rows if seat.pk in chosen or (seat.local_government.exists and seat_fits(words, seat))]
    fitting.sort(key=lambda seat: (seat.pk not in chosen, seat_key(seat)))
    return [(seat.pk, str(seat)) for seat in fitting]


def seat_fits(words: list[str], seat: Seat) -> bool:
    """Whether the words begin words of a seat's name."""
    return fits(words, f"{seat.local_government.name} {SeatKind(seat.kind).label}")


def found_people(everything: Any, chosen: set[int], words: list[str]) -> list[tuple[int, str]]:
    """The chosen people, then others that the words find, each with what he or she is today."""
    rows = everything if words else everything.filter(pk__in=chosen)
    places = standings_in_words([person.pk for person in rows] if not words else None)
    fitting = [
        person
        for person in rows
        if person.pk in chosen or fits(words, f"{person} {places.get(person.pk, '')} {person.email}")
    ]
    fitting.sort(key=lambda person: (person.pk not in chosen, person_key(person)))
    nothing = gettext("nothing in the register today")
    return [(person.pk, f"{person} ({places.get(person.pk) or nothing}; {person.email})") for person in fitting]


def standings_in_words(people: list[int] | None) -> dict[int, str]:
    """What these people, or all, are today: seats, colleague of whom, guest of what (five queries)."""
    today = timezone.localdate()
    standings = standings_on(today, people)
    said: dict[int, list[str]] = {person: [] for person in standings}
    held = Appointment.objects.filter(person__in=standings).of_active(today).in_force_on(today)
    for row in held.select_related("seat__local_government__parent"):
        said[row.person_id].append(str(row.seat))
    for colleague in Colleague.objects.current_on(today).select_related("local_government__parent"):
        if colleague.person_id in said:
            said[colleague.person_id].append(f"{colleague.local_government}, {gettext('colleague')}")
    for guest in Guest.objects.current_on(today):
        if guest.person_id in said:
            said[guest.person_id].append(f"{guest.body}, {gettext('guest')}")
    for person, standing in standings.items():
        if standing.has_role and not said[person]:
            said[person].append(gettext("the network"))
    return {person: "; ".join(texts) for person, texts in said.items()}


def those_in(composition: Composition) -> list[str]:
    """Everybody who is in a group of this composition today, in words, by last name."""
    inside = composition.people_on(timezone.localdate())
    places = standings_in_words(inside) if inside else {}
    people = sorted(User.objects.filter(pk__in=inside), key=person_key)
    return [f"{person.last_name} {person.first_name} ({places[person.pk]})" for person in people]
