"""The register: local governments, seats, appointments, profiles, people without a seat, working groups; its page."""

from directory.models.imports import DirectoryImport
from directory.models.local_governments import District, FormerName, LocalGovernment, Succession
from directory.models.pages import DirectoryPage
from directory.models.people import Colleague, Guest, SeatInvitation
from directory.models.profiles import Profile, Software, confirmation_due
from directory.models.seats import Appointment, Seat
from directory.models.working_groups import WorkingGroup

__all__ = [
    "Appointment",
    "Colleague",
    "DirectoryImport",
    "DirectoryPage",
    "District",
    "FormerName",
    "Guest",
    "LocalGovernment",
    "Profile",
    "Seat",
    "SeatInvitation",
    "Software",
    "Succession",
    "WorkingGroup",
    "confirmation_due",
]
