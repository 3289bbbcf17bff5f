from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from directory.enums import SeatKind
from tests import factories
from tests.reading import LANGUAGES, queries, read

URL = "/sastanci/"
SCRIPT = "<script>alert(1)</script> & co"

HERE = timezone.get_default_timezone()


@pytest.fixture
def reader(client, member):
    client.force_login(member)
    return member


def listed(html: str) -> list[str]:
    """The titles in the list, from the top down."""
    return re.findall(r"<h3>\s*<a [^>]*>(.*?)</a>", html)


def in_grid(html: str) -> list[str]:
    """The titles in the month grid."""
    return [" ".join(title.split()) for title in re.findall(r'class="ev[^"]*"[^>]*>(.*?)</a>', html, re.DOTALL)]


WORDS = {
    "sr-latn": ["Sastanci", "Naredni sastanci", "Ovaj mesec", "Obuka", "Čačak", "i na daljinu", "pon"],
    "sr": ["Састанци", "Наредни састанци", "Овај месец", "Обука", "Чачак", "и на даљину", "пон"],
    "en": ["Meetings", "Upcoming meetings", "This month", "Obuka", "Čačak", "and online", "Mon"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_calendar_shows_a_month_and_a_list(client, reader, language):
    factories.meeting_page(title="Obuka", start=3, online_url="https://sastanak.example/1")
    html = read(client, URL, language)
    for word in WORDS[language]:
        assert word in html


def test_upcoming_meetings_stand_by_their_day_and_past_ones_backwards(client, reader):
    for start, title in [(9, "Kasnije"), (2, "Uskoro"), (-3, "Nedavno"), (-40, "Davno")]:
        factories.meeting_page(title=title, start=start)
    now = timezone.now()
    factories.meeting_page(title="U toku", starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    assert listed(read(client, URL)) == ["U toku", "Uskoro", "Kasnije"]
    assert listed(read(client, f"{URL}?prosli=1")) == ["Nedavno", "Davno"]


def test_the_grid_shows_the_month_of_the_address(client, reader):
    start = datetime(2031, 3, 12, 10, tzinfo=HERE)
    meeting = factories.meeting_page(title="Daleki sastanak", starts_at=start, ends_at=start + timedelta(hours=2))
    assert not in_grid(read(client, URL))
    html = read(client, f"{URL}?mesec=2031-03")
    assert in_grid(html) == ["10.00 Daleki sastanak"]
    assert f'href="{meeting.url}"' in html
    assert "Mart 2031" in html
    assert "mesec=2031-02" in html
    assert "mesec=2031-04" in html
    assert "10:00 Daleki sastanak" in " ".join(read(client, f"{URL}?mesec=2031-03", "en").split())


@pytest.mark.parametrize("query", ["mesec=abc", "mesec=9999-99", "mesec=", "page=abc", "page=-7", "page=99", "x=%00"])
def test_bad_parameters_show_this_month_and_the_first_page(client, reader, query):
    factories.meeting_page(title="Obuka", start=3)
    html = read(client, f"{URL}?{query}")
    assert listed(html) == ["Obuka"]
    assert 'aria-current="date"' in html


@pytest.mark.parametrize("edge", ["2000-01", "2100-12"])
def test_the_first_and_the_last_month_open(client, reader, edge):
    html = read(client, f"{URL}?mesec={edge}")
    assert 'class="month"' in html


@pytest.mark.parametrize(
    ("language", "upcoming", "past"),
    [
        ("sr-latn", "Nijedan sastanak nije zakazan", "Nijedan sastanak još nije održan"),
        ("sr", "Ниједан састанак није заказан", "Ниједан састанак још није одржан"),
        ("en", "No meeting is scheduled", "No meeting has been held yet"),
    ],
)
def test_empty_lists_say_so(client, reader, language, upcoming, past):
    assert upcoming in read(client, URL, language)
    assert past in read(client, f"{URL}?prosli=1", language)


def test_pages_of_past_meetings_stay_among_past_meetings(client, reader):
    for count in range(23):
        factories.meeting_page(start=-count - 2)
    html = read(client, f"{URL}?prosli=1")
    assert len(listed(html)) == 20
    assert "prosli=1&amp;page=2" in html
    assert len(listed(read(client, f"{URL}?prosli=1&page=2"))) == 3


def test_closed_and_unpublished_meetings_are_in_neither(client, reader):
    group = Group.objects.get(name=SeatKind.GENERAL_ADMINISTRATION.group_name)
    factories.restrict(factories.meeting_page(title="Zatvoren", start=0), group)
    factories.meeting_page(title="Nacrt", start=0, live=False)
    html = read(client, URL)
    assert "Zatvoren" not in html
    assert "Nacrt" not in html


def test_what_editors_write_is_escaped_once(client, reader):
    factories.meeting_page(title=SCRIPT, place=SCRIPT, slug="sastanak", start=0)
    for language in LANGUAGES:
        html = read(client, URL, language)
        assert "<script>alert" not in html
        assert "&amp;lt;" not in html
        assert "&amp;amp;" not in html


def test_the_calendar_costs_the_same_with_three_and_with_thirty_meetings(client, reader):
    def fill(number: int) -> None:
        for count in range(number):
            factories.meeting_page(start=count % 5)

    fill(3)
    few = queries(client, URL)
    fill(27)
    assert queries(client, URL) == few
