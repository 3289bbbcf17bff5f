"""The coordinator's screens: upload, preview, confirmation, result, and who is kept out."""

from __future__ import annotations

import io
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Invitation, User
from directory.enums import ImportState, Kind, SeatKind, TableKind
from directory.importing import services, tasks
from directory.models import Appointment, DirectoryImport, LocalGovernment, Profile
from serbian.script import to_cyrillic
from tests import factories
from tests.reading import queries
from tests.tables import HEADS, uploaded, xlsx

UPLOAD = "directory_imports"
SEATS = {SeatKind.ICT: "IKT", SeatKind.GENERAL_ADMINISTRATION: "Opšta uprava"}


@pytest.fixture
def desk(client: Any, coordinator: User) -> Any:
    client.force_login(coordinator)
    return client


@pytest.fixture
def unit(db) -> LocalGovernment:
    return factories.local_government("Čačak", kind=Kind.CITY)


def send(desk: Any, content: bytes, name: str = "predstavnici.xlsx", kind: str = "representatives") -> Any:
    return desk.post(reverse(UPLOAD), {"kind": kind, "file": uploaded(content, name)}, follow=True)


def kept_of(response: Any) -> DirectoryImport:
    return DirectoryImport.objects.get(pk=response.resolver_match.kwargs["pk"])


def confirm(desk: Any, kept: DirectoryImport, **chosen: str) -> Any:
    address = reverse("directory_import", args=[kept.pk])
    return desk.post(address, {"checks": kept.checks, **chosen}, follow=True)


def network(number: int) -> list[list[Any]]:
    """So many units, and a row for each of their two seats; a third are held by others, a third by the same."""
    rows = []
    for place in range(number):
        unit = factories.local_government(f"Selo{'abcdefghij'[place % 10]} {place}")
        for kind, written in SEATS.items():
            seat, person = factories.seat(unit, kind), User.objects.create(email=f"p{len(rows)}@grad.test")
            User.objects.filter(pk=person.pk).update(first_name="Đorđe", last_name=f"Šćekić {len(rows)}")
            Profile.objects.create(user=person, position="inženjer")
            if len(rows) % 3:
                holder = person if len(rows) % 3 == 1 else factories.person()
                Appointment.objects.create(seat=seat, person=holder, starts_on=factories.day(-90), act_number="02-1")
            spelled = to_cyrillic(unit.name) if place % 2 else f"Opština {unit.name}"
            facts = ["Đorđe", f"Šćekić {len(rows)}", person.email, "inženjer", "011/555-0123", "02-1", "", ""]
            rows.append([spelled, written, *facts])
    return rows


def test_a_table_of_340_rows_with_five_errors(desk):
    rows = network(170)
    rows[18][4] = "pogresna(at)adresa"
    rows[34][0] = "Nigdina kod Mora"
    rows[77][8] = "31.2.2026."
    rows[205][1] = "finansije"
    rows[300][6] = "pozovite"
    response = send(desk, xlsx(*rows))
    kept, page = kept_of(response), response.content.decode()
    assert kept.state == ImportState.READY
    assert {outcome["row"] for outcome in kept.outcomes if outcome["errors"]} == {20, 36, 79, 207, 302}
    counts = kept.counts
    assert (counts["error"], sum(counts.values())) == (5, 340)
    assert counts["appoint"] + counts["replace"] + counts["change"] == 335
    assert "?state=error" in page
    only = desk.get(reverse("directory_import", args=[kept.pk]), {"state": "error"}).content.decode()
    assert "Nigdina kod Mora" in only
    assert "pogresna(at)adresa" in only
    assert only.count("import-error") == 5
    before = list(Appointment.objects.order_by("pk").values())
    refused = confirm(desk, kept)
    assert Appointment.objects.count() == len(before)
    assert "skipped" in refused.content.decode() or "preskaču" in refused.content.decode()
    kept.refresh_from_db()
    assert kept.state == ImportState.READY
    confirm(desk, kept, skip_errors="on")
    kept.refresh_from_db()
    assert kept.state == ImportState.DONE
    today = Appointment.objects.in_force_on(factories.day(0))
    assert today.filter(person__last_name__startswith="Šćekić").count() >= 335
    again = kept_of(send(desk, xlsx(*rows)))
    assert again.counts | {"error": 0, "same": 0} == dict.fromkeys(again.counts, 0)
    assert (again.counts["error"], again.counts["same"]) == (5, 335)


def test_comparing_a_thousand_rows_costs_no_query_a_row(coordinator):
    """Only the progress is noted now and then."""
    content = xlsx(*network(500))
    with CaptureQueriesContext(connection) as captured:
        kept = services.upload_table(file_name="a.xlsx", content=content, kind="representatives", by=coordinator)
    assert len(captured) < 20 + 1000 // services.STEP
    kept.refresh_from_db()
    assert sum(kept.counts.values()) == 1000


def test_writing_costs_few_queries_a_row(desk):
    kept = kept_of(send(desk, xlsx(*network(30))))
    with CaptureQueriesContext(connection) as captured:
        confirm(desk, kept)
    kept.refresh_from_db()
    assert kept.state == ImportState.DONE
    assert len(captured) < 60 * 30


def test_the_progress_can_be_watched(desk, unit, monkeypatch):
    """The worker is slow: the page shows how far it is, comes again by itself, and offers nothing to press."""
    for name in ("compare_table", "write_table"):
        monkeypatch.setattr(tasks, name, Mock())
    person = factories.person()
    response = send(desk, xlsx(["Čačak", "IKT", person.first_name, person.last_name, person.email], heads=HEADS[:5]))
    kept = kept_of(response)
    assert kept.state == ImportState.CHECKING
    assert response.headers["Refresh"] == "2"
    assert "<progress" in response.content.decode()
    assert "<form method" not in response.content.decode().split("nice-padding", 1)[1]
    assert confirm(desk, kept).headers["Refresh"] == "2"  # nothing to confirm yet
    assert desk.get(reverse("directory_import_errors", args=[kept.pk])).status_code == 200
    services.compare(import_id=kept.pk)
    kept.refresh_from_db()
    response = confirm(desk, kept)
    assert response.headers["Refresh"] == "2"
    kept.refresh_from_db()
    assert kept.state == ImportState.APPLYING
    services.write(import_id=kept.pk)
    assert "Refresh" not in desk.get(reverse("directory_import", args=[kept.pk])).headers
    assert Appointment.objects.get().person == person


def test_the_progress_is_noted_while_it_compares(unit, coordinator, monkeypatch):
    seen: list[int] = []
    note = services.noting
    monkeypatch.setattr(services, "noting", lambda kept: lambda number: (seen.append(number), note(kept)(number)))
    rows = [["Čačak", "IKT", "Ana", "Anić", f"a{number}@b.test"] for number in range(120)]
    kept = services.upload_table(
        file_name="a.xlsx", content=xlsx(*rows, heads=HEADS[:5]), kind="representatives", by=coordinator
    )
    assert seen == list(range(1, 121))
    kept.refresh_from_db()
    assert kept.progress == 120


@pytest.mark.parametrize(
    ("content", "part"),
    [(b"", "prazna"), (b"%PDF-1.7", "XLSX"), (b"a;b\r\n1;2\r\n", "„a“, „b“"), (b"PK\x03\x04", "oštećena")],
)
def test_what_is_no_table_is_told_at_the_field(desk, content, part):
    response = send(desk, content, kind="local_governments")
    assert response.status_code == 200
    assert part in " ".join(response.context["form"].errors["file"])
    assert response.context["form"]["kind"].value() == "local_governments"
    assert not DirectoryImport.objects.exists()


def test_forms_that_lack_something(desk, unit):
    assert desk.post(reverse(UPLOAD), {}).context["form"].errors.keys() == {"kind", "file"}
    assert desk.post(reverse(UPLOAD), {"kind": "x", "file": "x"}).status_code == 200
    kept = kept_of(send(desk, xlsx(["Čačak", "IKT", "A", "B", "a@b.test"], heads=HEADS[:5])))
    address = reverse("directory_import", args=[kept.pk])
    for checks in ("", "x", "-1", "9" * 30):
        assert desk.post(address, {"checks": checks}).status_code == 200
    assert desk.get(address, {"state": "<x>", "p": "x"}).status_code == 200
    assert desk.get(reverse("directory_import", args=[kept.pk + 1])).status_code == 404
    assert desk.get("/admin/register-import/template/nesto/").status_code == 404


def test_html_in_a_table_stays_text(desk, unit):
    rows = [["<script>alert(1)</script>", "IKT", "<img src=x>", "B", "<b>@c.test"]]
    response = send(desk, xlsx(*rows, heads=HEADS[:5]), name="<script>x.xlsx")
    page = response.content.decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_errors_as_a_table_that_runs_no_formula(desk, unit):
    kept = kept_of(send(desk, xlsx(["=CMD()", "IKT", "A", "B", "a@b.test"], heads=HEADS[:5])))
    DirectoryImport.objects.filter(pk=kept.pk).update(
        rows=[{"row": 2, "cells": {"local_government": "=CMD()", "seat": "IKT", "email": "a@b.test"}}]
    )
    content = desk.get(reverse("directory_import_errors", args=[kept.pk])).content.decode("utf-8-sig")
    assert content.splitlines()[1].startswith("2;JLS;'=CMD();")


@pytest.mark.parametrize("kind", TableKind)
def test_empty_tables_to_download(desk, kind):
    response = desk.get(reverse("directory_import_template", args=[kind]))
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet.max_row == 2
    assert ".xlsx" in response.headers["Content-Disposition"]


def test_a_table_is_thrown_away(desk, unit):
    kept = kept_of(send(desk, xlsx(["Čačak", "IKT", "A", "B", "a@b.test"], heads=HEADS[:5])))
    response = desk.post(reverse("directory_import_discard", args=[kept.pk]))
    assert response.headers["Location"] == reverse(UPLOAD)
    assert not DirectoryImport.objects.exists()


def test_what_was_imported_is_not_thrown_away(desk, unit):
    person = factories.person()
    kept = kept_of(send(desk, xlsx(["Čačak", "IKT", "Jelena", person.last_name, person.email], heads=HEADS[:5])))
    confirm(desk, kept)
    desk.post(reverse("directory_import_discard", args=[kept.pk]))
    desk.post(reverse("directory_import_compare", args=[kept.pk]))
    kept.refresh_from_db()
    assert kept.state == ImportState.DONE


def test_comparing_again_sees_the_register_of_now(desk, unit):
    person = factories.person()
    kept = kept_of(send(desk, xlsx(["Čačak", "IKT", "Jelena", person.last_name, person.email], heads=HEADS[:5])))
    factories.appointment(person, factories.seat(unit))
    desk.post(reverse("directory_import_compare", args=[kept.pk]))
    kept.refresh_from_db()
    assert (kept.counts["appoint"], kept.counts["same"], kept.checks) == (0, 1, 2)


@pytest.mark.parametrize("role", ["member", "editor", "former_member"])
def test_others_do_not_import(client, role, request, unit, coordinator):
    kept = services.upload_table(
        file_name="a.xlsx",
        content=xlsx(["Čačak", "IKT", "A", "B", "a@b.test"]),
        kind="representatives",
        by=coordinator,
    )
    client.force_login(request.getfixturevalue(role))
    for name, args in (
        (UPLOAD, []), ("directory_import", [kept.pk]), ("directory_import_compare", [kept.pk]),
        ("directory_import_discard", [kept.pk]), ("directory_import_errors", [kept.pk]),
        ("directory_import_template", ["representatives"]),
    ):  # fmt: skip
        for method in (client.get, client.post):
            assert method(reverse(name, args=args), {"send_invitations": "on", "checks": 1}).status_code in {
                302,
                403,
                404,
            }
    kept.refresh_from_db()
    assert kept.state == ImportState.READY
    assert not Invitation.objects.exists()
    if role == "editor":
        assert reverse(UPLOAD) not in client.get("/admin/").content.decode()


def test_the_entry_stands_in_the_menu(desk):
    assert reverse(UPLOAD) in desk.get("/admin/").content.decode()


def test_a_long_table_costs_as_few_queries_as_a_short_one(desk):
    costs = []
    for number in (2, 150):
        kept = kept_of(send(desk, xlsx(*network(number))))
        cache.clear()
        costs.append(queries(desk, reverse("directory_import", args=[kept.pk])))
        Appointment.objects.all().delete()
        Profile.objects.all().delete()
        User.objects.filter(email__startswith="p").delete()
        for unit in LocalGovernment.objects.all():
            unit.seats.all().delete()
        LocalGovernment.objects.all().delete()
    assert costs[0] == costs[1]
    assert queries(desk, reverse(UPLOAD)) <= costs[0] + 8
