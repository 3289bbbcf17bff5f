"""Who may read a file, new documents, and files that belong to nothing."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import File
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Collection, UploadedFile

from files.models import Document, Image, Rendition

if TYPE_CHECKING:
    from core.registry import AnyUser

FOLDERS: dict[str, list[type[Model]]] = {
    "documents": [Document],
    "original_images": [Image],
    "images": [Rendition],
    "wagtail_uploads": [UploadedFile],
}


def may_read(user: AnyUser, document: Document) -> bool:
    """Whether the person may read the file today: the one question that download, viewer and search ask."""
    return Document.objects.visible_to(user).filter(pk=document.pk).exists()


def may_see(user: AnyUser, image: Image) -> bool:
    """Whether the person may see the image, and so each of its renditions, today."""
    return Image.objects.visible_to(user).filter(pk=image.pk).exists()


def add_document(*, title: str, file: File, uploaded_by: AnyUser | None = None) -> Document:
    """Store a file as a new document in the root collection, with size and checksums, waiting for its text."""
    document = Document(title=title, file=file, uploaded_by_user=uploaded_by)
    document.collection = Collection.get_first_root_node()
    document._set_document_file_metadata()  # noqa: SLF001  (Wagtail's hook for a new file)
    document.save()
    return document


def remove_orphan_files(*, older_than: timedelta = timedelta(hours=1)) -> int:
    """Delete stored files that no row names and what broken uploads left; return how many files that were.

    A file is stored before its row is committed, so a process that dies between the two leaves one. Files younger
    than `older_than` may belong to an upload that is going on and are left alone.
    """
    limit = (timezone.now() - older_than).timestamp()
    left = old_files(Path(settings.FILE_UPLOAD_TEMP_DIR), limit)
    for path in left:
        path.unlink(missing_ok=True)
    removed = len(left)
    for folder, models in FOLDERS.items():
        old = old_files(Path(settings.MEDIA_ROOT, folder), limit)
        for start in range(0, len(old), 200):
            batch = {str(path.relative_to(settings.MEDIA_ROOT)): path for path in old[start : start + 200]}
            named = {name for model in models for name in file_names(model, batch)}
            for name in batch.keys() - named:
                batch[name].unlink(missing_ok=True)
                removed += 1
    return removed


def old_files(folder: Path, limit: float) -> list[Path]:
    """The files in a folder that nobody has written to since a moment (seconds since 1970)."""
    found = []
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):  # an upload that ended while we look
            status = path.stat()
            if S_ISREG(status.st_mode) and status.st_mtime <= limit:
                found.append(path)
    return found


def file_names(model: type[Model], names: dict[str, Path]) -> list[str]:
    """Those of the names that a row of the model has."""
    return list(model._default_manager.filter(file__in=list(names)).values_list("file", flat=True))  # noqa: SLF001
