"""Why the register refuses a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User
    from directory.models import Appointment, LocalGovernment, SeatInvitation


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


class GroupNameTaken(RegisterError):
    """Another group has this name: a role's, a seat's, a district's, all members', or another working group."""


class WorkingGroupGone(RegisterError):
    """There is no such working group any more."""


class LocalGovernmentGone(RegisterError):
    """A local government does not exist on the days that a change is about, or is to end already."""

    def __init__(self, local_government: LocalGovernment) -> None:
        super().__init__(str(local_government))
        self.local_government = local_government


class RenameInFuture(RegisterError):
    """A name can be changed on the day, not before."""


class NameUnchanged(RegisterError):
    """The new name is the present one."""


class ChangeOutOfOrder(RegisterError):
    """The present name would not have lasted a day: it began on this day or later."""


class TooFewLocalGovernments(RegisterError):
    """Nothing merges, or nothing is split."""


class MergeIntoItself(RegisterError):
    """What others merge into is among those that end."""


class CityHasMunicipalities(RegisterError):
    """A city cannot end before its city municipalities; `local_governments` are those that would be left."""

    def __init__(self, local_governments: list[LocalGovernment]) -> None:
        super().__init__(", ".join(map(str, local_governments)))
        self.local_governments = local_governments


class AppointmentsLater(RegisterError):
    """Appointments to seats that will be gone start on the day of the change or later."""

    def __init__(self, appointments: list[Appointment]) -> None:
        super().__init__(", ".join(map(str, appointments)))
        self.appointments = appointments


class NotEndedYet(RegisterError):
    """What a person holds cannot be handed over before the last day has passed."""


class NothingToHandOver(RegisterError):
    """All that a person held has been handed over before."""


class SeatVacant(RegisterError):
    """Nobody holds the seat on the day, so there is nobody to replace."""


class SeatInvited(RegisterError):
    """Somebody else is invited to the seat; `invitation` is the one that waits."""

    def __init__(self, invitation: SeatInvitation) -> None:
        super().__init__(str(invitation))
        self.invitation = invitation


class InvitedElsewhere(SeatInvited):
    """The person is invited to another seat; `invitation` is the one that waits, and would be withdrawn."""


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
