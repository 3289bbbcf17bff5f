"""From a ZIP to acts: the dry run, the run, once more, after a kill, and who may."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import OperationalError
from django.utils import timezone
from wagtail.models import GroupPagePermission, ModelLogEntry

from core.models import Topic
from files.models import Document
from files.services import remove_orphan_files
from library import services as library_services
from library.bulk import running, services, tasks
from library.bulk.archives import ArchiveError
from library.bulk.services import BulkRefused
from library.enums import BulkRowState, BulkState
from library.models import ActPage, BulkRow, BulkUpload, IncomingFile, Issuer
from tests import factories
from tests.zips import HEADS, acts, zipped


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def uploaded(content: bytes, by: Any, *, name: str = "Одлуке 2026.zip") -> BulkUpload:
    """A ZIP that has been looked at."""
    upload = services.upload_zip(file=ContentFile(content), file_name=name, by=by)
    tasks.check_upload.call(upload.pk)
    upload.refresh_from_db()
    return upload


def confirm(upload: BulkUpload, by: Any, *, skip_errors: bool = True, publish: bool = False) -> None:
    """Have the acts made as they were shown."""
    upload.refresh_from_db()
    services.confirm(upload_id=upload.pk, checks=upload.checks, skip_errors=skip_errors, publish=publish, by=by)


def work(upload: BulkUpload) -> None:
    """What the worker does, task after task."""
    while services.run(upload_id=upload.pk):
        pass
    upload.refresh_from_db()


def states(upload: BulkUpload) -> dict[str, int]:
    """How many rows are in each state."""
    found = list(upload.rows.values_list("state", flat=True))
    return {state: found.count(state) for state in set(found)}


def codes(upload: BulkUpload, kind: str = "errors") -> dict[int, list[str]]:
    """The codes of the troubles by row."""
    return {row.number: [code for _column, code, _params in getattr(row, kind)] for row in upload.rows.all()}


def test_a_folder_becomes_acts(editor):
    Issuer.objects.create(name="Скупштина града Чачка")
    topic = Topic.objects.create(name="Електронска писарница", synonyms="e-pisarnica")
    path = "Акта/Ђорђе „коначно“ 1.txt"
    row = [path, "Odluka o pisarnici", "", "", "06-1", "skupština grada čačka", "Sl. list, br. 5/2026", "1.3.2026.",
           date(2026, 3, 13), "E-PISARNICA", "Uređuje pisarnicu."]  # fmt: skip
    upload = uploaded(zipped({path: "Члан 1."}, row, heads=[*HEADS, "Teme", "Sažetak"]), editor)
    assert (upload.state, states(upload), codes(upload)) == (BulkState.READY, {"ready": 1}, {2: []})
    assert not ActPage.objects.exists()
    assert not Document.objects.exists()
    confirm(upload, editor, publish=True)
    work(upload)
    page = ActPage.objects.get()
    assert (upload.state, upload.rows.get().page) == (BulkState.DONE, page)
    assert (page.title, page.kind, page.act_type, page.number) == (
        "Odluka o pisarnici",
        "regulation",
        "odluka",
        "06-1",
    )
    assert (page.live, page.issuer, page.summary) == (True, Issuer.objects.get(), "Uređuje pisarnicu.")
    assert page.topic_list == [topic]
    version = page.versions.get()
    assert (version.adopted_on, version.in_force_from) == (date(2026, 3, 1), date(2026, 3, 13))
    assert version.gazette_reference == "Sl. list, br. 5/2026"
    document = version.documents.get().document
    assert (document.title, Path(document.file.path).read_text()) == ("Ђорђе „коначно“ 1", "Члан 1.")
    assert document.uploaded_by_user == page.owner == editor
    logged = set(ModelLogEntry.objects.filter(user=editor).values_list("action", flat=True))
    assert {"library.upload_many", "library.confirm_many", "library.receive_file"} <= logged


def test_drafts_stay_drafts(editor):
    files, rows = acts(3)
    upload = uploaded(zipped(files, *rows), editor)
    confirm(upload, editor)
    work(upload)
    assert (ActPage.objects.count(), ActPage.objects.live().count()) == (3, 0)
    assert Issuer.objects.count() == 1


def test_the_same_zip_again_makes_nothing(editor):
    files, rows = acts(5)
    content = zipped(files, *rows)
    first = uploaded(content, editor)
    waiting = uploaded(content, editor)  # looked at before anything was made
    confirm(first, editor)
    work(first)
    ActPage.objects.filter(title="Odluka o 2. pitanju").update(title="Ispravljen naslov", number="")
    again = uploaded(content, editor)
    assert states(again) == {"same": 5}
    with pytest.raises(BulkRefused) as refusal:
        confirm(again, editor)
    assert refusal.value.code == "nothing"
    confirm(waiting, editor)
    work(waiting)
    assert states(waiting) == {"same": 5}
    assert set(again.rows.values_list("page", flat=True)) == set(first.rows.values_list("page", flat=True))
    assert (ActPage.objects.count(), Document.objects.count(), IncomingFile.objects.count()) == (5, 5, 5)


class Killed(BaseException):
    """What a killed worker looks like from inside: nothing catches it."""


@pytest.mark.parametrize("moment", ["add_document", "list_document", "make_act", "settle"])
def test_after_a_kill_the_work_goes_on_where_it_was(editor, monkeypatch, moment):
    files, rows = acts(12)
    upload = uploaded(zipped(files, *rows), editor)
    confirm(upload, editor)
    victim = random.randrange(12)  # noqa: S311
    owner = library_services if moment in {"list_document", "make_act"} else running
    whole, calls = getattr(owner, moment), []

    def killing(*args: Any, **kwargs: Any) -> Any:
        calls.append(moment)
        result = whole(*args, **kwargs)
        if len(calls) == victim + 1:
            raise Killed
        return result

    monkeypatch.setattr(owner, moment, killing)
    with pytest.raises(Killed):
        work(upload)
    assert ActPage.objects.count() == upload.rows.filter(state=BulkRowState.MADE).count() == victim
    work(upload)
    assert (upload.state, states(upload)) == (BulkState.DONE, {"made": 12}), f"killed at {victim}"
    assert sorted(ActPage.objects.values_list("title", flat=True)) == sorted(row[1] for row in rows)
    assert (Document.objects.count(), IncomingFile.objects.count()) == (12, 12)


def test_a_task_makes_some_and_queues_the_next(editor, monkeypatch):
    monkeypatch.setattr(services, "STEP", 2)
    files, rows = acts(3)
    upload = uploaded(zipped(files, *rows), editor)
    confirm(upload, editor)
    assert services.run(upload_id=upload.pk)
    assert states(upload) == {"made": 2, "ready": 1}
    assert not services.run(upload_id=upload.pk)
    assert states(upload) == {"made": 3}
    assert not services.run(upload_id=upload.pk)
    assert ActPage.objects.count() == 3


def test_a_row_that_fails_leaves_the_others_alone_and_may_be_tried_again(editor, monkeypatch):
    files, rows = acts(4)
    upload = uploaded(zipped(files, *rows), editor)
    confirm(upload, editor)
    whole = library_services.make_act

    def failing(*, data: Any, **kwargs: Any) -> Any:
        if data["number"] == "06-2/2026":
            raise ValueError("something")
        return whole(data=data, **kwargs)

    monkeypatch.setattr(library_services, "make_act", failing)
    work(upload)
    assert (upload.state, states(upload)) == (BulkState.DONE, {"made": 3, "failed": 1})
    assert codes(upload)[3] == ["failed"]
    monkeypatch.setattr(library_services, "make_act", whole)
    services.try_again(upload_id=upload.pk, by=editor)
    work(upload)
    assert (states(upload), codes(upload)[3]) == ({"made": 4}, [])
    assert (ActPage.objects.count(), Document.objects.count()) == (4, 4)
    with pytest.raises(BulkRefused):
        services.try_again(upload_id=upload.pk, by=editor)


def test_a_row_that_kills_every_worker_is_given_up(editor, monkeypatch):
    files, rows = acts(2)
    upload = uploaded(zipped(files, *rows), editor)
    confirm(upload, editor)
    whole = running.make_act

    def killing(row: BulkRow, *args: Any) -> None:
        if row.number == 2:
            raise Killed
        whole(row, *args)

    monkeypatch.setattr(running, "make_act", killing)
    for _attempt in range(running.ATTEMPTS):
        with pytest.raises(Killed):
            work(upload)
    work(upload)
    assert (upload.state, states(upload), codes(upload)[2]) == (BulkState.DONE, {"made": 1, "failed": 1}, ["gave_up"])


def test_a_database_that_is_away_fails_the_task_and_not_the_row(editor, monkeypatch):
    files, rows = acts(1)
    upload = uploaded(zipped(files, *rows), editor)
    confirm(upload, editor)

    def away(**kwargs: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(library_services, "list_document", away)
    with pytest.raises(OperationalError):
        work(upload)
    assert states(upload) == {"ready": 1}


def test_what_is_confirmed_is_what_was_seen(editor):
    files, rows = acts(2)
    upload = uploaded(zipped(files, *rows, ["nema.txt", "Nema"]), editor)
    with pytest.raises(BulkRefused) as refusal:
        confirm(upload, editor, skip_errors=False)
    assert refusal.value.code == "errors"
    services.check_again(upload_id=upload.pk)
    for checks, code in ((upload.checks, "not_ready"), (upload.checks, "checked_again")):
        with pytest.raises(BulkRefused) as refusal:
            services.confirm(upload_id=upload.pk, checks=checks, skip_errors=True, publish=False, by=editor)
        assert refusal.value.code == code
        tasks.check_upload.call(upload.pk)
    confirm(upload, editor)
    with pytest.raises(BulkRefused) as refusal:
        confirm(upload, editor)
    assert refusal.value.code == "not_ready"
    work(upload)
    assert states(upload) == {"made": 2, "error": 1}


def test_two_files_with_the_same_content_become_one_act(editor):
    upload = uploaded(zipped({"a.txt": "Isto", "b.txt": "Isto"}, ["a.txt", "A"], ["b.txt", "B"]), editor)
    assert codes(upload, "warnings") == {2: [], 3: ["file_same_content"]}
    confirm(upload, editor)
    work(upload)
    assert (ActPage.objects.count(), states(upload)) == (1, {"made": 1, "same": 1})


def test_what_the_library_has_is_said(editor):
    factories.act_page(title="Одлука о таксама", number="06-1")
    factories.document(content=b"Vec postoji")
    rows = [
        ["a.txt", "ODLUKA O TAKSAMA", "", "", "06-1"],
        ["b.txt", "B"],
        ["c.txt", "Odluka o taksama", "", "", "06-2"],
    ]
    upload = uploaded(zipped({"a.txt": "1", "b.txt": "Vec postoji", "c.txt": "3", "visak.txt": "4"}, *rows), editor)
    assert codes(upload, "warnings") == {2: ["act_alike"], 3: ["file_stored"], 4: []}
    assert states(upload) == {"ready": 3}
    assert upload.unnamed == [["visak.txt", ""]]


def test_wagtails_permissions_decide(editor):
    files, rows = acts(2)
    upload = uploaded(zipped(files, *rows), editor)
    group = Group.objects.get(name="Urednici")
    GroupPagePermission.objects.filter(group=group, permission__codename="publish_page").delete()
    editor = type(editor).objects.get(pk=editor.pk)
    with pytest.raises(BulkRefused) as refusal:
        confirm(upload, editor, publish=True)
    assert refusal.value.code == "no_right"
    confirm(upload, editor)
    GroupPagePermission.objects.filter(group=group).delete()
    work(upload)
    assert (states(upload), codes(upload)[2]) == ({"failed": 2}, ["no_right"])
    assert not ActPage.objects.exists()
    assert not Document.objects.exists()


def test_who_sees_an_upload(editor, member, former_member):
    files, rows = acts(1)
    upload = uploaded(zipped(files, *rows), editor)
    other = factories.editor()
    assert BulkUpload.objects.visible_to(editor).get() == upload
    assert BulkUpload.objects.visible_to(other).get() == upload
    for person in (member, former_member):
        assert not BulkUpload.objects.visible_to(person).exists()
    from wagtail.models import GroupCollectionPermission

    GroupCollectionPermission.objects.filter(permission__codename="change_document").delete()
    other = type(other).objects.get(pk=other.pk)
    assert not BulkUpload.objects.visible_to(other).exists()
    assert BulkUpload.objects.visible_to(type(editor).objects.get(pk=editor.pk)).get() == upload


def test_work_that_lost_its_task_is_queued_and_what_cannot_be_done_is_ended(editor, settings):
    from django_tasks import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    files, rows = acts(1)
    content = zipped(files, *rows)
    looked = services.upload_zip(file=ContentFile(content), file_name="a.zip", by=editor)
    made = uploaded(content, editor)
    confirm(made, editor)
    assert services.resume_uploads() == 2
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "slow"]}}
    assert services.resume_uploads() == 2
    assert services.resume_uploads() == 0
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED, worker_ids=["a", "b", "c", "d", "e"])
    assert services.resume_uploads() == 0
    looked.refresh_from_db()
    made.refresh_from_db()
    assert (looked.state, looked.trouble) == (BulkState.REFUSED, ["gave_up", {}])
    assert (made.state, states(made), codes(made)) == (BulkState.DONE, {"failed": 1}, {2: ["gave_up"]})


def test_the_zip_is_kept_a_week_and_the_rows_three_months(editor, django_capture_on_commit_callbacks):
    files, rows = acts(1)
    upload = uploaded(zipped(files, *rows), editor)
    stored = Path(upload.file.path)
    confirm(upload, editor)
    work(upload)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.forget_uploads() == 0
        assert remove_orphan_files(older_than=timedelta(0)) == 0
    assert stored.exists()
    BulkUpload.objects.update(finished_at=timezone.now() - timedelta(days=8))
    with django_capture_on_commit_callbacks(execute=True):
        assert services.forget_uploads() == 1
    assert not stored.exists()
    upload.refresh_from_db()
    assert (upload.file.name, states(upload)) == ("", {"made": 1})
    with pytest.raises(BulkRefused):
        services.try_again(upload_id=upload.pk, by=editor)
    BulkUpload.objects.update(uploaded_at=timezone.now() - timedelta(days=91))
    assert services.forget_uploads() == 1
    assert not BulkUpload.objects.exists()
    assert ActPage.objects.count() == 1


def test_a_zip_without_a_row_is_an_orphan(editor):
    files, rows = acts(1)
    upload = uploaded(zipped(files, *rows), editor)
    BulkUpload.objects.filter(pk=upload.pk).delete()
    assert remove_orphan_files(older_than=timedelta(0)) == 1
    assert not Path(upload.file.path).exists()


def test_a_zip_that_is_gone_fails_its_rows(editor):
    files, rows = acts(2)
    upload = uploaded(zipped(files, *rows), editor)
    confirm(upload, editor)
    Path(upload.file.path).unlink()
    work(upload)
    assert (upload.state, codes(upload)) == (BulkState.DONE, {2: ["gone"], 3: ["gone"]})


def test_a_zip_thrown_away_is_deleted(editor, django_capture_on_commit_callbacks):
    files, rows = acts(1)
    upload = uploaded(zipped(files, *rows), editor)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.discard(upload_id=upload.pk, by=editor)
    assert not Path(upload.file.path).exists()
    assert not services.discard(upload_id=upload.pk, by=editor)


def test_what_is_too_large_is_not_stored(editor, settings):
    settings.MAX_UPLOAD_BYTES = 100
    files, rows = acts(1)
    with pytest.raises(ArchiveError) as refusal:
        services.upload_zip(file=ContentFile(zipped(files, *rows)), file_name="a.zip", by=editor)
    assert refusal.value.code == "too_big"
    assert not BulkUpload.objects.exists()
