"""The library: acts with their versions, and resources."""

from library.models.acts import ActPage, ActVersion, ActVersionDocument
from library.models.bulk import BULK_FOLDER, BulkRow, BulkUpload
from library.models.incoming import IncomingFile
from library.models.issuers import Issuer
from library.models.library import LibraryPage, newest_entries
from library.models.resources import ResourceDocument, ResourcePage

__all__ = [
    "BULK_FOLDER",
    "ActPage",
    "ActVersion",
    "ActVersionDocument",
    "BulkRow",
    "BulkUpload",
    "IncomingFile",
    "Issuer",
    "LibraryPage",
    "ResourceDocument",
    "ResourcePage",
    "newest_entries",
]
