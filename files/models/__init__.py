"""Documents and images."""

from files.models.documents import AttachedDocument, Document
from files.models.images import Image, Rendition

__all__ = ["AttachedDocument", "Document", "Image", "Rendition"]
