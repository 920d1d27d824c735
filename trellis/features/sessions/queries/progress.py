"""What a referrer may see of the family that they referred: sessions, themes, attendance; nothing that was noted."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.http import Http404

from trellis.features.journeys.queries import journey_of_referral, open_journeys, participants_of
from trellis.features.programmes.queries import definition
from trellis.features.referrals.queries import names_as_written
from trellis.features.sessions.models import PlannedAttendee
from trellis.features.sessions.queries.attendance import made_good, sessions_of_journey
from trellis.features.sessions.rules import Presence, SessionKind, SessionStatus
from trellis.features.sessions.rules.contents import contents
from trellis.platform.access.roles import Role

if TYPE_CHECKING:
    from trellis.features.journeys.models import Journey, Participant
    from trellis.features.sessions.models import Session
    from trellis.platform.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Came:
    """One person at one session, in words."""

    name: str
    words: str
    look: str


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """One session of a family's programme."""

    day: date
    starts: time
    label: str
    title: str
    theme: str
    reinforce: str
    people: tuple[Came, ...]
    is_past: bool
    is_planned: bool
    where: str


@dataclass(frozen=True, slots=True)
class Progress:
    """A family's way through its programme, as the referrer may know it."""

    journey: Journey
    family: str
    names: tuple[str, ...]
    lines: tuple[ProgressLine, ...]
    following: ProgressLine | None


def journey_if_accepted(viewer: Viewer, referral: Any) -> Journey | None:
    """Return the journey of a referral, when it has one that the viewer may see."""
    try:
        return journey_of_referral(viewer, referral.pk)
    except Http404:
        return None


def progress(viewer: Viewer, referral_id: uuid.UUID | str, today: date) -> Progress:
    """Return the progress of the family of a referral that the viewer may see, or answer 404."""
    journey = journey_of_referral(viewer, referral_id)
    return progress_of(viewer, journey, today)


def progress_of(viewer: Viewer, journey: Journey, today: date) -> Progress:
    """Return the progress of a journey that the viewer may see; only people of this family are named.

    A referrer reads the names that they wrote themselves: others would tell that somebody was known already.
    """
    good = made_good(viewer, journey.pk)
    is_referrer = viewer.role == Role.REFERRER
    written = names_as_written(viewer, journey.referral) if is_referrer else None
    rule = definition(journey.programme_version_id)
    lines = []
    for session in sessions_of_journey(viewer, journey):
        plan = contents(rule, SessionKind(session.kind), session.strand_key, session.number, session.title)
        lines.append(
            ProgressLine(
                day=session.day,
                starts=session.starts,
                label=_label(session),
                title=session.title,
                theme=plan.theme,
                reinforce=plan.reinforce,
                people=tuple(people_at(session, good, today, written)),
                is_past=session.day < today or session.status == SessionStatus.HELD,
                is_planned=session.status == SessionStatus.PLANNED,
                where="Online" if session.is_online else session.where,
            )
        )
    following = next((line for line in lines if line.is_planned and line.day >= today), None)
    names = tuple(dict.fromkeys(_name(p, written) for p in participants_of(viewer, journey.pk)))
    family = journey.referral.family_name if is_referrer else journey.family.name
    return Progress(journey, family, names, tuple(lines), following)


def _label(session: Session) -> str:
    kind = SessionKind(session.kind)
    if kind is SessionKind.CATCH_UP:
        return session.title
    return f"Session {session.number}" if session.number else kind.label


def referred_families(viewer: Viewer, today: date, most: int) -> list[tuple[Journey, Session | None]]:
    """Return the families under way that a referrer brought, each with its next session."""
    journeys = open_journeys(viewer, most)
    following = (
        PlannedAttendee.objects.of_organisation(viewer)
        .filter(
            participant__journey__in=[each.pk for each in journeys],
            session__status=SessionStatus.PLANNED,
            session__day__gte=today,
        )
        .select_related("session", "participant")
        .order_by("participant__journey_id", "session__day", "session__starts")
        .distinct("participant__journey_id")
    )
    by_journey = {row.participant.journey_id: row.session for row in following}
    return [(each, by_journey.get(each.pk)) for each in journeys]


WORDS = {
    Presence.ATTENDED: ("came", "good"),
    Presence.LATE: ("came late", "good"),
    Presence.ABSENT: ("did not come", "look"),
}


def _name(participant: Participant, written: Mapping[uuid.UUID, str] | None) -> str:
    if written is None:
        return participant.person.short_name
    return written.get(participant.person_id, "Somebody of the family")


def people_at(
    session: Session,
    good: set[tuple[uuid.UUID, uuid.UUID]],
    today: date,
    written: Mapping[uuid.UUID, str] | None = None,
) -> list[Came]:
    """Return the people of a journey at a session as `sessions_of_journey` loads it, with what was so in words.

    `written` are the names to use instead of those in the records.
    """
    recorded = {row.participant_id: row for row in session.attendances.all()}
    people = {row.participant_id: row.participant for row in session.planned.all()}
    people |= {key: row.participant for key, row in recorded.items()}
    found = []
    for key, participant in people.items():
        name = _name(participant, written)
        if key not in recorded:
            past = session.day < today
            found.append(Came(name, "not recorded yet" if past else "expected", "quiet" if past else "open"))
        elif (key, session.pk) in good:
            found.append(Came(name, "missed it and caught up", "good"))
        else:
            found.append(Came(name, *WORDS[Presence(recorded[key].presence)]))
    return found
