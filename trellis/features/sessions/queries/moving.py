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
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken
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
    session = get_or_404(
        Session.objects.visible_to(viewer).select_related("circle", "journey", "participant"), pk=session_id
    )
    beside = [session]
    if session.circle_id and session.kind == SessionKind.CORE and session.status == SessionStatus.PLANNED:
        beside = list(_planned(viewer).filter(_same_group(session), number=session.number, day=session.day))
    calendar = calendar_between(viewer, day)
    why_not = calendar.why_not(day)
    warnings = (f"{in_words(day)}: {why_not}.",) if why_not else ()
    if session.kind != SessionKind.CORE:
        return MovePreview((MovedSession(session, day),), warnings=warnings)
    _check_order(viewer, session, day, stay=later != "shift")
    moves = [MovedSession(each, day) for each in beside]
    if later != "shift":
        return MovePreview(tuple(moves), warnings=warnings)
    after = list(_following(viewer, session))
    old = sorted({session.day, *(each.day for each in after)})
    gaps = gaps_of(definition(session.programme_version_id))
    laid = shifted(old, 0, day, calendar=calendar, gaps=gaps)
    new = dict(zip(old, laid.days, strict=True))
    moves += [MovedSession(each, new[each.day]) for each in after]
    return MovePreview(tuple(moves), laid.skipped, (*warnings, *laid.warnings))


def _check_order(viewer: Viewer, session: Session, day: date, *, stay: bool) -> None:
    """Raise RuleBroken when a session would no longer come after the one before it, or before the one after it."""
    series = _series(viewer, session).exclude(status=SessionStatus.CANCELLED)
    before = series.filter(number__lt=session.number, day__gte=day).order_by("-number").first()
    if before is not None:
        raise RuleBroken(f"“{before.title}” is on {in_words(before.day)} and comes first. Choose a later day.", "day")
    after = series.filter(number__gt=session.number, day__lte=day).order_by("number").first()
    if stay and after is not None:
        raise RuleBroken(
            f"“{after.title}” is on {in_words(after.day)} and comes after. "
            "Choose an earlier day, or let the later sessions shift.",
            "day",
        )


def gaps_of(definition: ProgrammeDefinition) -> Gaps:
    """Return the programme's own rule for how far apart sessions are."""
    cadence = definition.cadence
    return Gaps(least=max(1, cadence.min_gap_days), most=cadence.max_gap_days, weeks=cadence.max_weeks)


def _planned(viewer: Viewer) -> QuerySet[Session]:
    found = Session.objects.visible_to(viewer).filter(status=SessionStatus.PLANNED, kind=SessionKind.CORE)
    return found.order_by("day", "starts", "pk")


def _same_group(session: Session) -> Q:
    assert session.circle is not None
    return Q(circle__group_id=session.circle.group_id)


def _following(viewer: Viewer, session: Session) -> QuerySet[Session]:
    return _series(viewer, session).filter(status=SessionStatus.PLANNED, day__gt=session.day)


def _series(viewer: Viewer, session: Session) -> QuerySet[Session]:
    """Return the core sessions that a session stands in line with: its group's, or one person's course."""
    found = Session.objects.visible_to(viewer).filter(kind=SessionKind.CORE).order_by("day", "starts", "pk")
    if session.circle_id:
        return found.filter(_same_group(session))
    return found.filter(journey=session.journey, strand_key=session.strand_key, participant=session.participant)
