"""Processes that must not outlive the one that started them."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

from django.core.management.base import CommandError

PR_SET_PDEATHSIG = 1  # Linux, <sys/prctl.h>


def die_with(parent: int) -> None:
    """Ask Linux to kill this process when its parent is gone; raises `CommandError` when it is gone already.

    Nobody would write its heartbeat then, and a second worker would start the task that it still runs. On other
    systems it goes on, and its work may be done twice.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise CommandError("The process that started this one has ended.")
