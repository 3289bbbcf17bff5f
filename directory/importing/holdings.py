"""What a row of the table of representatives is about: a person on a seat, as it is and as the row wants it."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User
from directory.models import Appointment, Profile, Seat, SeatInvitation

OF_PERSON = ("first_name", "last_name", "position", "phone")
OF_APPOINTMENT = ("act_number", "act_date", "starts_on", "ends_on")


@dataclass
class Holding:
    """A person on a seat. Without `person` there is no account yet; without `appointment` it would be a new one."""

    seat: Seat | None = None
    person: User | None = None
    appointment: Appointment | None = None
    invitation: SeatInvitation | None = None
    replaces: Appointment | None = None  # what ends because this begins; known once the row has been checked
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    position: str = ""
    phone: str = ""
    act_number: str = ""
    act_date: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    def __str__(self) -> str:
        """The person, which the engine notes of every row."""
        return self.name

    def __deepcopy__(self, memo: Any) -> Holding:
        """As flat as the engine needs it for its comparison: the rows of the database are not copied."""
        return copy(self)

    @property
    def pk(self) -> int | None:
        """The appointment's, which the engine notes."""
        return self.appointment.pk if self.appointment else None

    @property
    def the_seat(self) -> Seat:
        """The seat of a row without errors."""
        if self.seat is None:
            raise ValueError("The row names no seat")
        return self.seat

    @property
    def name(self) -> str:
        """The person's name as the row has it."""
        return f"{self.first_name} {self.last_name}".strip()

    def take_person(self, person: User, profile: Profile | None) -> None:
        """Fill in what the register says about the person."""
        self.person, self.email = person, person.email
        self.first_name, self.last_name = person.first_name, person.last_name
        if profile:
            self.position, self.phone = profile.position, profile.phone

    def take_appointment(self, appointment: Appointment) -> None:
        """Fill in what the register says about the appointment."""
        self.appointment = appointment
        for name in OF_APPOINTMENT:
            setattr(self, name, getattr(appointment, name))

    def changes_of_appointment(self) -> dict[str, Any]:
        """What differs from the appointment, by field."""
        return {
            name: getattr(self, name)
            for name in OF_APPOINTMENT
            if self.appointment and getattr(self, name) != getattr(self.appointment, name)
        }
