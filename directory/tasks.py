"""Mail of the register, sent through the queue."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django_tasks import task

from accounts.models import User


@task()
def tell_proposer(proposer_id: int, name: str, reason: str, by_id: int) -> None:
    """Tell a representative why a proposed colleague was declined; the answer goes to whoever declined."""
    proposer, by = User.objects.get(pk=proposer_id), User.objects.get(pk=by_id)
    first, second = settings.MAIL_SCRIPTS
    context = {"name": name, "reason": reason, "by": by, "first": first, "second": second}
    subject = " ".join(render_to_string("directory/mail/declined_subject.txt", context).split())
    body = render_to_string("directory/mail/declined.txt", context)
    EmailMessage(subject, body, None, [proposer.email], reply_to=[by.email]).send()
