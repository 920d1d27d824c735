"""A person's messages."""

from __future__ import annotations

import uuid

from trellis.platform.access.pages import get_or_404
from trellis.platform.access.viewer import Viewer
from trellis.platform.notifications.models import Message

PER_PAGE = 25
MOST_COUNTED = 99


def messages(viewer: Viewer, page: int = 1) -> tuple[list[Message], bool]:
    """Return one page of the viewer's messages, newest first, and whether another page follows."""
    start = (page - 1) * PER_PAGE
    rows = list(Message.objects.visible_to(viewer).order_by("-id")[start : start + PER_PAGE + 1])
    return rows[:PER_PAGE], len(rows) > PER_PAGE


def message(viewer: Viewer, message_id: uuid.UUID) -> Message:
    """Return one message to the viewer, or raise Http404."""
    return get_or_404(Message.objects.visible_to(viewer), pk=message_id)


def unread_count(viewer: Viewer) -> int:
    """Count the viewer's unread messages, up to 100."""
    unread = Message.objects.visible_to(viewer).filter(read_at__isnull=True)
    return unread[: MOST_COUNTED + 1].count()
