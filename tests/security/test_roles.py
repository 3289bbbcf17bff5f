"""What each role may do: the table in code, the database, and the screens that could give somebody more."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.urls import reverse
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Task,
    Workflow,
    WorkflowPage,
)
from wagtail.permissions import policy_registry

from accounts.enums import Role
from accounts.models import User
from accounts.services import set_roles, sync_role_permissions
from directory.enums import SeatKind
from directory.groups import ALL_MEMBERS
from files.models import Document, Image
from home.models import HomePage
from tests import factories

SEAT_GROUPS = {kind.group_name for kind in SeatKind} | {ALL_MEMBERS}
OF_MEMBER = {"IKT", "Moravički okrug", ALL_MEMBERS}


def in_database(group: Group) -> dict[str, set[tuple[str, str]]]:
    """A group's permissions of the three kinds, with the page or collection that they start at."""
    pages = GroupPagePermission.objects.filter(group=group)
    collections = GroupCollectionPermission.objects.filter(group=group)
    return {
        "models": {("", name_of(permission)) for permission in group.permissions.all()},
        "pages": {(row.page.specific_class.__name__, row.permission.codename) for row in pages},
        "collections": {(row.collection.name, name_of(row.permission)) for row in collections},
    }


def in_code(role: str) -> dict[str, set[tuple[str, str]]]:
    """A role's permissions by the table, in the same shape."""
    table, root = settings.ROLE_PERMISSIONS[role], Collection.get_first_root_node()
    return {
        "models": {("", name) for name in table.models},
        "pages": {("HomePage", codename) for codename in table.pages},
        "collections": {(root.name, name) for name in table.collections},
    }


def name_of(permission: Permission) -> str:
    """A permission as code writes it."""
    return f"{permission.content_type.app_label}.{permission.codename}"


def group_of(role: Role) -> Group:
    """The Django group that is the copy of a role."""
    return Group.objects.get(name=role.group_name)


@pytest.mark.parametrize("role", Role)
def test_the_database_has_the_permissions_of_the_table(db, role):
    assert in_database(group_of(role)) == in_code(role.value)
    sync_role_permissions()
    assert in_database(group_of(role)) == in_code(role.value)


@pytest.mark.parametrize("role", Role)
def test_what_was_changed_in_the_database_is_put_right(db, role):
    group = group_of(role)
    group.permissions.add(Permission.objects.get(codename="add_site"))
    group.permissions.remove(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.filter(group=group, permission__codename="publish_page").delete()
    publish = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(group=group, page=Page.objects.get(depth=1), permission=publish)
    GroupCollectionPermission.objects.filter(group=group).delete()
    assert in_database(group) != in_code(role.value)
    sync_role_permissions()
    assert in_database(group) == in_code(role.value)


def test_these_groups_and_no_others_exist(db):
    roles = {role.group_name for role in Role}
    assert set(Group.objects.values_list("name", flat=True)) == roles | SEAT_GROUPS
    assert set(settings.ROLE_PERMISSIONS) == set(Role.values)


def test_a_seat_gives_no_permission_of_any_kind(db):
    member = factories.member()
    assert set(member.groups.values_list("name", flat=True)) == OF_MEMBER
    for group in Group.objects.filter(name__in=SEAT_GROUPS | OF_MEMBER):
        assert in_database(group) == {"models": set(), "pages": set(), "collections": set()}
    for person in (member, factories.former_member(), AnonymousUser()):
        assert person.get_all_permissions() == set()
        for model in (Page, Document, Image, Collection):
            assert not policy_registry.get_by_type(model).user_has_any_permission(
                person, ["add", "change", "delete", "publish", "choose", "view", "bulk_delete", "lock", "unlock"]
            )


@pytest.mark.parametrize("role", Role)
def test_a_role_gives_what_its_table_says_and_no_more(db, role):
    person = factories.person(roles=(role.value,))
    assert not person.is_staff
    assert not person.is_superuser
    assert person.get_all_permissions() == set(settings.ROLE_PERMISSIONS[role.value].models)


def test_wagtails_own_groups_workflow_and_page_are_gone(db):
    assert not Group.objects.filter(name__in=["Moderators", "Editors"]).exists()
    assert not Workflow.objects.exists()
    assert not Task.objects.exists()
    assert not WorkflowPage.objects.exists()
    assert [type(page.specific) for page in Page.objects.filter(depth=2)] == [HomePage]
    assert type(Site.objects.get().root_page.specific) is HomePage


@pytest.mark.parametrize("role", Role)
def test_rights_on_pages_start_at_the_home_page(db, role):
    person, home = factories.person(roles=(role.value,)), factories.home()
    root = home.get_parent().permissions_for_user(person)
    assert not root.can_add_subpage()
    assert not root.can_edit()
    assert home.permissions_for_user(person).can_edit()
    assert home.permissions_for_user(person).can_add_subpage()


@pytest.mark.parametrize("what", ["delete", "unpublish", "move"])
def test_nobody_takes_the_home_page_away(db, client, what):
    home = factories.home()
    for person in (factories.editor(), factories.coordinator(), factories.person(is_superuser=True)):
        client.force_login(person)
        address = reverse(f"wagtailadmin_pages:{what}", args=[home.pk])
        assert client.get(address).headers["Location"] == "/admin/"
        assert client.post(address).headers["Location"] == "/admin/"
        for action in ("delete", "unpublish", "move"):
            client.post(f"/admin/bulk/wagtailcore/page/{action}/?id={home.pk}", {"chooser": home.get_parent().pk})
    assert HomePage.objects.get().live


def test_roles_are_given_and_taken_at_once(db, client):
    person = factories.member()
    client.force_login(person)
    page = factories.content_page()
    factories.restrict(page, group_of(Role.EDITOR))
    assert client.get(page.url).status_code == 404
    set_roles(user=person, roles=["editor"], by=None)
    assert set(person.groups.values_list("name", flat=True)) == OF_MEMBER | {"Urednici"}
    assert client.get(page.url).status_code == 200
    assert client.get("/admin/").status_code == 200
    set_roles(user=person, roles=["coordinator"], by=None)
    assert set(person.groups.values_list("name", flat=True)) == OF_MEMBER | {"Koordinatori"}
    assert client.get(page.url).status_code == 404
    set_roles(user=person, roles=[], by=None)
    assert set(person.groups.values_list("name", flat=True)) == OF_MEMBER
    assert client.get("/admin/", follow=True).status_code == 403


# --- Screens of accounts -----------------------------------------------------------------------------------------

NEW_ACCOUNT = {
    "email": "novi@grad.test",
    "first_name": "Novi",
    "last_name": "Nalog",
    "password1": factories.PASSWORD,
    "password2": factories.PASSWORD,
    "is_superuser": "on",
    "is_active": "on",
}


@pytest.fixture(params=["coordinator", "administrator"])
def keeper(request: Any, db: None, client: Any) -> User:
    """Whoever reaches the screens of accounts, signed in."""
    person = factories.coordinator() if request.param == "coordinator" else factories.person(is_superuser=True)
    client.force_login(person)
    return person


def test_no_screen_adds_an_account(client, keeper):
    before = User.objects.count()
    for method in (client.get, client.post):
        assert method("/admin/users/new/", NEW_ACCOUNT).headers["Location"] == "/admin/invitation/new/"
    client.post(f"/admin/users/copy/{keeper.pk}/", NEW_ACCOUNT)
    assert User.objects.count() == before
    listing = client.get("/admin/users/").content.decode()
    assert "/admin/users/new/" not in listing
    assert "/admin/invitation/new/" in listing


def test_no_screen_sets_a_password_address_or_group(client, keeper):
    person = factories.member()
    screen = client.get(f"/admin/users/edit/{person.pk}/")
    assert set(screen.context["form"].fields) == {"first_name", "last_name", "is_active", "roles"}
    group = group_of(Role.COORDINATOR)
    client.post(f"/admin/users/edit/{person.pk}/", NEW_ACCOUNT | {"groups": [group.pk], "roles": ["editor"]})
    after = User.objects.get(pk=person.pk)
    assert (after.first_name, after.email, after.is_superuser) == ("Novi", person.email, False)
    assert after.check_password(factories.PASSWORD) == person.check_password(factories.PASSWORD)
    assert after.password == person.password
    assert set(after.groups.values_list("name", flat=True)) == OF_MEMBER | {"Urednici"}
    own = client.get("/admin/account/").content.decode()
    assert 'type="password"' not in own
    assert 'type="email"' not in own


@pytest.mark.parametrize("action", ["assign_role", "delete", "set_active_state"])
def test_no_bulk_action_reaches_accounts(client, keeper, action):
    person = factories.member()
    address = f"/admin/bulk/accounts/user/{action}/?id={person.pk}"
    data = {"role": group_of(Role.COORDINATOR).pk, "mark_as_active": "False"}
    assert client.post(address, data).headers["Location"] == "/admin/"
    after = User.objects.get(pk=person.pk)
    assert after.is_active
    assert set(after.groups.values_list("name", flat=True)) == OF_MEMBER


def test_the_coordinator_does_not_change_an_administrator(client, coordinator):
    client.force_login(coordinator)
    administrator = factories.person(is_superuser=True)
    address = f"/admin/users/edit/{administrator.pk}/"
    for response in (client.get(address), client.post(address, {"first_name": "A", "last_name": "B"})):
        assert response.headers["Location"] == "/admin/"
    assert User.objects.get(pk=administrator.pk).is_active
