"""Reads the demo's data files."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def read(name: str) -> Any:
    """Return the content of a JSON file of the demo."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def local_governments() -> list[dict[str, str]]:
    """The rows of the list of local governments: name, kind, parent_city, district, region."""
    with (FOLDER / "local_governments.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def file(name: str) -> Path:
    """The path of a document of the demo."""
    return FOLDER / "files" / name
