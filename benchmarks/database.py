"""The database that a benchmark fills: made for it, and thrown away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.test.runner import DiscoverRunner


@contextmanager
def own_database() -> Iterator[None]:
    """Measure in an empty database of the tests' settings; Django is set up already."""
    runner = DiscoverRunner(verbosity=0, interactive=False)
    runner.setup_test_environment()
    databases = runner.setup_databases()
    try:
        yield
    finally:
        runner.teardown_databases(databases)
        runner.teardown_test_environment()
