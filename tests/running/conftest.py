"""Installations that run beside the tests."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from tests.running.installation import Installation, children, start_demo


@dataclass
class FirstStart:
    """What the first start of `bin/run` did, and the installation that it left."""

    installation: Installation
    said: str
    family: list[int]
    exit_code: int


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirstStart]:
    """The demo as `bin/run` makes it on an empty folder, ended with Ctrl-C."""
    folder = tmp_path_factory.mktemp("demo")
    installation = Installation(folder)
    try:
        running = start_demo(installation)
        family = children(running.pid)
        running.signal_group(signal.SIGINT)
        yield FirstStart(installation, running.said, family, running.wait(90))
    finally:
        installation.end()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def installation(demo: FirstStart, tmp_path: Path, django_db_blocker: Any) -> Iterator[Installation]:
    """A copy of the demo for one test, on SQLite."""
    copy = demo.installation.copied(tmp_path)
    with django_db_blocker.unblock():
        yield copy
    copy.end()


@pytest.fixture(scope="module")
def queue(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[Installation]:
    """An installation for workers: on SQLite a copy of the demo, on PostgreSQL the database of the test run."""
    folder = tmp_path_factory.mktemp("queue")
    if connections["default"].vendor == "sqlite":
        installation = request.getfixturevalue("demo").installation.copied(folder)
    else:
        request.getfixturevalue("django_db_setup")
        installation = Installation(folder, database_url=url_of(connections["default"].settings_dict))
    installation.extra["WORKER_SILENT_SECONDS"] = "3"
    with django_db_blocker.unblock():
        yield installation
        installation.end()
        with installation.database():
            forget_work()


def url_of(configuration: dict[str, Any]) -> str:
    """The address of a PostgreSQL database as the environment gives it."""
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**configuration)


def forget_work() -> None:
    """Leave nothing of tasks and jobs in a database that other tests use."""
    from django_tasks_db.models import DBTaskResult

    from core.models import Job, WorkerHeartbeat

    for model in (DBTaskResult, Job, WorkerHeartbeat):
        model.objects.all().delete()
