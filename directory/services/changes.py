"""How local governments change: they get another name, merge, split.

A change has a first day. What ends exists until the day before, what follows it from that day on; both are read by
date, so a change of a coming day needs nothing done on it. What is gone stays, with its page and its history.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NotRequired, TypedDict

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from directory.enums import ChangeKind, Kind
from directory.models import Appointment, FormerName, LocalGovernment, Seat, Succession
from directory.querysets import existing_on
from directory.services.appointments import after_change, facts_of
from directory.services.errors import (
    AppointmentsLater,
    ChangeOutOfOrder,
    CityHasMunicipalities,
    LocalGovernmentGone,
    MergeIntoItself,
    NameUnchanged,
    RenameInFuture,
    TooFewLocalGovernments,
)
from directory.services.groups import sync_groups
from directory.services.local_governments import queue_local_government, save_local_government

if TYPE_CHECKING:
    from accounts.models import User
    from directory.models import District
    from directory.querysets import AppointmentQuerySet


UNTOUCHED_BY_RENAME: Final = ("slug", "district", "website", "email", "gazette", "gazette_url")


class NewLocalGovernment(TypedDict):
    """A local government that begins with a change; district and city are those of what it follows, unless told."""

    name: str
    kind: str
    name_cyrillic: NotRequired[str]
    district: NotRequired[District]
    parent: NotRequired[LocalGovernment | None]


@transaction.atomic
def rename(
    *,
    local_government: LocalGovernment,
    name: str,
    name_cyrillic: str = "",
    from_day: date,
    act_number: str = "",
    by: User | None = None,
) -> LocalGovernment:
    """Give a local government another name from a day on, which may be today; the former one stays findable.

    The address of its page does not change. Raises `RenameInFuture`, `LocalGovernmentGone`, `NameUnchanged`,
    `ChangeOutOfOrder` when the present name would not have lasted a day, and Django's `ValidationError` when the name
    is taken or the two names differ.
    """
    if from_day > timezone.localdate():
        raise RenameInFuture
    (unit,) = locked([local_government])
    if not unit.exists_on(from_day):
        raise LocalGovernmentGone(unit)
    before = names_of(unit)
    unit.name, unit.name_cyrillic = " ".join(name.split()), " ".join(name_cyrillic.split())
    unit.full_clean(exclude=UNTOUCHED_BY_RENAME)
    if unit.name == before["name"]:
        raise NameUnchanged
    until = from_day - timedelta(days=1)
    if (unit.exists_from and until < unit.exists_from) or unit.former_names.filter(until__gte=until).exists():
        raise ChangeOutOfOrder
    FormerName.objects.create(local_government=unit, until=until, **before)
    unit.save(update_fields=["name", "name_cyrillic"])
    record(unit, "directory.rename", by=by, before=before, to=names_of(unit), from_day=from_day, act_number=act_number)
    queue_local_government(unit)
    for successor in LocalGovernment.objects.filter(origins__predecessor=unit):
        queue_local_government(successor)
    return unit


@transaction.atomic
def merge(
    *,
    units: Iterable[LocalGovernment],
    first_day: date,
    into: LocalGovernment | None = None,
    new: NewLocalGovernment | None = None,
    act_number: str = "",
    by: User | None = None,
) -> LocalGovernment:
    """Merge local governments into another, or into a new one, from its first day on; return what follows them.

    Their appointments end on the day before. Raises `TooFewLocalGovernments` (two make a new one, one is enough to go
    into another), `MergeIntoItself`, `LocalGovernmentGone`, `CityHasMunicipalities`, `AppointmentsLater`, and Django's
    `ValidationError` when the new name is taken.
    """
    merged = locked(units)
    if (into is None) == (new is None):
        raise ValueError("A merge is either into a local government that exists or into a new one.")
    if len(merged) < (1 if into else 2):
        raise TooFewLocalGovernments
    if into in merged:
        raise MergeIntoItself
    if into is not None:
        (into,) = locked([into])
        if not into.exists_on(first_day):
            raise LocalGovernmentGone(into)
    end_local_governments(merged, first_day, by=by)
    successor = into or begin(new, merged[0], first_day, by=by)
    follow(merged, [successor], ChangeKind.MERGE, first_day, act_number=act_number, by=by)
    return successor


@transaction.atomic
def split(
    *,
    unit: LocalGovernment,
    into: Sequence[NewLocalGovernment],
    first_day: date,
    keeps: bool,
    act_number: str = "",
    by: User | None = None,
) -> list[LocalGovernment]:
    """Split a local government from a day on; return the new ones. `keeps`: it goes on existing beside them.

    What does not go on loses its appointments the day before. Raises `TooFewLocalGovernments` (one is enough beside
    what goes on, else two), `LocalGovernmentGone`, `CityHasMunicipalities`, `AppointmentsLater`, and Django's
    `ValidationError` when a name is taken.
    """
    (origin,) = locked([unit])
    if len(into) < (1 if keeps else 2):
        raise TooFewLocalGovernments
    if keeps:
        check_exists_before(origin, first_day)
    else:
        end_local_governments([origin], first_day, by=by)
    successors = [begin(new, origin, first_day, by=by) for new in into]
    follow([origin], successors, ChangeKind.SPLIT, first_day, act_number=act_number, by=by)
    return successors


def locked(units: Iterable[LocalGovernment]) -> list[LocalGovernment]:
    """Read these local governments again and keep others from changing them until the transaction ends."""
    ids = {unit.pk for unit in units}
    return list(LocalGovernment.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def check_exists_before(unit: LocalGovernment, first_day: date) -> None:
    """Check that a local government exists the day before a change and on it. Raises `LocalGovernmentGone`."""
    if not (unit.exists_on(first_day - timedelta(days=1)) and unit.exists_on(first_day)):
        raise LocalGovernmentGone(unit)


def end_local_governments(units: list[LocalGovernment], first_day: date, *, by: User | None) -> None:
    """End what exists, with its appointments, the day before another day.

    Raises `LocalGovernmentGone`, also of what is to end already; `CityHasMunicipalities`, `AppointmentsLater`.
    """
    for unit in units:
        check_exists_before(unit, first_day)
        if unit.exists_until:
            raise LocalGovernmentGone(unit)
    parts = LocalGovernment.objects.filter(existing_on(first_day), parent__in=units).exclude(
        pk__in=[unit.pk for unit in units]
    )
    if parts:
        raise CityHasMunicipalities(list(parts))
    list(Seat.objects.select_for_update().filter(local_government__in=units).order_by("pk"))
    later = seats_lost(units, first_day).filter(starts_on__gte=first_day)
    if later:
        raise AppointmentsLater(list(later))
    last_day = first_day - timedelta(days=1)
    for appointment in seats_lost(units, first_day):
        before = facts_of(appointment)
        appointment.ends_on = last_day
        appointment.save(update_fields=["ends_on"])
        after_change(appointment, "directory.end_appointment", by=by, before=before, to=facts_of(appointment))
    for unit in units:
        unit.exists_until = last_day
        unit.save(update_fields=["exists_until"])


def seats_lost(units: Iterable[LocalGovernment], first_day: date) -> AppointmentQuerySet:
    """The appointments to seats of these local governments that last to a day or longer."""
    rows = Appointment.objects.filter(seat__local_government__in=units).overlapping(first_day, None)
    return rows.select_related("person", "seat__local_government__parent").order_by("seat__local_government", "seat")


def begin(
    new: NewLocalGovernment | None, origin: LocalGovernment, first_day: date, *, by: User | None
) -> LocalGovernment:
    """Add what exists from the first day on, with its two seats. Raises Django's `ValidationError`."""
    if new is None:
        raise ValueError("There is nothing to begin.")
    is_part = new["kind"] == Kind.CITY_MUNICIPALITY
    unit = LocalGovernment(
        name=" ".join(new["name"].split()),
        name_cyrillic=" ".join(new.get("name_cyrillic", "").split()),
        kind=new["kind"],
        district=new.get("district") or origin.district,
        parent=new.get("parent", origin.parent) if is_part else None,
        exists_from=first_day,
    )
    unit.full_clean(exclude=["slug"])
    return save_local_government(local_government=unit, by=by)


def follow(
    before: list[LocalGovernment],
    after: list[LocalGovernment],
    kind: ChangeKind,
    first_day: date,
    *,
    act_number: str,
    by: User | None,
) -> None:
    """Keep who follows whom, record it with each of them, renew groups and index."""
    Succession.objects.bulk_create(
        Succession(predecessor=old, successor=new, kind=kind, starts_on=first_day) for old in before for new in after
    )
    old_names = {"local_governments": ", ".join(unit.full_name_in("latin") for unit in before)}
    new_names = {"local_governments": ", ".join(unit.full_name_in("latin") for unit in after)}
    for unit in [*before, *after]:
        record(
            unit,
            f"directory.{kind}",
            by=by,
            before=old_names,
            to=new_names,
            from_day=first_day,
            act_number=act_number,
        )
        queue_local_government(unit)
    sync_groups()


def names_of(unit: LocalGovernment) -> dict[str, str]:
    """The name in both scripts."""
    return {"name": unit.name, "name_cyrillic": unit.name_cyrillic}


def record(
    unit: LocalGovernment,
    action: str,
    *,
    by: User | None,
    before: dict[str, str],
    to: dict[str, str],
    from_day: date,
    act_number: str,
) -> None:
    """Log a change with a local government: what was, what is, from which day, by which act."""
    facts = {"from": before, "to": to, "from_day": from_day.isoformat(), "act_number": act_number.strip()}
    log(unit, action, user=by, data={name: value for name, value in facts.items() if value})
