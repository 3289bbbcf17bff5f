"""The table to fill in: headings, and one row that shows how."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.http import HttpResponse

from core.names import interface_script
from core.spreadsheets import xlsx_response
from library.bulk.headings import HEADINGS
from library.bulk.sentences import column
from library.enums import ActKind, ActType
from serbian.script import transliterate

EXAMPLES: Final = {
    "file": "odluke/pisarnica.pdf",
    "title": "Odluka o elektronskoj pisarnici",
    "number": "06-15/2026-I",
    "issuer": "Skupština grada Čačka",
    "gazette_reference": "„Službeni list grada Čačka“, br. 5/2026",
    "adopted_on": date(2026, 3, 1),
    "in_force_from": date(2026, 3, 13),
    "topics": "",
    "summary": "Uređuje rad elektronske pisarnice.",
}
AS_WRITTEN: Final = frozenset({"file", "number"})


def template_response() -> HttpResponse:
    """An XLSX file with our headings in the reader's script and an example."""
    return xlsx_response("akti.xlsx", [column(name) for name in HEADINGS], [[example(name) for name in HEADINGS]])


def example(name: str) -> object:
    """What stands in the example's cell."""
    if name in {"kind", "act_type"}:
        return str({"kind": ActKind.REGULATION, "act_type": ActType.ODLUKA}[name].label)
    value = EXAMPLES[name]
    return transliterate(value, interface_script()) if isinstance(value, str) and name not in AS_WRITTEN else value
