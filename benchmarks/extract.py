"""Measures the extraction of text from PDF files, sandbox included: python -m benchmarks.extract [FILE...]

Each file is read by a process of its own, as after an upload: the start of the process, its confinement, PDFium, and
the way of the text back are all in the figure; beside it stands the processor time that they took, which is what a
machine without other work needs. Without files it reads the longest PDF of the demo and dense files that
it makes of the demo's texts. The target: 150 pages a second for files of 40 pages and more.

Then come files of office programs, which have no pages: what our samples say, thousands of times.
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
from tests.faults.office import SAMPLES, parts, sample, sheet
from tests.files.made_files import doc, pdf, replaced

TARGET = 150  # pages a second
LONG = 40  # pages
ROUNDS = 7
DEMO = Path(__file__).resolve().parent.parent / "home" / "demo"
LINES, COLUMNS = 54, 95  # of a dense page
MADE = (40, 200, 1000)  # pages
TIMES = 3000  # that a long file says what a sample says


def main(names: list[str]) -> int:
    """Measure and print; 1 when a long file misses the target."""
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, median of {ROUNDS} rounds")
    print(f"{'pages':>6} {'characters':>11} {'seconds':>8} {'of work':>8} {'pages/s':>8} {'worst':>6} {'MB':>5}  file")
    with tempfile.TemporaryDirectory(prefix="mreza-benchmark-") as folder:
        files = [Path(name) for name in names] or [longest_of_the_demo(), *dense_files(Path(folder))]
        slow = [file.name for file in files if not measure(file)]
        if not names:
            measure_office_files(Path(folder))
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


def measure_office_files(folder: Path) -> None:
    """Make and read long files of office programs, and print a line for each."""
    print(f"\n{'units':>6} {'characters':>11} {'seconds':>8} {'of work':>8} {'characters/s':>13} {'MB':>5}  file")
    for name, content in long_files().items():
        file = folder / name
        file.write_bytes(content)
        before = processor_time()
        rounds = [extract(file) for _ in range(ROUNDS)]
        work = (processor_time() - before) / ROUNDS
        units = rounds[0].units
        characters = sum(len(unit.text) for unit in units)
        seconds = median(extraction.seconds for extraction in rounds)
        peak = max(extraction.peak_mb for extraction in rounds)
        speed = f"{seconds:>8.3f} {work:>8.3f} {characters / seconds:>13,.0f}"
        print(f"{len(units):>6} {characters:>11} {speed} {peak:>5.0f}  {name}")


def long_files() -> dict[str, bytes]:
    """Files that say what the samples say again and again, by name."""
    said = "\r".join(unit.text.replace("\n", "\r") for unit in extract(SAMPLES / "odluka.doc").units)
    return {
        "long.docx": longer("odluka.docx", "word/document.xml", b"<w:body>", b"<w:sectPr>"),
        "long.odt": longer("odluka.odt", "content.xml", b"</text:sequence-decls>", b"</office:text>"),
        "long.doc": doc(f"{said}\r" * TIMES),
        "long.rtf": between(sample("odluka.rtf"), b"{\\*\\pgdscno2}", b"}"),
        "long.xlsx": long_sheet(),
    }


def longer(name: str, part: str, start: bytes, end: bytes) -> bytes:
    """A sample in which what stands in a part between two marks comes again and again."""
    return replaced(sample(name), {part: between(parts(sample(name))[part], start, end)})


def between(content: bytes, start: bytes, end: bytes) -> bytes:
    """A content in which what stands between the first of one mark and the last of another comes again and again."""
    first, last = content.index(start) + len(start), content.rindex(end)
    return content[:first] + content[first:last] * TIMES + content[last:]


def long_sheet() -> bytes:
    """The sample of a spreadsheet with thousands of rows."""
    cells = '<c r="A{0}" t="s"><v>3</v></c><c r="B{0}" s="1"><v>46082</v></c><c r="C{0}"><v>12.5</v></c>'
    row = f'<row r="{{0}}">{cells}</row>'
    return sheet("".join(row.format(number) for number in range(1, 10 * TIMES)))


def processor_time() -> float:
    """The processor time that all processes of the sandbox have taken so far, in seconds."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
