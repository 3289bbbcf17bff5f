"""The process that reads one file: `python -m files.extraction.child REQUEST`, started by `sandbox`.

It confines itself before it opens the file, writes one JSON object a line for each unit, and a last one that says how
it ended. No Django here: a start costs less than reading forty pages.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
import traceback
from typing import Any

from files.extraction.interface import Limits, RefusedError

PR_SET_PDEATHSIG = 1  # Linux, <sys/prctl.h>
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000  # Linux, <sched.h>
OPEN_FILES = 32
NICENESS = 5


def main() -> None:
    """Read the file of the request and say what came of it."""
    request = json.loads(sys.argv[1])
    limits = Limits(*request["limits"])
    confine(limits, request["parent"])
    ending: dict[str, Any] = {"reason": "", "page_count": None}
    try:
        read(request["path"], limits, ending)
    except RefusedError as refused:
        ending["reason"] = refused.reason
    except MemoryError:
        ending["reason"] = "memory"
    except ImportError:  # the installation is broken, not the file
        raise
    except Exception:  # whatever a broken file makes a library raise; the parent logs it
        ending |= {"reason": "damaged", "error": traceback.format_exc(limit=-5)[-4000:]}
    say({**ending, "end": True, "peak_kb": peak_kb()})
    sys.stdout.buffer.flush()
    os._exit(0)  # the libraries have nothing to tidy up that the end of the process does not


def read(path: str, limits: Limits, ending: dict[str, Any]) -> None:
    """Say the units of a file, and put its number of pages into the ending. Raises `RefusedError`."""
    from files.extraction.registry import extractor_for
    from serbian.old_fonts import Repair

    repair = Repair()
    extractor = extractor_for(path, limits)
    ending["has_pictures"] = extractor.has_pictures
    set_limit(resource.RLIMIT_FSIZE, 0)  # not before: Python keeps the modules that it has compiled
    characters = 0
    for unit in extractor.extract(path):
        ending["page_count"] = extractor.page_count
        characters += len(unit.text)
        if characters > limits.characters:
            raise RefusedError("characters")
        say(unit._replace(text=repair(unit.text), heading=repair(unit.heading))._asdict())
    if not characters:
        ending["page_count"] = extractor.page_count
        raise RefusedError(extractor.without_text)


def say(line: dict[str, Any]) -> None:
    """Write a line."""
    sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def confine(limits: Limits, parent: int) -> None:
    """Give up what reading a file does not need: time and memory beyond the limits, and the network.

    The process dies with its parent. Where the system has no network namespaces for ordinary processes, nothing here
    uses the network all the same.
    """
    memory = limits.memory_mb << 20
    set_limit(resource.RLIMIT_AS, memory)
    set_limit(resource.RLIMIT_CPU, limits.seconds, grace=1)  # so that the signal says that it was the time
    set_limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    set_limit(resource.RLIMIT_CORE, 0)
    os.nice(NICENESS)
    if sys.platform == "linux":
        system = ctypes.CDLL(None)
        system.unshare(CLONE_NEWUSER | CLONE_NEWNET)
        system.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def set_limit(kind: int, wanted: int, grace: int = 0) -> None:
    """Set a limit for good, or leave a lower one that the system has set; `grace` lies between warning and end."""
    _, hard = resource.getrlimit(kind)
    soft, last = (limit if hard == resource.RLIM_INFINITY else min(limit, hard) for limit in (wanted, wanted + grace))
    resource.setrlimit(kind, (soft, last))


def peak_kb() -> int:
    """The most memory that this process has held, in kilobytes, without what its parent held before it."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123  (pathlib is not loaded yet)
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
