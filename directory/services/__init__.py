"""Writes of the register."""

from directory.services.appointments import (
    annul_appointment,
    appoint,
    check_free,
    correct_appointment,
    end_appointment,
    replace,
)
from directory.services.errors import (
    AlreadyDecided,
    AlreadyEnded,
    AlreadyThere,
    AppointmentChanged,
    EndBeforeStart,
    HasAccount,
    NotRepresentative,
    ReasonMissing,
    RegisterError,
    SeatGone,
    SeatInvited,
    SeatTaken,
    SeatVacant,
)
from directory.services.groups import sync_groups
from directory.services.invitations import (
    AddressTwice,
    Invited,
    invite_to_seat,
    invite_to_seats,
    replace_by_invitation,
    seat_accepted,
)
from directory.services.local_governments import (
    add_local_government,
    queue_local_government,
    save_local_government,
)
from directory.services.people import (
    approve_colleague,
    change_visit,
    decline_colleague,
    end_colleague,
    invite_guest,
    person_accepted,
    propose_colleague,
)
from directory.services.profiles import save_profile

__all__ = [
    "AddressTwice",
    "AlreadyDecided",
    "AlreadyEnded",
    "AlreadyThere",
    "AppointmentChanged",
    "EndBeforeStart",
    "HasAccount",
    "Invited",
    "NotRepresentative",
    "ReasonMissing",
    "RegisterError",
    "SeatGone",
    "SeatInvited",
    "SeatTaken",
    "SeatVacant",
    "add_local_government",
    "annul_appointment",
    "appoint",
    "approve_colleague",
    "change_visit",
    "check_free",
    "correct_appointment",
    "decline_colleague",
    "end_appointment",
    "end_colleague",
    "invite_guest",
    "invite_to_seat",
    "invite_to_seats",
    "person_accepted",
    "propose_colleague",
    "queue_local_government",
    "replace",
    "replace_by_invitation",
    "save_local_government",
    "save_profile",
    "seat_accepted",
    "sync_groups",
]
