"""Writing who people are to each other, from when until when, and what is between them."""

from __future__ import annotations

import hashlib
import uuid
from itertools import pairwise

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from trellis.features.families.actions.people import check_in_family
from trellis.features.families.models import Family, Person, Relationship, TieQuality
from trellis.features.families.rules import (
    ANCESTOR_KINDS,
    BOTH_WAYS,
    Ending,
    ParentalResponsibility,
    Partnership,
    RelationshipKind,
    TieKind,
    check_relationship,
    check_span,
    check_words,
    rough,
    told_instead,
)
from trellis.features.families.rules.ties import (
    Step,
    check_dates,
    check_one_birth_parent,
    refuse_own_ancestor,
    settled_couple,
)
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action


@action("relationship.recorded", "families.change")
def record_relationship(
    *,
    by: Viewer,
    family: Family,
    from_person: Person,
    to_person: Person,
    kind: str,
    parental_responsibility: str = ParentalResponsibility.NOT_KNOWN,
    partnership: str = Partnership.NOT_KNOWN,
    since: str = "",
    until: str = "",
    ending: str = "",
    words: str = "",
    relationship: Relationship | None = None,
) -> Relationship:
    """Say who `from_person` is to `to_person`, or change what was said (`relationship`).

    A second telling of two people takes the place of the first of its sort (`rules.told_instead`) that has not ended.
    `since` and `until` are a year, a month or a day. Raises RuleBroken for what cannot be: dates that contradict, a
    parent younger than the child, a second birth mother, somebody who would be their own ancestor.
    """
    if from_person.pk == to_person.pk:
        raise RuleBroken("Choose two different people.", "to_person")
    check_in_family(family, from_person, to_person)
    since, until = rough(since), rough(until)
    settled = settled_couple(RelationshipKind(kind), until, ending)
    check_dates(
        settled,
        since,
        until,
        ending,
        timezone.localdate(),
        older=(from_person.short_name, from_person.birth_date),
        younger=(to_person.short_name, to_person.birth_date),
    )
    check_relationship(
        settled, from_person.short_name, from_person.birth_date, to_person.short_name, to_person.birth_date
    )
    tie = relationship or _told_before(family, from_person, to_person, settled)
    tie = tie or Relationship(organisation_id=by.organisation_id, family=family)
    if settled in ANCESTOR_KINDS:
        _check_ancestor(by, settled, from_person, to_person)
        _check_birth_parents(by, family, settled, from_person, to_person, tie.pk)
    tie.from_person, tie.to_person, tie.kind = from_person, to_person, settled
    tie.parental_responsibility, tie.partnership = parental_responsibility, Partnership(partnership)
    tie.since, tie.until, tie.ending = since, until, Ending(ending) if ending else ""
    tie.words = check_words(words, "words")
    tie.save()
    about(tie, family=str(family.pk))
    return tie


@action("relationship.removed", "families.change")
def remove_relationship(*, by: Viewer, relationship: Relationship) -> None:
    """Take back what was said of two people."""
    about(relationship, family=str(relationship.family_id))
    relationship.delete()


@action("tie_quality.recorded", "families.change")
def record_tie_quality(
    *,
    by: Viewer,
    family: Family,
    from_person: Person,
    to_person: Person,
    kind: str,
    since: str = "",
    until: str = "",
    quality: TieQuality | None = None,
) -> TieQuality:
    """Say what is between two people, or change it; violence goes from `from_person` to `to_person`."""
    if from_person.pk == to_person.pk:
        raise RuleBroken("Choose two different people.", "to_person")
    check_in_family(family, from_person, to_person)
    since, until = rough(since), rough(until)
    check_span(since, until, timezone.localdate())
    told = TieKind(kind)
    row = quality or _quality_before(family, from_person, to_person, told)
    row = row or TieQuality(organisation_id=by.organisation_id, family=family)
    row.from_person, row.to_person, row.kind, row.since, row.until = from_person, to_person, told, since, until
    row.save()
    about(row, family=str(family.pk))
    return row


@action("tie_quality.removed", "families.change")
def remove_tie_quality(*, by: Viewer, quality: TieQuality) -> None:
    """Take back what was said to be between two people."""
    about(quality, family=str(quality.family_id))
    quality.delete()


def _told_before(family: Family, from_person: Person, to_person: Person, kind: RelationshipKind) -> Relationship | None:
    same_way = Q(from_person=from_person, to_person=to_person)
    either_way = same_way | Q(from_person=to_person, to_person=from_person)
    told = Relationship.objects.filter(family=family, kind__in=told_instead(kind), until="")
    return told.filter(either_way if kind in BOTH_WAYS else same_way).order_by("pk").first()


def _quality_before(family: Family, from_person: Person, to_person: Person, kind: TieKind) -> TieQuality | None:
    same_way = Q(from_person=from_person, to_person=to_person)
    either_way = same_way | Q(from_person=to_person, to_person=from_person)
    told = TieQuality.objects.filter(family=family, kind=kind, until="")
    return told.filter(same_way if kind is TieKind.VIOLENCE else either_way).order_by("pk").first()


def _check_ancestor(by: Viewer, kind: RelationshipKind, older: Person, younger: Person) -> None:
    """Refuse a tie that makes somebody their own ancestor, through whatever file; say the way only where it is seen."""
    with connection.cursor() as cursor:
        # Two such ties written at the same moment could each look harmless.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_lock_of(by.organisation_id)])
        cursor.execute("SELECT families_way_up(%s, %s)", [older.pk, younger.pk])
        way = cursor.fetchone()[0]
    if way:
        raise refuse_own_ancestor(kind, older.short_name, younger.short_name, _seen_steps(by, way))


def _seen_steps(by: Viewer, way: list[uuid.UUID]) -> list[Step] | None:
    ties = {
        (tie.from_person_id, tie.to_person_id): tie
        for tie in Relationship.objects.visible_to(by)
        .filter(from_person__in=way, to_person__in=way, kind__in=ANCESTOR_KINDS)
        .select_related("from_person", "to_person")
        .order_by("pk")
    }
    steps = []
    down = list(reversed(way))
    for older, younger in pairwise(down):
        tie = ties.get((older, younger))
        if tie is None:
            return None
        steps.append(Step(tie.from_person.short_name, tie.to_person.short_name, RelationshipKind(tie.kind)))
    return steps


def _lock_of(organisation_id: uuid.UUID) -> int:
    digest = hashlib.sha256(b"ancestors" + organisation_id.bytes).digest()
    return int.from_bytes(digest[:8], signed=True)


def _check_birth_parents(
    by: Viewer, family: Family, kind: RelationshipKind, parent: Person, child: Person, changing: uuid.UUID
) -> None:
    told = Relationship.objects.visible_to(by).filter(family=family, to_person=child, kind=kind).exclude(pk=changing)
    others = told.exclude(from_person=parent).select_related("from_person").order_by("pk")
    check_one_birth_parent(kind, child.short_name, [tie.from_person.short_name for tie in others])
