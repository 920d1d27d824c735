"""Files on their way out: with headers under which no browser runs anything in them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from trellis.platform.documents.kinds import Kind, kind_of_content_type

if TYPE_CHECKING:
    from trellis.platform.documents.models import Document

_SHOWN_IN_THE_BROWSER = frozenset({Kind.PDF, Kind.JPEG, Kind.PNG})


def serve(document: Document, *, download: bool = True) -> FileResponse:
    """Answer with a document that the view found for its viewer.

    `download=False` lets the browser show PDFs and pictures; everything else is always a download. A removed
    one is 404.
    """
    if document.removed_at is not None:
        raise Http404
    try:
        stored = default_storage.open(document.storage_name)
    except FileNotFoundError as missing:
        raise Http404 from missing
    kind = kind_of_content_type(document.content_type)
    response = FileResponse(
        stored,
        as_attachment=download or kind not in _SHOWN_IN_THE_BROWSER,
        filename=document.name,
        content_type=kind.content_type,
    )
    return _guarded(response)


def download_of(content: bytes, name: str, kind: Kind) -> FileResponse:
    """Answer with a file that was made just now (an export, a template, a printed page), as a download."""
    response = FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=kind.content_type)
    return _guarded(response)


def _guarded(response: FileResponse) -> FileResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
