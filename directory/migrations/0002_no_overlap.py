"""On PostgreSQL the database itself refuses two appointments to a seat on one day; elsewhere the service does."""

from __future__ import annotations

from typing import Any

from django.db import migrations

ADD = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE directory_appointment ADD CONSTRAINT directory_one_holder_a_day
EXCLUDE USING gist (seat_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&);
"""
REMOVE = "ALTER TABLE directory_appointment DROP CONSTRAINT IF EXISTS directory_one_holder_a_day;"


def add(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


def remove(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REMOVE)


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
