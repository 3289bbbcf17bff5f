"""Writes of the library: files that come in, the acts that are made of them, and further versions of acts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from core.models import PageTopic
from core.registry import entitlements
from directory.models import LocalGovernment
from files.models import Document, TextUnit
from files.services import add_document
from library.models import ActPage, ActVersion, ActVersionDocument, IncomingFile, Issuer, LibraryPage
from library.suggesting import Suggestions, suggest
from library.suggesting.issuers import row_of

if TYPE_CHECKING:
    from accounts.models import User
    from core.registry import AnyUser

OF_ACT = ("title", "kind", "act_type", "number")
OF_VERSION = ("gazette_reference", "adopted_on", "in_force_from")
UNITS = 12  # at the beginning and at the end of a document, in which its data stand


class IncomingError(Exception):
    """A file of which no act can be made: `gone` (removed from the list), `done` (an act was made of it)."""

    def __init__(self, code: str, page: ActPage | None = None) -> None:
        super().__init__(code)
        self.code, self.page = code, page


def may_bring(user: User) -> bool:
    """Whether the person may add documents, and acts under a library."""
    if not entitlements.of(user).reads_unrestricted:
        return False
    policy = policy_registry.get_by_type(Document)
    return bool(policy.user_has_permission(user, "add") and libraries_for(user))


def libraries_for(user: User) -> list[LibraryPage]:
    """The libraries under which the person may add acts."""
    return [page for page in LibraryPage.objects.order_by("path") if may_add(user, page)]


def may_publish(user: User, library: LibraryPage) -> bool:
    """Whether the person may publish an act under a library, by Wagtail's own rules."""
    return bool(library.permissions_for_user(user).can_publish_subpage())


def may_add(user: User, library: LibraryPage) -> bool:
    """Whether the person may add an act under a library, by Wagtail's own rules."""
    return bool(library.permissions_for_user(user).can_add_subpage() and ActPage.can_create_at(library))


def receive_file(*, file: File, title: str, by: User) -> IncomingFile:
    """Store a file as a document, whose text is queued to be read, and list it for its editor.

    The document stays if the process dies before it is listed.
    """
    document = add_document(title=title, file=file, uploaded_by=by)
    return list_document(document=document, by=by)


@transaction.atomic
def list_document(*, document: Document, by: User) -> IncomingFile:
    """List a document as a file that waits to become an act; one that is listed already stays as it is."""
    row, created = IncomingFile.objects.get_or_create(document=document, defaults={"uploaded_by": by})
    if created:
        log(document, "library.receive_file", user=by)
    return row


@transaction.atomic
def remove_incoming(*, incoming_id: int, by: User) -> bool:
    """Take a file off the list; its document stays. Returns whether it was on it."""
    row = IncomingFile.objects.select_for_update(of=("self",)).filter(pk=incoming_id).first()
    if row is None:
        return False
    log(row.document, "library.remove_file", user=by)
    row.delete()
    return True


@transaction.atomic
def make_act(*, incoming_id: int, library: LibraryPage, data: Mapping[str, Any], publish: bool, by: User) -> ActPage:
    """Make an act of a file: a page with one version that has the document, as a draft or published at once.

    `data` are values by field (`OF_ACT`, `OF_VERSION`), `issuer` (a row or None), `new_issuer` (a name, which is added
    to the list unless it is there), and may be `summary` and `topics` (rows). Raises `IncomingError`, and
    `PermissionDenied` where Wagtail's page permissions do not allow it.
    """
    row = IncomingFile.objects.select_for_update(of=("self",)).filter(pk=incoming_id).first()
    if row is None:
        raise IncomingError("gone")
    if row.page:
        raise IncomingError("done", row.page)
    if not may_add(by, library) or (publish and not may_publish(by, library)):
        raise PermissionDenied
    page = act_of(row.document, data)
    page.issuer = issuer_for(data, by)
    page.owner = by
    library.add_child(instance=page)
    revision = page.save_revision(user=by, log_action=True)
    if publish:
        revision.publish(user=by)
        page.refresh_from_db()
    row.page = page
    row.save(update_fields=["page"])
    return page


def act_of(document: Document, data: Mapping[str, Any]) -> ActPage:
    """An act that is not saved, with one version that has the document."""
    page = ActPage(live=False, **{name: data.get(name) or "" for name in OF_ACT})
    version = ActVersion(
        sort_order=0,
        **{name: data.get(name) or (None if name.endswith(("on", "from")) else "") for name in OF_VERSION},
    )
    version.documents = [ActVersionDocument(document=document, sort_order=0)]
    page.versions = [version]
    page.summary = data.get("summary") or ""
    page.topic_items = [PageTopic(tag=topic) for topic in data.get("topics") or ()]
    return page


def acts_with(checksums: Collection[str]) -> dict[str, int]:
    """The ids of the acts that have a file with one of these SHA-256, by checksum: two queries.

    An act counts from the moment that it is made of a file, with its drafts.
    """
    made = IncomingFile.objects.filter(document__sha256__in=checksums).exclude(page=None)
    attached = ActVersionDocument.objects.filter(document__sha256__in=checksums).order_by("-version__page")
    return dict(
        [
            *made.values_list("document__sha256", "page"),
            *attached.values_list("document__sha256", "version__page"),
        ]
    )


def issuer_for(data: Mapping[str, Any], by: User) -> Issuer | None:
    """The issuer that was chosen, else the one with the new name. Raises `PermissionDenied` for who may add none."""
    name = " ".join((data.get("new_issuer") or "").split())
    if data.get("issuer") or not name:
        return data.get("issuer") or None
    known = row_of(name, known_issuers())
    if known is not None:
        return Issuer.objects.get(pk=known)
    if not by.has_perm("library.add_issuer"):
        raise PermissionDenied
    issuer = Issuer.objects.create(name=name)
    log(issuer, "wagtail.create", user=by)
    return issuer


def known_issuers() -> dict[int, tuple[str, str]]:
    """The names of the issuers by id: one query."""
    return {pk: (name, short) for pk, name, short in Issuer.objects.values_list("pk", "name", "short_name")}


def suggestions_for(document: Document) -> Suggestions:
    """What the text of a document says of the act that it is: four queries."""
    units = TextUnit.objects.filter(document=document).order_by("number")
    first = list(units[:UNITS])
    last = list(units.filter(number__gt=first[-1].number).order_by("-number")[:UNITS]) if len(first) == UNITS else []
    places = LocalGovernment.objects.values_list("name", flat=True)
    return suggest(
        [*first, *reversed(last)], file_name=document.filename, known_issuers=known_issuers(), places=places
    )


class ActCannotBeEdited(Exception):
    """The act is locked for the person, or it is the copy of another page that follows it."""


@transaction.atomic
def add_version(*, act: ActPage, document: Document, by: AnyUser) -> bool:
    """Add a version with one document to an act as its newest draft, and return whether it was added.

    An act whose newest draft has the document already stays as it is, so that asking twice adds one version. What is
    published does not change. A file that waited to become an act of its own does not wait any more. Raises
    `ActCannotBeEdited`.
    """
    stored = ActPage.objects.select_for_update().get(pk=act.pk)
    lock = stored.get_lock()
    if stored.alias_of_id or (lock and lock.for_user(by)):
        raise ActCannotBeEdited
    draft = stored.get_latest_revision_as_object()
    listed = list(draft.versions.all())
    if any(row.document_id == document.pk for version in listed for row in version.documents.all()):
        return False
    for place, one in enumerate(listed):
        one.sort_order = place  # some have none, which databases do not agree on
    version = ActVersion(sort_order=len(listed))
    version.documents = [ActVersionDocument(document=document, sort_order=0)]
    draft.versions = [*listed, version]
    revision = draft.save_revision(user=by, clean=False)
    IncomingFile.objects.filter(document=document, page=None).update(page=stored)
    data = {"document": {"id": document.pk, "title": document.title}, "from": len(listed), "to": len(listed) + 1}
    log(draft, "library.add_version", user=by, revision=revision, data=data)
    return True
