"""Jobs that every installation runs: scheduled pages, and the care of the task queue.

django-tasks-db has no retry and leaves the task of a killed worker running for ever; these jobs add both.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.models import WorkerHeartbeat

ATTEMPTS = 5
BACK_OFF = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]


def publish_scheduled() -> None:
    """Publish and unpublish the pages whose time has come."""
    call_command("publish_scheduled")


def put_back_tasks() -> int:
    """Put back the running tasks whose worker has been silent for WORKER_SILENT_SECONDS; return how many.

    One that has been started five times is marked as failed: it may be what kills its workers.
    """
    now = timezone.now()
    WorkerHeartbeat.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
    running = list(DBTaskResult.objects.running())  # before the heartbeats: a worker writes its first, then runs
    silent_since = now - timedelta(seconds=settings.WORKER_SILENT_SECONDS)
    alive = set(WorkerHeartbeat.objects.filter(seen_at__gte=silent_since).values_list("worker_id", flat=True))
    lost = [task for task in running if not alive.intersection(task.worker_ids[-1:])]
    return sum(put_back(task) for task in lost)


def put_back(task: DBTaskResult) -> int:
    """Put a lost task back into its queue, or give it up; 0 when another worker was quicker."""
    still_running = DBTaskResult.objects.filter(
        pk=task.pk, status=TaskResultStatus.RUNNING, started_at=task.started_at
    )
    if len(task.worker_ids) < ATTEMPTS:
        return still_running.update(status=TaskResultStatus.READY, started_at=None)
    reason = "The worker died each time it ran this task."
    still_running.update(status=TaskResultStatus.FAILED, finished_at=timezone.now(), traceback=reason)
    return 0


def retry_failed_tasks() -> int:
    """Give failed tasks another turn, later each time, five in all; return how many will run again."""
    now = timezone.now()
    retried = 0
    for task in DBTaskResult.objects.failed().filter(finished_at__gte=now - timedelta(days=1)):
        attempt = len(task.worker_ids)
        if not 0 < attempt < ATTEMPTS:
            continue
        retried += DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.FAILED).update(
            status=TaskResultStatus.READY, run_after=task.finished_at + BACK_OFF[attempt - 1], started_at=None
        )
    return retried


def prune_task_results() -> None:
    """Delete what finished well more than a day ago and what failed more than 30 days ago."""
    now = timezone.now()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - timedelta(days=1)).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - timedelta(days=30)).delete()
