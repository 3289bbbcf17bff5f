"""Writes of the register."""

from directory.services.appointments import (
    annul_appointment,
    appoint,
    check_free,
    correct_appointment,
    end_appointment,
    replace,
)
from directory.services.changes import NewLocalGovernment, merge, rename, seats_lost, split
from directory.services.errors import (
    AppointmentChanged,
    AppointmentsLater,
    ChangeOutOfOrder,
    CityHasMunicipalities,
    EndBeforeStart,
    LocalGovernmentGone,
    MergeIntoItself,
    NameUnchanged,
    ReasonMissing,
    RegisterError,
    RenameInFuture,
    SeatGone,
    SeatTaken,
    TooFewLocalGovernments,
)
from directory.services.groups import sync_groups
from directory.services.local_governments import (
    add_local_government,
    queue_local_government,
    save_local_government,
)
from directory.services.profiles import save_profile

__all__ = [
    "AppointmentChanged",
    "AppointmentsLater",
    "ChangeOutOfOrder",
    "CityHasMunicipalities",
    "EndBeforeStart",
    "LocalGovernmentGone",
    "MergeIntoItself",
    "NameUnchanged",
    "NewLocalGovernment",
    "ReasonMissing",
    "RegisterError",
    "RenameInFuture",
    "SeatGone",
    "SeatTaken",
    "TooFewLocalGovernments",
    "add_local_government",
    "annul_appointment",
    "appoint",
    "check_free",
    "correct_appointment",
    "end_appointment",
    "merge",
    "queue_local_government",
    "rename",
    "replace",
    "save_local_government",
    "save_profile",
    "seats_lost",
    "split",
    "sync_groups",
]
