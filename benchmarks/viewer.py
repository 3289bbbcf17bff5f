"""Measures the pages of the viewer and the recognition of scans: python -m benchmarks.viewer

A page is drawn by a process of its own, as when a reader opens it: cold, the way over the process and PDFium is in the
figure; warm, the drawing is on disk. The words of a page are what its marks are made of. Scans are made of the demo's
texts, in both scripts, and read by Tesseract where it is installed. Printed are milliseconds, and pages a second.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from types import SimpleNamespace
from typing import Any

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.settings")
django.setup()

from files import drawings
from files.extraction import pages
from serbian.script import to_cyrillic
from tests.files import scans
from tests.files.made_files import pdf

DEMO = Path(settings.BASE_DIR) / "home" / "demo" / "texts"
PAGES, LINES, SCANNED = 60, 44, 3


def main() -> None:
    """Measure and print."""
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="mreza-benchmark-") as folder:
        settings.PAGE_CACHE = f"{folder}/pages"
        lines = [
            line for path in sorted(DEMO.glob("*.txt")) for line in scans.wrapped(path.read_text(encoding="utf-8"))
        ]
        views(Path(folder), lines)
        if pages.tesseract():
            recognition(Path(folder), lines)
        else:
            print("Tesseract is not installed")


def views(folder: Path, lines: list[str]) -> None:
    """Draw every page of a PDF twice, and tell its words."""
    file = folder / "file.pdf"
    file.write_bytes(pdf("\n".join(lines[LINES * page : LINES * (page + 1)]) for page in range(PAGES)))
    document: Any = SimpleNamespace(file=SimpleNamespace(path=str(file)), sha256="benchmark", file_extension="pdf")
    for width in drawings.WIDTHS:
        cold = times(lambda page, width=width: drawings.drawing(document, page, width))
        warm = times(lambda page, width=width: drawings.drawing(document, page, width).read_bytes())
        size = sum(path.stat().st_size for path in Path(settings.PAGE_CACHE).rglob(f"*-{width}.webp")) / PAGES / 1000
        print(f"page {width:>5} px: cold {cold}, warm {warm}, {size:.0f} kB")
    print(f"words of a page: {times(lambda page: pages.words(file, page))}")


def times(ask: Callable[[int], object]) -> str:
    """Median and p95 over all pages, in milliseconds."""
    taken = []
    for page in range(1, PAGES + 1):
        begun = time.perf_counter()
        ask(page)
        taken.append(1000 * (time.perf_counter() - begun))
    parts = quantiles(taken, n=20)
    return f"p50 {parts[9]:.1f} ms p95 {parts[18]:.1f} ms"


def recognition(folder: Path, lines: list[str]) -> None:
    """Read scans of known texts, and count the letters that are wrong."""
    for script, write in (("Latin", str), ("Cyrillic", to_cyrillic)):
        texts = [[write(line) for line in lines[LINES * page : LINES * (page + 1)]] for page in range(SCANNED)]
        file = folder / f"{script}.pdf"
        file.write_bytes(scans.pdf_of([scans.picture(text) for text in texts]))
        begun = time.perf_counter()
        found = [pages.recognise(file, page) for page in range(1, SCANNED + 1)]
        taken = time.perf_counter() - begun
        rates = [scans.error_rate(page.text, "\n".join(text)) for page, text in zip(found, texts, strict=True)]
        wrong = 100 * sum(rates) / SCANNED
        print(f"recognition, {script}: {SCANNED / taken:.2f} pages/s, {wrong:.2f} % of the letters wrong")


if __name__ == "__main__":
    main()
