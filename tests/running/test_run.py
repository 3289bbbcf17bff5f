"""`bin/run`: one command that shows the product on this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Count
from wagtail.models import Page

from accounts.models import User
from tests import factories
from tests.running.installation import DEMO_PROCESSES, ROOT, SETTINGS, children, is_alive, start_demo, wait_until

MEMBER = "clan@demo.example"


@pytest.mark.sqlite
@pytest.mark.slow
def test_first_start_loads_the_demo_and_prints_address_and_logins(demo):
    assert "Loading the demo data" in demo.said
    assert demo.installation.address in demo.said
    for role in ("member", "editor", "coordinator"):
        assert role in demo.said
    assert MEMBER in demo.said


@pytest.mark.sqlite
@pytest.mark.slow
def test_first_start_warns_of_nothing(demo):
    assert "Warning" not in demo.said
    assert "Traceback" not in demo.said


@pytest.mark.sqlite
@pytest.mark.slow
def test_ctrl_c_ends_web_and_worker(demo):
    assert demo.exit_code == 0
    assert len(demo.family) >= DEMO_PROCESSES
    assert not [pid for pid in demo.family if is_alive(pid)]


@pytest.mark.sqlite
@pytest.mark.slow
def test_second_start_shows_a_member_the_home_page_and_loads_nothing(installation):
    before = facts(installation)
    running = start_demo(installation)
    page = installation.sign_in(MEMBER).get(f"{installation.address}/", timeout=30)
    with installation.database():
        name = User.objects.get(email=MEMBER).last_name
    assert page.status_code == 200
    assert name in BeautifulSoup(page.text, "html.parser").text
    assert "Loading" not in running.said
    assert facts(installation) == before
    worker = next(pid for pid in children(running.pid) if is_worker(pid))
    assert_ends_with_the_worker(running, worker)


def facts(installation):
    """How many accounts and pages of each type there are."""
    with installation.database():
        pages = Page.objects.values_list("content_type__model").annotate(number=Count("pk")).order_by()
        return User.objects.count(), sorted(pages)


def is_worker(pid):
    """Whether this is the process of `manage.py worker`."""
    return "worker" in Path(f"/proc/{pid}/cmdline").read_text().split("\0")


def assert_ends_with_the_worker(running, worker):
    """When one of the two processes dies, bin/run says so and ends the other."""
    family = children(running.pid)
    subprocess.run(["kill", "-9", str(worker)], check=True)
    assert running.wait(30) == 1
    assert "A process of the intranet ended" in running.said
    wait_until("everything has ended", lambda: not any(map(is_alive, family)), seconds=10)


@pytest.mark.parametrize("arguments", [["--port", "abc"], ["--port"], ["--port=0"], ["--port", "65536"], ["--prot"]])
def test_wrong_arguments_are_explained(arguments):
    ended = subprocess.run([ROOT / "bin/run", *arguments], capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 2
    assert "--port" in ended.stderr


def test_taken_port_is_explained(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = subprocess.run(
            [ROOT / "bin/run", "--port", str(port)], capture_output=True, text=True, timeout=60, check=False
        )
    assert ended.returncode == 1
    assert f"Port {port} is taken" in ended.stderr


def test_production_refuses_the_demo_data(db):
    assert not settings.DEMO
    with pytest.raises(CommandError, match="DEMO=true"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_demo_on_a_public_address_is_refused(tmp_path):
    environment = os.environ | SETTINGS | {"ALLOWED_HOSTS": "mreza.example.org", "VAR_DIR": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-c", "import intranet.settings"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode
    assert "loopback addresses only" in ended.stderr


@pytest.mark.parametrize(("demo_mode", "signed_in"), [(False, False), (True, True)])
def test_demo_logins_work_in_the_demo_only(client, db, settings, demo_mode, signed_in):
    settings.DEMO = demo_mode
    person = factories.member(email="neko@demo.example")
    client.post("/nalog/login/", {"login": person.email, "password": factories.PASSWORD})
    assert ("_auth_user_id" in client.session) == signed_in
