"""What a table says of people who have an account: name, position, phone."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from wagtail.log_actions import log

from accounts.models import User
from directory.models import LocalGovernment, Profile
from search.services import queue

OF_ACCOUNT: Final = ("first_name", "last_name")


@transaction.atomic
def update_contact(
    *, person: User, unit: LocalGovernment, contact: dict[str, str], file_name: str, by: User
) -> dict[str, str]:
    """Write what differs of `contact` (names of fields and their values), and record from what to what on the unit.

    Not the person's own confirmation of the profile. Returns what was changed.
    """
    profile, _created = Profile.objects.select_related("user").get_or_create(user_id=person.pk)
    owners = {name: profile.user if name in OF_ACCOUNT else profile for name in contact}
    before = {name: getattr(owner, name) for name, owner in owners.items()}
    changes = {name: text for name, text in contact.items() if text != before[name]}
    if not changes:
        return {}
    for name, text in changes.items():
        setattr(owners[name], name, text)
    for owner in (profile.user, profile):
        if fields := [name for name in changes if owners[name] is owner]:
            owner.save(update_fields=fields)
    facts = {"from": {name: before[name] for name in changes}, "to": changes}
    log(unit, "directory.import_data", user=by, data=facts | {"person": str(profile.user), "file": file_name})
    queue("accounts.user", [person.pk])
    return changes
