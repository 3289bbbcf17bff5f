"""The gallery of components at `/styleguide/`, for those who write templates; wired with DEBUG only.

Its people, places and acts are samples.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from search.models import Entry
from search.services import FoundPassage, Hit, marked

LOOKED_FOR = "kancelarijsko poslovanje"


@dataclass
class SampleEvent:
    """What <c-month> asks of an event."""

    title: str
    start: time | None = None
    cancelled: bool = False
    url: str = "#"


@dataclass
class SampleDay:
    """What <c-month> asks of a day."""

    date: date
    outside: bool
    today: bool
    events: list[SampleEvent] = field(default_factory=list)


class SampleForm(forms.Form):
    """One field of every kind that <c-field> draws."""

    name = forms.CharField(label="Naziv akta", help_text="Kako glasi u službenom listu.")
    gazette = forms.CharField(label="Broj službenog lista", help_text="Broj i godina, na primer 13/2026.")
    adopted_on = forms.DateField(label="Datum usvajanja", required=False)
    version = forms.ChoiceField(label="Verzija modela", choices=[("2", "2.1 (18. novembar 2026)"), ("1", "1.0")])
    state = forms.ChoiceField(
        label="Stanje",
        help_text="Izaberite ono što važi danas.",
        choices=[("draft", "U pripremi"), ("debate", "Javna rasprava"), ("adopted", "Usvojeno")],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label="Teme",
        required=False,
        choices=[("office", "Pisarnica"), ("archive", "Arhiviranje")],
        widget=forms.CheckboxSelectMultiple,
    )
    departures = forms.CharField(label="Odstupanja od modela", required=False, widget=forms.Textarea)
    text = forms.FileField(label="Tekst akta", required=False, help_text="PDF, DOCX ili ODT.")
    shared = forms.BooleanField(label="Tekst akta mogu da vide sve članice Mreže", required=False)
    municipality = forms.CharField(label="Jedinica lokalne samouprave", initial="Grad Užice", disabled=True)


SAMPLE_EVENTS = {
    3: [SampleEvent("Radna grupa: Elektronska pisarnica", time(10))],
    12: [SampleEvent("Obuka: zaštita podataka u pisarnici", time(9, 30))],
    17: [SampleEvent("Razgovor sa Ministarstvom", time(11), cancelled=True)],
    25: [SampleEvent("Radna grupa: informaciona bezbednost", time(10)), SampleEvent("Rok za primedbe")],
}


def sample_weeks(today: date) -> list[list[SampleDay]]:
    """Return the weeks of the day's month with a few events."""
    return [
        [
            SampleDay(
                day,
                day.month != today.month,
                day == today,
                SAMPLE_EVENTS.get(day.day, []) if day.month == today.month else [],
            )
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(today.year, today.month)
    ]


def sample_hit(title: str, template: str, passages: list[FoundPassage], **facts: str) -> Hit:
    """Return a row of the results for "kancelarijsko poslovanje"."""
    entry = Entry(title=title, url="#", kind="regulation", date=date(2026, 11, 3), facts=facts)
    return Hit(entry, marked(title, LOOKED_FOR), "", template, passages)


def sample_passage(text: str, *, page: int | None = None, label: str = "") -> FoundPassage:
    """Return a place in a row of the results."""
    return FoundPassage(html=marked(text, LOOKED_FOR), text=text, address="#", label=label, page=page)


def sample_hits() -> list[Hit]:
    """Return an act in force with three places, one that is gone, and a meeting."""
    places = [
        sample_passage("Kancelarijsko poslovanje obuhvata prijem i čuvanje dokumentarnog materijala.", page=36),
        sample_passage("Рокови у канцеларијском пословању теку од дана пријема писмена.", label="Члан 12."),
        sample_passage("O kancelarijskom poslovanju stara se organizaciona jedinica."),
    ]
    act = {"act_type": "uredba", "issuer": "Vlada", "gazette_reference": "„Sl. glasnik RS“, br. 21/2020"}
    gone = {"in_force_from": "1992-01-01", "in_force_to": "2020-03-05"}
    law = "Uredba o kancelarijskom poslovanju organa državne uprave"
    return [
        sample_hit(law, "library/act_hit.html", places, **act, in_force_from="2020-03-06"),
        sample_hit(f"{law} iz 1992.", "library/act_hit.html", [], **act, **gone),
        sample_hit("14. sastanak Mreže", "events/meeting_hit.html", places[2:], place="Čačak, velika sala"),
    ]


SAMPLE_CARD = {
    "unit": {"full_name": "Grad Čačak"},
    "url": "#",
    "place": "Moravički okrug",
    "general_administration": True,
    "ict": False,
    "seats": [
        {
            "title": "Opšta uprava",
            "holder": {
                "name": "Snežana Đorđević",
                "url": "#",
                "phone": "032/555-0118",
                "email": "s.djordjevic@cacak.example",
            },
        },
        {"title": "IKT", "holder": None},
    ],
}


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component with sample data, a form with errors among them."""
    for level, text in [(messages.SUCCESS, "Odgovor je sačuvan."), (messages.ERROR, "Datoteka nije primljena.")]:
        messages.add_message(request, level, text)
    here = timezone.get_current_timezone()
    context = {
        "weeks": sample_weeks(timezone.localdate()),
        "start": datetime(2026, 12, 3, 10, 0, tzinfo=here),
        "end": datetime(2026, 12, 3, 13, 30, tzinfo=here),
        "page_obj": Paginator(range(240), 20).page(5),
        "sample": SampleForm({"name": "Pravilnik o kancelarijskom poslovanju", "state": "adopted", "version": "2"}),
        "facet_options": [
            {"value": "zakon", "label": "Zakon", "count": 12, "selected": True},
            {"value": "uredba", "label": "Uredba", "count": 7, "selected": False},
        ],
        "hits": sample_hits(),
        "card": SAMPLE_CARD,
        "crumb_items": [{"title": "Biblioteka", "url": "#"}, {"title": "Uredbe", "url": "#"}],
    }
    return render(request, "styleguide.html", context)
