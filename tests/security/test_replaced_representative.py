"""Whoever is replaced loses all that came with the seat on the next click, in a browser that stays signed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory import services
from directory.enums import SeatKind
from directory.models import DirectoryPage
from directory.services import create_working_group, end_appointment, replace
from tests import factories
from tests.security import things

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
WORD = "pisarnica"
STAYS = 404  # what is not for a reader looks like what does not exist


def doors(person: Any) -> dict[str, str]:
    """The address of one thing of every kind that comes with the person's ICT seat, restricted in every way there is.

    By seat, by district, by membership, by a working group with the seat and by one with the person.
    """
    seat = person.appointments.get().seat
    unit = seat.local_government
    by_seat = create_working_group(name="Grupa mesta", seats=[seat])
    by_rule = create_working_group(name="Grupa po pravilu", is_by_rule=True, rule_districts=[unit.district])
    by_hand = create_working_group(name="Grupa osoba", people=[person])
    groups = ["IKT", "Svi članovi", unit.district.full_name, by_seat.name, by_rule.name, by_hand.name]
    pages = {f"page for {name}": things.restricted(name) for name in groups}
    for page in pages.values():
        page.title = f"Nova {WORD}"
        page.save_revision().publish()
    directory = DirectoryPage.objects.get()
    file = things.used_by(pages["page for IKT"])
    picture = things.image(collection=things.collection("IKT"))
    return {name: page.url for name, page in pages.items()} | {
        "home page": "/",
        "news": factories.news_page(title=f"Vest: {WORD}").url,
        "file of a restricted page": file.url,
        "text of the file": things.text_of(things.of_document("file", file)).address,
        "file in a restricted collection": things.used_by(factories.home(), collection=things.collection("IKT")).url,
        "image in a restricted collection": picture.file.url,
        "open image": things.image().file.url,
        "directory": directory.url,
        "people": f"{directory.url}osobe/",
        "own local government": f"{directory.url}jls/{unit.slug}/",
        "own page": f"{directory.url}osobe/{person.pk}/",
        "working groups": f"{directory.url}radne-grupe/",
        "own working group": f"{directory.url}radne-grupe/{by_seat.slug}/",
    }


def opened(client: Client, addresses: dict[str, str]) -> dict[str, int]:
    """What each address answers; a streamed file is read to its end."""
    answers = {}
    for name, address in addresses.items():
        response = client.get(address)
        if response.streaming:
            b"".join(response)
        answers[name] = response.status_code
    return answers


def found(client: Client) -> tuple[int, int]:
    """How much the results page and the suggestions give for the word that everything has in its title."""
    results = client.get(reverse("search"), {"q": WORD}).context["results"].total
    groups = client.get(reverse("search_suggestions"), {"q": WORD}).context["groups"]
    return results, sum(len(group.rows) for group in groups)


def replaced(appointment: Any) -> None:
    """The coordinator gives the seat to somebody else from today."""
    replace(appointment=appointment, person=factories.person(), starts_on=timezone.localdate())


def ended(appointment: Any) -> None:
    """The coordinator ends the appointment with yesterday."""
    end_appointment(appointment=appointment, last_day=factories.day(-1))


def corrected(appointment: Any) -> None:
    """The coordinator sets right who was appointed."""
    services.correct_appointment(appointment=appointment, person=factories.person(), reason="Pogrešna osoba.")


def annulled(appointment: Any) -> None:
    """The coordinator takes the appointment out."""
    services.annul_appointment(appointment=appointment, reason="Nije bilo odluke.")


def merged(appointment: Any) -> None:
    """The local government has gone into another since yesterday."""
    unit = appointment.seat.local_government
    services.merge(units=[unit], into=factories.local_government(), first_day=timezone.localdate())


WAYS: list[Callable[[Any], None]] = [replaced, ended, corrected, annulled, merged]


@pytest.mark.parametrize("role", ["", "editor"], ids=["member", "editor"])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_replaced_representative_loses_everything_on_the_next_request(db, index, client, way, role):
    person = factories.person(roles=(role,) if role else ())
    appointment = factories.appointment(person, factories.seat(kind=SeatKind.ICT))
    addresses = doors(person)
    index()
    client.force_login(person)
    assert set(opened(client, addresses).values()) == {200}
    before = found(client)
    assert before[0] == 7
    assert before[1] > 0
    way(appointment)
    expect_lost(client, addresses, role)
    services.sync_groups()
    index()
    expect_lost(client, addresses, role)


def expect_lost(client: Client, addresses: dict[str, str], role: str) -> None:
    """What came with the seat is gone; what comes with a role is not, and the session is the same."""
    answers = opened(client, addresses)
    if not role:
        assert set(answers.values()) == {STAYS}, answers
        assert found(client) == (0, 0)
        assert client.get("/admin/", follow=True).status_code == 403
        assert client.get("/moj-profil/").status_code == 200, "the own profile and account stay"
        return
    by_seat = {name for name in addresses if name.startswith("page for ") and "osoba" not in name}
    by_seat |= {"file in a restricted collection", "image in a restricted collection"}
    own = {"own page"} & {
        name for name, status in answers.items() if status == STAYS
    }  # of whom no appointment is left
    lost = {name for name, status in answers.items() if status == STAYS}
    assert lost == by_seat | own, answers
    assert found(client)[0] == 2, "the open news, and what the person is in by hand"
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/pages/").status_code in {200, 302}


@pytest.mark.parametrize("role", ["", "editor"], ids=["member", "editor"])
def test_the_day_after_the_last_one_closes_everything_though_no_job_has_run(db, index, client, monkeypatch, role):
    person = factories.person(roles=(role,) if role else ())
    factories.appointment(person, factories.seat(kind=SeatKind.ICT), end=0)
    addresses = doors(person)
    index()
    client.force_login(person)
    assert set(opened(client, addresses).values()) == {200}
    tomorrow = factories.day(1)
    monkeypatch.setattr(timezone, "localdate", lambda *_arguments: tomorrow)
    assert person.groups.filter(name="IKT").exists(), "Django's copy is old"
    expect_lost(client, addresses, role)


def test_another_seat_keeps_what_is_its_own(db, client):
    person = factories.person()
    ict = factories.appointment(person, factories.seat(kind=SeatKind.ICT))
    factories.appointment(person, factories.seat(kind=SeatKind.GENERAL_ADMINISTRATION))
    for_ict, for_general = things.restricted("IKT"), things.restricted("Opšta uprava")
    client.force_login(person)
    assert [client.get(page.url).status_code for page in (for_ict, for_general)] == [200, 200]
    replaced(ict)
    assert [client.get(page.url).status_code for page in (for_ict, for_general)] == [404, 200]
    assert client.get("/imenik/").status_code == 200


def test_the_successor_has_it_all_on_the_first_day_and_not_before(db, client, monkeypatch):
    appointment = factories.appointment()
    successor, page = factories.person(), things.restricted("IKT")
    replace(appointment=appointment, person=successor, starts_on=factories.day(1))
    client.force_login(successor)
    assert client.get(page.url).status_code == 404
    tomorrow: date = factories.day(1)
    monkeypatch.setattr(timezone, "localdate", lambda *_arguments: tomorrow)
    assert client.get("/imenik/").status_code == 200
    assert client.get(page.url, follow=True).status_code == 404, "Wagtail's second lock waits for the next job"
    services.sync_groups()
    assert client.get(page.url).status_code == 200
