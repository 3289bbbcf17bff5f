"""Mail of `accounts`, sent through the queue."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.core.management import call_command
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from accounts.links import invitation_token
from accounts.models import Invitation
from accounts.registry import purposes


@task()
def send_invitation(invitation_id: int) -> None:
    """Send the mail of an invitation, if it can still be accepted. Sending it twice does no harm."""
    invitation = Invitation.objects.select_related("invited_by").filter(pk=invitation_id).first()
    if invitation is None or not invitation.is_open:
        return
    link = settings.SITE_URL + reverse("accept_invitation", args=[invitation_token(invitation.pk)])
    first, second = settings.MAIL_SCRIPTS
    context = {
        "invitation": invitation,
        "link": link,
        "first": first,
        "second": second,
        "purpose": lambda: purposes.of([invitation.pk]).get(invitation.pk),  # asked for in each language
    }
    subject = " ".join(render_to_string("accounts/mail/invitation_subject.txt", context).split())
    send_mail(subject, render_to_string("accounts/mail/invitation.txt", context), None, [invitation.email])


def clear_sessions() -> None:
    """Delete expired sessions."""
    call_command("clearsessions")
