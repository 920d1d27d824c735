"""What sessions adds to pages of other rooms."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from trellis.features.journeys.rules.completion import completion
from trellis.features.journeys.rules.evidence import TakesPart
from trellis.features.programmes.queries import definition
from trellis.features.sessions import queries
from trellis.features.sessions.permissions import BOOK
from trellis.features.sessions.queries.attendance import evidence_from, made_good
from trellis.features.sessions.queries.days import is_mine
from trellis.features.sessions.queries.progress import journey_if_accepted, people_at
from trellis.features.sessions.web.shared import line_of
from trellis.platform.access.roles import Role

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

FEW = 5
SOME = 20


def on_journey(viewer: Viewer, journey: Any, today: date) -> dict[str, Any]:
    """Show a journey's sessions with who came, and what is still missing for completion."""
    good = made_good(viewer, journey.pk)
    rule = definition(journey.programme_version_id)
    sessions = queries.sessions_of_journey(viewer, journey)
    people = [TakesPart(str(p.pk), p.person.short_name, p.strand_key) for p in journey.participants.all()]
    return {
        "lines": [{"line": line_of(each, today), "people": people_at(each, good, today)} for each in sessions],
        "completion": completion(rule, people, evidence_from(sessions, good)) if journey.started_on else None,
        "may_book": viewer.may(BOOK),
        "one_to_one": any(not rule.strand(each.strand).is_group for each in people),
    }


def on_referral(viewer: Viewer, referral: Any, today: date) -> dict[str, Any] | None:
    """Show whoever referred a family what is next; nothing before it was accepted."""
    journey = journey_if_accepted(viewer, referral)
    return None if journey is None else {"progress": queries.progress_of(viewer, journey, today)}


def sessions_today(viewer: Viewer, _subject: Any, today: date) -> dict[str, Any]:
    """Show today's sessions, with the register one tap away: a practitioner's own, or everybody's."""
    found = queries.sessions_between(viewer, today, today, mine=is_mine(viewer), most=SOME)
    lines: dict[Any, dict[str, Any]] = {}
    for each in found.rows:
        # The circles of a group share a register, so they share a line.
        key = (each.circle.group_id, each.kind, each.number, each.status) if each.circle else each.pk
        if key in lines and each.circle is not None:
            lines[key]["whose"] += f", {each.circle.title}"
        else:
            lines[key] = line_of(each, today)
    return {"lines": list(lines.values()), "more": found.more}


def families_referred(viewer: Viewer, _subject: Any, today: date) -> dict[str, Any] | None:
    """Show a referrer the families that they referred and what is next for each."""
    if viewer.role != Role.REFERRER:
        return None
    rows = queries.referred_families(viewer, today, SOME)
    return {"rows": rows} if rows else None


def registers_open(viewer: Viewer, _subject: Any, today: date) -> dict[str, Any] | None:
    """Show past sessions whose register is not filled in."""
    found = queries.open_registers(viewer, today, most=SOME)
    past = [line_of(each, today) for each in found.rows if each.day < today]
    return {"lines": past[:FEW], "more": len(past) > FEW or found.more} if past else None


def follow_ups_open(viewer: Viewer, _subject: Any, today: date) -> dict[str, Any] | None:
    """Show absences that nobody has followed up."""
    rows = list(queries.follow_ups(viewer)[: FEW + 1])
    return {"rows": rows[:FEW], "more": len(rows) > FEW} if rows else None
