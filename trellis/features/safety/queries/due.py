"""What somebody must look at again: flags, worries, plans and concerns whose day has come."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery

from trellis.features.safety.models import ExploitationConcern, RiskNote, SafetyFlag, SafetyPlanVersion
from trellis.features.safety.rules.exploitation import ConcernKind
from trellis.features.safety.rules.flags import FlagKind, flag_state
from trellis.features.safety.rules.risk import NoteLevel

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

MOST = 200


@dataclass(frozen=True, slots=True)
class Due:
    """One look that is due; `route` is the page where it is done."""

    on: date
    what: str
    family_id: uuid.UUID
    family: str
    route: str
    record_id: uuid.UUID
    note: str = ""


def due(viewer: Viewer, today: date, most: int = MOST) -> list[Due]:
    """Return what is due for the families that the viewer may see, the longest overdue first, at most `most`."""
    found = [
        *_flags(viewer, today, most),
        *_notes(viewer, today, most),
        *_plans(viewer, today, most),
        *_concerns(viewer, today, most),
    ]
    return sorted(found, key=lambda one: (one.on, one.family, one.what))[:most]


def _flags(viewer: Viewer, today: date, most: int) -> list[Due]:
    rows = SafetyFlag.objects.visible_to(viewer).filter(ended_on__isnull=True, review_on__lte=today)
    made = []
    for flag in rows.select_related("family").order_by("review_on", "pk")[:most]:
        kind = FlagKind(flag.kind)
        state = flag_state(kind, flag.review_on, today)
        note = "" if state.at_the_top else "no longer shown at the top"
        words = f"Flag: {kind.label.lower()}"
        made.append(Due(flag.review_on, words, flag.family_id, flag.family.name, "safety:review_flag", flag.pk, note))
    return made


def _notes(viewer: Viewer, today: date, most: int) -> list[Due]:
    rows = RiskNote.objects.visible_to(viewer).filter(ended_on__isnull=True, review_on__lte=today)
    return [
        Due(
            note.review_on,
            f"Risk note: {NoteLevel(note.level).label.split(':')[0].lower()}",
            note.family_id,
            note.family.name,
            "safety:review_note",
            note.pk,
        )
        for note in rows.select_related("family").order_by("review_on", "pk")[:most]
    ]


def _plans(viewer: Viewer, today: date, most: int) -> list[Due]:
    newest = SafetyPlanVersion.objects.filter(plan_id=OuterRef("plan_id")).order_by("-number").values("pk")[:1]
    rows = SafetyPlanVersion.objects.visible_to(viewer).filter(
        plan__ended_on__isnull=True, review_on__lte=today, pk=Subquery(newest)
    )
    return [
        Due(one.review_on, "Safety plan", one.family_id, one.family.name, "safety:new_version", one.plan_id)
        for one in rows.select_related("family").order_by("review_on", "pk")[:most]
    ]


def _concerns(viewer: Viewer, today: date, most: int) -> list[Due]:
    rows = ExploitationConcern.objects.visible_to(viewer).filter(closed_on__isnull=True, follow_up_on__lte=today)
    return [
        Due(
            one.follow_up_on,
            f"Concern: {ConcernKind(one.kind).label.lower()}",
            one.family_id,
            one.family.name,
            "safety:follow_up",
            one.pk,
        )
        for one in rows.select_related("family").order_by("follow_up_on", "pk")[:most]
    ]
