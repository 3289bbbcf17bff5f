"""Tasks that failed for good are seen in the admin and can run again."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult


@pytest.fixture
def failed(db):
    return DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {"message_id": 1}},
        task_path="home.tasks.send_message",
        backend_name="default",
        run_after=timezone.now(),
        status=TaskResultStatus.FAILED,
        finished_at=timezone.now(),
        worker_ids=["a", "b", "c", "d", "e"],
        exception_class_path="home.tasks.NoCoordinatorAddress",
        traceback="<script>alert(1)</script>",
    )


def test_coordinator_is_warned_and_sees_the_reason(client, coordinator, failed):
    client.force_login(coordinator)
    assert reverse("failed_tasks") in client.get("/admin/").content.decode()
    page = client.get(reverse("failed_tasks")).content.decode()
    assert "NoCoordinatorAddress" in page
    assert "<script>alert" not in page


def test_running_again_gives_five_new_attempts(client, coordinator, failed):
    client.force_login(coordinator)
    assert client.post(reverse("run_task_again", args=[failed.pk])).status_code == 302
    failed.refresh_from_db()
    assert (failed.status, failed.worker_ids) == (TaskResultStatus.READY, [])


def test_editor_is_not_concerned(client, editor, failed):
    client.force_login(editor)
    assert reverse("failed_tasks") not in client.get("/admin/").content.decode()
    assert client.get(reverse("failed_tasks")).status_code in {302, 403}
    client.post(reverse("run_task_again", args=[failed.pk]))
    failed.refresh_from_db()
    assert failed.status == TaskResultStatus.FAILED
