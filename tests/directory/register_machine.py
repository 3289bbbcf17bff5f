"""Whatever happens to the register: one holder a seat, a complete history, and rights as the rows say.

Hypothesis appoints, ends, replaces, corrects, annuls, merges, splits, renames, lets days pass, and changes colleagues,
guests and working groups at random; after each step the database is compared with plain rows (`register_model`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import ModelLogEntry

from accounts.models import User
from core import request_cache
from core.models import Audience
from core.querysets import satisfied_audiences
from core.registry import Entitlement, entitlements
from directory import services
from directory.groups import entitlements_on
from directory.models import Appointment, Colleague, District, Guest, LocalGovernment, Seat, WorkingGroup
from tests import factories
from tests.directory.register_model import Party, Place, Register, Row, Stay, Unit, facts

START = date(2026, 3, 2)
KINDS = ("city", "municipality")
SEAT_KINDS = ("general_administration", "ict")
MOST_UNITS = 6
EXAMPLES, STEPS = 15, 25
AUDIENCES: list[list[list[str]]] = [
    [],
    [["IKT"]],
    [["Opšta uprava", "Urednici"]],
    [["IKT"], ["Moravički okrug", "Prva"]],
    [["Prva"]],
    [["Druga", "Svi članovi"]],
]
day_near = st.integers(-25, 25)
maybe_day = st.one_of(st.none(), day_near)
number = st.integers(0, 30)  # picks one of however many there are
some = st.sets(st.integers(0, 3), max_size=3)


class RegisterMachine(RuleBasedStateMachine):
    """The register under random changes, each in a transaction that is undone at the end."""

    today = START

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        type(self).today = START
        self.model = Register()
        self.expected: list[str] = []
        self.first_entry = self.step = 0

    def teardown(self) -> None:
        """Undo everything."""
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        """Three local governments in two districts, people with and without a role, two working groups."""
        for place, (name, district) in enumerate(
            (("Arilje", "Zlatiborski"), ("Čačak", "Moravički"), ("Lučani", "Moravički"))
        ):
            self.learn(factories.local_government(name, kind=KINDS[place % 2], district=district))
        people = [factories.person() for _number in range(3)]
        people.append(factories.editor())
        self.names = {person.pk: person.get_full_name() for person in people}
        self.model.roles[people[-1].pk] = {"Urednici"}
        for name in ("Prva", "Druga"):
            group = services.create_working_group(name=name)
            self.model.parties[group.pk] = Party(name)
        Audience.objects.bulk_create(
            [Audience(key=Audience.key_of(groups)) for groups in AUDIENCES], ignore_conflicts=True
        )
        self.audiences = {Audience.objects.get(key=Audience.key_of(groups)).pk: groups for groups in AUDIENCES}
        latest = ModelLogEntry.objects.order_by("-pk").first()
        self.first_entry = latest.pk if latest else 0

    # What rules are made of

    def learn(self, unit: LocalGovernment) -> None:
        """Take a local government of the database into the model."""
        self.model.districts[unit.district_id] = f"{unit.district.name} okrug"
        self.model.units[unit.pk] = Unit(unit.name, unit.kind, unit.district_id, unit.exists_from, unit.exists_until)
        for seat in unit.seats.all():
            self.model.places[seat.pk] = Place(unit.pk, seat.kind)

    def on(self, offset: int | None) -> Any:
        """A day counted from today, or none."""
        return None if offset is None else self.today + timedelta(days=offset)

    def person(self, which: int) -> User:
        """One of the people."""
        return User.objects.get(pk=sorted(self.names)[which % len(self.names)])

    def seat(self, which: int) -> Seat:
        """One of the seats."""
        return Seat.objects.get(pk=sorted(self.model.places)[which % len(self.model.places)])

    def row(self, which: int) -> tuple[int, Row]:
        """One of the appointments, in the model."""
        pk = sorted(self.model.rows)[which % len(self.model.rows)]
        return pk, self.model.rows[pk]

    def unit(self, which: int) -> LocalGovernment:
        """One of the local governments."""
        return LocalGovernment.objects.get(pk=sorted(self.model.units)[which % len(self.model.units)])

    def facts(self, row: Row) -> dict[str, Any]:
        """A row as the record must say it."""
        return facts(row, self.model.places[row.seat].kind, self.names)

    def recorded(self, about: int, action: str, **data: Any) -> None:
        """Expect an entry of the record, of a local government or group."""
        said = {{"before": "from"}.get(name, name): value for name, value in data.items() if value}
        self.expected.append(json.dumps([str(about), f"directory.{action}", said], sort_keys=True))

    def refused(self, faults: set[str], work: Any) -> bool:
        """Do something that must be refused for one of these reasons, or, without any, must not be refused."""
        try:
            with transaction.atomic():
                self.result = work()
        except services.RegisterError as error:
            refusal = type(error).__name__
        else:
            refusal = ""
        assert refusal in faults or not (refusal or faults), f"{refusal or 'nothing'} refused it, not {faults}"
        return bool(refusal)

    # Appointments

    @rule(seat=number, person=number, start=day_near, end=maybe_day)
    def appoint(self, seat: int, person: int, start: int, end: int | None) -> None:
        """Give a seat to a person."""
        place, who = self.seat(seat), self.person(person)
        row = Row(place.pk, who.pk, self.on(start), self.on(end), "02-1")
        fields = {"starts_on": row.start, "ends_on": row.end, "act_number": row.act}
        if not self.refused(self.model.faults(row), lambda: services.appoint(seat=place, person=who, **fields)):
            self.model.rows[self.result.pk] = row
            self.recorded(place.local_government_id, "appoint", to=self.facts(row))

    def changed(self, pk: int, after: Row, action: str, **more: Any) -> None:
        """Take a changed row into the model, and expect the record of it."""
        before, self.model.rows[pk] = self.model.rows[pk], after
        unit = self.model.places[after.seat].unit
        self.recorded(unit, action, before=self.facts(before), to=self.facts(after), **more)

    @precondition(lambda self: self.model.rows)
    @rule(which=number, last=day_near, is_stale=st.booleans())
    def end(self, which: int, last: int, is_stale: bool) -> None:
        """End an appointment; whoever looks at what it was before is told so."""
        pk, row = self.row(which)
        seen = Appointment.objects.get(pk=pk)
        after = replace(row, end=self.on(last))
        faults = self.model.faults(after, besides=pk)
        if is_stale:
            seen.starts_on -= timedelta(days=1)
        if is_stale or (row.end and row.end < self.today):
            faults = {"AppointmentChanged"}
        if not self.refused(faults, lambda: services.end_appointment(appointment=seen, last_day=self.on(last))):
            self.changed(pk, after, "end_appointment")

    @precondition(lambda self: self.model.rows)
    @rule(which=number, person=number, start=day_near)
    def replace(self, which: int, person: int, start: int) -> None:
        """Give the seat of an appointment to another person; both happen or neither."""
        pk, row = self.row(which)
        who, first = self.person(person), self.on(start)
        before = replace(row, end=first - timedelta(days=1))
        after = Row(row.seat, who.pk, first, None, "02-2")
        faults = self.model.faults(before, besides=pk)
        if row.end and row.end < self.today:
            faults = {"AppointmentChanged"}
        if not faults:
            self.model.rows[pk] = before
            faults = self.model.faults(after)
            self.model.rows[pk] = row
        seen = Appointment.objects.get(pk=pk)
        fields = {"person": who, "starts_on": first, "act_number": "02-2"}
        if not self.refused(faults, lambda: services.replace(appointment=seen, **fields)):
            self.changed(pk, before, "end_appointment")
            self.model.rows[self.result.pk] = after
            self.recorded(self.model.places[row.seat].unit, "appoint", to=self.facts(after))

    @precondition(lambda self: self.model.rows)
    @rule(
        which=number,
        person=st.one_of(st.none(), number),
        start=maybe_day,
        end=st.one_of(st.none(), st.just("open"), day_near),
        reason=st.sampled_from(["Pogrešan unos.", "Pogrešan unos.", "Pogrešan unos.", " "]),
    )
    def correct(self, which: int, person: int | None, start: int | None, end: Any, reason: str) -> None:
        """Set right the person or the days of an appointment, with a reason."""
        pk, row = self.row(which)
        changes: dict[str, Any] = {"act_number": "02-3"}
        after = replace(row, act="02-3")
        if person is not None:
            changes["person"] = self.person(person)
            after = replace(after, person=changes["person"].pk)
        if start is not None:
            changes["starts_on"] = self.on(start)
            after = replace(after, start=self.on(start))
        if end is not None:
            changes["ends_on"] = None if end == "open" else self.on(end)
            after = replace(after, end=changes["ends_on"])
        faults = self.model.faults(after, besides=pk) if reason.strip() else {"ReasonMissing"}
        seen = Appointment.objects.get(pk=pk)
        if not self.refused(faults, lambda: services.correct_appointment(appointment=seen, reason=reason, **changes)):
            self.changed(pk, after, "correct_appointment", reason=reason.strip())

    @precondition(lambda self: self.model.rows)
    @rule(which=number, reason=st.sampled_from(["Nije bilo.", ""]))
    def annul(self, which: int, reason: str) -> None:
        """Take out an appointment that should never have been entered."""
        pk, row = self.row(which)
        seen = Appointment.objects.get(pk=pk)
        faults = set() if reason else {"ReasonMissing"}
        if not self.refused(faults, lambda: services.annul_appointment(appointment=seen, reason=reason)):
            del self.model.rows[pk]
            unit = self.model.places[row.seat].unit
            self.recorded(unit, "annul_appointment", before=self.facts(row), reason=reason)

    # Days and local governments

    @rule(days=st.integers(1, 12))
    def pass_days(self, days: int) -> None:
        """Days pass: rights are right before any job has run, and the job changes what differs and nothing else."""
        before = {pk: self.model.groups(pk, self.today) for pk in self.names}
        type(self).today += timedelta(days=days)
        self.check_rights(self.names)
        differing = sum(len(before[pk] ^ self.model.groups(pk, self.today)) for pk in self.names)
        assert services.sync_groups() == differing
        ahead = self.on(days)
        for pk, entitlement in entitlements_on(ahead, self.names).items():
            assert entitlement.groups == self.model.groups(pk, ahead) - self.model.roles.get(pk, set())
        assert services.sync_groups() == 0

    @rule(which=number, until=day_near)
    def unit_ends(self, which: int, until: int) -> None:
        """A local government is found to have ended, or to end, without anything done about its appointments."""
        unit = self.unit(which)
        if unit.exists_until is None and (unit.exists_from or date.min) <= self.on(until):
            LocalGovernment.objects.filter(pk=unit.pk).update(exists_until=self.on(until))
            self.model.units[unit.pk] = replace(self.model.units[unit.pk], ends=self.on(until))
            services.sync_groups()

    @rule(which=number, other=number, first=day_near)
    def merge(self, which: int, other: int, first: int) -> None:
        """A local government goes into another."""
        unit, into, first_day = self.unit(which), self.unit(other), self.on(first)
        last = first_day - timedelta(days=1)
        faults = self.faults_of_end(unit, first_day)
        if unit == into:
            faults = {"MergeIntoItself"}
        if not self.model.units[into.pk].exists(first_day):
            faults.add("LocalGovernmentGone")
        if not self.refused(faults, lambda: services.merge(units=[unit], into=into, first_day=first_day)):
            self.ended(unit, last)
            self.followed([unit], [into], "merge", first_day)

    @precondition(lambda self: len(self.model.units) < MOST_UNITS)
    @rule(which=number, first=day_near, keeps=st.booleans())
    def split(self, which: int, first: int, keeps: bool) -> None:
        """A local government splits into new ones, and goes on beside them or not."""
        unit, first_day = self.unit(which), self.on(first)
        made = [f"Novo {len(self.model.units)}{letter}" for letter in ("a" if keeps else "ab")]
        into: Any = [{"name": name, "kind": "municipality"} for name in made]
        faults = self.faults_of_end(unit, first_day)
        if keeps:
            known = self.model.units[unit.pk]
            exists = known.exists(first_day) and known.exists(first_day - timedelta(days=1))
            faults = set() if exists else {"LocalGovernmentGone"}
        work = {"unit": unit, "into": into, "first_day": first_day, "keeps": keeps}
        if not self.refused(faults, lambda: services.split(**work)):
            if not keeps:
                self.ended(unit, first_day - timedelta(days=1))
            for successor in self.result:
                self.learn(successor)
            self.followed([unit], self.result, "split", first_day)

    def faults_of_end(self, unit: LocalGovernment, first_day: date) -> set[str]:
        """Why a local government cannot end the day before another."""
        known = self.model.units[unit.pk]
        faults = set()
        if known.ends or not (known.exists(first_day) and known.exists(first_day - timedelta(days=1))):
            faults.add("LocalGovernmentGone")
        if any(
            self.model.places[row.seat].unit == unit.pk and row.start >= first_day for row in self.model.rows.values()
        ):
            faults.add("AppointmentsLater")
        return faults

    def ended(self, unit: LocalGovernment, last: date) -> None:
        """Take the end of a local government into the model, with the records of its appointments' ends."""
        for before, after in self.model.end_unit(unit.pk, last).values():
            self.recorded(unit.pk, "end_appointment", before=self.facts(before), to=self.facts(after))

    def followed(self, old: list[Any], new: list[Any], kind: str, first_day: date) -> None:
        """Expect the record of a merge or a split with each local government."""
        formal = {"city": "Grad", "municipality": "Opština"}
        named = [
            {"local_governments": ", ".join(f"{formal[unit.kind]} {unit.name}" for unit in units)}
            for units in (old, new)
        ]
        for unit in [*old, *new]:
            self.recorded(unit.pk, kind, before=named[0], to=named[1], from_day=str(first_day))

    # People without a seat, and working groups

    @rule(person=number, unit=number, start=st.integers(-25, 0), end=maybe_day)
    def colleague(self, person: int, unit: int, start: int, end: int | None) -> None:
        """A colleague is approved, until a day or further notice."""
        who, where = self.person(person), self.unit(unit)
        stay = Stay(who.pk, self.on(start), self.on(end), where.pk)
        Colleague.objects.create(
            local_government=where, person=who, proposed_by=who, approved_on=stay.start, ends_on=stay.end
        )
        self.model.colleagues.append(stay)
        services.sync_groups(user=who)

    @rule(person=number, start=day_near, days=st.integers(0, 20))
    def guest(self, person: int, start: int, days: int) -> None:
        """A guest comes from a day to a day."""
        who = self.person(person)
        stay = Stay(who.pk, self.on(start), self.on(start + days))
        Guest.objects.create(person=who, body="Ministarstvo", starts_on=stay.start, ends_on=stay.end)
        self.model.guests.append(stay)
        services.sync_groups(user=who)

    @rule(which=number, seat_kinds=some, kinds=some, districts=some)
    def give_rule(self, which: int, seat_kinds: set[int], kinds: set[int], districts: set[int]) -> None:
        """A working group gets a rule."""
        chosen = sorted(self.model.districts)
        picked = frozenset(chosen[place] for place in districts if place < len(chosen))
        after = {
            "by_rule": True,
            "seat_kinds": frozenset(SEAT_KINDS[place] for place in seat_kinds if place < len(SEAT_KINDS)),
            "kinds": frozenset(KINDS[place] for place in kinds if place < len(KINDS)),
            "districts": picked,
        }
        changes = {
            "is_by_rule": True,
            "rule_seat_kinds": sorted(after["seat_kinds"]),
            "rule_kinds": sorted(after["kinds"]),
            "rule_districts": list(District.objects.filter(pk__in=picked)),
        }
        self.save_party(which, after, changes)

    @rule(which=number, seats=some, people=some)
    def choose(self, which: int, seats: set[int], people: set[int]) -> None:
        """Seats and people are chosen into a working group."""
        places, persons = [self.seat(place) for place in seats], [self.person(place) for place in people]
        after = {"seats": frozenset(row.pk for row in places), "people": frozenset(row.pk for row in persons)}
        self.save_party(which, after, {"seats": places, "people": persons})

    @rule(which=number)
    def close_or_open(self, which: int) -> None:
        """A working group is closed, or a closed one opened."""
        pk, party = self.party(which)
        change = services.reopen_working_group if party.closed else services.close_working_group
        change(working_group=WorkingGroup.objects.get(pk=pk))
        self.model.parties[pk] = after = replace(party, closed=not party.closed)
        action = "close_working_group" if after.closed else "reopen_working_group"
        self.recorded(pk, action, before={"is_closed": party.closed}, to={"is_closed": after.closed})

    def party(self, which: int) -> tuple[int, Party]:
        """One of the working groups, in the model."""
        pk = sorted(self.model.parties)[which % len(self.model.parties)]
        return pk, self.model.parties[pk]

    def save_party(self, which: int, after: dict[str, Any], changes: dict[str, Any]) -> None:
        """Change a working group in both worlds, and expect what is different in the record."""
        pk, party = self.party(which)
        changed = replace(party, **after)
        before, now = self.party_facts(party), self.party_facts(changed)
        services.save_working_group(working_group=WorkingGroup.objects.get(pk=pk), **changes)
        self.model.parties[pk] = changed
        if different := [name for name in now if now[name] != before[name]]:
            old, new = ({name: side[name] for name in different} for side in (before, now))
            self.recorded(pk, "save_working_group", before=old, to=new)

    def party_facts(self, party: Party) -> dict[str, Any]:
        """A working group as the record must say it."""
        seats = [(self.model.unit_of(seat).name, self.model.places[seat].kind) for seat in party.seats]
        by_name = {pk: name.removesuffix(" okrug") for pk, name in self.model.districts.items()}
        people = sorted((User.objects.get(pk=pk) for pk in party.people), key=lambda row: (row.last_name, row.pk))
        return {
            "is_by_rule": party.by_rule,
            "rule_seat_kinds": sorted(party.seat_kinds),
            "rule_kinds": sorted(party.kinds),
            "rule_districts": sorted(by_name[pk] for pk in party.districts),
            "seats": [f"{name}, {kind}" for name, kind in sorted(seats)],
            "people": [row.get_full_name() for row in people],
        }

    # What must always be true

    @invariant()
    def one_holder_a_seat(self) -> None:
        """No two appointments to one seat share a day."""
        rows = list(Appointment.objects.order_by("seat", "starts_on").values_list("seat", "starts_on", "ends_on"))
        for (seat, _start, end), (other, start, _end) in pairwise(rows):
            assert seat != other or (end is not None and end < start), "two holders at one time"

    @invariant()
    def rows_and_record_are_complete(self) -> None:
        """The database has the model's rows, and its record has each change once, with what was and what is."""
        found = Appointment.objects.values_list("pk", "seat", "person", "starts_on", "ends_on", "act_number")
        assert {row[0]: Row(*row[1:]) for row in found} == self.model.rows
        entries = ModelLogEntry.objects.filter(pk__gt=self.first_entry, action__startswith="directory.")
        said = [
            json.dumps([entry.object_id, entry.action, entry.data], sort_keys=True) for entry in entries.order_by("pk")
        ]
        assert sorted(said) == sorted(self.expected)

    @invariant()
    def rights_follow_the_rows(self) -> None:
        """Today's rights, Django's copy of them, and who a working group says is in it.

        All are read together at each step, one person and one group by the public functions, each in its turn.
        """
        self.step += 1
        found = entitlements_on(self.today, self.names)
        for pk in self.names:
            entitlement = found.get(pk, Entitlement())
            assert entitlement.groups == self.model.groups(pk, self.today) - self.model.roles.get(pk, set())
        self.check_rights([sorted(self.names)[self.step % len(self.names)]])
        for person in User.objects.filter(pk__in=self.names).prefetch_related("groups"):
            assert {group.name for group in person.groups.all()} == self.model.groups(person.pk, self.today)
        for group in WorkingGroup.objects.order_by("pk")[self.step % 2 :][:1]:
            party = self.model.parties[group.pk]
            inside = {pk for pk in self.names if party.name in self.model.groups(pk, self.today)}
            assert set(services.people_of(group, self.today).values_list("pk", flat=True)) == inside
            seats = {
                seat
                for seat in self.model.places
                if self.model.in_party(party, seat) and self.model.unit_of(seat).exists(self.today)
            }
            assert set(services.seats_of(group, self.today).values_list("pk", flat=True)) == seats

    def check_rights(self, people: Collection[int]) -> None:
        """Compare what people may read today, by all that says so, and the audiences that follow from it."""
        for person in User.objects.filter(pk__in=people):
            with request_cache.remembering():
                entitlement = entitlements.of(person)
                assert entitlement.groups == self.model.groups(person.pk, self.today)
                assert entitlement.member == self.model.is_member(person.pk, self.today)
                assert satisfied_audiences(person) & self.audiences.keys() == {
                    pk for pk, groups in self.audiences.items() if self.may_read(person.pk, groups)
                }

    def may_read(self, person: int, restrictions: list[list[str]]) -> bool:
        """Whether a person satisfies every restriction today; an open thing is for members only."""
        mine = self.model.groups(person, self.today)
        return self.model.is_member(person, self.today) and all(mine & set(groups) for groups in restrictions)


def run_machine(**options: Any) -> None:
    """Run the machine; raises what it finds."""
    fixed = {"deadline": None, "database": None, "stateful_step_count": STEPS, "max_examples": EXAMPLES}
    fixed |= {"suppress_health_check": list(HealthCheck), "derandomize": os.environ.get("CI") == "true"}
    run_state_machine_as_test(RegisterMachine, settings=settings(**fixed | options))  # type: ignore[arg-type]
