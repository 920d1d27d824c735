"""What moves when a session moves, shown before anything is saved."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from trellis.features.programmes.queries import definition
from trellis.features.sessions.models import Session
from trellis.features.sessions.queries.closures import calendar_between
from trellis.features.sessions.rules import SessionKind, SessionStatus
from trellis.features.sessions.rules.schedule import Gaps, Skipped, shifted
from trellis.platform.access.pages import get_or_404

if TYPE_CHECKING:
    from trellis.features.programmes.rules.schema import ProgrammeDefinition
    from trellis.platform.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class MovedSession:
    """One session with the day that it would have."""

    session: Session
    day: date

    @property
    def changes(self) -> bool:
        """Tell whether the day is another."""
        return self.session.day != self.day


@dataclass(frozen=True, slots=True)
class MovePreview:
    """Everything that would move, the days passed over, and what to look at."""

    moves: tuple[MovedSession, ...]
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()


def preview_move(viewer: Viewer, session_id: uuid.UUID, day: date, *, later: str = "stay") -> MovePreview:
    """Show what moves when a session goes to `day` and the later ones "stay" or "shift" behind it.

    A group keeps its week: circles that meet on the same day under the same number move with it.
    """
    session = get_or_404(Session.objects.visible_to(viewer).select_related("circle"), pk=session_id)
    beside = [session]
    if session.circle_id and session.kind == SessionKind.CORE:
        beside = list(_planned(viewer).filter(_same_group(session), number=session.number, day=session.day))
    if later != "shift" or session.kind != SessionKind.CORE:
        return MovePreview(tuple(MovedSession(each, day) for each in beside))
    after = list(_following(viewer, session))
    old = sorted({session.day, *(each.day for each in after)})
    rule = definition(session.programme_version_id)
    laid = shifted(old, 0, day, calendar=calendar_between(viewer, day), gaps=gaps_of(rule))
    new = dict(zip(old, laid.days, strict=True))
    moves = [MovedSession(each, day) for each in beside]
    moves += [MovedSession(each, new[each.day]) for each in after]
    return MovePreview(tuple(moves), laid.skipped, laid.warnings)


def gaps_of(definition: ProgrammeDefinition) -> Gaps:
    """Return the programme's own rule for how far apart sessions are."""
    cadence = definition.cadence
    return Gaps(least=max(1, cadence.min_gap_days), most=cadence.max_gap_days, weeks=cadence.max_weeks)


def _planned(viewer: Viewer) -> QuerySet[Session]:
    found = Session.objects.visible_to(viewer).filter(status=SessionStatus.PLANNED, kind=SessionKind.CORE)
    return found.order_by("day", "starts", "pk")


def _same_group(session: Session) -> Q:
    return Q(circle__group_id=session.circle.group_id)


def _following(viewer: Viewer, session: Session) -> QuerySet[Session]:
    later = _planned(viewer).filter(day__gt=session.day)
    if session.circle_id:
        return later.filter(_same_group(session))
    return later.filter(
        journey_id=session.journey_id, strand_key=session.strand_key, participant_id=session.participant_id
    )
