"""What the worker does about the register by the clock."""

from __future__ import annotations

import logging

from directory.services import sync_groups

logger = logging.getLogger(__name__)


def compare_groups() -> int:
    """Make Django's groups equal to the register, and say in the log how many rows differed; return it.

    After midnight that is who comes and goes with the day. At any other time something wrote past the services.
    """
    differing = sync_groups()
    if differing:
        logger.warning("Django's groups differed from the register in %d rows; they are equal again.", differing)
    return differing
