"""Models that every app may build on."""

from core.models.body import body_field
from core.models.coordinator import CoordinatorSettings
from core.models.pages import BasePage
from core.models.running import Job, WorkerHeartbeat
from core.models.topics import PageTopic, Topic

__all__ = ["BasePage", "CoordinatorSettings", "Job", "PageTopic", "Topic", "WorkerHeartbeat", "body_field"]
