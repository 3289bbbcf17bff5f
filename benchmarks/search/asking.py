"""Asks an installation its questions: python -m benchmarks.search.asking FILE; prints the times as JSON.

Each is a whole page of `search.services.search` as a request makes it: what the reader may see, the engine, the second
check, facets with their names, the texts of twenty hits with the words marked.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import django

django.setup()

from django.test import Client
from django.urls import reverse

from accounts.models import User
from benchmarks.search.filling import READER
from benchmarks.search.questions import UP_TO_THREE, WARM, Question, Questions
from core import request_cache
from search.services import search

OVER_HTTP = 20  # questions of each class


def main(file: str) -> None:
    """Ask, and print."""
    asked: Questions = json.loads(Path(file).read_text(encoding="utf-8"))
    reader, before = User.objects.get(email=READER), memory()
    times = {name: [timed(question, reader) for question in of_class][WARM:] for name, of_class in asked.items()}
    json.dump({"times": times, "memory": memory() - before, "http": over_http(asked, reader)}, sys.stdout)


def timed(question: Question, reader: User) -> tuple[float, float]:
    """Milliseconds of a question: on the clock, of the processor."""
    begun, worked = time.perf_counter(), time.thread_time()
    with request_cache.remembering():
        results = search(question["text"], user=reader, filters=question["filters"])
    taken = ((time.perf_counter() - begun) * 1000, (time.thread_time() - worked) * 1000)
    if not results.hits and not question["filters"] and " " not in question["text"] and results.total:
        raise AssertionError(f"Hits without texts: {question}")
    return taken


def over_http(asked: Questions, reader: User) -> list[float]:
    """Milliseconds of the whole answer, template and all, without a network."""
    client, times = Client(), []
    client.force_login(reader)
    for name in UP_TO_THREE:
        for question in asked[name][WARM : WARM + OVER_HTTP]:
            begun = time.perf_counter()
            response = client.get(reverse("search"), {"q": question["text"]} | question["filters"])
            times.append((time.perf_counter() - begun) * 1000)
            if response.status_code != 200:  # noqa: PLR2004
                raise AssertionError(f"{response.status_code} for {question}")
    return times


def memory() -> int:
    """Megabytes that this process has for itself."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("RssAnon"))
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    main(sys.argv[1])
