"""Handover: what a person held is listed, moved to the successor or kept, and recorded; nothing written disappears."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import ModelLogEntry, PageLogEntry

from accounts.models import Invitation
from accounts.services import invite, revoke, set_roles
from directory import registry, services
from directory.enums import Fate
from directory.models import Appointment
from directory.registry import Holding, HoldingRegistry
from home.models import ContentPage
from news.models import NewsPage
from tests import factories
from tests.reading import queries

day = factories.day


@pytest.fixture
def ended(db: None) -> Appointment:
    """The appointment of an editor, which ended yesterday."""
    nikola = factories.person(first_name="Nikola", last_name="Vuković", roles=("editor",))
    return factories.appointment(nikola, factories.seat(factories.local_government("Čačak")), end=-1)


@pytest.fixture
def desk(client: Any, coordinator: Any) -> Any:
    client.force_login(coordinator)
    client.cookies["django_language"] = "en"
    return client


def follow(ended: Appointment, *, start: int = 0, **fields: Any) -> Any:
    """A successor in the seat."""
    person = factories.person(**{"first_name": "Đurđa", "last_name": "Novaković"} | fields)
    factories.appointment(person, ended.seat, start=start)
    return person


def draft(owner: Any, **fields: Any) -> NewsPage:
    """A news item that nobody has published."""
    return factories.news_page(live=False, owner=owner, **fields)


def held(ended: Appointment) -> dict[str, list[tuple[str, str]]]:
    """What is listed: titles and fates by kind."""
    found = services.holdings_of(ended)
    return {kind.name: [(one.title, str(one.fate)) for one in things] for kind, things in found}


def url(ended: Appointment) -> str:
    return reverse("directory_handover", args=[ended.seat_id, ended.pk])


# --- What is held ------------------------------------------------------------------------------------------------


def test_drafts_move_to_a_successor_who_edits(ended):
    page = draft(ended.person, title="Poziv")
    factories.news_page(title="Objavljeno", owner=ended.person)
    draft(factories.editor(), title="Tuđe")
    with override("en"):
        published = [("1 published page", Fate.STAYS)]
        assert held(ended) == {"drafts": [("Poziv", Fate.WAITS)], "published": published}
    follow(ended)
    assert held(ended)["drafts"] == [("Poziv", Fate.STAYS)]
    set_roles(user=services.holder_after(ended).person, roles=["editor"], by=None)
    assert held(ended)["drafts"] == [("Poziv", Fate.MOVES)]
    assert NewsPage.objects.get(pk=page.pk).owner == ended.person


def test_a_published_page_with_a_newer_draft_counts_as_a_draft(ended):
    page = factories.content_page(title="Pomoć", owner=ended.person)
    page.title = "Pomoć i uputstva"
    page.save_revision()
    follow(ended, roles=("editor",))
    assert held(ended)["drafts"] == [("Pomoć i uputstva", Fate.MOVES)]


def test_a_person_without_a_role_holds_no_drafts(ended):
    set_roles(user=ended.person, roles=[], by=None)
    draft(ended.person)
    assert "drafts" not in held(ended)


def test_open_invitations_go_on_in_the_successors_name(ended):
    invite(email="nova@cacak.test", by=ended.person)
    Invitation.objects.create(
        email="stara@cacak.test", invited_by=ended.person, expires_at=timezone.now() - timedelta(days=1)
    )
    revoke(invitation=invite(email="povucena@cacak.test", by=ended.person), by=None)
    assert held(ended) == {"invitations": [("nova@cacak.test", Fate.WAITS)]}
    successor = follow(ended)
    assert held(ended) == {"invitations": [("nova@cacak.test", Fate.MOVES)]}
    services.hand_over(appointment=ended)
    invitation = Invitation.objects.get(email="nova@cacak.test")
    assert invitation.invited_by == successor
    assert invitation.is_open
    assert Invitation.objects.get(email="stara@cacak.test").invited_by == ended.person


def test_who_invites_by_a_role_keeps_the_invitations(ended):
    set_roles(user=ended.person, roles=["coordinator"], by=None)
    invite(email="nova@cacak.test", by=type(ended.person).objects.get(pk=ended.person_id))
    follow(ended)
    ended = Appointment.objects.get(pk=ended.pk)
    assert held(ended) == {"invitations": [("nova@cacak.test", Fate.STAYS)]}


def test_higher_apps_add_kinds(ended, monkeypatch):
    kinds = HoldingRegistry()
    monkeypatch.setattr(registry.holdings, "kinds", kinds.kinds)
    done: list[Any] = []
    rsvp = Holding("Dolazak na sastanak", Fate.CANCELLED, "/sastanci/", done.append)
    kinds.register("rsvps", "Dolasci", lambda *_who: [rsvp])
    kinds.register("empty", "Ništa", lambda *_who: [])
    coordinator = factories.coordinator()
    record = services.hand_over(appointment=ended, by=coordinator)
    assert done == [coordinator]
    assert record.data["items"] == [
        {"kind": "rsvps", "title": "Dolazak na sastanak", "url": "/sastanci/", "fate": "cancelled"}
    ]


# --- Handing over ------------------------------------------------------------------------------------------------


def test_handing_over_moves_the_drafts_and_keeps_all_that_was_written(ended, coordinator):
    page, other = draft(ended.person, title="Poziv"), factories.news_page(title="Objavljeno", owner=ended.person)
    revisions = list(page.revisions.values_list("pk", "user"))
    successor = follow(ended, roles=("editor",))
    record = services.hand_over(appointment=ended, by=coordinator)
    moved = NewsPage.objects.get(pk=page.pk)
    assert (moved.owner, moved.live, moved.title) == (successor, False, "Poziv")
    assert list(moved.revisions.values_list("pk", "user")) == revisions
    assert NewsPage.objects.get(pk=other.pk).owner == ended.person
    assert record.user == coordinator
    assert (record.data["from"]["person"], record.data["to"]["person"]) == ("Nikola Vuković", "Đurđa Novaković")
    assert ("Poziv", "moves") in {(item["title"], item["fate"]) for item in record.data["items"]}
    assert PageLogEntry.objects.get(action="home.hand_over_draft").data["to"] == "Đurđa Novaković"
    moved.get_latest_revision_as_object().save_revision().publish()
    assert NewsPage.objects.get(pk=page.pk).owner == successor


def test_nothing_is_handed_over_before_the_last_day_has_passed(ended):
    page = draft(ended.person)
    Appointment.objects.update(ends_on=day(0))
    with pytest.raises(services.NotEndedYet):
        services.hand_over(appointment=ended)
    Appointment.objects.update(ends_on=None)
    with pytest.raises(services.NotEndedYet):
        services.hand_over(appointment=ended)
    assert NewsPage.objects.get(pk=page.pk).owner == ended.person
    assert not ModelLogEntry.objects.filter(action="directory.hand_over").exists()


def test_what_waits_is_handed_over_when_a_successor_comes(ended):
    page = draft(ended.person)
    services.hand_over(appointment=ended)
    assert NewsPage.objects.get(pk=page.pk).owner == ended.person
    coming = follow(ended, start=1, roles=("editor",))
    with pytest.raises(services.NothingToHandOver):
        services.hand_over(appointment=ended)
    Appointment.objects.filter(person=coming).update(starts_on=day(0))
    services.hand_over(appointment=ended)
    assert NewsPage.objects.get(pk=page.pk).owner == coming
    assert [record.data["items"][0]["fate"] for record in services.handovers_of(ended)] == ["moves", "waits"]


def test_a_second_click_hands_nothing_over_twice(ended):
    draft(ended.person)
    follow(ended, roles=("editor",))
    services.hand_over(appointment=ended)
    with pytest.raises(services.NothingToHandOver):
        services.hand_over(appointment=ended)
    assert services.handovers_of(ended).count() == 1


def test_a_kind_that_fails_leaves_all_as_it_was(ended, monkeypatch):
    page = draft(ended.person)
    follow(ended, roles=("editor",))
    monkeypatch.setattr(registry.holdings, "kinds", list(registry.holdings.kinds))

    def fail(by: Any) -> None:
        raise RuntimeError

    registry.holdings.register("bad", "Loše", lambda *_who: [Holding("x", Fate.MOVES, "", fail)])
    with pytest.raises(RuntimeError):
        services.hand_over(appointment=ended)
    assert NewsPage.objects.get(pk=page.pk).owner == ended.person
    assert not services.handovers_of(ended).exists()


def test_an_annulled_appointment_is_not_handed_over(ended):
    services.annul_appointment(appointment=Appointment.objects.get(), reason="Greška.")
    with pytest.raises(services.AppointmentChanged):
        services.hand_over(appointment=ended)


# --- Screens -----------------------------------------------------------------------------------------------------


def test_the_page_lists_and_only_a_post_moves(desk, ended):
    page = draft(ended.person, title="Poziv <b>")
    successor = follow(ended, roles=("editor",))
    html = desk.get(url(ended)).content.decode()
    for words in ("Poziv &lt;b&gt;", "moves to the successor", "Đurđa Novaković", "Hand over and record"):
        assert words in html
    assert NewsPage.objects.get(pk=page.pk).owner == ended.person
    response = desk.post(url(ended))
    record = ModelLogEntry.objects.get(action="directory.hand_over")
    assert response.headers["Location"] == reverse("directory_handover_record", args=[record.pk])
    assert NewsPage.objects.get(pk=page.pk).owner == successor
    html = desk.get(url(ended)).content.decode()
    assert response.headers["Location"] in html
    assert "Hand over and record" not in html


def test_the_record_opens_later_as_it_was_and_prints(desk, ended):
    page = draft(ended.person, title="Poziv")
    follow(ended, roles=("editor",))
    desk.post(url(ended))
    record = ModelLogEntry.objects.get(action="directory.hand_over")
    NewsPage.objects.get(pk=page.pk).delete()
    for name in ("directory_handover_record", "directory_handover_print"):
        html = desk.get(reverse(name, args=[record.pk])).content.decode()
        for words in ("Poziv", "moves to the successor", "Nikola Vuković", "Đurđa Novaković", "Opština Čačak"):
            assert words in html
    assert html.count('class="sign"') == 2


def test_a_page_of_what_has_not_ended_says_from_when(desk, ended):
    Appointment.objects.update(ends_on=day(3))
    html = desk.get(url(ended)).content.decode()
    assert "It can be handed over from" in html
    assert "Hand over and record" not in html
    assert desk.post(url(ended)).headers["Location"] == url(ended)
    assert "has not ended yet" in desk.get(url(ended)).content.decode()
    assert not ModelLogEntry.objects.filter(action="directory.hand_over").exists()


def test_an_open_appointment_has_no_handover(desk, ended):
    Appointment.objects.update(ends_on=None)
    assert desk.get(url(ended)).status_code == 404


@pytest.mark.parametrize("who", [factories.member, factories.editor])
def test_others_see_neither_handover_nor_record(client, ended, who):
    record = services.hand_over(appointment=ended)
    client.force_login(who())
    addresses = [url(ended)]
    addresses += [reverse(f"directory_handover_{name}", args=[record.pk]) for name in ("record", "print")]
    for address in addresses:
        response = client.get(address)
        assert response.headers["Location"] == "/admin/" or response.headers["Location"].startswith("/ulaz/")
    client.post(url(ended))
    assert services.handovers_of(ended).count() == 1


def test_another_entry_of_the_log_is_no_record(desk, ended):
    other = ModelLogEntry.objects.get(action="directory.appoint")
    assert desk.get(reverse("directory_handover_record", args=[other.pk])).status_code == 404


def test_the_page_costs_the_same_with_many(desk, ended):
    follow(ended, roles=("editor",))

    def fill(number: int) -> None:
        for _ in range(number):
            factories.page(factories.home(), ContentPage, live=False, owner=ended.person)
            invite(email=f"poziv{next(factories.numbers)}@cacak.test", by=ended.person)

    fill(2)
    few = queries(desk, url(ended))
    fill(10)
    assert queries(desk, url(ended)) == few
