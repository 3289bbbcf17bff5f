"""The home page, plain pages, and messages to the coordinator."""

from home.models.messages import MessageToCoordinator
from home.models.pages import ContentPage, ContentPageDocument, HomePage

__all__ = ["ContentPage", "ContentPageDocument", "HomePage", "MessageToCoordinator"]
