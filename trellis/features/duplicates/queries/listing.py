"""Lists of likely pairs, of decisions and of merges."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When

from trellis.features.duplicates.models import LikelyPair, NotTheSame, PersonMerge
from trellis.features.duplicates.queries import pointing
from trellis.features.duplicates.queries.finding import Found
from trellis.features.duplicates.rules import LIKELY, VERY_LIKELY
from trellis.features.families.models import FamilyMember, HomeAddress, Person
from trellis.features.families.rules import match_name
from trellis.platform.access.pages import get_or_404
from trellis.platform.access.viewer import Viewer
from trellis.platform.jobs.models import BackgroundJob


@dataclass(frozen=True, slots=True)
class Shown:
    """A likely pair as one viewer sees it: evidence from homes is left out for those who may not see both."""

    pair: LikelyPair
    weight: int
    evidence: list[dict[str, Any]]

    @property
    def is_very_likely(self) -> bool:
        """Say whether much speaks for it."""
        return self.weight >= VERY_LIKELY


def pairs(viewer: Viewer, *, search: str = "", only_very_likely: bool = False) -> QuerySet[LikelyPair, LikelyPair]:
    """Return the likely pairs of which the viewer may see both people, likeliest first."""
    homes = HomeAddress.objects.visible_to(viewer).values("pk")
    sees_homes = Q(first_home_id__in=homes, second_home_id__in=homes)
    found: Any = LikelyPair.objects.visible_to(viewer).annotate(
        seen_weight=Case(When(sees_homes, then=F("weight_with_homes")), default=F("weight")),
        sees_homes=Case(When(sees_homes, then=True), default=False),
    )
    found = found.filter(seen_weight__gte=VERY_LIKELY if only_very_likely else LIKELY)
    words = match_name(search)
    if words:
        found = found.filter(Q(first__match_name__contains=words) | Q(second__match_name__contains=words))
    listed: QuerySet[LikelyPair, LikelyPair] = found.select_related("first", "second").order_by("-seen_weight", "pk")
    return listed


def shown(pair: Any) -> Shown:
    """Return a pair of `pairs` with the evidence that its viewer may see."""
    evidence = [one for one in pair.evidence if pair.sees_homes or one["about"] != "home"]
    return Shown(pair, pair.seen_weight, sorted(evidence, key=lambda one: -one["weight"]))


def people_seen(viewer: Viewer, first_id: uuid.UUID, second_id: uuid.UUID) -> tuple[Person, Person]:
    """Return two people, or answer 404 when the viewer may not see both."""
    people = Person.objects.visible_to(viewer)
    return get_or_404(people, pk=first_id), get_or_404(people, pk=second_id)


def decisions(viewer: Viewer) -> QuerySet[NotTheSame, NotTheSame]:
    """Return the decisions that two are not the same, newest first."""
    found: QuerySet[NotTheSame, NotTheSame] = NotTheSame.objects.visible_to(viewer)
    return found.select_related("first", "second", "by__user").order_by("-pk")


def decision(viewer: Viewer, decision_id: uuid.UUID) -> NotTheSame:
    """Return one decision, or answer 404."""
    return get_or_404(decisions(viewer), pk=decision_id)


def merges(viewer: Viewer) -> QuerySet[PersonMerge, PersonMerge]:
    """Return the merges that stand, newest first."""
    found: QuerySet[PersonMerge, PersonMerge] = PersonMerge.objects.visible_to(viewer)
    return found.filter(undone_at__isnull=True).select_related("person", "by__user").order_by("-pk")


def merge(viewer: Viewer, merge_id: uuid.UUID) -> PersonMerge:
    """Return one merge that stands, or answer 404."""
    return get_or_404(merges(viewer), pk=merge_id)


def written_since(viewer: Viewer, merge: PersonMerge) -> list[tuple[str, Any, str]]:
    """Return what was written about the person since a merge, as (record's label, row, kind in words)."""
    return pointing.written_since(viewer, merge.person_id, merge.created_at)


def leads_to(viewer: Viewer, person_id: uuid.UUID) -> uuid.UUID | None:
    """Return the person to whom the address of somebody merged away leads, if the viewer may see them."""
    merged = PersonMerge.objects.visible_to(viewer).filter(gone_id=person_id, undone_at__isnull=True)
    found: uuid.UUID | None = merged.values_list("person_id", flat=True).first()
    return found


def ids_of(viewer: Viewer, person_id: uuid.UUID) -> Iterable[uuid.UUID]:
    """Return every id under which a person was known: their own, and those that were merged into theirs."""
    merged = PersonMerge.objects.visible_to(viewer).filter(person_id=person_id, undone_at__isnull=True)
    return [person_id, *merged.values_list("gone_id", flat=True)]


def last_search(viewer: Viewer) -> BackgroundJob | None:
    """Return the viewer's own last look through everybody, or None."""
    own = BackgroundJob.objects.visible_to(viewer).filter(kind="duplicates.find").order_by("-pk")
    found: BackgroundJob | None = own.first()
    return found


def as_shown(found: Found) -> Shown:
    """Return a pair that was found by what its viewer may see, as a list shows it."""
    evidence = [{"about": one.about, "words": one.words, "weight": one.weight} for one in found.weighed.evidence]
    pair = LikelyPair(first_id=found.first, second_id=found.second)
    return Shown(pair, found.weighed.weight, sorted(evidence, key=lambda one: -int(str(one["weight"]))))


def a_family_of(viewer: Viewer, person: Person) -> Any:
    """Return the first of a person's families that the viewer may see, or None."""
    members = FamilyMember.objects.visible_to(viewer).filter(person=person).select_related("family")
    first = members.order_by("pk").first()
    return first.family if first else None


def pairs_in(viewer: Viewer, family_id: uuid.UUID) -> tuple[list[Person], list[LikelyPair]]:
    """Return the people of a family, and the likely pairs that any of them is in."""
    members = FamilyMember.objects.visible_to(viewer).filter(family_id=family_id).select_related("person")
    people = [member.person for member in members.order_by("position", "pk")]
    ids = [person.pk for person in people]
    return people, list(pairs(viewer).filter(Q(first_id__in=ids) | Q(second_id__in=ids))[:10])
