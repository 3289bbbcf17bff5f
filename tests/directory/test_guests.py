from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core import mail

from accounts import services as accounts
from accounts.links import invitation_token
from accounts.models import Invitation, User
from core.querysets import satisfied_audiences, visible_pages
from core.registry import entitlements
from directory import services
from directory.models import Appointment, Colleague, Guest, LocalGovernment, Profile, WorkingGroup
from files.services import may_read, may_see
from search.services import search
from search.suggestions import suggest
from tests import factories
from tests.factories import day

ADDRESS = "gost@ministarstvo.test"
NAMES = {"first_name": "Gordana", "last_name": "Gostić"}


@pytest.fixture
def by(db):
    return factories.coordinator()


def working_group(name: str = "Radna grupa za pisarnicu", **fields) -> WorkingGroup:
    group, _created = Group.objects.get_or_create(name=name)
    return WorkingGroup.objects.create(name=name, slug=f"grupa-{group.pk}", group=group, **fields)


def invite(by: User, *groups: WorkingGroup, **fields) -> Guest:
    facts = {"email": ADDRESS, "body": "Ministarstvo državne uprave", "ends_on": day(10)} | NAMES | fields
    return services.invite_guest(working_groups=groups, by=by, **facts)


def accept(row: Guest) -> User:
    token = invitation_token(row.invitation_id)
    return accounts.accept_invitation(token=token, password=factories.PASSWORD, **NAMES)


@pytest.fixture
def group(db):
    return working_group()


@pytest.fixture
def guest(by, group):
    """A guest who has accepted and is in a group."""
    return accept(invite(by, group))


@pytest.fixture
def opened(group):
    """A page for the group."""
    page = factories.content_page(title="Nacrt za grupu")
    factories.restrict(page, group.group)
    return page


# --- Inviting -----------------------------------------------------------------------------------------------------


def test_a_guest_is_invited_and_joins_the_groups_by_accepting(by, group):
    row = invite(by, group)
    [message] = mail.outbox
    assert message.recipients() == [ADDRESS]
    assert "Ministarstvo državne uprave" in message.body
    assert not group.people.exists()
    user = accept(row)
    assert list(group.people.all()) == [user]
    assert {held.name for held in user.groups.all()} == {group.name}
    assert not row.groups_to_join.exists()


def test_who_has_an_account_begins_at_once(by, group):
    person = factories.former_member()
    row = invite(by, group, email=person.email)
    assert row.person == person
    assert not Invitation.objects.exists()
    assert entitlements.of(person).groups == {group.name}


@pytest.mark.parametrize("days", [(-1, None), (3, 5)])
def test_a_visit_that_ends_before_it_starts_or_today(by, days):
    ends, starts = days
    with pytest.raises(services.EndBeforeStart):
        invite(by, ends_on=day(ends), starts_on=day(starts) if starts else None)
    assert not Guest.objects.exists()


def test_nobody_is_invited_twice_and_no_representative_as_a_guest(by):
    invite(by)
    for address in (ADDRESS.upper(), factories.member().email):
        with pytest.raises(services.AlreadyThere):
            invite(by, email=address)


def test_a_withdrawn_invitation_can_be_followed_by_another(by):
    row = invite(by)
    accounts.revoke(invitation=row.invitation, by=by)
    assert invite(by).invitation.is_open


# --- What a guest sees ---------------------------------------------------------------------------------------------


def test_nothing_by_default(by, engine, index):
    person = accept(invite(by))
    page = factories.content_page(title="Otvorena strana")
    image = factories.image()
    index()
    assert not visible_pages(type(page).objects.all(), person).exists()
    assert not satisfied_audiences(person)
    assert not may_see(person, image)
    assert search("strana", user=person).total == 0
    for model in (LocalGovernment, Appointment, Profile, Colleague, Guest):
        assert not model.objects.visible_to(person).exists()


def test_what_a_group_opens_and_nothing_beside_it(client, guest, opened, index):
    open_page = factories.content_page(title="Nacrt za sve")
    below = factories.content_page(opened, title="Nacrt ispod")
    other = factories.content_page(opened, title="Nacrt za druge")
    factories.restrict(other, Group.objects.get(name="IKT"))
    draft = factories.content_page(opened, title="Nacrt koji nije objavljen", live=False)
    index()
    client.force_login(guest)
    assert client.get(opened.url).status_code == client.get(below.url).status_code == 200
    for page in (open_page, other, draft):
        assert client.get(page.url).status_code == 404
    found = search("nacrt", user=guest)
    assert {hit.entry.title for hit in found.hits} == {"Nacrt za grupu", "Nacrt ispod"}
    assert found.total == sum(found.counts["kind"].values()) == 2
    shown = {row.title for part in suggest("nacrt", user=guest) for row in part.rows}
    assert shown == {"Nacrt za grupu", "Nacrt ispod"}


def test_documents_and_images_of_an_opened_page(client, guest, opened):
    page, outside = factories.content_page(opened), factories.content_page()
    for place in (page, outside):
        place.documents.create(document=factories.document())
        place.body = [("figure", {"image": factories.image(), "caption": ""})]
        place.save_revision().publish()
    [inside, beside] = [place.documents.get().document for place in (page, outside)]
    assert may_read(guest, inside)
    assert not may_read(guest, beside)
    shown, hidden = [type(factories.image()).objects.order_by("pk")[place] for place in (0, 1)]
    assert may_see(guest, shown)
    assert not may_see(guest, hidden)


def test_a_closed_group_opens_nothing(client, guest, group, opened):
    group.is_closed = True
    group.save()
    client.force_login(guest)
    assert client.get(opened.url).status_code == 404


# --- The first page ------------------------------------------------------------------------------------------------


def test_the_first_page_lists_what_is_open_topmost_only(client, guest, opened):
    factories.content_page(opened, title="Ispod nacrta")
    factories.content_page(title="Za sve članove")
    client.force_login(guest)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    response = client.get("/", follow=True)
    html = response.content.decode()
    assert response.status_code == 200
    assert "Open for you" in html
    assert "Nacrt za grupu" in html
    assert "Gordana Gostić" in html
    assert "Ministarstvo državne uprave" in html
    assert "Ispod nacrta" not in html
    assert "Za sve članove" not in html
    assert "/biblioteka/" not in html
    assert "/imenik/" not in html


def test_a_guest_without_a_group_is_told_that_nothing_is_open_yet(client, by):
    client.force_login(accept(invite(by)))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    response = client.get("/", follow=True)
    assert response.status_code == 200
    assert "Nothing is open to you yet" in response.content.decode()


def test_members_and_strangers_have_no_first_page_of_guests(client, member, former_member):
    client.force_login(member)
    assert client.get("/otvoreno-za-vas/").status_code == 302
    client.force_login(former_member)
    assert client.get("/otvoreno-za-vas/").status_code == 404


def test_the_visit_ends_by_itself(client, guest, opened):
    client.force_login(guest)
    Guest.objects.update(ends_on=day(0))
    assert client.get(opened.url).status_code == 200
    Guest.objects.update(starts_on=day(-2), ends_on=day(-1))  # no job has run
    for address in ("/", "/otvoreno-za-vas/", opened.url):
        assert client.get(address).status_code == 404


def test_the_coordinator_moves_the_last_day(guest, by, opened):
    Guest.objects.update(starts_on=day(-5))
    row = Guest.objects.get()
    services.change_visit(guest=row, ends_on=day(-1), by=by)
    assert entitlements.of(guest).groups == frozenset()
    assert not guest.groups.exists()
    services.change_visit(guest=row, ends_on=day(30), by=by)
    assert guest.groups.exists()
    with pytest.raises(services.EndBeforeStart):
        services.change_visit(guest=row, ends_on=day(-6), by=by)


def test_an_invitation_to_a_visit_that_is_over_is_not_sent_again(by):
    row = invite(by)
    Guest.objects.update(starts_on=day(-9), ends_on=day(-1))
    with pytest.raises(accounts.InvitationMoot):
        accounts.resend(invitation=row.invitation, by=by)


@pytest.mark.parametrize("start", [0, 5])
def test_a_visit_that_begins_today_or_later_ends_at_once_with_yesterday(by, group, start):
    factories.person(email=ADDRESS)
    row = services.change_visit(guest=invite(by, group, starts_on=day(start)), ends_on=day(-1), by=by)
    assert row.has_ended
    assert entitlements.of(row.person).groups == frozenset()


def test_a_visit_does_not_bring_back_groups_of_an_earlier_standing(by, group):
    former = factories.person(email=ADDRESS)
    factories.appointment(former, start=-90, end=-1)
    old = working_group("Stara grupa")
    old.people.add(former)
    invite(by, group)
    assert entitlements.of(former).groups == {group.name}
    assert not old.people.exists()


def test_who_is_in_the_network_keeps_the_groups(by, group):
    editor, old = factories.editor(email=ADDRESS), working_group("Stara grupa")
    old.people.add(editor)
    invite(by, group)
    assert set(editor.working_groups.all()) == {group, old}
