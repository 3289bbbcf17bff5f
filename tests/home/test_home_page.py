from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from directory.enums import Kind, SeatKind
from directory.models import DirectoryPage, Profile
from events.models import CalendarPage
from library.models import LibraryPage
from news.models import NewsIndexPage
from tests import factories
from tests.reading import LANGUAGES, queries, read

SCRIPT = "<script>alert(1)</script> & co"


@pytest.fixture
def reader(client, db):
    """A member from Užice, in the ICT seat, signed in."""
    unit = factories.local_government("Užice", kind=Kind.CITY)
    user = factories.person(first_name="Jelena", last_name="Marković")
    factories.appointment(user, factories.seat(unit))
    other = factories.person(first_name="Milan", last_name="Jovanović")
    factories.appointment(other, factories.seat(unit, SeatKind.GENERAL_ADMINISTRATION))
    Profile.objects.update_or_create(user=other, defaults={"position": "načelnik Odeljenja za opštu upravu"})
    client.force_login(user)
    return user


def fill(number: int) -> None:
    for count in range(number):
        factories.news_page(title=f"Vest {count}")
        factories.act_page(factories.document(), title=f"Uredba {count}")
        factories.resource_page(title=f"Priručnik {count}")
        factories.meeting_page(title=f"Sastanak {count}", start=count + 1)


WORDS = {
    "sr-latn": ["Grad Užice", "Milan Jovanović", "Jelena Marković", "(vi)", "Sledeći sastanak", "Novo u biblioteci"],
    "sr": ["Град Ужице", "Милан Јовановић", "Јелена Марковић", "(ви)", "Следећи састанак", "Ново у библиотеци"],
    "en": ["Grad Užice", "Milan Jovanović", "Jelena Marković", "(you)", "Next meeting", "New in the library"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_member_sees_the_own_seats_and_what_is_new(client, reader, language):
    fill(1)
    html = read(client, "/", language)
    for word in WORDS[language]:
        assert word in html
    assert ("Уредба 0" if language == "sr" else "Uredba 0") in html
    assert f'href="/imenik/osobe/{reader.pk}/"' in html
    assert 'href="/imenik/jls/uzice/"' in html
    for model in (LibraryPage, CalendarPage, NewsIndexPage):
        assert f'href="{model.objects.get().url}"' in html


def test_the_next_meeting_is_the_first_that_has_not_ended(client, reader):
    factories.meeting_page(title="Prošli", start=-3)
    factories.meeting_page(title="Treći", start=9)
    factories.meeting_page(title="Drugi", start=5)
    now = timezone.now()
    factories.meeting_page(title="U toku", starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    html = read(client, "/")
    assert "U toku" in html
    assert not any(title in html for title in ("Prošli", "Drugi", "Treći"))


def test_a_meeting_of_two_days_says_both(client, reader):
    start = timezone.now().replace(year=timezone.localdate().year + 1, month=11, day=28, hour=9)
    meeting = {"starts_at": start, "ends_at": start + timedelta(days=1), "online_url": "https://sastanak.example/1"}
    factories.meeting_page(place="", **meeting)
    html = read(client, "/")
    assert f"28–29. novembar {start.year}." in html
    assert "na daljinu" in html
    assert "i na daljinu" not in html


def test_the_newest_four_with_pinned_news_first(client, reader):
    pinned = factories.news_page(title="Izdvojena vest", pinned=True)
    for count in range(5):
        factories.news_page(title=f"Vest {count}")
    html = read(client, "/")
    assert html.index(pinned.title) < html.index("Vest 4") < html.index("Vest 3") < html.index("Vest 2")
    assert "Vest 1" not in html
    assert "izdvojeno" in html


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sr-latn", ["Još nema vesti", "Nijedan sastanak nije zakazan", "Biblioteka je još prazna"]),
        ("sr", ["Још нема вести", "Ниједан састанак није заказан", "Библиотека је још празна"]),
        ("en", ["There is no news yet", "No meeting is scheduled", "The library is still empty"]),
    ],
)
def test_empty_lists_say_what_they_will_hold(client, reader, language, words):
    html = read(client, "/", language)
    for word in words:
        assert word in html


def test_sections_that_an_editor_took_down_leave_no_broken_links(client, reader):
    fill(1)
    for model in (LibraryPage, CalendarPage, NewsIndexPage, DirectoryPage):
        model.objects.get().unpublish()
    html = read(client, "/")
    assert 'href=""' not in html
    assert "Grad Užice" in html
    assert "/imenik/" not in html


def test_a_vacant_seat_is_vacant(client, db):
    user = factories.member(kind=SeatKind.GENERAL_ADMINISTRATION)
    client.force_login(user)
    html = read(client, "/")
    assert "Upražnjeno" in html
    assert html.count("(vi)") == 1


def test_a_person_with_seats_in_two_local_governments_sees_both(client, reader):
    second = factories.local_government("Požega")
    factories.appointment(reader, factories.seat(second))
    html = read(client, "/")
    assert html.count("<h1>") == 1
    assert "Grad Užice" in html
    assert "Opština Požega" in html


@pytest.mark.parametrize(
    ("role", "words"), [("editor", "Urednik"), ("coordinator", "Koordinatorka Mreže"), ("", "Nemate mesto u Mreži.")]
)
def test_a_reader_without_a_seat_sees_the_own_name_and_role(client, db, role, words):
    user = factories.person(roles=(role,) if role else (), is_superuser=not role, first_name="Ivana")
    client.force_login(user)
    html = read(client, "/")
    assert f"<h1>{user.get_full_name()}</h1>" in html
    assert words in html
    assert 'href="/admin/"' in html


def test_a_member_gets_no_link_to_the_admin(client, reader):
    assert "/admin/" not in read(client, "/")


def test_what_is_closed_to_the_reader_is_not_on_the_page(client, reader):
    group = Group.objects.get(name=SeatKind.GENERAL_ADMINISTRATION.group_name)
    pages = [
        factories.news_page(title="Zatvorena vest"),
        factories.act_page(title="Zatvorena uredba"),
        factories.meeting_page(title="Zatvoren sastanak"),
    ]
    for page in pages:
        factories.restrict(page, group)
    factories.news_page(title="Nacrt vesti", live=False)
    html = read(client, "/")
    for title in [*(page.title for page in pages), "Nacrt vesti"]:
        assert title not in html


def test_what_people_write_is_escaped_once(client, reader):
    Profile.objects.update_or_create(user=reader, defaults={"position": SCRIPT})
    reader.first_name = SCRIPT
    reader.save()
    factories.news_page(title=SCRIPT, lead=SCRIPT, slug="vest")
    factories.act_page(title=SCRIPT, slug="akt")
    factories.meeting_page(title=SCRIPT, place=SCRIPT, slug="sastanak")
    for language in LANGUAGES:
        html = read(client, "/", language)
        assert "<script>alert" not in html
        assert "<скрипт>" not in html
        assert "&amp;lt;" not in html
        assert "&amp;amp;" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt; &amp; co") >= 7


def test_the_page_costs_the_same_with_three_and_with_thirty_things(client, reader):
    fill(3)
    few = queries(client, "/")
    fill(27)
    assert queries(client, "/") == few
