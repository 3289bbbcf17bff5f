"""Many at once on SQLite: members read, editors publish and the worker writes without a pause."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from news.models import NewsIndexPage, NewsPage
from tests.running import tasks
from tests.running.installation import wait_until
from tests.running.load import Load

SECONDS = 30

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]


@pytest.fixture
def busy(installation):
    """An installation after half a minute of it."""
    installation.start_web()
    installation.start_worker()
    with installation.database():
        writing = tasks.write_rows.enqueue(SECONDS, "upis")
        wait_until("the writer has begun", Session.objects.filter(session_key__startswith="upis").exists)
        load = Load(installation, SECONDS, NewsIndexPage.objects.get().pk)
        load.run()
        wait_until("the writer has ended", lambda: row(writing).finished_at)
        yield installation, load, row(writing)


def row(task):
    """The row of a task."""
    return DBTaskResult.objects.get(pk=task.id)


def test_nothing_is_refused_and_nothing_is_lost(busy):
    installation, load, writing = busy
    assert not load.errors
    faults = [(answer.address, answer.status) for answer in load.answers if answer.status not in {200, 302}]
    assert not faults
    logs = "".join(running.said for running in installation.processes)
    for text in [logs, *(answer.text for answer in load.answers)]:
        assert "database is locked" not in text
    assert "Traceback" not in logs
    assert len(load.seconds_of("page")) > 30  # on a machine that does much else
    assert len(load.seconds_of("save")) > 5
    assert_saved(load)
    assert writing.status == TaskResultStatus.SUCCESSFUL
    assert Session.objects.filter(session_key__startswith="upis").count() == writing.return_value
    assert not DBTaskResult.objects.failed().exists()


def assert_saved(load):
    """Every page has the last title that was saved, and shows the last that was published."""
    pages = NewsPage.objects.in_bulk(load.saved)
    for number, (title, published) in load.saved.items():
        assert pages[number].get_latest_revision_as_object().title == title
        assert (pages[number].title == published) if published else not pages[number].live
