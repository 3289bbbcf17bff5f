"""Changes acts and has them indexed without a pause, as a worker that is never done.

It runs by itself in the environment of the installation: python -m benchmarks.search.writing. It goes on until it is
told to end (SIGTERM), then prints how many passages a second were indexed anew.
"""

from __future__ import annotations

import signal
import time
from itertools import cycle

import django

django.setup()

from django.db.models import Count

from library.models import ActPage
from search.models import Entry
from search.outbox import BATCH, drain, queue

ended = False


def main() -> None:
    """Write until the end."""
    signal.signal(signal.SIGTERM, end)
    sizes = dict(Entry.objects.values_list("object_id").annotate(Count("passages")))
    acts = sorted(sizes.keys() & set(ActPage.objects.values_list("pk", flat=True)))
    parts = [acts[start : start + BATCH] for start in range(0, len(acts), BATCH)]
    written, started = 0, time.perf_counter()
    for number, part in enumerate(cycle(parts)):
        if ended:
            break
        ActPage.objects.filter(pk__in=part).update(summary=f"Izmena {number}.")
        queue("wagtailcore.page", part)
        drain()
        written += sum(sizes[pk] for pk in part)
    print(f"{written / (time.perf_counter() - started):.0f}")


def end(*_signal: object) -> None:
    """Note that it is over."""
    global ended  # noqa: PLW0603
    ended = True


if __name__ == "__main__":
    main()
