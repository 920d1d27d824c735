"""Reads of one referral."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import connection

from trellis.features.families.models import seals_against
from trellis.features.families.rules import SealedFact
from trellis.features.referrals.models import (
    KnownFact,
    Referral,
    ReferralDocument,
    ReferralEvent,
    ReferredPerson,
    Screening,
    ScreeningDecision,
)
from trellis.features.referrals.rules import DecisionKind
from trellis.features.referrals.rules.answers import Document, read_answers
from trellis.features.referrals.rules.asking import Asked
from trellis.features.referrals.rules.keeping import without_sealed
from trellis.platform.access.pages import get_or_404

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def referral(viewer: Viewer, referral_id: uuid.UUID) -> Referral:
    """Return one referral, or answer 404."""
    found = Referral.objects.visible_to(viewer).select_related("programme_version", "made_by__user", "family")
    return get_or_404(found, pk=referral_id)


def people_of(viewer: Viewer, of: Referral) -> list[ReferredPerson]:
    """Return the people of a sent referral in their order."""
    found = ReferredPerson.objects.visible_to(viewer).filter(referral=of)
    return list(found.select_related("person").order_by("position"))


def answers_for(viewer: Viewer, of: Referral) -> Document:
    """Return a referral's answers as this viewer may read them; its maker reads what they wrote.

    Facts that are sealed from the viewer are not there, nor is anybody whose presence is.
    """
    if of.made_by_id == viewer.membership_id or of.family_id is None:
        return of.answers
    sealed = _sealed_from(viewer)
    seen = {str(row.answers.get("id", "")): row.person_id for row in people_of(viewer, of)}
    kept = {said: frozenset(sealed.get(person_id, ())) for said, person_id in seen.items() if person_id is not None}
    kept |= {
        said: frozenset({SealedFact.PRESENCE}) for said in of.answers.get("people", {}) if sealed and said not in seen
    }
    return without_sealed(of.answers, kept) if sealed else of.answers


def _sealed_from(viewer: Viewer) -> dict[uuid.UUID, set[SealedFact]]:
    """Return which facts of whom are sealed from a viewer, in whichever file the seal was written.

    Answers are one document, from which no policy of the database takes anything; so its wall is asked as well, which
    knows of people whom the viewer works with and who are hidden from the rule.
    """
    found = set(seals_against(viewer).values_list("person_id", "fact"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT trellis_sealed(fact), fact FROM unnest(%s::text[]) AS fact", [[each.value for each in SealedFact]]
        )
        found |= set(cursor.fetchall())
    sealed: dict[uuid.UUID, set[SealedFact]] = {}
    for person_id, fact in found:
        sealed.setdefault(person_id, set()).add(SealedFact(fact))
    return sealed


def names_as_written(viewer: Viewer, of: Referral) -> dict[uuid.UUID, str]:
    """Return what a referral that the caller found calls its people, by the ids of the persons they turned out to be.

    For whatever a referrer reads: what the records call somebody would tell that they were known already.
    """
    answers = read_answers(of.answers)
    names: dict[uuid.UUID, str] = {}
    for row in ReferredPerson.objects.of_organisation(viewer).filter(referral=of).order_by("position"):
        said = answers.person(str(row.answers.get("id", "")))
        if row.person_id is not None:
            names.setdefault(row.person_id, said.short_name if said else row.given_name)
    return names


def documents_of(viewer: Viewer, of: Referral) -> list[ReferralDocument]:
    """Return the documents of a referral, oldest first."""
    found = ReferralDocument.objects.visible_to(viewer).filter(referral=of, document__removed_at__isnull=True)
    return list(found.select_related("document__uploaded_by__user").order_by("pk"))


def document(viewer: Viewer, of: Referral, attached_id: uuid.UUID) -> ReferralDocument:
    """Return one document of a referral, or answer 404."""
    found = ReferralDocument.objects.visible_to(viewer).filter(referral=of, document__removed_at__isnull=True)
    return get_or_404(found.select_related("document", "referral"), pk=attached_id)


def events_of(viewer: Viewer, of: Referral) -> list[ReferralEvent]:
    """Return the history of a referral, oldest first."""
    return list(
        ReferralEvent.objects.visible_to(viewer).filter(referral=of).select_related("by__user").order_by("sequence")
    )


def decisions_of(viewer: Viewer, of: Referral) -> list[ScreeningDecision]:
    """Return what was decided, newest first, with each screening."""
    found = ScreeningDecision.objects.visible_to(viewer).filter(referral=of)
    return list(found.select_related("screening", "by__user").order_by("-pk"))


def screenings_of(viewer: Viewer, of: Referral) -> list[Screening]:
    """Return the stored screenings, newest first."""
    found = Screening.objects.visible_to(viewer).filter(referral=of)
    return list(found.select_related("by__user").order_by("-sequence"))


def facts_told(viewer: Viewer, of: Referral) -> list[KnownFact]:
    """Return what was told after the referral was sent, newest first."""
    found = KnownFact.objects.visible_to(viewer).filter(referral=of)
    return list(found.select_related("about", "recorded_by__user").order_by("-pk"))


def questions_asked(viewer: Viewer, of: Referral) -> list[Asked]:
    """Return what is asked of the referrer at present, or was asked last."""
    found = ScreeningDecision.objects.visible_to(viewer).filter(referral=of, kind=DecisionKind.ASK_FOR_MORE)
    last = found.order_by("-pk").first()
    return [Asked.from_dict(each) for each in last.questions] if last else []
