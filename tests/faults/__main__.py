"""Writes the corpus, reads each file in the sandbox and prints what came of it: python -m tests.faults [FOLDER]"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from files.extraction.sandbox import SandboxError, extract
from tests.faults.corpus import CORPUS, content_of

ROW = "{:<32} {:<11} {:<13} {:>5} {:>7} {:>5}  {}"


def main(folder: Path) -> int:
    """Write, read and print; 1 when a file does not end as it should."""
    print(ROW.format("file", "state", "reason", "pages", "seconds", "MB", ""))  # noqa: T201
    wrong = [name for name in CORPUS if not read(folder, name)]
    print(f"{len(CORPUS)} files, {len(wrong)} of them wrong")  # noqa: T201
    return bool(wrong)


def read(folder: Path, name: str) -> bool:
    """Read one file and print its row; return whether it ends as it should."""
    path = folder / name
    path.write_bytes(content_of(name))
    fault = CORPUS[name]
    try:
        found = extract(path, fault.limits)
    except SandboxError as error:
        print(f"{name!r}: {error}")  # noqa: T201
        return False
    right = fault.allows(found.reason)
    shown = repr(name)[1:-1][:32]
    seconds, peak = f"{found.seconds:.2f}", f"{found.peak_mb:.0f}"
    row = ROW.format(shown, found.state, found.reason, len(found.units), seconds, peak, "" if right else "WRONG")
    print(row.rstrip(), flush=True)  # noqa: T201
    return right


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="mreza-faults-") as temporary:
        sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else temporary)))
