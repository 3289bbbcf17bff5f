"""Jobs that every installation runs: scheduled pages, and the care of the task queue.

django-tasks-db has no retry and leaves the task of a killed worker running for ever; these jobs add both.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.models import WorkerHeartbeat

ATTEMPTS = 5
SILENT_AFTER = timedelta(seconds=90)
BACK_OFF = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]


def publish_scheduled() -> None:
    """Publish and unpublish the pages whose time has come."""
    call_command("publish_scheduled")


def put_back_tasks() -> int:
    """Put back the running tasks whose worker has been silent for 90 seconds; return how many.

    One that has been started five times is marked as failed: it may be what kills its workers.
    """
    now = timezone.now()
    WorkerHeartbeat.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
    alive = set(WorkerHeartbeat.objects.filter(seen_at__gte=now - SILENT_AFTER).values_list("worker_id", flat=True))
    lost = [task for task in DBTaskResult.objects.running() if not alive.intersection(task.worker_ids[-1:])]
    for task in lost:
        still_running = DBTaskResult.objects.filter(
            pk=task.pk, status=TaskResultStatus.RUNNING, started_at=task.started_at
        )
        if len(task.worker_ids) < ATTEMPTS:
            still_running.update(status=TaskResultStatus.READY, started_at=None)
        else:
            still_running.update(
                status=TaskResultStatus.FAILED,
                finished_at=now,
                traceback="The worker died each time it ran this task.",
            )
    return len(lost)


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
