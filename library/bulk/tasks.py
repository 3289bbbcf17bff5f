"""Looking at ZIPs and making acts of them, in the slow queue."""

from __future__ import annotations

from django_tasks import task


@task(queue_name="slow")
def check_upload(upload_id: int) -> None:
    """Look at an uploaded ZIP. Running it twice does no harm."""
    from library.bulk import services

    services.check(upload_id=upload_id)


@task(queue_name="slow")
def make_acts(upload_id: int) -> None:
    """Make acts of the next rows of a confirmed ZIP. Running it twice does no harm."""
    from library.bulk import services

    if services.run(upload_id=upload_id):
        make_acts.enqueue(upload_id=upload_id)
