"""The register: local governments, seats, appointments, profiles; and the page that shows it."""

from directory.models.local_governments import District, LocalGovernment
from directory.models.pages import DirectoryPage
from directory.models.profiles import Profile
from directory.models.seats import Appointment, Seat

__all__ = ["Appointment", "DirectoryPage", "District", "LocalGovernment", "Profile", "Seat"]
