"""What follows when somebody did not come: their referrer and the co-ordinators are told."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse

from trellis.features.families.queries import those_who_see
from trellis.features.journeys import actions as journeys
from trellis.features.journeys.queries import evidence_of
from trellis.features.journeys.rules.attention import attention_of
from trellis.features.programmes.queries import definition
from trellis.features.sessions.rules import SessionKind
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer
from trellis.platform.notifications.actions import notify

if TYPE_CHECKING:
    from trellis.features.journeys.models import Journey, Participant
    from trellis.features.sessions.models import Attendance, Session


def which(session: Session) -> str:
    """Name a session without saying what it is about: "session 3", "the family session"."""
    if session.number:
        return f"session {session.number}"
    label = SessionKind(session.kind).label
    return f"the {label[:1].lower()}{label[1:]}"


def after_absences(
    absences: Sequence[Attendance],
    people: Mapping[uuid.UUID, Participant],
    sessions: Mapping[uuid.UUID, Session],
) -> None:
    """Tell each family's referrer which session was missed, and by how many; nothing of what was said or noted.

    The referral is named by its number and nobody by name: a message outlives the right to see names.
    """
    told: dict[tuple[uuid.UUID, uuid.UUID], int] = {}
    journey_of = {}
    for row in absences:
        person = people[row.participant_id]
        journey_of[person.journey_id] = person.journey
        told[person.journey_id, row.session_id] = told.get((person.journey_id, row.session_id), 0) + 1
    for (journey_id, session_id), missed in told.items():
        referral = journey_of[journey_id].referral
        notify(
            to=referral.made_by_id,
            subject=f"Referral {referral.reference}: {_how_many(missed)} missed {which(sessions[session_id])}",
            body="We will be in touch with the family. If you know why, please tell us.",
            link=reverse("sessions:progress", kwargs={"referral_id": referral.pk}),
        )


def _how_many(people: int) -> str:
    return "one person" if people == 1 else f"{people} people"


def note_attention_of(by: Viewer, affected: Iterable[Journey]) -> None:
    """Keep for each journey whether its missed sessions call for a review; tell co-ordinators of a new one."""
    for journey in affected:
        rule = definition(journey.programme_version_id).attention
        found = attention_of(rule, evidence_of(by, journey))
        words = "; ".join(missed.words for missed in found)
        if not journeys.note_attention(by=by, journey_id=journey.pk, words=words):
            continue
        for membership in those_who_see(by, journey.family_id, Role.COORDINATOR):
            notify(
                to=membership,
                subject="A journey needs a review",
                body="Sessions were missed, and the programme asks for a review. Open the journey to see which.",
                link=reverse("journeys:journey", kwargs={"journey_id": journey.pk}),
            )
