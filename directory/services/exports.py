"""The record of who took a list out of the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log

if TYPE_CHECKING:
    from core.registry import AnyUser
    from directory.models import DirectoryPage


@transaction.atomic
def log_export(
    *, page: DirectoryPage, name: str, wanted: str, filters: dict[str, str], number: int, by: AnyUser
) -> None:
    """Record on the directory's page that a person took a list: which, as what, narrowed by what, how many rows."""
    data = {"list": name, "format": wanted, "filters": filters, "rows": number}
    log(page, "directory.export", user=by, data=data)
