"""Writes or builds an index until it is killed: python -m tests.search.engines.crashing FOLDER write|build"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from search.engines.base import Engine, EngineEntry
from search.engines.embedded import Embedded
from tests.search.engines.making import entry

ENTRIES = 30
AT_ONCE = 6


def versioned(number: int, version: int) -> EngineEntry:
    """An entry whose every part says which version it is."""
    mark = f"verzija{version}"
    return entry(number, f"Akt {mark}", f"Prvi {mark}", f"Drugi {mark}", "reč " * 50, version=version, version_of=mark)


def main(folder: str, task: str) -> None:
    """Do it, and say after each step what is done."""
    serving = Embedded(Path(folder))
    engine: Engine = serving.start_build() if task == "build" else serving
    for version in count(2):
        for start in range(1, ENTRIES + 1, AT_ONCE):
            engine.write([versioned(number, version) for number in range(start, start + AT_ONCE)])
            if version % 3 == 0:
                engine.delete([start])
            sys.stdout.write("done\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
