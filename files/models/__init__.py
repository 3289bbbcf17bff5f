"""Documents, their text, and images."""

from files.models.documents import AttachedDocument, Document
from files.models.images import Image, Rendition
from files.models.sketches import SketchKey, TextSketch
from files.models.text_units import Recognition, TextUnit

__all__ = [
    "AttachedDocument",
    "Document",
    "Image",
    "Recognition",
    "Rendition",
    "SketchKey",
    "TextSketch",
    "TextUnit",
]
