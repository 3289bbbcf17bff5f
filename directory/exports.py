"""Lists of the directory as tables for a spreadsheet, with the same filters as on the page."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.models import foreign_words
from core.spreadsheets import csv_response, xlsx_response
from core.templatetags.text import script
from directory.enums import Kind, SeatKind
from serbian.script import transliterate

if TYPE_CHECKING:
    from directory.models import Appointment, DirectoryPage, LocalGovernment, Seat

    Row = list[object]

CSV, XLSX = "csv", "xlsx"


def of_local_governments(units: list[LocalGovernment], **asked: Any) -> HttpResponse:
    """Local governments with their seats as a file; `asked` is what `answer()` takes. Expects `with_seats()`."""
    return answer("jls", unit_heads(), [unit_row(unit) for unit in units], **asked)


def of_people(appointments: list[Appointment], **asked: Any) -> HttpResponse:
    """Representatives as a file; `asked` is what `answer()` takes. Expects what `current_appointments()` fetches."""
    return answer("predstavnici", people_heads(), [people_row(row) for row in appointments], **asked)


def answer(
    name: str, heads: Row, rows: list[Row], *, page: DirectoryPage, request: HttpRequest, filters: dict[str, str]
) -> HttpResponse:
    """Record that a person takes a list with these filters, and answer with the file.

    `format` of what was posted says which kind of file; anything else than CSV counts as XLSX.
    """
    from directory.services import log_export  # services read the models, whose pages read this

    wanted = CSV if request.POST.get("format") == CSV else XLSX
    log_export(page=page, name=name, wanted=wanted, filters=filters, number=len(rows), by=request.user)
    make = csv_response if wanted == CSV else xlsx_response
    return make(f"{name}-{timezone.localdate().isoformat()}.{wanted}", heads, rows)


def unit_heads() -> Row:
    """What stands above the columns of `unit_row`."""
    unit = [
        _("name in Latin script"),
        _("name in Cyrillic script"),
        _("kind"),
        _("district"),
        _("region"),
        _("parent city"),
        _("web site"),
        _("official e-mail"),
        _("official gazette"),
    ]
    seat = [_("from"), _("number of the act"), _("official e-mail"), _("office phone"), _("official mobile phone")]
    seats = [[kind.label, *(f"{kind.label}: {said}" for said in seat)] for kind in SeatKind]
    return [*map(capfirst, unit), *chain(*seats)]


def unit_row(unit: LocalGovernment) -> Row:
    """A local government with who holds its seats; expects `with_seats()`."""
    seats = unit.seat_by_kind
    return [
        unit.name,
        unit.name_cyrillic,
        Kind(unit.kind).label,
        shown(unit.district.full_name),
        shown(unit.district.region),
        unit.parent.shown_name if unit.parent else "",
        unit.website,
        unit.email,
        shown(unit.gazette),
        *(value for kind in SeatKind for value in seat_cells(seats.get(kind))),
    ]


def seat_cells(seat: Seat | None) -> Row:
    """Who holds a seat since when, by which act, and how to reach them; or since when it is vacant."""
    holder = seat.holder if seat else None
    if holder is None:
        return [_("vacant"), seat.vacant_since if seat else None, "", "", "", ""]
    return [shown(str(holder.person)), holder.starts_on, holder.act_number, *contact_cells(holder)]


def people_heads() -> Row:
    """What stands above the columns of `people_row`."""
    heads = [
        _("last name"),
        _("first name"),
        _("position"),
        _("local government"),
        _("district"),
        _("seat"),
        _("from"),
        _("official e-mail"),
        _("office phone"),
        _("official mobile phone"),
    ]
    return [*map(capfirst, heads)]


def people_row(appointment: Appointment) -> Row:
    """A person with a seat; expects what `current_appointments()` fetches."""
    person, unit = appointment.person, appointment.seat.local_government
    profile = getattr(person, "profile", None)
    return [
        shown(person.last_name),
        shown(person.first_name),
        shown(profile.position) if profile else "",
        unit.full_name,
        shown(unit.district.full_name),
        SeatKind(appointment.seat.kind).label,
        appointment.starts_on,
        *contact_cells(appointment),
    ]


def contact_cells(appointment: Appointment) -> Row:
    """E-mail, office phone and official mobile phone."""
    profile: Any = getattr(appointment.person, "profile", None)
    return [appointment.person.email, profile.phone if profile else "", profile.mobile if profile else ""]


def shown(text: str) -> str:
    """Text in the script that the reader sees on the page."""
    to = script()
    return transliterate(text, to, foreign_words()) if to else text
