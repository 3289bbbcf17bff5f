"""What people know, and the yearly question whether the profile is still right."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.models import User
from core.models import Topic
from directory.models import Profile, Software
from tests import factories
from tests.reading import read

URL, CONFIRM, PEOPLE = "/moj-profil/", "/moj-profil/potvrda/", "/imenik/osobe/"
FILLED = {"first_name": "Jelena", "last_name": "Marković", "position": "načelnica"}
QUESTION = 'action="/moj-profil/potvrda/"'


@pytest.fixture
def reader(client: Any, member: Any) -> Any:
    """A member, signed in."""
    client.force_login(member)
    return member


def confirmed(person: User, days_ago: int | None) -> None:
    """Have the profile confirmed so many days ago, or never, and the account made two years ago."""
    User.objects.filter(pk=person.pk).update(date_joined=timezone.now() - timezone.timedelta(days=730))
    day = None if days_ago is None else factories.day(-days_ago)
    Profile.objects.filter(user=person).update(confirmed_on=day)


def test_what_people_know_is_saved_recorded_and_shown(client, reader):
    topic, program = Topic.objects.create(name="Arhivska građa"), Software.objects.create(name="Luna", maker="ABC")
    known = {"topics": [topic.pk], "software": [program.pk], "languages": ["hu", "en"]}
    assert client.post(URL, FILLED | known).status_code == 302
    profile = Profile.objects.get(user=reader)
    assert (list(profile.topics.all()), list(profile.software.all())) == ([topic], [program])
    assert profile.languages == ["hu", "en"]
    html = read(client, f"{PEOPLE}{reader.pk}/", "en")
    assert f'href="{PEOPLE}?topic=arhivska-gradja"' in html
    assert f'href="{PEOPLE}?software={program.pk}"' in html
    assert "English (language), Hungarian" in html
    data = ModelLogEntry.objects.get(user=reader, content_type__model="profile").data
    assert data["from"] | data["to"] == data["to"]
    assert data["to"]["topics"] == ["Arhivska građa"]
    assert data["from"]["languages"] == []
    assert "photo" not in data["to"]
    client.post(URL, FILLED)
    profile.refresh_from_db()
    assert not profile.topics.exists()
    assert profile.languages == []


@pytest.mark.parametrize(
    "wrong", [{"languages": ["xx"]}, {"topics": ["0"]}, {"topics": ["<b>"]}, {"software": ["99999"]}]
)
def test_unknown_choices_are_refused(client, reader, wrong):
    response = client.post(URL, FILLED | wrong)
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == wrong.keys()
    assert not Profile.objects.filter(position="načelnica").exists()


@pytest.mark.parametrize(("days_ago", "asked"), [(364, False), (365, True), (None, True), (0, False)])
@pytest.mark.parametrize("url", [URL, "/"])
def test_the_question_comes_after_a_year(client, reader, url, days_ago, asked):
    confirmed(reader, days_ago)
    assert (QUESTION in read(client, url)) is asked


def test_a_new_account_is_not_asked(client, reader):
    Profile.objects.filter(user=reader).update(confirmed_on=None)
    assert QUESTION not in read(client, "/")


def test_who_holds_no_seat_is_not_asked(client, db):
    former = factories.former_member()
    confirmed(former, 800)
    client.force_login(former)
    assert QUESTION not in read(client, URL)


@pytest.mark.parametrize(
    ("target", "leads_to"), [("/", "/"), (URL, URL), ("", URL), ("https://zlo.example/", URL), ("//zlo.example", URL)]
)
def test_one_button_confirms_and_leads_back(client, reader, target, leads_to):
    confirmed(reader, 500)
    assert client.get(CONFIRM).status_code == 405
    assert client.post(CONFIRM, {"next": target}).headers["Location"] == leads_to
    assert Profile.objects.get(user=reader).confirmed_on == factories.day(0)
    assert QUESTION not in read(client, "/")
    entry = ModelLogEntry.objects.get(action="directory.confirm_profile")
    assert entry.data == {"from": factories.day(-500).isoformat(), "to": factories.day(0).isoformat()}


def test_saving_confirms(client, reader):
    confirmed(reader, 500)
    client.post(URL, FILLED)
    assert Profile.objects.get(user=reader).confirmed_on == factories.day(0)


def test_looking_confirms_nothing(client, reader):
    confirmed(reader, 500)
    for url in (URL, "/", f"{PEOPLE}{reader.pk}/"):
        read(client, url)
    assert Profile.objects.get(user=reader).confirmed_on == factories.day(-500)


def test_the_coordinator_lists_those_who_have_not_confirmed(client, reader):
    old = factories.member(first_name="Stari", last_name="Profil")
    confirmed(old, 400)
    client.force_login(factories.coordinator())
    html = read(client, f"{PEOPLE}?confirmed=old")
    assert f"{PEOPLE}{old.pk}/" in html
    assert f"{PEOPLE}{reader.pk}/" not in html


def test_members_have_no_such_list(client, reader):
    confirmed(factories.member(), 400)
    html = read(client, f"{PEOPLE}?confirmed=old")
    assert f"{PEOPLE}{reader.pk}/" in html
    assert 'name="confirmed"' not in html
