"""How long whom, why, and until when; the first argument is the viewer."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from trellis.features.families.models import Family, FamilyMember, Person
from trellis.features.rights.models import ErasureBatch, ErasureCandidate, LegalHold, OwnLength, Tombstone
from trellis.features.rights.rules import Kept, Length, kept, months_of
from trellis.platform.access.pages import get_or_404
from trellis.platform.access.viewer import Viewer
from trellis.platform.contributions.records import RetentionRule
from trellis.platform.contributions.registry import retention_rules, retention_triggers


@dataclass(frozen=True, slots=True)
class RuleHere:
    """A rule as it holds in the viewer's organisation on a day."""

    rule: RetentionRule
    months: int
    own: OwnLength | None
    trigger: str


def rules_here(viewer: Viewer, today: date) -> list[RuleHere]:
    """Return the rules in force, each with the organisation's own length where it set one."""
    own = _own(viewer, today)
    triggers = retention_triggers()
    months = {key: found.months for key, found in own.items()}
    return [
        RuleHere(
            rule,
            months_of(rule.key, rule.months, rule.floor, months),
            own.get(rule.key),
            triggers[rule.trigger].label,
        )
        for rule in retention_rules()
        if rule.effective_from <= today
    ]


def rule_here(viewer: Viewer, key: str, today: date) -> RuleHere | None:
    """Return one rule by its key."""
    return next((each for each in rules_here(viewer, today) if each.rule.key == key), None)


def _own(viewer: Viewer, today: date) -> dict[str, OwnLength]:
    rows = OwnLength.objects.visible_to(viewer).filter(effective_from__lte=today)
    return {row.rule_key: row for row in rows.order_by("effective_from", "pk")}


def lengths_of_people(
    viewer: Viewer, today: date, families: Collection[uuid.UUID] | None = None
) -> dict[uuid.UUID, list[Length]]:
    """Return for each person every length that applies to them, through all the families that they belong to."""
    members: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    rows = FamilyMember.objects.visible_to(viewer)
    if families is not None:
        rows = rows.filter(family_id__in=families)
    for family_id, person_id in rows.values_list("family_id", "person_id"):
        members[family_id].add(person_id)
    found: dict[uuid.UUID, list[Length]] = {person: [] for people in members.values() for person in people}
    triggers = retention_triggers()
    for each in rules_here(viewer, today):
        for family_id, person_id, since in triggers[each.rule.trigger].days(viewer, families):
            for person in [person_id] if person_id else members.get(family_id, ()):
                if person in found:
                    found[person].append(Length(each.rule.key, each.rule.label, since, each.months))
    return found


def kept_of_person(viewer: Viewer, person: Person, today: date) -> Kept:
    """Return what keeps one person's record, and until when."""
    families = _families(viewer, person)
    lengths = lengths_of_people(viewer, today, families).get(person.pk, [])
    return kept(lengths, today, holds_on(viewer, [person.pk], families).get(person.pk, ()))


def _families(viewer: Viewer, person: Person) -> list[uuid.UUID]:
    members = FamilyMember.objects.visible_to(viewer).filter(person=person)
    return list(members.values_list("family_id", flat=True))


def kept_of_everybody(viewer: Viewer, today: date) -> dict[uuid.UUID, Kept]:
    """Return what keeps each person whom the viewer may see and who is not erased yet."""
    gone = set(Tombstone.objects.visible_to(viewer).values_list("person_ref", flat=True))
    lengths = lengths_of_people(viewer, today)
    holds = holds_on(viewer, list(lengths), None)
    return {
        person: kept(found, today, holds.get(person, ())) for person, found in lengths.items() if person not in gone
    }


def holds_on(
    viewer: Viewer, people: Iterable[uuid.UUID], families: Collection[uuid.UUID] | None
) -> dict[uuid.UUID, tuple[str, ...]]:
    """Return for each person the reasons of the holds on them, or on a family of theirs."""
    found: dict[uuid.UUID, tuple[str, ...]] = defaultdict(tuple)
    holds = list(LegalHold.objects.visible_to(viewer).filter(ended_on__isnull=True).select_related("by__user"))
    if not holds:
        return found
    wanted = set(people)
    members: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    rows = FamilyMember.objects.visible_to(viewer).filter(family_id__in=[hold.family_id for hold in holds])
    for family_id, person_id in rows.values_list("family_id", "person_id"):
        members[family_id].add(person_id)
    for hold in holds:
        words = f"{hold.why} ({hold.by.user.name}, to be looked at on {hold.review_on:%d.%m.%Y})"
        held = {hold.person_id} if hold.person_id else members[hold.family_id] if hold.family_id else set()
        for person in held:
            if person in wanted:
                found[person] += (words,)
    return found


def holds(viewer: Viewer) -> QuerySet[LegalHold]:
    """Return the holds that are on, those to be looked at first."""
    found = LegalHold.objects.visible_to(viewer).filter(ended_on__isnull=True)
    return found.select_related("person", "family", "by__user").order_by("review_on", "pk")


def hold(viewer: Viewer, hold_id: uuid.UUID) -> LegalHold:
    """Return one hold, or answer 404."""
    found: LegalHold = get_or_404(holds(viewer), pk=hold_id)
    return found


def batches(viewer: Viewer) -> QuerySet[ErasureBatch]:
    """Return the viewer's own batches, newest first, with how many people may go."""
    found = ErasureBatch.objects.visible_to(viewer).select_related("approved_by__user")
    return found.annotate(people=Count("candidates", filter=Q(candidates__verdict="go"))).order_by("-pk")


def batch(viewer: Viewer, batch_id: uuid.UUID) -> ErasureBatch:
    """Return one batch, or answer 404."""
    found: ErasureBatch = get_or_404(batches(viewer), pk=batch_id)
    return found


def candidates(viewer: Viewer, batch_id: uuid.UUID) -> QuerySet[ErasureCandidate]:
    """Return the people of a batch."""
    found = ErasureCandidate.objects.visible_to(viewer).filter(batch_id=batch_id).select_related("person")
    return found.order_by("until", "pk")


def candidate(viewer: Viewer, batch_id: uuid.UUID, candidate_id: uuid.UUID) -> ErasureCandidate:
    """Return one person of a batch, or answer 404."""
    found: ErasureCandidate = get_or_404(candidates(viewer, batch_id), pk=candidate_id)
    return found


def families_of_candidates(viewer: Viewer, shown: Iterable[ErasureCandidate]) -> dict[uuid.UUID, list[Family]]:
    """Return the families of people of a batch, by person."""
    found: dict[uuid.UUID, list[Family]] = defaultdict(list)
    people = [each.person_id for each in shown if each.person_id]
    rows = FamilyMember.objects.visible_to(viewer).filter(person_id__in=people).select_related("family")
    for member in rows.order_by("family__name", "pk"):
        found[member.person_id].append(member.family)
    return found


def tombstones(viewer: Viewer) -> QuerySet[Tombstone]:
    """Return that somebody was erased, newest first."""
    return Tombstone.objects.visible_to(viewer).select_related("by__user").order_by("-at", "-pk")
