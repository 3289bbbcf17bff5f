"""What may stand above the columns of the table, as `core.tables.headings.key` writes it."""

from __future__ import annotations

from typing import Final

HEADINGS: Final = {
    "file": (
        "datoteka", "naziv datoteke", "ime datoteke", "putanja", "putanja datoteke", "fajl", "naziv fajla",
        "ime fajla", "dokument", "file", "file name", "filename", "path",
    ),
    "title": ("naslov", "naziv", "naziv akta", "naslov akta", "naziv propisa", "title", "name", "title of the act"),
    "kind": ("vrsta", "propis ili model", "propis ili model akta", "kind"),
    "act_type": ("vrsta akta", "vrsta propisa", "tip", "tip akta", "oblik", "oblik akta", "type", "type of the act"),
    "number": ("broj", "broj akta", "del broj", "delovodni broj", "broj propisa", "number", "number of the act"),
    "issuer": (
        "donosilac", "donosilac akta", "organ", "naziv donosioca", "doneo", "izdavac", "organ koji je doneo akt",
        "issuer",
    ),
    "gazette_reference": (
        "objavljeno", "objavljeno u", "objava", "glasilo", "sluzbeno glasilo", "broj glasila", "oznaka glasila",
        "sluzbeni list", "gazette", "gazette reference",
    ),
    "adopted_on": ("doneto", "doneto dana", "donet", "datum donosenja", "dan donosenja", "datum akta", "adopted on"),
    "in_force_from": (
        "na snazi od", "vazi od", "stupa na snagu", "stupio na snagu", "datum stupanja na snagu", "primenjuje se od",
        "in force from",
    ),
    "topics": ("tema", "teme", "oblast", "oblasti", "topic", "topics"),
    "summary": ("sazetak", "opis", "kratak sadrzaj", "summary"),
}  # fmt: skip
REQUIRED: Final = ("file", "title")
