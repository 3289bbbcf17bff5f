from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from core.models import CoordinatorSettings, PageTopic, Topic
from directory.enums import SeatKind
from events.models import MeetingDocument, MeetingPage
from tests import factories
from tests.reading import LANGUAGES, queries, read

SCRIPT = "<script>alert(1)</script> & co"
AGENDA = "1. Usvajanje zapisnika\n2) Godina rada\n\n14 gradova: iskustva\n13. sastanak: zaključci\n5. Razno"

HERE = timezone.get_default_timezone()


@pytest.fixture
def reader(client, member):
    client.force_login(member)
    return member


def paper(meeting: MeetingPage, title: str = "Zapisnik") -> MeetingDocument:
    return MeetingDocument.objects.create(page=meeting, document=factories.document(title), sort_order=1)


WORDS = {
    "sr-latn": ["Kada", "Gde", "utorak, 3. decembar 2030.", "10.00–13.30", "Čačak", "i na daljinu", "Dnevni red"],
    "sr": ["Када", "Где", "уторак, 3. децембар 2030.", "10.00–13.30", "Чачак", "и на даљину", "Дневни ред"],
    "en": ["When", "Where", "Tuesday, 3 December 2030", "10:00–13:30", "Čačak", "and online", "Agenda"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meeting_says_when_where_and_what_about(client, reader, language):
    start = datetime(2030, 12, 3, 10, tzinfo=HERE)
    meeting = factories.meeting_page(
        title="14. sastanak",
        starts_at=start,
        ends_at=start + timedelta(hours=3, minutes=30),
        online_url="https://sastanak.example/14",
        agenda=AGENDA,
    )
    attached = paper(meeting)
    html = " ".join(read(client, meeting.url, language).split())
    for word in [*WORDS[language], 'href="https://sastanak.example/14"', attached.document.url]:
        assert word in html


def test_the_agenda_drops_only_numbers_of_its_own_places(db):
    assert MeetingPage(agenda=AGENDA).agenda_items == [
        "Usvajanje zapisnika",
        "Godina rada",
        "14 gradova: iskustva",
        "13. sastanak: zaključci",
        "Razno",
    ]


def test_a_meeting_that_is_over_says_so(client, reader):
    assert "Sastanak je održan." in read(client, factories.meeting_page(start=-2).url)
    assert "Sastanak je održan." not in read(client, factories.meeting_page(start=2).url)


def test_a_meeting_of_two_days_says_both(client, reader):
    start = datetime(2030, 11, 28, 9, tzinfo=HERE)
    meeting = factories.meeting_page(starts_at=start, ends_at=start + timedelta(days=1, hours=5))
    html = read(client, meeting.url)
    assert "28–29. novembar 2030." in html
    assert "počinje u 9.00, poslednjeg dana završava se u 14.00" in html


def test_neighbours_are_the_nearest_meetings_that_the_reader_may_see(client, reader):
    before, near, here, after = (factories.meeting_page(title=f"Sastanak {n}", start=n) for n in (1, 3, 5, 8))
    closed = factories.meeting_page(title="Zatvoren", start=4)
    factories.restrict(closed, Group.objects.get(name=SeatKind.GENERAL_ADMINISTRATION.group_name))
    html = read(client, here.url)
    assert f'href="{near.url}"' in html
    assert f'href="{after.url}"' in html
    assert f'href="{before.url}"' not in html
    assert "Zatvoren" not in html


def test_questions_go_to_the_coordinator(client, reader):
    html = " ".join(read(client, factories.meeting_page().url).split())
    assert f'Pitanja o sastanku: <a href="{reverse("contact_coordinator")}" >koordinatorka</a>' in html
    CoordinatorSettings.objects.update_or_create(pk=1, defaults={"name": "Ivana Petrović"})
    assert "Ivana Petrović</a>" in read(client, factories.meeting_page().url)


def test_a_meeting_without_papers_says_so(client, reader):
    assert "Materijala još nema" in read(client, factories.meeting_page().url)


def test_what_editors_write_is_escaped_once(client, reader):
    fields = {"title": SCRIPT, "place": SCRIPT, "summary": SCRIPT, "agenda": SCRIPT, "slug": "sastanak"}
    meeting = factories.meeting_page(**fields)
    paper(meeting, SCRIPT)
    PageTopic.objects.create(content_object=meeting, tag=Topic.objects.create(name=SCRIPT, slug="tema"))
    for language in LANGUAGES:
        html = read(client, meeting.url, language)
        assert "<script>alert" not in html
        assert "&amp;lt;" not in html
        assert "&amp;amp;" not in html


def test_a_closed_meeting_is_not_there(client, reader):
    meeting = factories.meeting_page()
    factories.restrict(meeting, Group.objects.get(name=SeatKind.GENERAL_ADMINISTRATION.group_name))
    assert client.get(meeting.url).status_code == 404


def test_a_meeting_cannot_end_before_it_starts(db):
    meeting = factories.meeting_page()
    meeting.ends_at = meeting.starts_at - timedelta(minutes=1)
    with pytest.raises(ValidationError) as refusal:
        meeting.full_clean()
    assert "ends_at" in refusal.value.message_dict
    with pytest.raises(IntegrityError):
        MeetingPage.objects.filter(pk=meeting.pk).update(ends_at=meeting.ends_at)


def test_a_meeting_is_somewhere(db):
    meeting = factories.meeting_page()
    meeting.place = meeting.online_url = ""
    with pytest.raises(ValidationError) as refusal:
        meeting.full_clean()
    assert "place" in refusal.value.message_dict


def test_a_meeting_costs_the_same_with_three_and_with_thirty_papers(client, reader):
    def meeting_with(number: int) -> str:
        meeting = factories.meeting_page(start=number)
        for count in range(number):
            paper(meeting)
            topic = Topic.objects.create(name=f"Tema {number} {count}")
            PageTopic.objects.create(content_object=meeting, tag=topic)
        return meeting.url

    few, many = meeting_with(3), meeting_with(30)
    factories.meeting_page(start=1)
    factories.meeting_page(start=60)
    assert queries(client, many) == queries(client, few)
