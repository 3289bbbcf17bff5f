"""One object of every kind that a pattern takes, for the addresses that the table of patterns asks for."""

from __future__ import annotations

import io
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from PIL import Image as Picture
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, GroupApprovalTask, Site, UploadedFile, Workflow

from accounts.links import invitation_token
from accounts.models import User
from accounts.services import invite
from core.models import CoordinatorSettings, ForeignWord, Topic
from directory.enums import SeatKind
from directory.models import Colleague, DirectoryImport, Guest, Software
from directory.services import create_working_group, hand_over
from files.models import Document, Image, Recognition, TextUnit
from home.services import write_to_coordinator
from library.models import BulkUpload, IncomingFile, Issuer
from search.models import Pending, SynonymGroup
from tests import factories

CHANGE = {"version": 1, "changed_at": timezone.now(), "due_at": timezone.now(), "error": "Traceback"}


def sample_objects(visitor: User | None) -> dict[str, Any]:
    """What the table's names stand for; what belongs to one person (uploads, sessions) belongs to the visitor."""
    return registered_samples() | page_samples() | file_samples(visitor) | workflow_samples(visitor)


def registered_samples() -> dict[str, Any]:
    """The register, the lists that editors keep, accounts."""
    unit, person = factories.local_government(), factories.person()
    seat = unit.seats.get(kind=SeatKind.ICT)
    ended = factories.appointment(person, seat, start=-90, end=-60)
    appointment = factories.appointment(person, seat)
    invitation = invite(email="pozvana@grad.test", by=None)
    return {
        "local_government": unit.pk,
        "seat": seat.pk,
        "appointment": appointment.pk,
        "ended_appointment": ended.pk,
        "handover": hand_over(appointment=ended).pk,
        "person": person.pk,
        "working_group": create_working_group(name="Pisarnica").pk,
        "group": Group.objects.get(name="Urednici").pk,
        "invitation": invitation.pk,
        "colleague": Colleague.objects.get(person=factories.colleague()).pk,
        "proposed": Colleague.objects.get(person=None, email=factories.colleague(approved=False).email).pk,
        "guest": Guest.objects.get(person=factories.guest()).pk,
        "token": invitation_token(invitation.pk),
        "import": waiting_import(person).pk,
        "message": write_to_coordinator(sender=person, subject="Pitanje", text="Kada je sastanak?").pk,
        "foreign_word": ForeignWord.objects.create(word="cloud").pk,
        "failed_task": failed_task().pk,
        "change": Pending.objects.get_or_create(label="none", object_id=1, defaults=CHANGE)[0].pk,
        "synonyms": SynonymGroup.objects.create(terms="SO\nskupština opštine").pk,
        "software": Software.objects.create(name="Pisarnica").pk,
        "photo": factories.photo(person).removesuffix(".webp"),
        "topic": Topic.objects.create(name="Pisarnica").pk,
        "issuer": Issuer.objects.create(name="Vlada Republike Srbije").pk,
        "redirect": Redirect.objects.create(old_path="/staro", redirect_link="/vesti/").pk,
        "settings": CoordinatorSettings.load().pk,
        "site": Site.objects.get().pk,
    }


def waiting_import(person: User) -> DirectoryImport:
    """A table that waits for confirmation."""
    rows = [{"row": 2, "cells": {"local_government": "Nigdina", "seat": "IKT", "email": "osoba@nigdina.test"}}]
    outcome = {"row": 2, "state": "error", "unit": None, "differences": [], "note": None}
    return DirectoryImport.objects.create(
        kind="representatives",
        file_name="tabela.xlsx",
        uploaded_by=person,
        state="ready",
        rows=rows,
        outcomes=[outcome | {"errors": [["local_government", "unit_unknown", {"units": []}]]}],
    )


def bulk_upload() -> BulkUpload:
    """A ZIP that waits for confirmation, with a row that has an error."""
    waiting = BulkUpload.objects.create(file_name="akti.zip", uploaded_by=factories.person(), state="ready")
    errors = [["file", "file_missing", {"files": []}]]
    waiting.rows.create(number=2, cells={"file": "a.pdf", "title": "Odluka"}, state="error", errors=errors)
    return waiting


def failed_task() -> DBTaskResult:
    """A task that failed for good."""
    return DBTaskResult.objects.create(
        task_path="accounts.tasks.send_invitation",
        args_kwargs={"args": [], "kwargs": {"invitation_id": 0}},
        status=TaskResultStatus.FAILED,
        backend_name="default",
        run_after=timezone.now(),
        finished_at=timezone.now(),
    )


def page_samples() -> dict[str, Any]:
    """The home page, an open page with its revision, and another one."""
    page = factories.content_page(title="O Mreži")
    return {
        "home_page": factories.home().pk,
        "page": page.pk,
        "page_path": page.url.lstrip("/"),
        "revision": page.latest_revision_id,
        "act": factories.act_page().pk,
        "other_page": factories.content_page(title="Pomoć").pk,
    }


def file_samples(visitor: User | None) -> dict[str, Any]:
    """A document, an image, a collection, and files on their way in."""
    document, picture = factories.document(), image()
    TextUnit.objects.get_or_create(document=document, number=1, defaults={"text": "Clan 1."})
    Recognition.objects.get_or_create(document=document, number=1, defaults={"text": "Clan 1.", "confidence": 60})
    return {
        "document": document.pk,
        "document_name": document.filename,
        "image": picture.pk,
        "image_name": picture.file.name,
        "incoming_file": IncomingFile.objects.create(document=document, uploaded_by=factories.person()).pk,
        "bulk_upload": bulk_upload().pk,
        "uploaded_document": upload(Document, "uredba.txt", visitor).pk,
        "uploaded_image": upload(Image, "zgrada.png", visitor).pk,
        "collection": Collection.get_first_root_node().add_child(name="Izveštaji").pk,
    }


def workflow_samples(visitor: User | None) -> dict[str, Any]:
    """A workflow with its task, though the product has none, and a session of the page editor."""
    session = EditingSession.objects.create(
        user=visitor or factories.person(),
        content_type=ContentType.objects.get_for_model(factories.home()),
        object_id=str(factories.home().pk),
        last_seen_at=timezone.now(),
    )
    return {
        "workflow": Workflow.objects.create(name="Odobravanje").pk,
        "task": GroupApprovalTask.objects.create(name="Saglasnost").pk,
        "session": session.pk,
    }


def image(title: str = "Zgrada", collection: Collection | None = None) -> Image:
    """A small image."""
    stored = Image(title=title, file=ContentFile(png(), name="zgrada.png"))
    stored.collection = collection or Collection.get_first_root_node()
    stored.save()
    return stored


def png() -> bytes:
    """The bytes of a small picture."""
    buffer = io.BytesIO()
    Picture.new("RGB", (64, 48), "navy").save(buffer, "PNG")
    return buffer.getvalue()


def upload(model: type, name: str, visitor: User | None) -> UploadedFile:
    """A file that waits for its title in the form of many files."""
    return UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(model),
        file=ContentFile(png(), name=name),
        uploaded_by_user=visitor,
    )
