"""The worker as a real process: it runs tasks, and loses none when processes are killed."""

from __future__ import annotations

import os
import signal
import threading
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.models import Job, WorkerHeartbeat
from core.registry import JobSpec
from core.services import claim_job
from tests.running import tasks
from tests.running.installation import WORKER_PROCESSES, children, is_alive, wait_until

AT_ONCE = 4

pytestmark = pytest.mark.slow


@pytest.fixture
def database(queue):
    """The test's own models work on the database of the worker."""
    with queue.database():
        yield queue


@pytest.fixture
def worker(database):
    """The one worker of these tests; a test that ends it starts another."""
    living = [running for running in database.processes if running.process.poll() is None]
    return living[0] if living else started(database)


def started(installation):
    """Start a worker and wait until it has all its processes."""
    running = installation.start_worker()
    wait_until("its processes run", lambda: len(children(running.pid)) >= WORKER_PROCESSES or ended(running))
    return running


def ended(running):
    """Fail when the process has ended, with what it said."""
    assert running.process.poll() is None, running.said


def result(task):
    """The row of an enqueued task."""
    return DBTaskResult.objects.get(pk=task.id)


def in_state(task, state):
    """Whether the task has come to a state."""
    return result(task).status == state


def test_tasks_of_both_queues_run(database, worker, tmp_path):
    quick = tasks.leave_mark.enqueue(str(tmp_path / "quick"))
    slow = tasks.leave_mark_slowly.enqueue(str(tmp_path / "slow"))
    for task in (quick, slow):
        wait_until("the task has run", lambda task=task: in_state(task, TaskResultStatus.SUCCESSFUL))
    assert (tmp_path / "quick").read_text() != (tmp_path / "slow").read_text()
    assert {int(mark.read_text()) for mark in tmp_path.iterdir()} <= set(children(worker.pid))


def test_task_of_a_killed_task_worker_is_put_back_and_finished(database, worker, tmp_path):
    task = tasks.hold.enqueue(str(tmp_path))
    first = process_of(tmp_path / "1")
    assert first in children(worker.pid)
    os.kill(first, signal.SIGKILL)
    wait_until("the task has run again", lambda: in_state(task, TaskResultStatus.SUCCESSFUL))
    row = result(task)
    assert row.return_value == 2
    assert len(set(row.worker_ids)) == 2
    assert process_of(tmp_path / "2") in children(worker.pid)
    assert len(children(worker.pid)) == WORKER_PROCESSES


def process_of(mark):
    """The process that left a mark."""
    return int(wait_until(f"{mark.name} was begun", lambda: mark.exists() and mark.read_text()))


def test_only_failures_are_written_to_the_log(database, worker, tmp_path):
    before = worker.said
    good = tasks.leave_mark.enqueue(str(tmp_path / "mark"))
    bad = tasks.fail.enqueue("the mail server refuses")
    wait_until("the good one has run", lambda: in_state(good, TaskResultStatus.SUCCESSFUL))
    wait_until("the bad one has failed", lambda: result(bad).traceback)
    said = worker.said.removeprefix(before)
    assert "ValueError: the mail server refuses" in said
    assert "ERROR" in said
    assert str(good.id) not in said


def test_sigterm_ends_all_in_time_and_the_unfinished_task_is_put_back(database, worker, tmp_path):
    before, family = worker.said, children(worker.pid)
    task = tasks.hold.enqueue(str(tmp_path))
    process_of(tmp_path / "1")
    worker.signal(signal.SIGTERM)
    assert worker.wait(15) == 0
    assert not [pid for pid in family if is_alive(pid)]
    assert not worker.said.removeprefix(before)
    assert in_state(task, TaskResultStatus.RUNNING)
    make_jobs_due()
    started(database)
    wait_until("the next worker has finished the task", lambda: in_state(task, TaskResultStatus.SUCCESSFUL))


def test_killed_worker_leaves_no_process_and_no_task(database, worker, tmp_path):
    family = children(worker.pid)
    task = tasks.hold.enqueue(str(tmp_path))
    process_of(tmp_path / "1")
    worker.signal(signal.SIGKILL)
    wait_until("the task workers are gone too", lambda: not any(map(is_alive, family)), seconds=5)
    assert in_state(task, TaskResultStatus.RUNNING)
    wait_until("the dead are silent", lambda: not heard_lately(result(task).worker_ids[-1]))
    make_jobs_due()
    started(database)
    wait_until("the next worker has finished the task", lambda: in_state(task, TaskResultStatus.SUCCESSFUL))


def make_jobs_due():
    """Let every job run as soon as a worker looks."""
    Job.objects.update(due_at=timezone.now() - timedelta(seconds=1))


def heard_lately(worker_id):
    """Whether the heartbeat of a task worker is not yet old enough (3 seconds here)."""
    limit = timezone.now() - timedelta(seconds=3)
    return WorkerHeartbeat.objects.filter(worker_id=worker_id, seen_at__gt=limit).exists()


@pytest.mark.parametrize("known", [False, True])
def test_of_several_workers_at_once_one_gets_the_job(database, known):
    spec = JobSpec("contested", lambda: None, timedelta(minutes=1))
    moment = timezone.now()
    for number in range(5):
        Job.objects.filter(name=spec.name).delete()
        if known:
            Job.objects.create(name=spec.name, due_at=moment)
        assert sorted(claims_at_once(database, spec, moment)) == [False] * (AT_ONCE - 1) + [True], number


def claims_at_once(installation, spec, moment):
    """What so many threads with connections of their own get when they claim a job at the same time."""
    barrier = threading.Barrier(AT_ONCE)
    claims = []

    def claim():
        with installation.connection():
            barrier.wait()
            claims.append(claim_job(spec, moment))

    threads = [threading.Thread(target=claim) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return claims
