"""One record taken apart into the two that it was made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from trellis.features.duplicates.actions.following import put_back, row_of, set_columns
from trellis.features.duplicates.models import MergedRow, NotTheSame, PairRecord, PersonMerge
from trellis.features.duplicates.queries.pointing import pointing_at
from trellis.features.duplicates.rules import in_order
from trellis.features.families.models import Person
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action
from trellis.platform.database.sight import organisation, seeing


@dataclass(slots=True)
class Parted:
    """What came of taking a merge apart: the person who came back, and how much could not go back to how it was."""

    person: Person
    back: int = 0
    gone_since: int = 0
    changed_since: int = 0


@action("person.unmerged", "duplicates.merge")
def unmerge(
    *, by: Viewer, merge: PersonMerge, to_the_other: Sequence[tuple[str, str]] = (), not_the_same: bool = True
) -> Parted:
    """Take a merge apart: every row that it changed or took out is as it was before.

    What was changed or written since stays with the record that was kept, but for the rows named in `to_the_other`
    (record's label and id), which go to the one that comes back. Raises RuleBroken, and changes nothing, for a merge
    that was taken apart already, or on which a later one stands.
    """
    standing = PersonMerge.objects.visible_to(by).filter(pk=merge.pk, undone_at__isnull=True)
    locked = standing.select_for_update(of=("self",)).first()
    if locked is None:
        raise RuleBroken("These records have been taken apart already.")
    if (
        PersonMerge.objects.of_organisation(by)
        .filter(person_id=locked.person_id, undone_at__isnull=True, pk__gt=locked.pk)
        .exists()
    ):
        raise RuleBroken("A later merge stands on this one. Take the later one apart first, then this one.")
    with seeing(organisation(by.organisation_id)):
        parted = _apart(locked)
        for label, pk in to_the_other:
            _hand_over(label, pk, locked)
        if not_the_same:
            first, second = in_order(locked.kept_id, locked.gone_id)
            NotTheSame.objects.get_or_create(
                organisation_id=by.organisation_id,
                first_id=first,
                second_id=second,
                defaults={"by_id": by.membership_id},
            )
        locked.undone_at, locked.undone_by_id = timezone.now(), by.membership_id
        locked.save(update_fields=["undone_at", "undone_by"])
        locked.rows.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    about(locked.person, merge=str(locked.pk), rows=parted.back)
    about(parted.person, merge=str(locked.pk), handed_over=len(to_the_other))
    return parted


def _apart(merge: PersonMerge) -> Parted:
    parted = Parted(Person(pk=merge.gone_id))
    for change in MergedRow.objects.filter(merge=merge).order_by("-sequence"):
        model = apps.get_model(change.model)
        done = _put_back(model, change) if change.what == "removed" else _set_back(model, change)
        parted.back += done == "back"
        parted.gone_since += done == "gone"
        parted.changed_since += done == "changed"
    parted.person = Person.objects.get(pk=merge.gone_id)
    return parted


def _put_back(model: type[models.Model], change: MergedRow) -> str:
    """Insert a row that was taken out, unless what it hangs on is gone or something new stands in its place."""
    for one in model._meta.local_concrete_fields:
        target: Any = one.related_model
        value = change.before.get(one.column)
        if isinstance(one, models.ForeignKey) and value is not None and row_of(target, value) is None:
            return "gone"
    try:
        with transaction.atomic():
            put_back(model, change.before)
    except IntegrityError:
        return "changed"
    return "back"


def _set_back(model: type[models.Model], change: MergedRow) -> str:
    """Set the columns of a row to what they were, but for those that were changed since."""
    now = row_of(model, change.row_id)
    if now is None:
        return "gone"
    ours = {name: change.before[name] for name, value in change.after.items() if now.get(name) == value}
    try:
        with transaction.atomic():
            set_columns(model, change.row_id, ours) if ours else None
    except IntegrityError:
        return "changed"
    return "back" if len(ours) == len(change.after) else "changed"


def _hand_over(label: str, pk: str, merge: PersonMerge) -> None:
    """Make a row that was written since the merge point at the person who came back."""
    for model, pointer in pointing_at(Person):
        if model._meta.label != label or issubclass(model, PairRecord):
            continue
        row = row_of(model, pk)
        if row is None or row[pointer.column] != str(merge.kept_id) or row.get("created_at", "") <= _moment(merge):
            continue
        try:
            with transaction.atomic():
                set_columns(model, pk, {pointer.column: str(merge.gone_id)})
        except IntegrityError as twice:
            raise RuleBroken(
                "One of the things that you chose is there already for the other person. Leave it where it is."
            ) from twice


def _moment(merge: PersonMerge) -> str:
    row = row_of(PersonMerge, merge.pk)
    return str(row["created_at"]) if row else ""
