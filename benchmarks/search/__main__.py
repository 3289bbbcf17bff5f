"""Measures search at 10,000 and 100,000 passages: python -m benchmarks.search [PASSAGES ENTRIES]...

Each shape is an installation of its own: so many acts, each with a document of the corpus. It stands on SQLite and,
where DATABASE_URL names a server of PostgreSQL, once more there, in a database that is made and dropped. A fresh
process asks 120 questions of each class, first alone, then while another changes acts and indexes them without a
pause. Printed are milliseconds of `search.services.search`, median and p95, and p95 of the processor's time, which
says more on a machine that is busy with other things; below stands the whole answer over HTTP. Where SEARCH_URL names
an Elasticsearch, it is asked the same in the same run. Wagtail's stock search gets the same texts, up to `STOCK`
entries.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from benchmarks.search.questions import UP_TO_THREE

SHAPES = ((10_000, 200), (100_000, 2_000), (100_000, 20_000))  # passages, entries
GOALS = {2_000: 45, 20_000: 100}  # milliseconds, p95, for up to three words, at 100,000 passages
GROWTH = 2.5  # of the goal, beside a writer
STOCK = 2_000  # entries
FASTER = 20  # times, than the stock search for a word that 40 % of the entries have

Times = dict[str, list[tuple[float, float]]]  # milliseconds by class: on the clock, of the processor


def main(*numbers: int) -> None:
    """Measure each shape on each database, and print."""
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before the start")
    shapes = list(zip(numbers[::2], numbers[1::2], strict=True)) or SHAPES
    servers = [url for url in (os.environ.get("DATABASE_URL", ""),) if url.startswith("postgres")]
    for (passages, entries), server in product(shapes, ["", *servers]):
        with tempfile.TemporaryDirectory(prefix="mreza-benchmark-") as folder, database(server, folder) as url:
            print(f"\n{passages:,} passages in {entries:,} entries on {'PostgreSQL' if server else 'SQLite'}")
            measure(environment_of(folder, url), f"{folder}/questions.json", entries, passages)


@contextmanager
def database(server: str, folder: str) -> Iterator[str]:
    """The URL of an empty database: a file in the folder, or one on a server, dropped at the end."""
    if not server:
        yield f"sqlite:///{folder}/db.sqlite3"
        return
    name = "mreza_benchmark"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measure(installation: dict[str, str], file: str, entries: int, passages: int) -> None:
    """Fill an installation with this shape, and ask each engine and the stock search."""
    times = {}
    run(installation, "filling", str(entries), str(passages), file)
    for name, url in {"embedded": "", "elasticsearch": os.environ.get("SEARCH_URL", "")}.items():
        if name == "embedded" or url:
            print(f" {name}")
            environment = installation | {"SEARCH_URL": url, "SEARCH_INDEX": "mreza-benchmark"}
            times[name] = measure_engine(environment, file, GOALS.get(entries))
    if entries <= STOCK:
        stock = json.loads(run(installation, "stock", file))
        for name, ours in times.items():
            print(f" {name} and the stock search of Wagtail, which was indexed in {stock['seconds']:.0f} s")
            ratio = compare(ours, stock)
            if entries == STOCK:
                met = "yes" if ratio >= FASTER else "NO"
                print(f"  at least {FASTER} times as fast for a word in 40 %: {met} ({ratio:.0f})")


def measure_engine(environment: dict[str, str], file: str, goal: float | None) -> Times:
    """Index with one engine, ask it, and return the times alone."""
    print(run(environment, "indexing"), end="", flush=True)
    alone = json.loads(run(environment, "asking", file))
    writer = subprocess.Popen(command("writing"), env=environment, stdout=subprocess.PIPE, text=True)
    time.sleep(5)  # until it writes
    beside = json.loads(run(environment, "asking", file))
    writer.terminate()
    rate, _errors = writer.communicate()
    report(alone["times"], beside["times"], goal)
    print(f"  the writer indexed {rate.strip()} passages a second; a reader takes {alone['memory']} MB")
    print(f"  over HTTP: {clock(alone['http'])}; beside the writer: {clock(beside['http'])}")
    return alone["times"]


def environment_of(folder: str, database_url: str) -> dict[str, str]:
    """The settings of an installation in a folder and on a database."""
    own = {
        "DJANGO_SETTINGS_MODULE": "intranet.settings",
        "VAR_DIR": folder,
        "DATABASE_URL": database_url,
        "SECRET_KEY": "benchmark",
        "DEBUG": "false",
        "DEMO": "false",
        "HTTPS": "false",
        "MFA_REQUIRED": "false",
        "CACHE_URL": "locmem://",
        "EMAIL_URL": "memory:",
        "SITE_URL": "http://testserver",
        "ALLOWED_HOSTS": "testserver",
    }
    return os.environ | own


def run(environment: dict[str, str], *arguments: str) -> str:
    """What a part of the benchmark prints, run in a process of its own."""
    return subprocess.run(command(*arguments), env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def command(part: str, *arguments: str) -> list[str]:
    """How a part is started."""
    return [sys.executable, "-m", f"benchmarks.search.{part}", *arguments]


def report(alone: Times, beside: Times, goal: float | None) -> None:
    """Print the times of each class, and whether the goal is met."""
    columns = f"{'median':>8}{'p95':>8}{'cpu':>8}"
    print(f"  {'class':14}{columns}   beside the writer:{columns}{'ratio':>7}{'cpu':>7}")
    for name in alone:
        first, second = figures(alone[name]), figures(beside[name])
        ratios = (second[1] / first[1], second[2] / first[2])
        print(f"  {name:14}{row(first)}{'':21}{row(second)}{ratios[0]:7.1f}{ratios[1]:7.1f}")
    if goal:
        print_met(f"up to three words, p95 under {goal} ms", alone, goal)
        print_met(f"beside the writer under {GROWTH * goal:.0f} ms", beside, GROWTH * goal)


def row(times: tuple[float, float, float]) -> str:
    """Columns of a table."""
    return "".join(f"{time:8.1f}" for time in times)


def print_met(goal: str, times: Times, limit: float) -> None:
    """Print whether the slowest class of up to three words keeps within a limit."""
    worst = max(figures(times[name])[1] for name in UP_TO_THREE)
    print(f"  {goal}: {'yes' if worst < limit else 'NO'} ({worst:.1f})")


def figures(times: list[tuple[float, float]]) -> tuple[float, float, float]:
    """The median and the time that 95 % do not exceed, and the same of the processor's time."""
    clock, processor = (quantiles(column, n=20) for column in zip(*times, strict=True))
    return clock[9], clock[18], processor[18]


def clock(times: list[float]) -> str:
    """Median and p95 of milliseconds, in words."""
    parts = quantiles(times, n=20)
    return f"median {parts[9]:.0f} ms, p95 {parts[18]:.0f} ms"


def compare(ours: Times, stock: dict[str, Any]) -> float:
    """Print how much faster we are than the stock search; return the last ratio, of words in 40 %."""
    for name, rows in stock["times"].items():
        theirs = median(taken for taken, _total in rows)
        mine = median(taken for taken, _processor in ours[name])
        hits = median(total for _taken, total in rows)
        ratio = theirs / mine
        print(f"    {name:10} median {theirs:9.1f} ms ({hits:.0f} hits): {ratio:7.1f} times ours ({mine:.1f})")
    return ratio


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
