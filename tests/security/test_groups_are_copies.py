"""Nobody keeps Django's groups by hand: no screen, bulk action or form changes who is in one, or what it is called."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from wagtail.permissions import policy_registry

from accounts.models import User
from core.registry import jobs
from directory.groups import register_group_names
from directory.services import create_working_group
from tests import factories
from tests.security import url_table
from tests.security.sample_objects import sample_objects
from tests.security.test_urls import address_of

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
REGISTER = "/admin/snippets/directory/workinggroup/"  # the one place where the coordinator makes and names groups
KEEPERS = {"coordinator": factories.coordinator, "administrator": lambda: factories.person(is_superuser=True)}


@pytest.fixture(params=KEEPERS)
def keeper(request: Any, db: None, client: Any) -> User:
    """Whoever has most rights in the admin, signed in."""
    person = KEEPERS[request.param]()
    client.force_login(person)
    return person


def membership() -> set[tuple[str, int]]:
    """Who is in which group of the register."""
    rows = Group.objects.filter(name__in=register_group_names())
    return set(rows.exclude(user=None).values_list("name", "user"))


def groups() -> set[tuple[int, str, int]]:
    """All groups, with the number of their permissions."""
    return {(group.pk, group.name, group.permissions.count()) for group in Group.objects.all()}


@pytest.fixture
def in_groups(db: None) -> User:
    """A representative who is in groups of every kind."""
    person = factories.member()
    create_working_group(name="Arhiva", people=[person])
    assert {"IKT", "Svi članovi", "Moravički okrug", "Arhiva"} == {name for name, _person in membership()}
    return person


@pytest.mark.parametrize("name", ["IKT", "Svi članovi", "Moravički okrug", "Arhiva", "Urednici"])
def test_no_screen_of_groups_opens(client, keeper, in_groups, name):
    group, before = Group.objects.get(name=name), (groups(), membership())
    addresses = [reverse(f"wagtailusers_groups:{view}") for view in ("index", "add")]
    addresses += [
        reverse(f"wagtailusers_groups:{view}", args=[group.pk]) for view in ("edit", "delete", "history", "usage")
    ]
    fields = {"name": "Druga", "permissions": [], "user_set": [keeper.pk], "users": [keeper.pk]}
    for address in addresses:
        assert client.get(address).headers["Location"] == "/admin/"
        assert client.post(address, fields).headers["Location"] == "/admin/"
    assert (groups(), membership()) == before
    assert "/admin/groups/" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("model", ["auth/group", "accounts/user", "directory/workinggroup"])
@pytest.mark.parametrize("action", ["delete", "assign_role", "set_active_state", "add_to_group", "edit"])
def test_no_bulk_action_changes_groups(client, keeper, in_groups, model, action):
    group, before = Group.objects.get(name="IKT"), (groups(), membership())
    ids = f"id={group.pk}&id={in_groups.pk}&id={in_groups.working_groups.get().pk}"
    client.post(f"/admin/bulk/{model}/{action}/?{ids}", {"role": group.pk, "group": group.pk})
    assert (groups(), membership()) == before


def test_no_user_form_takes_groups(client, keeper, in_groups):
    outsider, before = factories.person(), (groups(), membership())
    fields = {"first_name": "A", "last_name": "B", "is_active": "on", "roles": []}
    for person, chosen in ((in_groups, []), (outsider, list(Group.objects.values_list("pk", flat=True)))):
        client.post(f"/admin/users/edit/{person.pk}/", fields | {"groups": chosen, "user_permissions": [1]})
    assert (groups(), membership()) == before
    assert User.objects.get(pk=outsider.pk).first_name == "A"
    assert not outsider.user_permissions.exists()


def test_every_address_of_the_admin_leaves_groups_alone(client, keeper, in_groups):
    """Whatever is posted to any pattern, with every name that a field of groups or people could have."""
    logging.disable(logging.CRITICAL)
    client.raise_request_exception = False
    samples, ids = sample_objects(keeper), list(Group.objects.values_list("pk", flat=True))
    names = ("groups", "group", "user_set", "users", "user", "role", "permissions", "members")
    data = dict.fromkeys(names, ids) | {"name": "Druga", "title": "Drugi"}
    before = (groups(), membership())
    try:
        for address in in_admin(samples):
            with transaction.atomic():
                client.post(address, data)
                assert (groups(), membership()) == before, address
                transaction.set_rollback(True)
    finally:
        logging.disable(logging.NOTSET)


def in_admin(samples: dict[str, Any]) -> Iterator[str]:
    """The addresses of all patterns of the admin, for the sample objects."""
    for row in url_table.rows():
        try:
            address = address_of(row, samples)
        except NoReverseMatch:
            continue
        if address.startswith("/admin/") and not address.startswith(REGISTER):
            yield address


def test_the_policy_gives_nobody_anything(keeper, in_groups):
    policy = policy_registry.get_by_type(Group)
    actions = ["add", "change", "delete", "view"]
    assert not policy.user_has_any_permission(keeper, actions)
    assert not policy.user_has_permission_for_instance(keeper, "change", Group.objects.get(name="IKT"))
    assert not policy.users_with_any_permission(actions).exists()


def test_the_job_puts_right_what_was_written_past_the_services_and_says_how_much(in_groups, caplog):
    outsider, ict = factories.person(), Group.objects.get(name="IKT")
    outsider.groups.add(ict)
    in_groups.groups.clear()
    before = {("IKT", in_groups.pk), ("Svi članovi", in_groups.pk), ("Moravički okrug", in_groups.pk)}
    assert jobs.specs["sync_groups"].run() == 5
    assert "in 5 rows" in caplog.text
    assert membership() == before | {("Arhiva", in_groups.pk)}
    caplog.clear()
    assert jobs.specs["sync_groups"].run() == 0
    assert not caplog.text
