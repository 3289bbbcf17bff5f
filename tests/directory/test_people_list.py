"""The list of representatives by what they know, and what it costs."""

from __future__ import annotations

import re
from typing import Any

import pytest

from core.models import Topic
from directory import services
from directory.enums import SeatKind
from directory.models import Profile, Software
from tests import factories
from tests.queries import many
from tests.reading import LANGUAGES, queries, read

PEOPLE = "/imenik/osobe/"


@pytest.fixture
def people(client: Any, db: None) -> dict[str, Any]:
    """Three people in two districts who know this and that, and a reader who has said nothing."""
    topics = [Topic.objects.create(name=name) for name in ("Arhivska građa", "Otvoreni podaci")]
    programs = [Software.objects.create(name=name) for name in ("Luna", "Sidro")]
    said: dict[str, dict[str, Any]] = {
        "Ana": {"topics": topics, "software": programs[:1], "languages": ["hu"]},
        "Beba": {"topics": topics[:1], "software": [], "languages": ["hu", "en"]},
        "Vera": {"topics": [], "software": programs, "languages": []},
    }
    for name, district, kind in (
        ("Ana", "Moravički", SeatKind.ICT),
        ("Beba", "Zlatiborski", SeatKind.ICT),
        ("Vera", "Zlatiborski", SeatKind.GENERAL_ADMINISTRATION),
    ):
        person = factories.person(first_name=name, last_name="Ilić")
        factories.appointment(person, factories.seat(factories.local_government(district=district), kind))
        profile = Profile.objects.get(user=person)
        profile.languages = said[name].pop("languages")
        services.save_profile(profile=profile, by=person, **said[name])
    client.force_login(factories.member(first_name="Gost", last_name="Gostić"))
    return {"luna": programs[0].pk, "sidro": programs[1].pk}


def names(html: str) -> list[str]:
    """The first names in the table."""
    found = re.findall(r'<th scope="row">\s*<a [^>]*>(.*?)</a>', html, re.DOTALL)
    return [name.split()[-1] for name in found]


def counts(html: str, facet: str) -> dict[str, int]:
    """How many each value of a facet has, by what the address says."""
    form = html.partition("data-filter")[2].partition("</form>")[0]
    radios = re.findall(rf'name="{facet}"\s+value="([^"]*)".*?<span class="n">(\d+)</span>', form, re.DOTALL)
    select = form.partition(f'<select name="{facet}"')[2].partition("</select>")[0]
    options = re.findall(r'<option value="([^"]*)".*?\((\d+)\)</option>', select)
    return {value: int(number) for value, number in radios + options}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("topic=arhivska-gradja", ["Ana", "Beba"]),
        ("topic=otvoreni-podaci", ["Ana"]),
        ("software={luna}", ["Ana", "Vera"]),
        ("language=hu", ["Ana", "Beba"]),
        ("language=hu&district=zlatiborski", ["Beba"]),
        ("topic=arhivska-gradja&software={luna}&language=hu&seat=ict&name=ilic", ["Ana"]),
        ("topic=otvoreni-podaci&seat=general_administration", []),
        ("topic=nema&software=0&language=xx", ["Gost", "Ana", "Beba", "Vera"]),
    ],
)
def test_people_are_narrowed_by_what_they_know(client, people, query, found):
    html = read(client, f"{PEOPLE}?{query.format(**people)}")
    assert names(html) == found
    assert f"Predstavnika: {len(found)}" in " ".join(html.split()) or "Nema takvog predstavnika" in html


def test_values_say_how_many_there_are_under_the_other_filters(client, people):
    html = read(client, PEOPLE)
    assert counts(html, "topic") == {"": 4, "arhivska-gradja": 2, "otvoreni-podaci": 1}
    assert counts(html, "software") == {"": 4, str(people["luna"]): 2, str(people["sidro"]): 1}
    assert counts(html, "language") == {"": 4, "hu": 2, "en": 1}
    assert counts(html, "seat") == {"": 4, "ict": 3, "general_administration": 1}
    html = read(client, f"{PEOPLE}?language=hu&name=beba")
    assert counts(html, "topic") == {"": 1, "arhivska-gradja": 1}
    assert counts(html, "language") == {"": 1, "hu": 1, "en": 1}


def test_every_choice_can_be_taken_back_alone(client, people):
    html = read(client, f"{PEOPLE}?topic=arhivska-gradja&language=hu")
    assert f'href="{PEOPLE}?language=hu"' in html
    assert f'href="{PEOPLE}?topic=arhivska-gradja"' in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_nobody_knows_is_not_offered(client, reader_alone, language):
    html = read(client, PEOPLE, language)
    for facet in ("topic", "software", "language"):
        assert not counts(html, facet)
    assert counts(html, "seat")


@pytest.fixture
def reader_alone(client: Any, member: Any) -> None:
    """A member who has said nothing, in a network with a topic and a software."""
    Topic.objects.create(name="Arhivska građa")
    Software.objects.create(name="Luna")
    client.force_login(member)


def test_photos_of_a_list_are_small_and_wait_until_they_are_seen(client, people):
    person = Profile.objects.exclude(languages=[]).earliest("pk").user
    factories.photo(person)
    html = read(client, PEOPLE)
    images = re.findall(r'<img\s+class="face"[^>]*>', html)
    assert len(images) == 1
    assert "-small/" in images[0]
    assert 'loading="lazy"' in images[0]
    assert html.count('class="face"') == 4


def test_340_people_cost_what_three_cost(client, people):
    many.knowledge([profile.user for profile in Profile.objects.all()], 3)
    few = queries(client, f"{PEOPLE}?seat=ict")
    many.units(340)
    many.knowledge([profile.user for profile in Profile.objects.select_related("user")], 5)
    assert queries(client, f"{PEOPLE}?seat=ict") == few


def test_whose_account_is_closed_is_in_no_list(client, member):
    gone = factories.member(first_name="Zatvoreni", last_name="Nalog", email="zatvoren@grad.test", is_active=False)
    unit = gone.appointments.get().seat.local_government
    client.force_login(member)
    for address in ("/imenik/osobe/", f"/imenik/okruzi/{unit.district.slug}/", "/imenik/"):
        html = read(client, address)
        assert "zatvoren@grad.test" not in html
        assert f"/imenik/osobe/{gone.pk}/" not in html
