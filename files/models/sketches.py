"""Sketches of what files say, by which similar texts are found: copies of `TextUnit`, made again by a job."""

from __future__ import annotations

import struct
from typing import Self

from django.db import models
from django.utils.functional import cached_property

from files.similarity import Sketch


class HashesField(models.BinaryField):
    """Hashes of 63 bits in their order, eight bytes each."""

    def from_db_value(self, value: bytes | None, *args: object) -> tuple[int, ...] | None:
        """Numbers from what the database has."""
        return None if value is None else struct.unpack(f"<{len(value) // 8}q", value)

    def get_prep_value(self, value: tuple[int, ...] | None) -> bytes | None:
        """What the database has from numbers."""
        return None if value is None else struct.pack(f"<{len(value)}q", *value)


class TextSketch(models.Model):
    """The sketch of a document's text; that of a text without words has no hashes of runs."""

    document = models.OneToOneField("files.Document", on_delete=models.CASCADE, related_name="sketch")
    whole = models.BigIntegerField()
    pairs = HashesField()
    fives = HashesField()

    def __str__(self) -> str:
        return f"{self.document_id}"

    @classmethod
    def of(cls, document_id: int, sketch: Sketch) -> Self:
        """A row that is not saved yet."""
        return cls(document_id=document_id, **sketch._asdict())

    @cached_property
    def sketch(self) -> Sketch:
        """The sketch as `files.similarity` compares it."""
        return Sketch(self.whole, tuple(self.pairs), tuple(self.fives))


class SketchKey(models.Model):
    """One of the few hashes by which a document is found from another with a similar text."""

    document = models.ForeignKey(
        "files.Document", on_delete=models.CASCADE, related_name="sketch_keys", db_index=False
    )
    key = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "key"], name="files_sketch_key_once")]
        indexes = [models.Index(fields=["key", "document"], name="files_sketch_key_documents")]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.key}"
