"""A browser for what the admin does with scripts."""

from __future__ import annotations

from tests.journeys.conftest import browser_type_launch_args

__all__ = ["browser_type_launch_args"]
