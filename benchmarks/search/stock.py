"""The same texts in Wagtail's stock search: python -m benchmarks.search.stock FILE [LIMIT]; prints the times as JSON.

Title and the whole text of an act in its database index, the way its documentation has it; asked is a page of results
as a stock search view shows it: the number of hits and the first twenty pages. There are no marked words, no passages
and no facets in it. A question that takes long is not asked often.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import django

django.setup()

from wagtail.search import index
from wagtail.search.backends import get_search_backend

from benchmarks.search.questions import Question, Questions
from files.models import TextUnit
from library.models import ActPage

CLASSES = ("rare", "in 40 %")
RUNS = 20
PART = 200  # acts
PER_PAGE = 20


def main(file: str) -> None:
    """Index, ask, and print."""
    asked: Questions = json.loads(Path(file).read_text(encoding="utf-8"))
    ActPage.whole_text = property(whole_text)
    ActPage.search_fields = [*ActPage.search_fields, index.SearchField("whole_text")]
    begun = time.perf_counter()
    fill()
    taken = time.perf_counter() - begun
    times = {name: [timed(question) for question in asked[name][-RUNS:]] for name in CLASSES}
    json.dump({"times": times, "seconds": taken}, sys.stdout)


def whole_text(act: ActPage) -> str:
    """All that the act's documents say."""
    units = TextUnit.objects.filter(document__in=act.versions.values("documents__document"))
    return "\n".join(units.values_list("text", flat=True))


def fill() -> None:
    """Index all acts anew."""
    stock = get_search_backend()
    rebuilder = stock.rebuilder_class(stock.get_index_for_model(ActPage))
    rebuilding = rebuilder.start()
    rebuilding.add_model(ActPage)
    acts = list(ActPage.objects.order_by("pk"))
    for start in range(0, len(acts), PART):
        rebuilding.add_items(ActPage, acts[start : start + PART])
    rebuilder.finish()


def timed(question: Question) -> tuple[float, int]:
    """Milliseconds of a question on the clock, and how many hits there were."""
    begun = time.perf_counter()
    found = ActPage.objects.live().search(question["text"])
    total, _page = found.count(), list(found[:PER_PAGE])
    return (time.perf_counter() - begun) * 1000, total


if __name__ == "__main__":
    main(sys.argv[1])
