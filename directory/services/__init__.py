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
    GroupNameTaken,
    LocalGovernmentGone,
    MergeIntoItself,
    NameUnchanged,
    ReasonMissing,
    RegisterError,
    RenameInFuture,
    SeatGone,
    SeatTaken,
    TooFewLocalGovernments,
    WorkingGroupGone,
)
from directory.services.groups import sync_groups
from directory.services.local_governments import (
    add_local_government,
    queue_local_government,
    save_local_government,
)
from directory.services.profiles import save_profile
from directory.services.working_groups import (
    check_group_name,
    close_working_group,
    create_working_group,
    put_into_working_group,
    reopen_working_group,
    save_working_group,
)
from directory.working_groups import people_of, seats_of

__all__ = [
    "AppointmentChanged",
    "AppointmentsLater",
    "ChangeOutOfOrder",
    "CityHasMunicipalities",
    "EndBeforeStart",
    "GroupNameTaken",
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
    "WorkingGroupGone",
    "add_local_government",
    "annul_appointment",
    "appoint",
    "check_free",
    "check_group_name",
    "close_working_group",
    "correct_appointment",
    "create_working_group",
    "end_appointment",
    "merge",
    "people_of",
    "put_into_working_group",
    "queue_local_government",
    "rename",
    "reopen_working_group",
    "replace",
    "save_local_government",
    "save_profile",
    "save_working_group",
    "seats_lost",
    "seats_of",
    "split",
    "sync_groups",
]
