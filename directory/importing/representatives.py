"""The table of representatives: who holds which seat from when to when, by which act."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from import_export.results import RowResult

from accounts.models import User
from directory import services
from directory.enums import RowState, TableKind
from directory.importing.appointing import check_holding
from directory.importing.columns import Column, DayCell, EmailCell, PhoneCell, TextCell
from directory.importing.contacts import update_contact
from directory.importing.holdings import OF_PERSON, Holding
from directory.importing.outcomes import Outcome
from directory.importing.resource import TableResource
from directory.importing.table_of_people import TableOfPeople
from directory.models import Appointment, Profile, Seat, SeatInvitation


class RepresentativeResource(TableResource):
    """Appoints, replaces and corrects; people without an account are invited when that is wished."""

    kind = TableKind.REPRESENTATIVES
    email = Column("email", EmailCell())
    first_name = Column("first_name", TextCell(SeatInvitation, "first_name"))
    last_name = Column("last_name", TextCell(SeatInvitation, "last_name"))
    position = Column("position", TextCell(Profile, "position"))
    phone = Column("phone", PhoneCell(Profile, "phone", wrong="phone"))
    act_number = Column("act_number", TextCell(Appointment, "act_number"))
    act_date = Column("act_date", DayCell())
    starts_on = Column("starts_on", DayCell())
    ends_on = Column("ends_on", DayCell())

    def prepare(self) -> None:
        """Read the register, and what each row names."""
        self.today = timezone.localdate()
        self.table = TableOfPeople(self.rows)
        self.register = self.table.register
        self.units = [row.unit.pk if row.unit else None for row in self.table.rows]

    def write(self) -> list[Outcome]:
        """Write the table, with one copy to Django's groups at the end."""
        with services.syncing_once():
            return super().write()

    def import_row(self, row: dict[str, Any], instance_loader: Any, **kwargs: Any) -> RowResult:
        """Import one row; the engine asks for its instance without telling which row it is."""
        self.named = self.table.rows[kwargs["row_number"] - 1]
        return super().import_row(row, instance_loader, **kwargs)

    def get_or_init_instance(self, instance_loader: Any, row: dict[str, Any]) -> tuple[Holding, bool]:
        """What the register says about the person on the seat, and whether the appointment would be a new one."""
        seat, person = self.named.seat, self.named.person
        holding = Holding(seat=seat, email=self.named.email)
        if person:
            holding.take_person(person, self.register.profiles.get(person.pk))
        if person and seat:
            start, end = self.day(row, "starts_on"), self.day(row, "ends_on")
            if appointment := self.register.appointment_of(seat, person, start, end, self.today):
                holding.take_appointment(appointment)
        if seat and not person:
            invitation = self.register.invitations.get(self.named.email)
            holding.invitation = invitation if invitation and invitation.seat_id == seat.pk else None
        return holding, holding.appointment is None

    def day(self, row: dict[str, Any], name: str) -> Any:
        """A day of the row, or nothing if it is none."""
        try:
            return DayCell().clean(row.get(name, ""))
        except ValueError:
            return None

    def problems_of(self, row: dict[str, Any], number: int) -> dict[str, ValidationError]:
        """What is wrong with what the row names."""
        return self.table.problems_of(self.named)

    def check(self, instance: Holding) -> dict[str, ValidationError]:
        """What is wrong with the row as a whole; a new appointment begins today if no day is given."""
        has_start = instance.starts_on is not None
        instance.starts_on = instance.starts_on or self.today
        return check_holding(instance, self.table, self.named, today=self.today, has_start=has_start)

    def skip_row(self, instance: Holding, original: Holding, row: Any, import_validation_errors: Any = None) -> bool:
        """Leave alone who is invited already, and what is the same."""
        if instance.invitation and not import_validation_errors:
            return True
        return bool(super().skip_row(instance, original, row, import_validation_errors))

    def describe(self, outcome: Outcome, instance: Holding) -> None:
        """Say what kind of change it is, and whom it is about."""
        seat = instance.the_seat
        holder = next((row for row in self.register.appointments[seat.pk] if row.in_force_on(self.today)), None)
        if instance.invitation:
            day = timezone.localtime(instance.invitation.invitation.created_at).date()
            outcome.state, outcome.differences = RowState.SAME, []
            outcome.note = ["already_invited", {"day": day.isoformat()}]
        elif instance.person is None:
            outcome.state = RowState.INVITE
            outcome.note = ["seat_held", {"person": str(holder.person)}] if holder else None
        elif instance.appointment:
            outcome.state = RowState.CHANGE if outcome.differences else RowState.SAME
        elif instance.replaces:
            outcome.state = RowState.REPLACE
            outcome.differences.insert(0, ["holder", str(instance.replaces.person), instance.name])
        else:
            outcome.state = RowState.APPOINT

    def save_row(self, instance: Holding) -> None:
        """Invite, appoint, replace or correct, and take over what is new about the person."""
        if instance.person is None:
            self.invite(instance)
            return
        if instance.appointment:
            self.correct(instance.appointment, instance.changes_of_appointment())
        else:
            self.appoint(instance, instance.the_seat, instance.person)
        self.save_person(instance, instance.person)

    def invite(self, instance: Holding) -> None:
        """Invite a person without an account, if that is wished."""
        if self.send_invitations and instance.starts_on:
            services.invite_representative(
                seat=instance.the_seat,
                email=instance.email,
                first_name=instance.first_name,
                last_name=instance.last_name,
                starts_on=instance.starts_on,
                act_number=instance.act_number,
                act_date=instance.act_date,
                by=self.by,
            )

    def appoint(self, instance: Holding, seat: Seat, person: User) -> None:
        """Give the seat to the person; who holds it until then is replaced."""
        facts: dict[str, Any] = {
            "person": person,
            "starts_on": instance.starts_on,
            "act_number": instance.act_number,
            "act_date": instance.act_date,
            "by": self.by,
        }
        before = instance.replaces
        if before is None:
            services.appoint(seat=seat, ends_on=instance.ends_on, **facts)
        elif instance.ends_on is None:
            services.replace(appointment=before, **facts)
        else:
            services.end_appointment(appointment=before, last_day=facts["starts_on"] - timedelta(days=1), by=self.by)
            services.appoint(seat=seat, ends_on=instance.ends_on, **facts)

    def correct(self, appointment: Appointment, changes: dict[str, Any]) -> None:
        """Set an appointment right; a last day that was not known ends it."""
        ends = "ends_on" in changes and appointment.ends_on is None
        last_day = changes.pop("ends_on") if ends else None
        if changes:
            reason = gettext("Imported from the table %(file)s.") % {"file": self.file_name}
            appointment = services.correct_appointment(appointment=appointment, reason=reason, by=self.by, **changes)
        if last_day:
            services.end_appointment(appointment=appointment, last_day=last_day, by=self.by)

    def save_person(self, instance: Holding, person: User) -> None:
        """Write name, position and phone where they differ; a person who stands in two rows is written once."""
        contact = {name: getattr(instance, name) for name in OF_PERSON}
        unit = instance.the_seat.local_government
        if contact != self.contact_of(person):
            update_contact(person=person, unit=unit, contact=contact, file_name=self.file_name, by=self.by)

    def contact_of(self, person: User) -> dict[str, str]:
        """What the register said of a person when the table was begun."""
        before = Holding()
        before.take_person(person, self.register.profiles.get(person.pk))
        return {name: getattr(before, name) for name in OF_PERSON}
