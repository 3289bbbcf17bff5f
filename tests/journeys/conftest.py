"""A browser for every combination of script and width, and the network that it is shown."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.scene import Scene, build
from tests.journeys.visitor import Setting, Visitor

# The browser's library runs an event loop in the thread of the tests, which also prepare data.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

SETTINGS = [Setting(script, width) for script in ("sr-latn", "sr") for width in (1280, 360)]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, which asks no service of its maker for anything."""
    quiet = ["quic", "background-networking", "component-update", "sync", "gpu"]
    arguments = ["--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in quiet)]
    return {"executable_path": shutil.which("chromium"), "args": arguments}


@pytest.fixture(params=SETTINGS, ids=str)
def setting(request: pytest.FixtureRequest) -> Setting:
    """A script and a width; a test that asks for it runs under every combination."""
    chosen: Setting = request.param
    return chosen


@pytest.fixture
def scene(transactional_db: None, settings: Any, live_server: Any, tmp_path: Path) -> Scene:
    """A small network: a city with two seats, news, acts, meetings, pages, and the coordinator."""
    settings.MEDIA_ROOT = tmp_path
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return build()


@pytest.fixture
def visit(
    browser: Browser, live_server: Any, setting: Setting, scene: Scene, request: pytest.FixtureRequest
) -> Iterator[Callable[[], Visitor]]:
    """Open another browser; each has its own cookies."""
    visitors: list[Visitor] = []

    def open_browser() -> Visitor:
        visitors.append(Visitor(browser, live_server.url, setting, request.node.originalname))
        return visitors[-1]

    yield open_browser
    for visitor in visitors:
        visitor.take_picture("last")
        visitor.close()
