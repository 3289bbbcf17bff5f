from __future__ import annotations

import pytest
from wagtail.models import ModelLogEntry

from directory.models import Profile
from tests import factories
from tests.reading import LANGUAGES, read

URL = "/moj-profil/"
FILLED = {
    "first_name": "Jelena",
    "last_name": "Marković-Петровић",
    "position": "načelnica Odeljenja",
    "department": "Odeljenje za opštu upravu",
    "phone": "031/555-0714",
    "mobile": "+381 60 555-1",
    "ask_me_about": "pisarnica < 5 dana\narhiviranje",
}


@pytest.fixture
def reader(client, member):
    client.force_login(member)
    return member


def test_the_profile_is_for_those_who_are_signed_in(client, db):
    assert client.get(URL).status_code == 302
    assert client.post(URL, FILLED).status_code == 302
    assert not Profile.objects.filter(position=FILLED["position"]).exists()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sr-latn", ["Moj profil", "Radno mesto", "Sačuvaj profil"]),
        ("sr", ["Мој профил", "Радно место", "Сачувај профил"]),
        ("en", ["My profile", "Position", "Save the profile"]),
    ],
)
def test_the_form_stands_in_the_readers_language(client, reader, language, words):
    html = read(client, URL, language)
    for word in [*words, reader.email]:
        assert word in html


def test_name_and_profile_are_saved_and_recorded(client, reader):
    response = client.post(URL, FILLED, follow=True)
    assert "Vaš profil je sačuvan." in response.content.decode()
    reader.refresh_from_db()
    assert reader.get_full_name() == "Jelena Marković-Петровић"
    profile = Profile.objects.get(user=reader)
    for name in ("position", "department", "phone", "mobile"):
        assert getattr(profile, name) == FILLED[name]
    assert profile.ask_me_about.splitlines() == FILLED["ask_me_about"].splitlines()
    assert ModelLogEntry.objects.filter(user=reader, content_type__model="profile").count() == 1


def test_somebody_without_a_profile_gets_one(client, db):
    editor = factories.editor()
    client.force_login(editor)
    assert client.post(URL, FILLED).status_code == 302
    assert Profile.objects.get(user=editor).phone == FILLED["phone"]


@pytest.mark.parametrize("field", ["first_name", "last_name", "position", "department", "ask_me_about"])
@pytest.mark.parametrize(
    "text", ["<b>Jelena</b>", "<script>alert(1)</script>", "a < /b>", "<!-- x -->", "<ИМГ> <img src=x>"]
)
def test_html_is_refused_and_nothing_is_lost(client, reader, field, text):
    response = client.post(URL, FILLED | {field: text})
    html = response.content.decode()
    assert response.status_code == 200
    assert "bez HTML oznaka" in html
    assert "načelnica Odeljenja" in html or field == "position"
    assert "<script>alert" not in html
    reader.refresh_from_db()
    assert text not in reader.get_full_name()
    assert not Profile.objects.filter(user=reader).exclude(position="").exists()


@pytest.mark.parametrize("phone", ["zovite me", "<b>1</b>", "1", "javascript:alert(1)", "1" * 41])
def test_a_phone_is_a_number(client, reader, phone):
    html = client.post(URL, FILLED | {"phone": phone}).content.decode()
    assert 'aria-invalid="true"' in html
    assert not Profile.objects.filter(phone=phone).exists()


def test_a_name_is_needed(client, reader):
    before = reader.get_full_name()
    response = client.post(URL, FILLED | {"last_name": " "})
    assert "<title>Greška:" in " ".join(response.content.decode().split()).replace("<title> ", "<title>")
    reader.refresh_from_db()
    assert reader.get_full_name() == before


def test_nobody_edits_the_profile_of_another(client, reader):
    other = factories.member()
    Profile.objects.update_or_create(user=other, defaults={"position": "sekretar"})
    foreign = {"user": other.pk, "user_id": other.pk, "id": Profile.objects.get(user=other).pk, "email": "a@b.test"}
    client.post(URL, FILLED | foreign)
    other.refresh_from_db()
    reader.refresh_from_db()
    assert Profile.objects.get(user=other).position == "sekretar"
    assert other.last_name != FILLED["last_name"]
    assert reader.last_name == FILLED["last_name"]
    assert reader.email != "a@b.test"
    for url in (f"{URL}{other.pk}/", f"{URL}?user={other.pk}"):
        assert other.email not in client.get(url).content.decode()


def test_the_profile_says_which_seat_it_stands_with(client, reader):
    html = read(client, URL)
    unit = reader.appointments.get().seat.local_government
    assert f"{unit.full_name}, IKT" in html
    client.force_login(factories.editor())
    assert "Danas niste ni na jednom mestu" in read(client, URL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_saved_is_shown_as_it_was_written(client, reader, language):
    Profile.objects.update_or_create(user=reader, defaults={"position": "šef & <b>"})
    html = read(client, URL, language)
    assert 'value="šef &amp; &lt;b&gt;"' in html
