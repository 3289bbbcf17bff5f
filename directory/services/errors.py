"""Why the register refuses a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User
    from directory.models import Appointment, SeatInvitation


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


class SeatVacant(RegisterError):
    """Nobody holds the seat on the day, so there is nobody to replace."""


class SeatInvited(RegisterError):
    """Somebody else is invited to the seat; `invitation` is the one that waits."""

    def __init__(self, invitation: SeatInvitation) -> None:
        super().__init__(str(invitation))
        self.invitation = invitation


class HasAccount(RegisterError):
    """The address belongs to an account, which is appointed and not invited; `person` is whose it is."""

    def __init__(self, person: User) -> None:
        super().__init__(person.email)
        self.person = person


class NotRepresentative(RegisterError):
    """The person holds no seat of the local government today."""


class AlreadyThere(RegisterError):
    """The person is a colleague or guest already, or is proposed or invited."""


class AlreadyDecided(RegisterError):
    """The proposal was approved or declined in the meantime."""


class AlreadyEnded(RegisterError):
    """It has ended already."""
