"""Sealing a fact of a person, and lifting the seal."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils import timezone

from trellis.features.confidentiality.rules import check_reason, check_review_day, check_somebody_left
from trellis.features.families.models import Family, FamilyMember, FamilyWorker, Person, Seal, SealedAgainst, SealReader
from trellis.features.families.rules import SealedFact, SealKind
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Membership
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action


@action("seal.set", "confidentiality.seal")
def seal_fact(
    *,
    by: Viewer,
    family: Family,
    person: Person,
    fact: SealedFact,
    kind: SealKind,
    reason: str,
    source: str,
    against: Sequence[Person] = (),
    readers: Sequence[Membership] = (),
    review_on: datetime.date | None = None,
) -> Seal:
    """Keep one fact of a person from people and their side, or from all but a few.

    Raises RuleBroken for a person who is not of the family, for nobody to keep it from, for a fact kept from the person
    themselves, and for a seal that would hide a person from every worker of the family.
    """
    reason = check_reason(reason)
    check_review_day(review_on, timezone.localdate())
    if not source.strip():
        raise RuleBroken("Write who told us this, or which order says so.", "source")
    if not FamilyMember.objects.filter(family=family, person=person).exists():
        raise RuleBroken("Choose somebody of this family.", "person")
    if kind == SealKind.PEOPLE:
        _check_against(person, against)
    if fact == SealedFact.PRESENCE:
        _check_presence(by, family, person, kind, against, readers)
    seal = Seal.objects.create(
        organisation_id=by.organisation_id,
        family=family,
        person=person,
        fact=fact,
        kind=kind,
        reason=reason,
        source=source.strip(),
        review_on=review_on,
        sealed_by_id=by.membership_id,
    )
    if kind == SealKind.PEOPLE:
        SealedAgainst.objects.bulk_create(
            SealedAgainst(organisation_id=by.organisation_id, seal=seal, person=other) for other in against
        )
    else:
        SealReader.objects.bulk_create(
            SealReader(organisation_id=by.organisation_id, seal=seal, membership=reader) for reader in readers
        )
    about(seal, family=str(family.pk))
    return seal


@action("seal.review_moved", "confidentiality.seal")
def extend_seal(*, by: Viewer, seal: Seal, review_on: datetime.date) -> Seal:
    """Say by when a seal is looked at again."""
    check_review_day(review_on, timezone.localdate())
    seal.review_on = review_on
    seal.save(update_fields=["review_on"])
    about(seal, family=str(seal.family_id))
    return seal


@action("seal.lifted", "confidentiality.lift")
def lift_seal(*, by: Viewer, seal: Seal, why: str) -> Seal:
    """Let a fact be seen again by those who may see the family; the seal stays as history."""
    why = check_reason(why, "why")
    kept = Seal.objects.visible_to(by).select_for_update(of=("self",)).get(pk=seal.pk)
    if kept.lifted_at is not None:
        raise RuleBroken("This seal was lifted already.", "why")
    kept.lifted_at, kept.lifted_by_id, kept.lifted_why = timezone.now(), by.membership_id, why
    kept.save(update_fields=["lifted_at", "lifted_by", "lifted_why"])
    about(kept, family=str(kept.family_id))
    return kept


def _check_against(person: Person, against: Sequence[Person]) -> None:
    if not against:
        raise RuleBroken("Name at least one person from whom this is kept.", "against")
    if any(other.pk == person.pk for other in against):
        raise RuleBroken(
            f"This is about {person.short_name}: it cannot be kept from {person.short_name} too.", "against"
        )


def _check_presence(
    by: Viewer,
    family: Family,
    person: Person,
    kind: SealKind,
    against: Sequence[Person],
    readers: Sequence[Membership],
) -> None:
    working = FamilyWorker.objects.of_organisation(by).filter(
        family=family, until__isnull=True, membership__is_active=True
    )
    everyone = list(working.values_list("membership_id", "with_person_id"))
    if kind == SealKind.ALL_BUT_FEW:
        named = {reader.pk for reader in readers}
        still = [membership for membership, _ in everyone if membership in named]
    else:
        others = {other.pk for other in against}
        still = [membership for membership, only in everyone if only is None or only not in others]
    check_somebody_left(everyone, still, person.short_name, "readers" if kind == SealKind.ALL_BUT_FEW else "against")
