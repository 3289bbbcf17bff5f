"""Writes of `core`: running the jobs that are due."""

from __future__ import annotations

import logging
import traceback
from datetime import datetime

from django.utils import timezone

from core.models import Job
from core.registry import JobSpec, jobs

logger = logging.getLogger(__name__)


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
