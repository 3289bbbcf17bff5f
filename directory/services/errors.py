"""Why the register refuses a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from directory.models import Appointment


class RegisterError(Exception):
    """A change of the register that cannot be made."""


class EndBeforeStart(RegisterError):
    """The last day is before the first."""


class SeatTaken(RegisterError):
    """Somebody holds the seat on one of these days; `appointment` is the one in the way."""

    def __init__(self, appointment: Appointment) -> None:
        super().__init__(str(appointment))
        self.appointment = appointment


class SeatGone(RegisterError):
    """The local government does not exist on all of these days."""


class AppointmentChanged(RegisterError):
    """Somebody else changed or ended the appointment in the meantime."""


class ReasonMissing(RegisterError):
    """A correction has no reason."""


class NotEndedYet(RegisterError):
    """What a person holds cannot be handed over before the last day has passed."""


class NothingToHandOver(RegisterError):
    """All that a person held has been handed over before."""
