"""Screening a referral: the facts, the findings, the days that may matter."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from trellis.features.programmes import queries as programmes
from trellis.features.referrals.models import KnownFact, Referral, ReferredPerson
from trellis.features.referrals.models import Screening as ScreeningRecord
from trellis.features.referrals.rules.answers import read_answers
from trellis.features.referrals.rules.days import ScreeningDay, usual_day
from trellis.features.referrals.rules.facts import Named, Told, facts_of_referral
from trellis.features.screening.rules import Finding, Screening, Suggestion, screen, what_else_suits
from trellis.platform.contributions.registry import hooks

if TYPE_CHECKING:
    from trellis.features.programmes.rules.facts_document import FamilyFacts
    from trellis.platform.access.viewer import Viewer

FIRST_DAYS_HOOK = "first_days"
"""Asked with a viewer and a programme's key; returns (day, why) of the first session of each group that forms."""


def facts_of(viewer: Viewer, referral: Referral) -> FamilyFacts:
    """Return what is known: the answers as they were sent, the documents, and what was told since."""
    people = list(ReferredPerson.objects.visible_to(viewer).filter(referral=referral).order_by("position"))
    positions = {person.pk: number for number, person in enumerate(people)}
    told = [
        Told(fact.key, fact.value, positions.get(fact.about_id) if fact.about_id else None)
        for fact in KnownFact.objects.visible_to(viewer).filter(referral=referral).order_by("pk")
    ]
    return facts_of_referral(
        referral.programme_version.key,
        [Named(str(p.answers.get("id", "")), str(p), p.strand_key) for p in people],
        read_answers(referral.answers),
        referral.documents.values_list("kind_key", flat=True),
        told,
    )


def screened(viewer: Viewer, referral: Referral, on_day: date, why: str) -> Screening:
    """Screen a referral against its own programme on a day, from what is known now; nothing is stored."""
    definition = programmes.definition(referral.programme_version_id)
    return screen(definition, facts_of(viewer, referral), on_day, why)


def what_else(viewer: Viewer, referral: Referral, on_day: date, why: str) -> tuple[Suggestion, ...]:
    """Screen the family against every other programme on offer, what suits best first."""
    others = [
        programmes.definition(version.pk)
        for version in programmes.on_offer(viewer)
        if version.key != referral.programme_version.key
    ]
    return what_else_suits(others, facts_of(viewer, referral), on_day, why)


def screening_days(viewer: Viewer, referral: Referral) -> list[ScreeningDay]:
    """List the days on which ages could be taken: first sessions of groups that form, then the usual day."""
    usual = usual_day(programmes.definition(referral.programme_version_id), timezone.localdate())
    forming = [
        ScreeningDay(day, why)
        for hook in hooks(FIRST_DAYS_HOOK)
        for day, why in hook.call(viewer, referral.programme_version.key)
    ]
    return [*sorted(forming, key=lambda each: each.day), usual]


def findings_of(record: ScreeningRecord) -> list[Finding]:
    """Return the findings of a stored screening as they were."""
    return [Finding.from_dict(found) for found in record.reasons]
