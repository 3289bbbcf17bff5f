"""The machine that changes the register at random explains its failures as tests do."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.directory.register_machine")
