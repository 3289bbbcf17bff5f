"""The product as it runs: a folder with its database and files, and the processes on it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.db.utils import load_backend
from django.test import override_settings

from core.registry import loops
from core.worker import QUEUES

ROOT = Path(settings.BASE_DIR)
DEMO_PASSWORD = "demo-mreza-2026"
WORKER_PROCESSES = len(QUEUES) + len(loops.steps)
DEMO_PROCESSES = 3 + WORKER_PROCESSES  # gunicorn and its own, the worker and its own
SETTINGS = {
    "DEMO": "true",
    "DEBUG": "false",
    "HTTPS": "false",
    "MFA_REQUIRED": "false",
    "EMAIL_URL": "console:",
    "CACHE_URL": "locmem://",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
}
# What the test run itself is told by its environment.
OF_THE_RUN = {"DJANGO_SETTINGS_MODULE", "TEST_DATABASE_URL", "DATABASE_URL", "VAR_DIR", "SECRET_KEY"}
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "slow"]}}


def wait_until(what: str, condition: Callable[[], Any], *, seconds: float = 120, every: float = 0.05) -> Any:
    """Wait until the condition holds and return its value; after so many seconds, fail and say what was awaited."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(every)
    raise AssertionError(f"In {seconds} seconds it did not come true that {what}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def children(pid: int) -> list[int]:
    """The processes that a process has started, and those that these have."""
    try:
        found = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []
    return found + [grandchild for child in found for grandchild in children(child)]


class Running:
    """A process in a group of its own, with what it says kept in a file."""

    def __init__(self, command: list[str], log: Path, environment: dict[str, str]) -> None:
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
            )

    @property
    def pid(self) -> int:
        """Its number."""
        return self.process.pid

    @property
    def said(self) -> str:
        """What it has written so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def signal(self, number: int) -> None:
        """Send a signal to it alone."""
        os.kill(self.pid, number)

    def signal_group(self, number: int) -> None:
        """Send a signal to it and its children, as Ctrl-C does."""
        os.killpg(self.pid, number)

    def wait(self, seconds: float = 30) -> int:
        """Wait for its end and return its exit code."""
        return self.process.wait(timeout=seconds)

    def end(self) -> None:
        """End it and all that it has started, whatever it takes."""
        family = [self.pid, *children(self.pid)]
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.wait(15)
        for pid in filter(is_alive, family):
            os.kill(pid, signal.SIGKILL)
        self.process.wait(timeout=10)


@dataclass
class Installation:
    """A database, files and processes of the product, apart from those of the test run."""

    folder: Path
    port: int = field(default_factory=free_port)
    database_url: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    processes: list[Running] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where the site answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def media(self) -> Path:
        """The folder of stored files."""
        return self.folder / "media"

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told."""
        inherited = {name: value for name, value in os.environ.items() if name not in OF_THE_RUN}
        own = {
            "VAR_DIR": str(self.folder),
            "SITE_URL": self.address,
            "DATABASE_URL": self.database_url or f"sqlite:///{self.folder / 'demo.sqlite3'}",
        }
        return inherited | SETTINGS | own | self.extra

    def start(self, name: str, *command: str) -> Running:
        """Start a process on this installation; its output goes to `NAME.log`.

        It listens to Ctrl-C, though what a shell runs in the background ignores it and passes that on.
        """
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        running = Running(list(command), self.folder / f"{name}.log", self.environment)
        self.processes.append(running)
        return running

    def start_worker(self) -> Running:
        """Start the worker."""
        return self.start("worker", sys.executable, "manage.py", "worker")

    def start_web(self) -> Running:
        """Start the web server as `bin/run` does, and wait until it answers."""
        options = ["--bind", f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "8", "--log-level", "warning"]
        web = self.start("web", sys.executable, "-m", "gunicorn", "intranet.wsgi", *options)
        wait_until("the web server answers", lambda: self.answers() or web.process.poll() is not None)
        assert web.process.poll() is None, web.said
        return web

    def answers(self) -> bool:
        """Whether the site answers."""
        try:
            return requests.get(f"{self.address}/healthz/", timeout=5).ok
        except (requests.ConnectionError, requests.Timeout):
            return False

    def sign_in(self, email: str) -> requests.Session:
        """Sign a person of the demo in through the form, and return the session."""
        session = requests.Session()
        session.headers["Connection"] = "close"  # the server ends an idle one in the moment in which it is used again
        address = f"{self.address}/nalog/login/"
        fields = form_fields(session.get(address, timeout=60).text, "form[method=post]")
        answer = session.post(address, fields | {"login": email, "password": DEMO_PASSWORD}, timeout=60)
        assert answer.url == f"{self.address}/", f"{email} was not signed in: {answer.url} {answer.status_code}"
        return session

    @contextmanager
    def connection(self) -> Iterator[None]:
        """Let this thread's models work on this installation's database."""
        ours = connections["default"]
        configuration = dict(ours.settings_dict)
        if not self.database_url:
            configuration["NAME"] = str(self.folder / "demo.sqlite3")
        connections["default"] = load_backend(configuration["ENGINE"]).DatabaseWrapper(configuration, "default")
        ContentType.objects.clear_cache()  # the numbers are each database's own
        try:
            yield
        finally:
            connections["default"].close()
            connections["default"] = ours
            ContentType.objects.clear_cache()

    @contextmanager
    def database(self) -> Iterator[None]:
        """Let the models, services and tasks of the test work on this installation's database, files and queue."""
        folders = {"MEDIA_ROOT": self.media, "FILE_UPLOAD_TEMP_DIR": self.folder / "uploads"}
        with self.connection(), override_settings(TASKS=QUEUE, **folders):
            yield

    def copied(self, folder: Path) -> Installation:
        """A copy in another folder; nothing may run on this one meanwhile."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.log"))
        return Installation(folder)

    def end(self) -> None:
        """End every process."""
        for running in self.processes:
            running.end()


def form_fields(html: str, selector: str) -> dict[str, str]:
    """The fields of a form with their values, as a browser without JavaScript would send them."""
    form = BeautifulSoup(html, "html.parser").select_one(selector)
    assert form, f"There is no {selector} in {html[:2000]}"
    fields = {}
    for element in form.select("input[name], textarea[name], select[name]"):
        name, kind = element["name"], element.get("type", element.name)
        if "__prefix__" in name or kind in {"file", "submit", "button"}:
            continue
        if kind in {"checkbox", "radio"} and not element.has_attr("checked"):
            continue
        fields[name] = field_value(element)
    return fields


def field_value(element: Any) -> str:
    """The value of a field."""
    if element.name == "textarea":
        return element.text.removeprefix("\n")
    if element.name == "select":
        chosen = element.select_one("option[selected]") or element.select_one("option")
        return chosen.get("value", chosen.text) if chosen else ""
    return element.get("value", "on" if element.get("type") in {"checkbox", "radio"} else "")


def start_demo(installation: Installation) -> Running:
    """Start `bin/run` on the installation and wait until it has said how to sign in and all its processes run."""
    running = installation.start("run", "bin/run", "--port", str(installation.port))
    wait_until(
        "bin/run says where the intranet is and with what to sign in",
        lambda: said_how_to_sign_in(running) or running.process.poll() is not None,
        seconds=240,
    )
    assert running.process.poll() is None, running.said
    wait_until("all processes run", lambda: len(children(running.pid)) >= DEMO_PROCESSES)
    return running


def said_how_to_sign_in(running: Running) -> bool:
    """Whether `bin/run` has written its last words before it waits: the e-mails and passwords, then an empty line."""
    _, password, after = running.said.rpartition(DEMO_PASSWORD)
    return bool(password) and "\n\n" in after
