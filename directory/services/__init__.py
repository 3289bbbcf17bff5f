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
    AppointmentChanged,
    EndBeforeStart,
    ReasonMissing,
    RegisterError,
    SeatGone,
    SeatTaken,
)
from directory.services.groups import sync_groups, syncing_once
from directory.services.local_governments import (
    add_local_government,
    queue_local_government,
    save_local_government,
)
from directory.services.profiles import save_profile

__all__ = [
    "AppointmentChanged",
    "EndBeforeStart",
    "ReasonMissing",
    "RegisterError",
    "SeatGone",
    "SeatTaken",
    "add_local_government",
    "annul_appointment",
    "appoint",
    "check_free",
    "correct_appointment",
    "end_appointment",
    "queue_local_government",
    "replace",
    "save_local_government",
    "save_profile",
    "sync_groups",
    "syncing_once",
]
