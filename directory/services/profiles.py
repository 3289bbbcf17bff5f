"""Writes of profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log

from search.services import queue

if TYPE_CHECKING:
    from accounts.models import User
    from directory.models import Profile


def save_profile(*, profile: Profile, by: User) -> Profile:
    """Save a checked profile with the name of its person, and record who changed it."""
    with transaction.atomic():
        profile.user.save(update_fields=["first_name", "last_name"])
        profile.save()
        log(profile, "wagtail.edit", user=by)
        queue("accounts.user", [profile.user_id])
    return profile
