"""How the bytes of a guarded file leave: by nginx where `X_ACCEL_PREFIX` is set, from Python elsewhere.

`sendfile` has the signature that Wagtail's `SENDFILE_BACKEND` expects, so documents go the same way.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse


def send_file(path: str) -> HttpResponse | FileResponse:
    """Return the response that sends a file under MEDIA_ROOT. Raises `FileNotFoundError`."""
    content_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    if not settings.X_ACCEL_PREFIX:
        return FileResponse(Path(path).open("rb"), content_type=content_type)
    response = HttpResponse(content_type=content_type)
    name = Path(path).relative_to(settings.MEDIA_ROOT).as_posix()
    response["X-Accel-Redirect"] = settings.X_ACCEL_PREFIX + quote(name)
    return response


def sendfile(request: HttpRequest, filename: str, **options: Any) -> HttpResponse | FileResponse:
    """Send a document; Wagtail's view adds the headers of its name."""
    return send_file(filename)
