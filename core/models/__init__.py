"""Models that every app may build on."""

from core.models.audiences import Audience
from core.models.body import body_field
from core.models.coordinator import CoordinatorSettings
from core.models.foreign_words import ForeignWord, foreign_words
from core.models.pages import BasePage
from core.models.running import Job, WorkerHeartbeat
from core.models.topics import PageTopic, Topic

__all__ = [
    "Audience",
    "BasePage",
    "CoordinatorSettings",
    "ForeignWord",
    "Job",
    "PageTopic",
    "Topic",
    "WorkerHeartbeat",
    "body_field",
    "foreign_words",
]
