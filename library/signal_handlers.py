"""Changes of the list of issuers that the index has to hear of."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from library.models import ActPage, Issuer, ResourcePage
from search.registry import pages
from search.services import queue


def connect() -> None:
    """Listen to issuers."""
    post_save.connect(issuer_changed, sender=Issuer, dispatch_uid="library.issuer")


def issuer_changed(sender: type[Issuer], instance: Issuer, **kwargs: Any) -> None:
    """Queue the acts and resources of an issuer: rows of results say its name."""
    for model in (ActPage, ResourcePage):
        queue(pages.label, model.objects.filter(issuer=instance).values_list("pk", flat=True))
