"""Writes of `core`: running the jobs that are due, and finding the audience of pages."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from core.models import Audience, Job
from core.querysets import read_restrictions
from core.registry import JobSpec, jobs

logger = logging.getLogger(__name__)

AudienceOf = frozenset[frozenset[str]] | None


def run_due_jobs(*, now: datetime | None = None) -> list[str]:
    """Run every registered job that is due and return the names of those that ran.

    Any number of workers may call this at once: a job is claimed by one conditional update, and its work runs outside
    any transaction. A job that fails is logged, keeps its error on its row and runs again when it is next due.
    """
    moment = now or timezone.now()
    resting = set(Job.objects.filter(due_at__gt=moment).values_list("name", flat=True))
    due = [spec for spec in jobs.specs.values() if spec.name not in resting]
    return [spec.name for spec in due if claim_job(spec, moment) and run_job(spec)]


def claim_job(spec: JobSpec, now: datetime) -> bool:
    """Take the job for this process when it is due; its next turn is set at once."""
    job, created = Job.objects.get_or_create(name=spec.name, defaults={"due_at": now + spec.every, "started_at": now})
    if created:
        return True
    due = Job.objects.filter(pk=job.pk, due_at__lte=now)
    return due.update(due_at=now + spec.every, started_at=now) == 1


def run_job(spec: JobSpec) -> bool:
    """Run the job and keep how it went; always true, since it had its turn."""
    try:
        spec.run()
        error = ""
    except Exception:
        logger.exception("Job %s failed", spec.name)
        error = traceback.format_exc()
    Job.objects.filter(name=spec.name).update(finished_at=timezone.now(), error=error)
    return True


def audience_ids(restrictions: Mapping[int, AudienceOf]) -> dict[int, int]:
    """The audiences with these restrictions (`None`: nobody), by the same keys; new ones are added."""
    keys = {pk: Audience.NOBODY if one is None else Audience.key_of(one) for pk, one in restrictions.items()}
    Audience.objects.bulk_create([Audience(key=key) for key in set(keys.values())], ignore_conflicts=True)
    known = dict(Audience.objects.filter(key__in=set(keys.values())).values_list("key", "pk"))
    return {pk: known[key] for pk, key in keys.items()}


def restrictions_of(path: str, restrictions: list[tuple[str, str, frozenset[str]]]) -> AudienceOf:
    """The group restrictions on the way to a path of the tree; nothing (`None`) when one of them lets nobody pass."""
    found = set()
    for restricted, kind, groups in restrictions:
        if not path.startswith(restricted) or kind == PageViewRestriction.LOGIN:
            continue
        if kind != PageViewRestriction.GROUPS:
            return None
        found.add(groups)
    return frozenset(found)


def page_audiences(pages: Iterable[Page]) -> dict[int, int]:
    """The audience of each page by its id (three queries)."""
    restrictions = read_restrictions(PageViewRestriction, "page")
    return audience_ids({page.pk: restrictions_of(page.path, restrictions) for page in pages})


def open_audience() -> int:
    """The audience of what every member may see."""
    return audience_ids({0: frozenset()})[0]
