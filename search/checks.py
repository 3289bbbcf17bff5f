"""What `manage.py check` says of the search engine: a warning, since the site and the worker run without it too."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext

from search import engines

INDEX_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


def connect() -> None:
    """Have Django run the checks."""
    register(check_index_name, "search")
    register(check_engine, "search")


def check_index_name(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """The index must have a name that Elasticsearch takes."""
    if INDEX_NAME.fullmatch(settings.SEARCH_INDEX):
        return []
    message = gettext("SEARCH_INDEX may have small letters, digits, - and _, and begins with a letter or digit.")
    return [Error(message, id="search.E001")]


def check_engine(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Elasticsearch, where it is used, can be reached, lets us in, and is of the right version."""
    trouble = engines.current().trouble() if settings.SEARCH_URL else ""
    return [checks.Warning(trouble, id="search.W001")] if trouble else []
