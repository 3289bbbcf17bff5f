"""Writes of profiles."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from directory.models import Profile
from directory.models.profiles import PHOTO_FOLDER, small_photo
from search.services import queue

if TYPE_CHECKING:
    from accounts.models import User
    from core.models import Topic
    from directory.models import Software
    from directory.photos import Photo

WRITTEN: Final = ("position", "department", "phone", "mobile", "ask_me_about", "languages")


def save_profile(
    *,
    profile: Profile,
    by: User,
    topics: Iterable[Topic] | None = None,
    software: Iterable[Software] | None = None,
    photo: Photo | None = None,
    remove_photo: bool = False,
) -> Profile:
    """Save a checked profile with the name of its person, confirm it, and record from what to what it was changed.

    `topics` and `software` replace those that are there, `photo` the one that is there; left out, they stay. The file
    of an old photo goes when the change is committed.
    """
    stored = store(photo) if photo else ""
    try:
        return write(profile, by, topics=topics, software=software, photo="" if remove_photo else stored or None)
    except BaseException:
        remove_files(stored)
        raise


@transaction.atomic
def write(
    profile: Profile,
    by: User,
    *,
    topics: Iterable[Topic] | None,
    software: Iterable[Software] | None,
    photo: str | None,
) -> Profile:
    """Write the rows; `photo` is the name of a stored file, empty for none, nothing to leave it as it is."""
    before = locked(profile.user)
    facts = facts_of(before)
    profile.pk, profile._state.adding = before.pk, False  # noqa: SLF001  (another window may have added it)
    profile.photo = before.photo.name if photo is None else photo
    profile.confirmed_on = timezone.localdate()
    profile.user.save(update_fields=["first_name", "last_name"])
    profile.save()
    if topics is not None:
        profile.topics.set(topics)
    if software is not None:
        profile.software.set(software)
    old = before.photo.name
    if old and old != profile.photo.name:
        transaction.on_commit(lambda: remove_files(old))
    log(profile, "wagtail.edit", user=by, data=changes(facts, facts_of(profile)))
    queue("accounts.user", [profile.user_id])
    return profile


@transaction.atomic
def confirm_profile(*, person: User) -> Profile:
    """Take down that the person finds the own profile right today."""
    profile = locked(person)
    before, profile.confirmed_on = profile.confirmed_on, timezone.localdate()
    profile.save(update_fields=["confirmed_on"])
    data = {"from": before and before.isoformat(), "to": profile.confirmed_on.isoformat()}
    log(profile, "directory.confirm_profile", user=person, data=data)
    return profile


def locked(person: User) -> Profile:
    """The person's profile as it is in the database, an empty one when there was none; kept from others."""
    Profile.objects.get_or_create(user=person)
    return Profile.objects.select_for_update(of=("self",)).select_related("user").get(user=person)


def facts_of(profile: Profile) -> dict[str, Any]:
    """A profile in the audit's words; of a photo, whether there is one."""
    person = profile.user
    return {
        "name": person.get_full_name(),
        **{name: getattr(profile, name) for name in WRITTEN},
        "topics": sorted(profile.topics.values_list("name", flat=True)),
        "software": sorted(profile.software.values_list("name", flat=True)),
        "photo": (profile.photo.name or "").rpartition("/")[2],
    }


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What differs, from and to."""
    differing = [name for name in after if before[name] != after[name]]
    return {"from": {name: before[name] for name in differing}, "to": {name: after[name] for name in differing}}


def store(photo: Photo) -> str:
    """Store a photo in both sizes, under a name that says nothing; return the name of the large one."""
    name = default_storage.save(f"{PHOTO_FOLDER}/{uuid4().hex}.webp", ContentFile(photo.large))
    default_storage.save(small_photo(name), ContentFile(photo.small))
    return name


def remove_files(name: str) -> None:
    """Delete the stored files of a photo; nothing for no name."""
    for stored in (name, small_photo(name)) if name else ():
        default_storage.delete(stored)


def named_photos(names: Collection[str]) -> set[str]:
    """Those of the names of stored files that a profile has, in either size."""
    wanted = Q(photo__in=names) | Q(photo__in=[name.replace(small_photo(""), ".webp") for name in names])
    large = Profile.objects.filter(wanted).exclude(photo="").values_list("photo", flat=True)
    return {stored for name in large for stored in (name, small_photo(name))}.intersection(names)
