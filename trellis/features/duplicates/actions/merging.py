"""Two records made one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Q

from trellis.features.duplicates import queries
from trellis.features.duplicates.actions.following import Change, Following, row_of
from trellis.features.duplicates.models import LikelyPair, MergedRow, NotTheSame, PersonMerge
from trellis.features.duplicates.queries.standing import APART, check_may_be_one
from trellis.features.duplicates.rules import FIELDS, in_order, nobody_is_their_own_ancestor
from trellis.features.families import actions as families
from trellis.features.families.models import Person, Relationship
from trellis.features.families.rules import RelationshipKind
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action
from trellis.platform.database.sight import organisation, seeing

STALE = (
    "One of these records has been changed since you opened this page. Nothing was merged. Look at both again: what is "
    "below is as it is now."
)
ABOVE = (
    RelationshipKind.MOTHER,
    RelationshipKind.FATHER,
    RelationshipKind.PARENT,
    RelationshipKind.ADOPTIVE_PARENT,
    RelationshipKind.GRANDPARENT,
)


@action("person.merged", "duplicates.merge")
def merge(
    *, by: Viewer, kept: Person, gone: Person, choices: Mapping[str, str], as_seen: str | None = None
) -> PersonMerge:
    """Make two records of one person one, and keep all that is needed to take them apart again.

    `choices` says for a field "gone" where the value of the record that goes is to stay; `as_seen` is the stamp of the
    comparison that the viewer saw. Raises RuleBroken, and changes nothing, for two who must not be merged
    (`check_may_be_one`), for a record that was changed meanwhile, and where somebody would become their own ancestor.
    """
    kept, gone = _both(by, kept, gone)
    if as_seen is not None and queries.comparison(by, kept, gone).stamp != as_seen:
        raise RuleBroken(STALE)
    check_may_be_one(by, kept, gone)
    chosen = {name: getattr(gone, name) for name in FIELDS if choices.get(name) == "gone"}
    with seeing(organisation(by.organisation_id)):
        _check_ancestors(by, kept, gone)
        try:
            changes = _merged(by, kept, gone, chosen)
        except DatabaseError as refused:
            # A rule of another room's tables: people kept apart who would be in one place, or a row nobody may change.
            raise RuleBroken(APART) from refused
        made = PersonMerge.objects.create(
            organisation_id=by.organisation_id,
            person=kept,
            kept_id=kept.pk,
            gone_id=gone.pk,
            by_id=by.membership_id,
        )
        MergedRow.objects.bulk_create(
            MergedRow(
                organisation_id=by.organisation_id,
                merge=made,
                sequence=number,
                model=one.model,
                row_id=one.row_id,
                what=one.what,
                before=one.before,
                after=one.after,
            )
            for number, one in enumerate(changes)
        )
    about(kept, merge=str(made.pk), rows=len(changes), fields=sorted(chosen))
    about(gone, merge=str(made.pk))
    return made


def _both(by: Viewer, kept: Person, gone: Person) -> tuple[Person, Person]:
    """Lock both records in one order, and return them as they are now."""
    ids = in_order(kept.pk, gone.pk)
    locked = {
        one.pk: one for one in Person.objects.visible_to(by).filter(pk__in=ids).order_by("pk").select_for_update()
    }
    if len(locked) < 2:
        raise RuleBroken(STALE)
    return locked[kept.pk], locked[gone.pk]


def _merged(by: Viewer, kept: Person, gone: Person, chosen: dict[str, Any]) -> list[Change]:
    following = Following(leaving_out=frozenset({LikelyPair, NotTheSame}))
    _carry_pairs(following, kept, gone)
    following.follow(Person, gone.pk, kept.pk)
    following.remove(Person, _row(gone))
    changes = following.changes
    before = _row(kept)
    if chosen:
        families.change_person(by=by, person=kept, **chosen)
        now = _row(kept)
        after = {name: value for name, value in now.items() if value != before[name]}
        changes.append(Change(Person._meta.label, str(kept.pk), "changed", before, after))
    with connection.cursor() as cursor:
        # Whatever still pointed at the person who went is refused here, and not when all is said and done.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return changes


def _row(person: Person) -> dict[str, Any]:
    row = row_of(Person, person.pk)
    if row is None:
        raise RuleBroken(STALE)
    return row


def _carry_pairs(following: Following, kept: Person, gone: Person) -> None:
    """Take out the likely pairs of the record that goes, and carry over with whom it is known not to be the same."""
    for pair in LikelyPair.objects.filter(Q(first=gone) | Q(second=gone)).order_by("pk"):
        following.remove(LikelyPair, row_of(LikelyPair, pair.pk) or {})
    for decision in NotTheSame.objects.filter(Q(first=gone) | Q(second=gone)).order_by("pk"):
        row = row_of(NotTheSame, decision.pk) or {}
        other = decision.second_id if decision.first_id == gone.pk else decision.first_id
        first, second = in_order(kept.pk, other) if other != kept.pk else (None, None)
        if first is None or NotTheSame.objects.filter(first_id=first, second_id=second).exists():
            following.remove(NotTheSame, row)
        else:
            following.write(NotTheSame, row, {"first_id": str(first), "second_id": str(second)})


def _check_ancestors(by: Viewer, kept: Person, gone: Person) -> None:
    """Raise RuleBroken where the two records' ties together would put somebody above themselves."""
    ties: list[tuple[Any, Any]] = []
    seen: set[Any] = set()
    level = {kept.pk, gone.pk}
    above = Relationship.objects.of_organisation(by).filter(kind__in=[kind.value for kind in ABOVE])
    while level:
        step = list(above.filter(from_person_id__in=level).values_list("from_person_id", "to_person_id"))
        ties += [tuple(kept.pk if one == gone.pk else one for one in tie) for tie in step]  # type: ignore[misc]
        seen |= level
        level = {child for _, child in step} - seen
    if not nobody_is_their_own_ancestor(ties, kept.pk):
        raise RuleBroken(
            "Merged, this person would be their own parent or grandparent. Look at the relationships of both records: "
            "one of them is wrong, or these are two people. Nothing was changed."
        )
