"""Mail of `home`."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks import task

from core.models import CoordinatorSettings
from home.models import MessageToCoordinator


class NoCoordinatorAddress(Exception):
    """The settings have no address for the coordinator; the task is tried again later."""


@task()
def send_message(message_id: int) -> None:
    """Send a kept message to the coordinator, once. The answer goes to the sender."""
    message = MessageToCoordinator.objects.select_related("sender").filter(pk=message_id, sent_at=None).first()
    if message is None:
        return
    coordinator = CoordinatorSettings.load()
    if not coordinator.email:
        raise NoCoordinatorAddress
    body = f"{message.text}\n\n{message.sender} <{message.sender.email}>\n{message.page}".strip()
    subject = " ".join(message.subject.split())  # a line end in a header is refused
    EmailMessage(subject, body, None, [coordinator.email], reply_to=[message.sender.email]).send()
    MessageToCoordinator.objects.filter(pk=message_id).update(sent_at=timezone.now())
