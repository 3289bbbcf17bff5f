"""Measures the extraction of text from PDF files, sandbox included: python -m benchmarks.extract [FILE...]

Each file is read by a process of its own, as after an upload: the start of the process, its confinement, PDFium, and
the way of the text back are all in the figure; beside it stands the processor time that they took, which is what a
machine without other work needs. Without files it reads the longest PDF of the demo and dense files that
it makes of the demo's texts. The target: 150 pages a second for files of 40 pages and more.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import textwrap
from pathlib import Path
from statistics import median

from files.extraction.sandbox import extract
from serbian.folding import fold
from tests.files.made_files import pdf

TARGET = 150  # pages a second
LONG = 40  # pages
ROUNDS = 7
DEMO = Path(__file__).resolve().parent.parent / "home" / "demo"
LINES, COLUMNS = 54, 95  # of a dense page
MADE = (40, 200, 1000)  # pages


def main(names: list[str]) -> int:
    """Measure and print; 1 when a long file misses the target."""
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, median of {ROUNDS} rounds")
    print(f"{'pages':>6} {'characters':>11} {'seconds':>8} {'of work':>8} {'pages/s':>8} {'worst':>6} {'MB':>5}  file")
    with tempfile.TemporaryDirectory(prefix="mreza-benchmark-") as folder:
        files = [Path(name) for name in names] or [longest_of_the_demo(), *dense_files(Path(folder))]
        slow = [file.name for file in files if not measure(file)]
    if slow:
        print(f"Below {TARGET} pages a second: {', '.join(slow)}")
    return bool(slow)


def longest_of_the_demo() -> Path:
    """The demo's longest PDF."""
    return max((DEMO / "files").glob("*.pdf"), key=lambda file: extract(file).page_count or 0)


def dense_files(folder: Path) -> list[Path]:
    """Files of full pages of the demo's texts, in a font that needs no file."""
    text = " ".join(fold(path.read_text(encoding="utf-8")) for path in sorted((DEMO / "texts").glob("*.txt")))
    lines = textwrap.wrap(text, COLUMNS)
    files = []
    for pages in MADE:
        needed = (lines * (pages * LINES // len(lines) + 1))[: pages * LINES]
        file = folder / f"dense-{pages}.pdf"
        file.write_bytes(pdf("\n".join(needed[start : start + LINES]) for start in range(0, len(needed), LINES)))
        files.append(file)
    return files


def measure(file: Path) -> bool:
    """Read a file again and again, print a line, and return whether it keeps to the target."""
    before = processor_time()
    rounds = [extract(file) for _ in range(ROUNDS)]
    work = (processor_time() - before) / ROUNDS
    pages = rounds[0].page_count or 0
    characters = sum(len(unit.text) for unit in rounds[0].units)
    seconds = median(extraction.seconds for extraction in rounds)
    worst = pages / max(extraction.seconds for extraction in rounds)
    peak = max(extraction.peak_mb for extraction in rounds)
    speed = f"{seconds:>8.3f} {work:>8.3f} {pages / seconds:>8.0f} {worst:>6.0f}"
    print(f"{pages:>6} {characters:>11} {speed} {peak:>5.0f}  {file.name}")
    return pages < LONG or pages / seconds >= TARGET


def processor_time() -> float:
    """The processor time that all processes of the sandbox have taken so far, in seconds."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
