"""Measures how long a table takes to be compared and written: python -m benchmarks.importing [ROWS]

In a register with a local government for every two rows (1,000 unless told), a table with a new representative for
each seat is read, compared and written. It prints seconds of the processor, and how many times as long each step takes
as reading the workbook alone. The target: 1,000 rows in seconds.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.db import transaction

from benchmarks.database import own_database
from directory.enums import TableKind
from directory.importing import services
from directory.importing.reading import read_table
from directory.models import DirectoryImport
from tests import factories
from tests.tables import new_representatives, xlsx

ROWS = 1000


def main() -> None:
    """Make a database, measure, and throw it away."""
    with own_database(), transaction.atomic():
        report(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)


def report(number: int) -> None:
    """Fill the register and print a line for each step."""
    content = xlsx(*new_representatives(number // 2))
    by = factories.coordinator()
    read = seconds(lambda: read_table(content, TableKind.REPRESENTATIVES))
    print(f"{number} rows, {len(content) // 1000} kB; read in {read:.2f} s")
    file = {"file_name": "predstavnici.xlsx", "content": content, "kind": "representatives"}
    line("compared", seconds(lambda: services.upload_table(**file, by=by)) - read, read)
    kept = DirectoryImport.objects.get()
    chosen = {"checks": kept.checks, "skip_errors": False, "send_invitations": False}
    line("written", seconds(lambda: services.confirm(import_id=kept.pk, **chosen, by=by)), read)
    kept.refresh_from_db()
    print("done" if kept.is_done else "NOT DONE")


def seconds(work: Callable[[], object]) -> float:
    """What a piece of work takes of the processor; the queue of the tests runs its tasks at once."""
    started = time.process_time()
    work()
    return time.process_time() - started


def line(name: str, taken: float, read: float) -> None:
    """Print one step."""
    print(f"{name:9} {taken:6.2f} s, {taken / read:.1f} times as long as reading")


if __name__ == "__main__":
    main()
