"""What is in a document."""

from __future__ import annotations

from django.core.files.storage import default_storage

from trellis.platform.documents.kinds import Kind, kind_of_content_type
from trellis.platform.documents.models import Document


def content_of(document: Document) -> bytes:
    """Return the bytes of a document that the caller found for a viewer; raises FileNotFoundError once removed."""
    if document.removed_at is not None:
        raise FileNotFoundError(document.name)
    with default_storage.open(document.storage_name) as stored:
        return bytes(stored.read())


def kind_of(document: Document) -> Kind:
    """Return what kind of file a document is."""
    return kind_of_content_type(document.content_type)
