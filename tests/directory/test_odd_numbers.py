"""A number that no database holds is a choice or an address that there is not."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import factories

HUGE = "99999999999999999999"


@pytest.mark.parametrize("field", ["topics", "software"])
def test_in_the_own_profile(client, member, field):
    client.force_login(member)
    response = client.post(reverse("edit_profile"), {"first_name": "Ana", "last_name": "Anić", field: [HUGE]})
    assert response.status_code == 200
    assert HUGE in response.content.decode()


def test_in_the_address_of_a_photo(client, member):
    client.force_login(member)
    assert client.get(f"/fotografije/{HUGE}/a/").status_code == 404


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/admin/register/local-governments/{unit}/merge/", {"units": HUGE, "into": "new"}),
        ("/admin/guests/new/", {"groups_to_join": HUGE}),
        ("/admin/snippets/directory/workinggroup/add/", {"rule_districts": HUGE}),
        ("/admin/snippets/directory/workinggroup/add/", {"rule_districts": HUGE, "show": "1"}),
        ("/admin/snippets/directory/workinggroup/add/", {"seats": HUGE, "people": HUGE, "show": "1"}),
        ("/admin/snippets/directory/appointment/add/", {"seat": HUGE, "person": HUGE, "act_document": HUGE}),
        ("/admin/snippets/directory/appointment/add/", {"person": "x", "act_document": "abc"}),
        ("/admin/seat-invitations/", {"seat-" + HUGE + "-email": "a@grad.test", "starts_on": "2026-01-01"}),
    ],
)
def test_in_the_admin(client, coordinator, address, data):
    client.force_login(coordinator)
    unit = factories.local_government()
    assert client.post(address.format(unit=unit.pk), data).status_code == 200


def test_an_address_longer_than_is_kept(client, coordinator):
    client.force_login(coordinator)
    long = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.rs"
    seat = factories.seat()
    facts = {"seat": seat.pk, "email": long, "starts_on": factories.day(0).isoformat()}
    response = client.post(f"{reverse('directory_invite_to_seat')}?seat={seat.pk}", facts)
    assert response.status_code == 200
