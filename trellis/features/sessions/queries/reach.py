"""Which sessions belong to one register, and which a viewer may open."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from trellis.features.sessions.models import Session
from trellis.features.sessions.rules import SessionStatus
from trellis.platform.access.pages import get_or_404

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def session(viewer: Viewer, session_id: uuid.UUID | str) -> Session:
    """Return one session with its circle, group, journey and family, or answer 404."""
    found = Session.objects.visible_to(viewer).select_related(
        "circle__group", "journey__family", "participant__person", "catches_up"
    )
    return get_or_404(found, pk=session_id)


def registers_of(viewer: Viewer, session_id: uuid.UUID | str) -> QuerySet[Session]:
    """Return the sessions that share one register: for a group, its circles of the same number and kind.

    Empty when the viewer may not see the session itself.
    """
    one = Session.objects.visible_to(viewer).filter(pk=session_id).select_related("circle").first()
    if one is None:
        return Session.objects.none()
    if one.circle is None:
        return Session.objects.visible_to(viewer).filter(pk=one.pk)
    beside = Q(circle__group_id=one.circle.group_id, kind=one.kind, number=one.number)
    if not one.number:
        beside &= Q(day=one.day)
    return (
        Session.objects.visible_to(viewer)
        .filter(beside | Q(pk=one.pk))
        .exclude(~Q(pk=one.pk) & Q(status=SessionStatus.CANCELLED))
        .order_by("starts", "circle__title", "pk")
    )
