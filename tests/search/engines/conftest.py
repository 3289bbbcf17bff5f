"""The suites that every engine inherits explain their failures as tests do."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite(
    "tests.search.engines.contract_words",
    "tests.search.engines.contract_facets",
    "tests.search.engines.contract_builds",
)
