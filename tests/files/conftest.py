"""Fixtures of the tests of files."""

from __future__ import annotations

from typing import Any

import pytest
from django_tasks import default_task_backend


@pytest.fixture(autouse=True)
def slow_queue() -> Any:
    """What has been queued for the slow worker in this test."""
    results = default_task_backend.slow.results
    results.clear()
    return results
