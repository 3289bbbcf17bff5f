"""Rows against the register: what each would do, what it does, and that it does it once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from wagtail.models import ModelLogEntry

from accounts.links import invitation_token
from accounts.models import Invitation, User
from accounts.services import accept_invitation
from directory.enums import ImportState, Kind, RowState, SeatKind, TableKind
from directory.importing import services
from directory.importing.rows import pairs_of, shown
from directory.models import Appointment, DirectoryImport, LocalGovernment, Profile, SeatInvitation
from directory.services import end_appointment
from tests import factories
from tests.tables import HEADS, csv, xlsx

day = factories.day


@pytest.fixture
def unit(db) -> LocalGovernment:
    return factories.local_government("Čačak", kind=Kind.CITY)


@pytest.fixture
def seat(unit):
    return factories.seat(unit)


def upload(*rows: Any, heads: Any = HEADS, kind: str = TableKind.REPRESENTATIVES, by: User | None = None):
    content = xlsx(*rows, heads=heads)
    kept = services.upload_table(file_name="tabela.xlsx", content=content, kind=kind, by=by or factories.coordinator())
    kept.refresh_from_db()
    assert kept.state == ImportState.READY
    return kept


def confirm(kept: DirectoryImport, *, skip_errors: bool = False, send_invitations: bool = False) -> DirectoryImport:
    services.confirm(
        import_id=kept.pk,
        checks=kept.checks,
        skip_errors=skip_errors,
        send_invitations=send_invitations,
        by=kept.uploaded_by,
    )
    kept.refresh_from_db()
    return kept


def row(person: User, *rest: Any, unit: str = "Čačak", seat: str = "IKT") -> list[Any]:
    return [unit, seat, person.first_name, person.last_name, person.email.upper(), *rest]


def states(kept: DirectoryImport) -> list[str]:
    return [outcome["state"] for outcome in kept.outcomes]


def codes(kept: DirectoryImport) -> list[tuple[str, str]]:
    """The problems of all rows: (column, code)."""
    return [(column, code) for outcome in kept.outcomes for column, code, _params in outcome["errors"]]


def sentences(kept: DirectoryImport) -> list[str]:
    return [error["sentence"] for found in shown(kept, pairs_of(kept, "error")) for error in found["errors"]]


def nothing_left(*rows: Any, **fields: Any) -> bool:
    """Whether the same table changes nothing any more."""
    return set(states(upload(*rows, **fields))) == {RowState.SAME}


# What a row does


def test_a_vacant_seat_is_given(seat):
    person = factories.person()
    cells = row(person, "inženjer", "032/555-012", "02-1/2026", "1.2.2026.", date(2026, 2, 15))
    kept = upload(cells)
    assert states(kept) == [RowState.APPOINT]
    assert not Appointment.objects.exists()
    assert confirm(kept).state == ImportState.DONE
    made = Appointment.objects.get()
    assert (made.seat, made.person, made.starts_on) == (seat, person, date(2026, 2, 15))
    assert (made.act_number, made.act_date, made.ends_on) == ("02-1/2026", date(2026, 2, 1), None)
    assert (person.profile.position, person.profile.phone) == ("inženjer", "032/555-012")
    assert person.groups.filter(name="IKT").exists()
    assert nothing_left(cells)


def test_the_holder_is_replaced(seat):
    before = factories.appointment(factories.person(first_name="Ana", last_name="Anić"), seat)
    person = factories.person()
    cells = row(person, "", "", "02-2/2026", "", day(0))
    kept = upload(cells)
    assert states(kept) == [RowState.REPLACE]
    assert kept.outcomes[0]["differences"][0] == ["holder", "Ana Anić", person.get_full_name()]
    confirm(kept)
    before.refresh_from_db()
    assert before.ends_on == day(-1)
    assert Appointment.objects.in_force_on(day(0)).get().person == person
    assert nothing_left(cells)


def test_without_a_day_it_begins_today(seat):
    factories.appointment(place=seat)
    person = factories.person()
    confirm(upload(row(person)))
    assert Appointment.objects.in_force_on(day(0)).get().starts_on == day(0)
    assert nothing_left(row(person))


def test_a_replacement_with_a_last_day(seat):
    before = factories.appointment(place=seat)
    person = factories.person()
    cells = row(person, "", "", "", "", day(5), day(90))
    confirm(upload(cells))
    before.refresh_from_db()
    assert before.ends_on == day(4)
    assert Appointment.objects.get(person=person).ends_on == day(90)
    assert nothing_left(cells)


def test_what_the_register_says_otherwise_is_changed(seat):
    person = factories.person()
    held = factories.appointment(person, seat)
    cells = row(person, "načelnica", "032/555-013", "02-9/2026", day(-40), day(-31), "")
    kept = upload(cells)
    assert states(kept) == [RowState.CHANGE]
    assert [name for name, _old, _new in kept.outcomes[0]["differences"]] == [
        "position", "phone", "act_number", "act_date", "starts_on",
    ]  # fmt: skip
    confirm(kept)
    held.refresh_from_db()
    assert (held.starts_on, held.act_number, held.act_date) == (day(-31), "02-9/2026", day(-40))
    [corrected] = ModelLogEntry.objects.filter(action="directory.correct_appointment")
    assert "tabela.xlsx" in corrected.data["reason"]
    [imported] = ModelLogEntry.objects.filter(action="directory.import_data")
    assert imported.object_id == str(seat.local_government_id)
    assert imported.data["to"] == {"position": "načelnica", "phone": "032/555-013"}
    assert imported.data["from"] == {"position": "", "phone": ""}
    assert nothing_left(cells)


def test_a_last_day_ends_the_appointment(seat):
    person = factories.person()
    held = factories.appointment(person, seat)
    for end in (day(10), day(-1)):
        cells = row(person, "", "", "", "", "", end)
        confirm(upload(cells))
        held.refresh_from_db()
        assert held.ends_on == end
        assert nothing_left(cells)
    assert not person.groups.filter(name="IKT").exists()


def test_empty_cells_change_nothing(seat):
    person = factories.person()
    factories.appointment(person, seat)
    Profile.objects.filter(user=person).update(position="inženjer", phone="032/1")
    assert nothing_left(row(person))
    assert nothing_left([*row(person)[:2], "", "", person.email])


def test_another_spelling_of_a_person_changes_nothing(seat):
    person = factories.person(first_name="Đorđe", last_name="Šćepanović")
    factories.appointment(person, seat)
    for first, last in (("Ђорђе", "Шћепановић"), ("DJORDJE", "SCEPANOVIC"), ("Djordje", "Scepanovic")):
        assert nothing_left(["CACAK", "икт", first, last, person.email])


def test_a_new_surname_is_taken_over(seat):
    person = factories.person(first_name="Jelena", last_name="Marković")
    factories.appointment(person, seat)
    cells = ["Čačak", "IKT", "Jelena", "Marković Ilić", person.email]
    kept = upload(cells)
    assert kept.outcomes[0]["differences"] == [["last_name", "Marković", "Marković Ilić"]]
    confirm(kept)
    person.refresh_from_db()
    assert person.last_name == "Marković Ilić"
    assert nothing_left(cells)


def test_past_appointments_complete_the_history(seat):
    current = factories.appointment(place=seat, start=-30)
    person = factories.person()
    cells = row(person, "", "", "", "", day(-400), day(-31))
    confirm(upload(cells))
    assert Appointment.objects.get(person=person).ends_on == day(-31)
    current.refresh_from_db()
    assert current.ends_on is None
    assert nothing_left(cells)


def test_one_person_on_two_seats(unit):
    person = factories.person()
    rows = [row(person, "inženjer"), row(person, "inženjer", seat="Opšta uprava")]
    kept = confirm(upload(*rows))
    assert kept.state == ImportState.DONE
    assert Appointment.objects.filter(person=person).count() == 2
    assert nothing_left(*rows)


# People without an account


def test_people_without_an_account_are_invited_when_it_is_wished(seat, mailoutbox):
    cells = ["Čačak", "IKT", "Vera", "Ilić", "vera@cacak.test", "načelnica", "", "02-3/2026", "", day(3)]
    kept = upload(cells)
    assert states(kept) == [RowState.INVITE]
    with pytest.raises(services.ImportRefused):
        confirm(kept)
    assert not Invitation.objects.exists()
    confirm(kept, send_invitations=True)
    made = SeatInvitation.objects.get()
    assert (made.seat, made.starts_on, made.act_number) == (seat, day(3), "02-3/2026")
    assert (made.first_name, made.last_name, made.invitation.email) == ("Vera", "Ilić", "vera@cacak.test")
    assert [message.to for message in mailoutbox] == [["vera@cacak.test"]]
    again = upload(cells)
    assert states(again) == [RowState.SAME]
    assert again.outcomes[0]["note"][0] == "already_invited"


def test_who_holds_the_seat_is_replaced_by_whoever_accepts(seat):
    holder = factories.appointment(None, seat, start=-30)
    cells = ["Čačak", "IKT", "Vera", "Ilić", "vera@cacak.test", "", "", "02-3/2026", "", day(0)]
    kept = upload(cells)
    assert kept.outcomes[0]["note"] == ["seat_held", {"person": str(holder.person)}]
    confirm(kept, send_invitations=True)
    made = SeatInvitation.objects.get()
    assert made.replaces == holder
    actions = ModelLogEntry.objects.filter(action="directory.invite_to_seat", object_id=str(seat.local_government_id))
    assert actions.get().data["email"] == "vera@cacak.test"
    token = invitation_token(made.invitation.pk)
    accept_invitation(token=token, first_name="Vera", last_name="Ilić", password=factories.PASSWORD)
    holder.refresh_from_db()
    assert holder.ends_on == day(-1)
    assert seat.appointments.get(ends_on=None).person.email == "vera@cacak.test"


def test_a_seat_to_which_another_is_invited(seat):
    confirm(upload(["Čačak", "IKT", "Vera", "Ilić", "vera@cacak.test"]), send_invitations=True)
    kept = upload(["Čačak", "IKT", "Mara", "Savić", "mara@cacak.test"])
    assert codes(kept) == [("seat", "seat_invited")]
    assert "vera@cacak.test" in sentences(kept)[0]


def test_a_seat_that_another_will_hold(seat):
    factories.appointment(None, seat, start=5)
    assert codes(upload(["Čačak", "IKT", "Vera", "Ilić", "vera@cacak.test"])) == [("seat", "seat_taken")]


def test_without_the_wish_the_others_are_imported_and_nobody_is_invited(unit):
    person = factories.person()
    kept = upload(row(person), ["Čačak", "Opšta uprava", "Vera", "Ilić", "vera@cacak.test"])
    assert confirm(kept).state == ImportState.DONE
    assert Appointment.objects.get().person == person
    assert not Invitation.objects.exists()


# Errors


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"unit": "Nigdina"}, ("local_government", "unit_unknown")),
        ({"unit": ""}, ("local_government", "unit_empty")),
        ({"seat": "finansije"}, ("seat", "seat_unknown")),
        ({"seat": ""}, ("seat", "seat_empty")),
        ({"email": ""}, ("email", "email_empty")),
        ({"email": "vera(at)cacak"}, ("email", "email")),
        ({"first": ""}, ("first_name", "name_missing")),
        ({"first": "<b>Vera</b>"}, ("first_name", "html")),
        ({"last": "x" * 81}, ("last_name", "max_length")),
        ({"position": "x" * 161}, ("position", "max_length")),
        ({"phone": "zovi"}, ("phone", "phone")),
        ({"act_date": "juče"}, ("act_date", "day")),
        ({"start": "31.2.2026"}, ("starts_on", "day")),
        ({"start": "5.3.2026", "end": "4.3.2026"}, ("ends_on", "end_before_start")),
    ],
)
def test_what_is_wrong_in_a_row(unit, changes, found):
    cells = {
        "unit": "Čačak", "seat": "IKT", "first": "Vera", "last": "Ilić", "email": "vera@cacak.test", "position": "",
        "phone": "", "act": "", "act_date": "", "start": "", "end": "",
    }  # fmt: skip
    if "end" in changes:
        cells["email"] = factories.person(first_name="Vera", last_name="Ilić").email
    kept = upload([*(cells | changes).values()])
    assert codes(kept) == [found]
    assert all(sentences(kept))
    with pytest.raises(services.ImportRefused) as refusal:
        confirm(kept)
    assert refusal.value.code == "errors"


def test_all_problems_of_a_row_are_told_at_once(unit):
    kept = upload(["Nigdina", "finansije", "Vera", "Ilić", "vera", "", "", "", "juče"])
    assert [code for _column, code in codes(kept)] == ["unit_unknown", "seat_unknown", "email", "day"]


def test_similar_names_are_suggested(unit):
    [sentence] = sentences(upload(["Čačka", "IKT", "Vera", "Ilić", "vera@cacak.test"]))
    assert "Čačak" in sentence


def test_a_seat_in_two_rows(unit):
    one, two = factories.person(), factories.person()
    kept = upload(row(one), row(two, unit="Чачак", seat="Informatika"))
    assert codes(kept) == [("seat", "seat_twice")] * 2
    assert [outcome["errors"][0][2]["rows"] for outcome in kept.outcomes] == [[3], [2]]


def test_two_people_with_one_address(unit):
    kept = upload(
        ["Čačak", "IKT", "Vera", "Ilić", "isti@cacak.test"],
        ["Čačak", "Opšta uprava", "Mira", "Perić", "ISTI@cacak.test"],
    )
    assert codes(kept) == [("email", "email_twice")] * 2


def test_an_address_of_somebody_else(unit):
    other = factories.person(first_name="Mira", last_name="Perić")
    kept = upload(["Čačak", "IKT", "Vera", "Ilić", other.email])
    assert codes(kept) == [("email", "other_person")]
    assert "Mira Perić" in sentences(kept)[0]


def test_a_closed_account(unit):
    assert codes(upload(row(factories.person(is_active=False)))) == [("email", "account_closed")]


def test_one_person_with_two_positions(unit):
    person = factories.person()
    kept = upload(row(person, "inženjer"), row(person, "načelnik", seat="Opšta uprava"))
    assert codes(kept) == [("position", "person_differs")] * 2


def test_a_person_without_account_on_two_seats(unit):
    cells = ["Vera", "Ilić", "vera@cacak.test"]
    kept = upload(["Čačak", "IKT", *cells], ["Čačak", "Opšta uprava", *cells])
    assert codes(kept) == [("email", "two_seats_without_account")] * 2


def test_who_is_invited_to_another_seat(unit):
    cells = ["Vera", "Ilić", "vera@cacak.test"]
    confirm(upload(["Čačak", "IKT", *cells]), send_invitations=True)
    kept = upload(["Čačak", "Opšta uprava", *cells])
    assert codes(kept) == [("email", "invited_elsewhere")]
    assert "Čačak" in sentences(kept)[0]


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (-100, -50, "seat_taken_until"),  # within an ended appointment
        (-10, -5, "seat_taken"),  # a past one does not cut short who holds the seat
        (-30, "", "seat_taken"),  # from the same day
        (-60, "", "seat_taken_until"),
    ],
)
def test_a_seat_that_is_taken_on_these_days(seat, start, end, code):
    end_appointment(appointment=factories.appointment(place=seat, start=-100), last_day=day(-50))
    factories.appointment(place=seat, start=-30)
    cells = row(factories.person(), "", "", "", "", day(start), day(end) if end else "")
    kept = upload(cells)
    assert codes(kept) == [("seat", code)]
    assert "%(" not in sentences(kept)[0]


def test_a_past_end_needs_a_start(seat):
    assert codes(upload(row(factories.person(), "", "", "", "", "", day(-3)))) == [("starts_on", "start_missing")]


def test_a_local_government_that_is_gone(unit):
    LocalGovernment.objects.filter(pk=unit.pk).update(exists_until=day(-1))
    kept = upload(row(factories.person()))
    assert codes(kept) == [("local_government", "unit_gone")]
    assert "Čačak" in sentences(kept)[0]


def test_a_name_of_several(db):
    for city in ("Beograd", "Niš"):
        parent = factories.local_government(city, kind=Kind.CITY)
        factories.local_government("Palilula", kind=Kind.CITY_MUNICIPALITY, parent=parent)
    kept = upload(row(factories.person(), unit="Palilula"))
    assert codes(kept) == [("local_government", "unit_ambiguous")]
    assert "Palilula (Niš)" in sentences(kept)[0]


# Between preview and confirmation


def test_errors_are_skipped_when_it_is_wished(unit):
    person = factories.person()
    kept = upload(row(person), ["Nigdina", "IKT", "Vera", "Ilić", "vera@cacak.test"])
    assert confirm(kept, skip_errors=True).state == ImportState.DONE
    assert Appointment.objects.get().person == person


def test_a_register_that_changed_is_shown_before_anything_is_written(unit, monkeypatch):
    one, two, other = factories.person(), factories.person(), factories.person()
    kept = upload(row(one), row(two, seat="Opšta uprava"))
    assert states(kept) == [RowState.APPOINT] * 2
    factories.appointment(other, factories.seat(unit, SeatKind.GENERAL_ADMINISTRATION))
    seen = kept.checks
    confirm(kept)
    assert (kept.state, kept.has_changed) == (ImportState.READY, True)
    assert kept.checks == seen + 1
    assert states(kept) == [RowState.APPOINT, RowState.REPLACE]
    assert Appointment.objects.count() == 1
    with pytest.raises(services.ImportRefused) as refusal:
        services.confirm(import_id=kept.pk, checks=seen, skip_errors=False, send_invitations=False, by=one)
    assert refusal.value.code == "compared_again"
    assert confirm(kept).state == ImportState.DONE
    assert Appointment.objects.in_force_on(day(0)).count() == 2


def test_what_fails_half_way_leaves_nothing(unit, monkeypatch):
    from directory.importing import representatives

    appoint, calls = representatives.services.appoint, []

    def failing(**fields: Any) -> Any:
        calls.append(fields)
        if len(calls) == 2:
            raise OSError("no space left")
        return appoint(**fields)

    kept = upload(row(factories.person()), row(factories.person(), seat="Opšta uprava"))
    monkeypatch.setattr(representatives.services, "appoint", failing)
    confirm(kept)
    assert (kept.state, kept.has_failed) == (ImportState.READY, True)
    assert not Appointment.objects.exists()
    monkeypatch.undo()
    assert confirm(kept).state == ImportState.DONE


def test_a_task_that_runs_twice_does_it_once(unit):
    kept = confirm(upload(row(factories.person())))
    services.write(import_id=kept.pk)
    services.compare(import_id=kept.pk)
    assert Appointment.objects.count() == 1
    with pytest.raises(services.ImportRefused) as refusal:
        confirm(kept)
    assert refusal.value.code == "not_ready"


def test_tables_are_forgotten_after_a_month(unit):
    kept, young = upload(row(factories.person())), upload(row(factories.person()))
    DirectoryImport.objects.filter(pk=kept.pk).update(uploaded_at=factories.timezone.now() - services.KEPT)
    services.forget_tables()
    assert list(DirectoryImport.objects.all()) == [young]


# Data of local governments


def test_data_of_local_governments(unit):
    heads = ["Општина", "Сајт", "Званични имејл", "Службено гласило"]
    cells = ["Град Чачак", "www.cacak.test", "uprava@cacak.test", "Službeni list grada Čačka"]
    kept = upload(cells, heads=heads, kind=TableKind.LOCAL_GOVERNMENTS)
    assert states(kept) == [RowState.CHANGE]
    assert kept.ignored == ["Званични имејл"] or kept.columns["email"] == "Званични имејл"
    confirm(kept)
    unit.refresh_from_db()
    assert (unit.website, unit.gazette) == ("https://www.cacak.test", "Službeni list grada Čačka")
    [logged] = ModelLogEntry.objects.filter(action="directory.import_data")
    assert logged.data["from"]["website"] == ""
    assert nothing_left(cells, heads=heads, kind=TableKind.LOCAL_GOVERNMENTS)
    assert nothing_left(["cacak", "http://cacak.test/"], heads=["JLS", "Sajt"], kind=TableKind.LOCAL_GOVERNMENTS)


def test_errors_in_data_of_local_governments(unit):
    rows = [["Čačak", "ovo nije adresa"], ["Nigdina", ""], ["Чачак", "cacak.test"]]
    kept = upload(*rows, heads=["JLS", "Sajt"], kind=TableKind.LOCAL_GOVERNMENTS)
    found = [("local_government", "unit_twice"), ("website", "url"), ("local_government", "unit_unknown")]
    assert codes(kept) == [*found, ("local_government", "unit_twice")]


def test_tables_of_old_code_pages_end_to_end(unit):
    person = factories.person(first_name="Đorđe", last_name="Šćepanović")
    content = csv(row(person, "načelnik odeljenja za opštu upravu"), heads=HEADS, encoding="cp1250")
    kept = services.upload_table(
        file_name="a.csv", content=content, kind=TableKind.REPRESENTATIVES, by=factories.coordinator()
    )
    kept.refresh_from_db()
    confirm(kept)
    assert Profile.objects.get(user=person).position == "načelnik odeljenja za opštu upravu"
