"""Puts local governments, people and appointments of the demo into the register."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.services import set_roles
from core.models import CoordinatorSettings
from directory.enums import Kind, SeatKind
from directory.models import District, LocalGovernment, Profile, Seat, WorkingGroup
from directory.services import add_local_government, appoint, create_working_group
from home.demo import data

PASSWORD = "demo-mreza-2026"  # noqa: S105  (printed by bin/run; it signs in on loopback only)


def load() -> None:
    """Load the register, once: what is there already is left as it is."""
    load_local_governments()
    people = load_people()
    load_appointments(people)
    load_roles(people)
    load_working_groups()
    coordinator = CoordinatorSettings.load()
    if not coordinator.name:
        for name, value in data.read("people")["coordinator"].items():
            setattr(coordinator, name, value)
        coordinator.save()


def load_local_governments() -> None:
    """Add the local governments that are not there, cities before their city municipalities."""
    rows = sorted(data.local_governments(), key=lambda row: bool(row["parent_city"]))
    cities = {unit.name: unit for unit in LocalGovernment.objects.filter(parent=None)}
    parts = set(LocalGovernment.objects.exclude(parent=None).values_list("name", "parent__name"))
    for row in rows:
        name, parent = row["name"], row["parent_city"]
        if (name, parent) in parts or (not parent and name in cities):
            continue
        unit = add_local_government(
            name=name,
            kind=row["kind"],
            district=row["district"],
            region=row["region"],
            parent=cities[parent] if parent else None,
        )
        if not parent:
            cities[name] = unit


def load_people() -> dict[str, User]:
    """Add the people that are not there; only the demo's own logins have a password."""
    rows = data.read("people")
    logins = {login["email"] for login in rows["demo_logins"]}
    people = {user.email: user for user in User.objects.all()}
    for row in rows["people"]:
        email = row["email"]
        if email not in people:
            people[email] = add_person(row, password=PASSWORD if email in logins else None)
    return people


def add_person(row: dict[str, Any], *, password: str | None) -> User:
    """Add an account with a verified address and a profile."""
    user = User.objects.create_user(row["email"], password, first_name=row["first_name"], last_name=row["last_name"])
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    fields = {name: row.get(name, "") for name in ("position", "department", "phone")}
    Profile.objects.create(user=user, **fields)
    return user


def load_appointments(people: dict[str, User]) -> None:
    """Give people their seats, unless the seat has had a holder already."""
    seats = {
        (seat.local_government.name, parent_name(seat.local_government), seat.kind): seat
        for seat in Seat.objects.filter(appointments=None).select_related("local_government__parent")
    }
    today = timezone.localdate()
    for row in data.read("people")["appointments"]:
        unit = row["local_government"]
        name, parent = (unit["name"], unit["parent"]) if isinstance(unit, dict) else (unit, None)
        seat = seats.get((name, parent, row["seat"])) or only(seats, name, row["seat"])
        if seat:
            appoint(
                seat=seat,
                person=people[row["person"]],
                starts_on=moved(today, row["from"]),
                ends_on=None if row["to"] is None else moved(today, row["to"]),
                act_number=row["act_number"],
            )


def only(seats: dict[tuple, Seat], name: str, kind: str) -> Seat | None:
    """The one seat of a local government whose name needs no parent city."""
    found = [seat for (unit, _parent, seat_kind), seat in seats.items() if (unit, seat_kind) == (name, kind)]
    return found[0] if len(found) == 1 else None


def parent_name(unit: LocalGovernment) -> str | None:
    """The name of the parent city."""
    return unit.parent.name if unit.parent else None


def moved(today: date, days: int) -> date:
    """The day so many days from today."""
    return today + timedelta(days=days)


def load_roles(people: dict[str, User]) -> None:
    """Give the demo's editor and coordinator their roles."""
    for login in data.read("people")["demo_logins"]:
        if login["role"] in Role.values:
            set_roles(user=people[login["email"]], roles=[login["role"]], by=None)


def load_working_groups() -> None:
    """Make two working groups, once: one by a rule, one by hand, of the first seats of a district."""
    if WorkingGroup.objects.exists():
        return
    create_working_group(
        name="Informaciona bezbednost u gradovima",
        description="Procedure za odgovor na incidente i primena zakona u gradskim upravama.",
        is_by_rule=True,
        rule_seat_kinds=[SeatKind.ICT],
        rule_kinds=[Kind.CITY],
    )
    district = District.objects.get(name="Moravički")
    create_working_group(
        name="Elektronska pisarnica",
        description="Priprema modela uputstva o kancelarijskom poslovanju u elektronskom obliku.",
        seats=list(Seat.objects.filter(local_government__district=district, kind=SeatKind.GENERAL_ADMINISTRATION)),
    )
