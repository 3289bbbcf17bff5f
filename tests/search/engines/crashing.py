"""Writes or builds an index until it is killed: python -m tests.search.engines.crashing PLACE write|build ENGINE"""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path

from search.engines.base import Engine, EngineEntry
from search.engines.elastic.connection import Connection, Server
from search.engines.elasticsearch import Elasticsearch
from search.engines.embedded import Embedded
from tests.search.engines.making import entry

ENTRIES = 30
AT_ONCE = 6


def versioned(number: int, version: int) -> EngineEntry:
    """An entry whose every part says which version it is."""
    mark = f"verzija{version}"
    return entry(number, f"Akt {mark}", f"Prvi {mark}", f"Drugi {mark}", "reč " * 50, version=version, version_of=mark)


def engine_of(place: str, name: str) -> Engine:
    """The embedded engine in a folder, or the index of this name on the Elasticsearch of the tests."""
    if name == "embedded":
        return Embedded(Path(place))
    return Elasticsearch(Connection(Server(os.environ["SEARCH_TEST_URL"])), place)


def main(place: str, task: str, name: str = "embedded") -> None:
    """Do it, and say after each step what is done."""
    serving = engine_of(place, name)
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
