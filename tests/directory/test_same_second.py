"""Two coordinators who change the same seat in the same second: one succeeds, the other is told."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from directory import services
from directory.models import Appointment
from tests import factories

day = factories.day


@pytest.fixture
def held(transactional_db: None) -> Appointment:
    """An appointment in force."""
    factories.home()
    return factories.appointment()


def at_once(*calls: Any) -> list[Any]:
    """What the calls return or raise, each in a thread of its own, all begun together."""
    gate, found = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place: int) -> None:
        gate.wait()
        try:
            found[place] = calls[place]()
        except services.RegisterError as error:
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def rows() -> list[tuple]:
    return list(Appointment.objects.order_by("starts_on").values_list("person", "starts_on", "ends_on"))


@pytest.mark.postgresql
def test_two_replace_the_same_representative(held):
    people = [factories.person() for _ in range(4)]

    stale = [Appointment.objects.select_related("seat__local_government").get(pk=held.pk) for _ in people]
    found = at_once(
        *[
            lambda row=row, person=person: services.replace(appointment=row, person=person, starts_on=day(0))
            for row, person in zip(stale, people, strict=True)
        ]
    )
    [made] = [one for one in found if isinstance(one, Appointment)]
    assert {type(one) for one in found if one is not made} == {services.AppointmentChanged}
    assert rows() == [(held.person_id, day(-30), day(-1)), (made.person_id, day(0), None)]


@pytest.mark.postgresql
def test_two_send_the_form_in_the_same_second(held):
    address = reverse("directory_replace", args=[held.seat_id, held.pk])
    browsers = [Client(), Client()]
    forms = []
    for browser in browsers:
        browser.force_login(factories.coordinator())
        form = browser.get(address).context["form"]
        forms.append({"seen": form["seen"].value(), "person": factories.person().email, "starts_on": str(day(0))})
    answers = at_once(
        *[lambda one=one, data=data: one.post(address, data) for one, data in zip(browsers, forms, strict=True)]
    )
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    [refused] = [answer for answer in answers if answer.status_code == 200]
    assert refused.context["form"].non_field_errors()
    assert len(rows()) == 2


@pytest.mark.postgresql
def test_two_appoint_to_a_vacant_seat(transactional_db):
    seat = factories.seat()
    people = [factories.person() for _ in range(4)]
    found = at_once(
        *[lambda person=person: services.appoint(seat=seat, person=person, starts_on=day(0)) for person in people]
    )
    assert sorted(type(one).__name__ for one in found) == ["Appointment", *["SeatTaken"] * 3]
    assert len(rows()) == 1
