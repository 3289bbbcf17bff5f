"""The jobs that run by the clock: each does its work, can run twice, and keeps its error."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max
from wagtail.models import UploadedFile

from core import registry, tasks
from core.models import Job, WorkerHeartbeat
from core.services import claim_job, run_due_jobs
from directory.enums import SeatKind
from directory.groups import ALL_MEMBERS
from files.services import remove_orphan_files
from tests import factories

NOW = timezone.now()
HOUR = timedelta(hours=1)


def minutes_ago(number):
    """The moment so many minutes ago."""
    return timezone.now() - timedelta(minutes=number)


def run(name):
    """Run a job as the worker does, by its registered name; an error of it fails the test."""
    registry.jobs.specs[name].run()


# --- Turns -------------------------------------------------------------------------------------------------------


@pytest.fixture
def job(monkeypatch, db):
    """A registry with one job, which counts its turns; `turns.error` makes it fail."""
    turns = []

    def take_turn():
        turns.append(timezone.now())
        if len(turns) == 1:
            raise RuntimeError("the first turn fails")

    own = registry.JobRegistry()
    own.register("counted", take_turn, minutes=5)
    monkeypatch.setattr("core.services.jobs", own)
    return turns


def test_job_runs_when_it_is_due_and_not_before(job):
    assert run_due_jobs(now=NOW) == ["counted"]
    assert run_due_jobs(now=NOW + timedelta(minutes=4)) == []
    assert run_due_jobs(now=NOW + timedelta(minutes=5)) == ["counted"]
    assert len(job) == 2


def test_failed_job_keeps_its_error_and_has_its_next_turn(job, caplog):
    run_due_jobs(now=NOW)
    row = Job.objects.get(name="counted")
    assert "RuntimeError: the first turn fails" in row.error
    assert "Job counted failed" in caplog.text
    assert row.finished_at >= row.started_at
    run_due_jobs(now=NOW + timedelta(minutes=5))
    row.refresh_from_db()
    assert row.error == ""


def test_failed_job_does_not_keep_the_others_from_running(monkeypatch, db):
    ran = []
    own = registry.JobRegistry()
    own.register("broken", lambda: 1 // 0, minutes=1)
    own.register("sound", lambda: ran.append(1), minutes=1)
    monkeypatch.setattr("core.services.jobs", own)
    assert run_due_jobs(now=NOW) == ["broken", "sound"]
    assert ran == [1]


def test_claimed_job_cannot_be_claimed_again(db):
    spec = registry.JobSpec("contested", lambda: None, timedelta(minutes=1))
    Job.objects.create(name=spec.name, due_at=NOW)
    assert [claim_job(spec, NOW), claim_job(spec, NOW)] == [True, False]


def test_every_job_of_the_product_runs_twice_without_an_error(db):
    factories.member()
    expected = {"publish_scheduled", "put_back_tasks", "retry_failed_tasks", "prune_task_results"}
    expected |= {"remove_orphan_files", "sync_groups", "clear_sessions"}
    for moment in (NOW, NOW + timedelta(days=2)):
        assert expected <= set(run_due_jobs(now=moment))
        assert not Job.objects.exclude(error="").exists()


# --- Tasks -------------------------------------------------------------------------------------------------------


def task_row(status=TaskResultStatus.RUNNING, *, workers=("gone",), **fields):
    """A task of the queue in a state."""
    fields = {"started_at": minutes_ago(3), "run_after": get_date_max()} | fields
    return DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="home.tasks.send_message",
        backend_name="default",
        status=status,
        worker_ids=list(workers),
        **fields,
    )


def alive(worker_id, *, seconds_ago=0):
    """A worker that was heard so many seconds ago."""
    WorkerHeartbeat.objects.create(worker_id=worker_id, seen_at=timezone.now() - timedelta(seconds=seconds_ago))


@pytest.mark.parametrize("seconds_ago", [91, None])
def test_task_of_a_silent_or_unknown_worker_is_put_back(db, seconds_ago):
    if seconds_ago:
        alive("gone", seconds_ago=seconds_ago)
    task = task_row()
    assert tasks.put_back_tasks() == 1
    task.refresh_from_db()
    assert (task.status, task.started_at, task.worker_ids) == (TaskResultStatus.READY, None, ["gone"])
    assert task in DBTaskResult.objects.ready()


def test_task_of_a_living_worker_is_left_alone(db):
    alive("second", seconds_ago=80)
    task = task_row(workers=["gone", "second"])
    assert tasks.put_back_tasks() == 0
    task.refresh_from_db()
    assert task.status == TaskResultStatus.RUNNING


def test_task_that_a_living_worker_had_before_is_put_back(db):
    alive("first")
    task_row(workers=["first", "gone"])
    assert tasks.put_back_tasks() == 1


def test_silence_is_a_setting(db, settings):
    settings.WORKER_SILENT_SECONDS = 5
    alive("gone", seconds_ago=6)
    task_row()
    assert tasks.put_back_tasks() == 1


def test_task_that_lost_five_workers_is_given_up(db):
    task = task_row(workers=["a", "b", "c", "d", "e"])
    assert tasks.put_back_tasks() == 0
    task.refresh_from_db()
    assert task.status == TaskResultStatus.FAILED
    assert "died" in task.traceback
    assert tasks.retry_failed_tasks() == 0


def test_heartbeats_of_a_day_ago_are_forgotten(db):
    alive("old", seconds_ago=60 * 60 * 25)
    alive("new")
    tasks.put_back_tasks()
    assert list(WorkerHeartbeat.objects.values_list("pk", flat=True)) == ["new"]


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 5), (3, 30), (4, 120)])
def test_failed_task_runs_again_later_each_time(db, attempts, minutes):
    failed_at = timezone.now()
    task = task_row(TaskResultStatus.FAILED, workers=["w"] * attempts, finished_at=failed_at)
    assert tasks.retry_failed_tasks() == 1
    task.refresh_from_db()
    assert task.status == TaskResultStatus.READY
    assert task.run_after == failed_at + timedelta(minutes=minutes)
    assert task not in DBTaskResult.objects.ready()


def test_task_that_failed_five_times_stays_failed(db):
    task = task_row(TaskResultStatus.FAILED, workers=["w"] * 5, finished_at=minutes_ago(60))
    assert tasks.retry_failed_tasks() == 0
    task.refresh_from_db()
    assert task.status == TaskResultStatus.FAILED


def test_old_results_are_pruned_and_failures_kept_for_a_month(db):
    day = 24 * 60
    rows = {
        (status, age): task_row(status, finished_at=minutes_ago(age * day)).pk
        for status in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
        for age in (0, 2, 31)
    }
    run("prune_task_results")
    kept = {key for key, pk in rows.items() if DBTaskResult.objects.filter(pk=pk).exists()}
    assert kept == {
        (TaskResultStatus.SUCCESSFUL, 0),
        (TaskResultStatus.FAILED, 0),
        (TaskResultStatus.FAILED, 2),
    }


# --- Pages, seats, sessions --------------------------------------------------------------------------------------


def run_at(name, moment):
    """Run a job at another moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: moment)
        run(name)


def test_page_is_published_when_its_time_has_come(client, member):
    goes_live = timezone.now() + HOUR
    page = factories.news_page(title="Poziv", live=False, go_live_at=goes_live)
    page.get_latest_revision().publish()
    client.force_login(member)
    run_at("publish_scheduled", goes_live - timedelta(seconds=1))
    assert client.get(page.get_url()).status_code == 404
    run_at("publish_scheduled", goes_live + timedelta(seconds=1))
    assert client.get(page.get_url()).status_code == 200


def test_page_is_taken_down_when_its_time_is_over(client, member):
    expires = timezone.now() + HOUR
    page = factories.news_page(title="Rok", expire_at=expires)
    client.force_login(member)
    run_at("publish_scheduled", expires - timedelta(seconds=1))
    assert client.get(page.get_url()).status_code == 200
    run_at("publish_scheduled", expires + timedelta(seconds=1))
    assert client.get(page.get_url()).status_code == 404
    page.refresh_from_db()
    assert page.expired


def test_groups_of_seats_follow_the_day(db, monkeypatch):
    groups = {SeatKind.ICT.group_name, "Moravički okrug", ALL_MEMBERS}
    leaving, coming = factories.person(), factories.person()
    factories.appointment(leaving, end=0)
    factories.appointment(coming, start=1)
    assert names(leaving) == groups
    assert names(coming) == set()
    tomorrow = factories.day(1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: tomorrow)
    run("sync_groups")
    assert names(leaving) == set()
    assert names(coming) == groups


def names(person):
    """The names of a person's groups."""
    return set(person.groups.values_list("name", flat=True))


def test_expired_sessions_are_deleted(db):
    for key, expires in (("old", minutes_ago(1)), ("new", timezone.now() + HOUR)):
        Session.objects.create(session_key=key, expire_date=expires)
    run("clear_sessions")
    assert list(Session.objects.values_list("pk", flat=True)) == ["new"]


# --- Files without a row -----------------------------------------------------------------------------------------


@pytest.fixture
def media(settings, tmp_path):
    """Empty folders of stored files and of uploads that are going on."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    return tmp_path


def stray(path, *, minutes=120):
    """A file that no row names, written so many minutes ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-1.7")
    moment = time.time() - minutes * 60
    os.utime(path, (moment, moment))
    return path


@pytest.mark.parametrize(
    "name",
    [
        "media/documents/uredba.pdf",
        "media/original_images/grb.png",
        "media/images/grb.width-800.png",
        "media/wagtail_uploads/skica.pdf",
        "uploads/tmpabc.upload.pdf",
    ],
)
def test_old_files_without_a_row_are_removed(db, media, name):
    old = stray(media / name)
    young = stray(media / f"{name}.new", minutes=30)
    assert remove_orphan_files() == 1
    assert not old.exists()
    assert young.exists()


def test_files_with_a_row_stay(db, media):
    document = factories.document()
    waiting = UploadedFile.objects.create(
        for_content_type_id=1, file=ContentFile(b"%PDF-1.7", name="u.pdf"), uploaded_by_user=factories.editor()
    )
    other = stray(media / "media" / "documents" / "visak.txt", minutes=0)
    assert remove_orphan_files(older_than=timedelta(0)) == 1
    assert Path(document.file.path).exists()
    assert Path(waiting.file.path).exists()
    assert not other.exists()


def test_more_files_than_a_batch_are_looked_at(db, media):
    kept = factories.document()
    for number in range(401):
        stray(media / "media" / "documents" / f"{number}.txt")
    os.utime(kept.file.path, (0, 0))
    assert remove_orphan_files() == 401
    assert list((media / "media" / "documents").iterdir()) == [Path(kept.file.path)]
