"""What follows when somebody did not come: their referrer and the co-ordinators are told."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse

from trellis.features.families.models import Family
from trellis.features.journeys import actions as journeys
from trellis.features.journeys.queries import evidence_of
from trellis.features.journeys.rules.attention import attention_of
from trellis.features.programmes.queries import definition
from trellis.features.referrals.queries import names_as_written
from trellis.features.sessions.rules import SessionKind
from trellis.platform.access.queries import people_in_role
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer
from trellis.platform.database import sight
from trellis.platform.notifications.actions import notify

if TYPE_CHECKING:
    from trellis.features.journeys.models import Journey, Participant
    from trellis.features.sessions.models import Attendance, Session
    from trellis.platform.access.models import Membership


def which(session: Session) -> str:
    """Name a session without saying what it is about: "session 3", "the family session"."""
    if session.number:
        return f"session {session.number}"
    label = SessionKind(session.kind).label
    return f"the {label[:1].lower()}{label[1:]}"


def after_absences(
    by: Viewer,
    absences: Sequence[Attendance],
    people: Mapping[uuid.UUID, Participant],
    sessions: Mapping[uuid.UUID, Session],
) -> None:
    """Tell each family's referrer which session was missed; nothing of what was said or noted.

    People are named as the referrer wrote them: other names would tell that somebody was known already.
    """
    told: dict[tuple[uuid.UUID, uuid.UUID], list[uuid.UUID]] = {}
    journey_of = {}
    for row in absences:
        person = people[row.participant_id]
        journey_of[person.journey_id] = person.journey
        told.setdefault((person.journey_id, row.session_id), []).append(person.person_id)
    for (journey_id, session_id), missed in told.items():
        referral = journey_of[journey_id].referral
        written = names_as_written(by, referral)
        names = [written.get(person_id, "Somebody of the family") for person_id in missed]
        notify(
            to=referral.made_by_id,
            subject=f"{_listed(names)} missed {which(sessions[session_id])}",
            body="We will be in touch with the family. If you know why, please tell us.",
            link=reverse("sessions:progress", kwargs={"referral_id": referral.pk}),
        )


def note_attention_of(by: Viewer, affected: Iterable[Journey]) -> None:
    """Keep for each journey whether its missed sessions call for a review; tell co-ordinators of a new one."""
    for journey in affected:
        rule = definition(journey.programme_version_id).attention
        found = attention_of(rule, evidence_of(by, journey))
        words = "; ".join(missed.words for missed in found)
        if not journeys.note_attention(by=by, journey_id=journey.pk, words=words):
            continue
        for membership in coordinators_of(by, journey.family_id):
            notify(
                to=membership,
                subject="A journey needs a review",  # No name: a message outlives the right to see its family.
                body=f"{words}. The programme asks for a review.",
                link=reverse("journeys:journey", kwargs={"journey_id": journey.pk}),
            )


def coordinators_of(by: Viewer, family_id: uuid.UUID) -> list[Membership]:
    """Return the co-ordinators who may see a family: whom it is shut to is not told that it exists.

    The database is asked with each one's own sight, because whoever acts may not see who is shut out.
    """
    found = []
    for membership in people_in_role(by, Role.COORDINATOR):
        theirs = Viewer.from_membership(membership)
        with sight.seeing(sight.viewer(membership.pk)):
            if Family.objects.visible_to(theirs).filter(pk=family_id).exists():
                found.append(membership)
    return found


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
