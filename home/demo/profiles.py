"""Says what the demo's people know: topics, software, languages, and when they last confirmed it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from core.models import Topic
from directory.models import Profile, Software
from directory.services import save_profile
from home.demo import data


def load() -> None:
    """Fill in the profiles that say nothing yet; the topics must be there."""
    rows = data.read("profiles")
    for row in rows["software"]:
        Software.objects.get_or_create(name=row["name"], defaults=row)
    software = {row.name: row for row in Software.objects.all()}
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    said = {row["person"]: row for row in rows["profiles"]}
    untouched = Profile.objects.filter(user__email__in=said, confirmed_on=None).select_related("user")
    for profile in untouched:
        row = said[profile.user.email]
        profile.languages = row["languages"]
        save_profile(
            profile=profile,
            by=profile.user,
            topics=[topics[slug] for slug in row["topics"]],
            software=[software[name] for name in row["software"]],
        )
        day = timezone.localdate() + timedelta(days=row["confirmed"])
        Profile.objects.filter(pk=profile.pk).update(confirmed_on=day)
