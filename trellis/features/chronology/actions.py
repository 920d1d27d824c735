"""Writes of a chronology."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from trellis.features.chronology.models import OwnEntry, SignificantMark
from trellis.features.chronology.rules import check_own
from trellis.features.families.models import Family, FamilyMember, Person
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action

WRITE = "chronology.write"
SEE = "chronology.see"


@action("chronology.marked", WRITE)
def mark_entry(*, by: Viewer, family: Family, key: str, words: str) -> SignificantMark:
    """Say why an entry stands out, or with empty words that it does not; the caller found the entry for the viewer."""
    mark, _ = SignificantMark.objects.update_or_create(
        family=family,
        key=key,
        defaults={"organisation_id": by.organisation_id, "words": words.strip(), "by_id": by.membership_id},
    )
    about(mark, family=str(family.pk), stands_out=bool(mark.words))
    return mark


@action("chronology.written", WRITE)
def write_entry(
    *, by: Viewer, family: Family, on: date, words: str, source: str, person: Person | None = None, why: str = ""
) -> OwnEntry:
    """Write something that happened into the chronology; `why` says why it stands out, if it does.

    Raises RuleBroken for an empty entry, one that is still to come, one without a source, and somebody of no part of
    the family.
    """
    check_own(on, words, timezone.localdate())
    if not source.strip():
        raise RuleBroken("Say who told us, or which paper says so.", "source")
    if person is not None and not FamilyMember.objects.filter(family=family, person=person).exists():
        raise RuleBroken("Choose somebody of this family.", "person")
    made = OwnEntry.objects.create(
        organisation_id=by.organisation_id,
        family=family,
        on=on,
        words=words.strip(),
        source=source.strip(),
        person=person,
        written_by_id=by.membership_id,
    )
    about(made, family=str(family.pk))
    if why.strip():
        mark_entry(by=by, family=family, key=f"chronology.own.{made.pk}", words=why)
    return made


@action("chronology.withdrawn", WRITE)
def withdraw_entry(*, by: Viewer, entry: OwnEntry, why: str) -> None:
    """Take out an entry that was made in error; it stays in the record with the reason."""
    if not why.strip():
        raise RuleBroken("Say why this entry is wrong.", "why")
    entry.withdrawn_why = why.strip()
    entry.save(update_fields=["withdrawn_why"])
    about(entry, family=str(entry.family_id))


@action("chronology.taken_out", SEE)
def take_out(*, by: Viewer, family: Family, form: str, entries: int) -> None:
    """Log that a chronology was taken out of Trellis as a file (`form` is "word" or "pdf"), with so many entries."""
    about(family, form=form, entries=entries)
