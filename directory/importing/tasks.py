"""Comparing and writing tables, in the queue."""

from __future__ import annotations

from django_tasks import task


@task()
def compare_table(import_id: int) -> None:
    """Compare an uploaded table with the register. Running it twice does no harm."""
    from directory.importing import services

    services.compare(import_id=import_id)


@task()
def write_table(import_id: int) -> None:
    """Write a confirmed table. Running it twice does no harm."""
    from directory.importing import services

    services.write(import_id=import_id)
