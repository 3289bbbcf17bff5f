"""Indexes an installation with the engine of its settings: python -m benchmarks.search.indexing; prints how fast."""

from __future__ import annotations

import time
from pathlib import Path

import django

django.setup()

from django.conf import settings

from search import engines
from search.models import Entry, Passage
from search.rebuilding import rebuild


def main() -> None:
    """Index, and print."""
    Entry.objects.all().delete()
    begun = time.perf_counter()
    indexed = rebuild()
    taken = time.perf_counter() - begun
    print(
        f"  indexed {indexed:,} entries at {Passage.objects.count() / taken:,.0f} passages/s, rows and analysis "
        f"included; files of the embedded index: {size(settings.VAR_DIR / 'search')} MB"
    )
    engines.current().close()


def size(folder: Path) -> int:
    """Megabytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1_000_000


if __name__ == "__main__":
    main()
