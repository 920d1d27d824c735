"""Files are taken in here and nowhere else."""

from __future__ import annotations

import hashlib
import secrets
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit import actions as audit
from trellis.platform.audit.actions import action
from trellis.platform.documents.checks.content import kind_of_content
from trellis.platform.documents.checks.picture import without_particulars
from trellis.platform.documents.kinds import ALL_KINDS, Kind, in_megabytes
from trellis.platform.documents.models import Document
from trellis.platform.documents.names import clean_name

PICTURES = frozenset({Kind.JPEG, Kind.PNG})


@action("document.stored")
def store_upload(*, by: Viewer, upload: Any, kinds: frozenset[Kind] = ALL_KINDS) -> Document:
    """Store an uploaded file (Django's UploadedFile, or any with `name`, `size` and `read`) after checking its content.

    `kinds` narrows what is taken. The bytes lie in the default storage under a random name; the given name is only
    shown. Raises RuleBroken with what was found and what would be right.
    """
    name = clean_name(getattr(upload, "name", ""))
    content = _content(upload, name)
    kind = kind_of_content(content, name, kinds)
    if kind in PICTURES:
        content = without_particulars(content, kind)
    stored_as = default_storage.save(f"{secrets.token_hex(20)}.bin", ContentFile(content))
    try:
        document = Document.objects.create(
            organisation_id=by.organisation_id,
            name=name,
            content_type=kind.content_type,
            size=len(content),
            checksum=hashlib.sha256(content).hexdigest(),
            storage_name=stored_as,
            uploaded_by_id=by.membership_id,
        )
    except Exception:
        default_storage.delete(stored_as)
        raise
    audit.about(document, kind=kind.value, size=len(content))
    return document


def _content(upload: Any, name: str) -> bytes:
    limit = settings.TRELLIS_UPLOAD_LIMIT
    size = getattr(upload, "size", None)
    if size is not None and size > limit:
        raise RuleBroken(_too_large(name, size))
    upload.seek(0)
    content: bytes = upload.read(limit + 1)
    if len(content) > limit:
        raise RuleBroken(_too_large(name, len(content)))
    if not content:
        raise RuleBroken(f"“{name}” is empty. Attach a file that has something in it.")
    return content


def _too_large(name: str, size: int) -> str:
    limit = in_megabytes(settings.TRELLIS_UPLOAD_LIMIT)
    return (
        f"“{name}” is {in_megabytes(size)}. The largest that can be attached is {limit}: make it smaller or split it."
    )


@action("document.removed")
def remove(*, by: Viewer, document: Document) -> None:
    """Take a document away from every page; whoever calls has found it for this viewer.

    The bytes are deleted once the removal is committed: an action that fails afterwards leaves the document whole.
    """
    document.removed_at = timezone.now()
    document.save(update_fields=["removed_at"])
    transaction.on_commit(partial(default_storage.delete, document.storage_name))
    audit.about(document)
