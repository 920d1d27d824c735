"""Holds, an organisation's own lengths, and batches of people whose time has passed."""

from __future__ import annotations

import datetime
import uuid

from django.utils import timezone

from trellis.features.families.models import Family, Person
from trellis.features.rights import rules
from trellis.features.rights.models import ErasureBatch, ErasureCandidate, LegalHold, OwnLength
from trellis.features.rights.queries import keeping as queries
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action
from trellis.platform.contributions.registry import retention_rules
from trellis.platform.jobs import actions as jobs

KEEP = "rights.keep"


@action("hold.put_on", KEEP)
def put_on_hold(
    *, by: Viewer, why: str, review_on: datetime.date, person: Person | None = None, family: Family | None = None
) -> LegalHold:
    """Keep everything of a person, or of a whole family, until somebody ends it."""
    rules.check_hold(why, review_on, timezone.localdate())
    made = LegalHold.objects.create(
        organisation_id=by.organisation_id,
        person=person,
        family=None if person else family,
        why=why.strip(),
        review_on=review_on,
        by_id=by.membership_id,
    )
    about(made, of="person" if person else "family")
    return made


@action("hold.ended", KEEP)
def end_hold(*, by: Viewer, hold: LegalHold, why: str) -> None:
    """End a hold, with the reason."""
    if not why.strip():
        raise RuleBroken("Say why the hold can end.", "why")
    hold.ended_on, hold.ended_why, hold.ended_by_id = timezone.localdate(), why.strip(), by.membership_id
    hold.save(update_fields=["ended_on", "ended_why", "ended_by"])
    about(hold)


@action("length.set", KEEP)
def set_length(*, by: Viewer, rule_key: str, months: int, why: str) -> OwnLength:
    """Set how long the organisation keeps something, from today on, never shorter than the rule's floor."""
    rule = next((each for each in retention_rules() if each.key == rule_key), None)
    if rule is None:
        raise RuleBroken("There is no such rule.")
    rules.check_own_length(months, rule.floor, why)
    made = OwnLength.objects.create(
        organisation_id=by.organisation_id,
        rule_key=rule_key,
        months=months,
        why=why.strip(),
        effective_from=timezone.localdate(),
        by_id=by.membership_id,
    )
    about(made, rule=rule_key, months=months)
    return made


@action("batch.begun", KEEP)
def look_who_may_go(*, by: Viewer) -> uuid.UUID:
    """Look in the background whose time has passed; return the job's id. Nothing goes by this."""
    made = ErasureBatch.objects.create(organisation_id=by.organisation_id, made_by_id=by.membership_id)
    job = jobs.start("rights.look", by=by, label="Looking whose time has passed", arguments={"batch": str(made.pk)})
    about(made)
    return job.pk


@action("batch.found", KEEP)
def fill_batch(*, by: Viewer, batch: ErasureBatch) -> int:
    """Write down who may go and who would, were there no hold, each with every rule that applies; return how many."""
    today = timezone.localdate()
    made = [
        ErasureCandidate(
            organisation_id=by.organisation_id,
            batch=batch,
            person_id=person,
            person_ref=person,
            verdict=found.verdict,
            rule_key=found.won.key if found.won else "",
            until=found.until,
            lengths=[length.words for length in (found.won, *found.others) if length],
            holds=list(found.holds),
        )
        for person, found in queries.kept_of_everybody(by, today).items()
        if found.until is not None and found.until <= today
    ]
    ErasureCandidate.objects.bulk_create(made)
    ErasureBatch.objects.filter(pk=batch.pk).update(found_at=timezone.now())
    about(batch, people=len(made))
    return len(made)


@action("batch.kept_back", KEEP)
def keep_for_now(*, by: Viewer, candidate: ErasureCandidate, why: str) -> None:
    """Take somebody out of a batch with a reason; an empty one puts them back."""
    batch = ErasureBatch.objects.visible_to(by).select_for_update().get(pk=candidate.batch_id)
    _still_open(batch)
    candidate.kept_why = why.strip()
    candidate.save(update_fields=["kept_why"])
    about(candidate)


@action("batch.approved", KEEP)
def approve(*, by: Viewer, batch: ErasureBatch) -> None:
    """Approve a batch: at night those in it are looked at once more, and erased."""
    batch = ErasureBatch.objects.visible_to(by).select_for_update().get(pk=batch.pk)
    _still_open(batch)
    if batch.found_at is None:
        raise RuleBroken("It is still being looked through.")
    if not batch.candidates.filter(verdict=rules.Verdict.GO, kept_why="").exists():
        raise RuleBroken("Nobody in it may go.")
    batch.approved_by_id, batch.approved_at = by.membership_id, timezone.now()
    batch.save(update_fields=["approved_by", "approved_at"])
    about(batch)


@action("batch.dropped", KEEP)
def drop(*, by: Viewer, batch: ErasureBatch) -> None:
    """Let a batch go without erasing anybody; also one that is approved, until it is carried out."""
    batch = ErasureBatch.objects.visible_to(by).select_for_update().get(pk=batch.pk)
    if batch.done_at or batch.dropped_at:
        raise RuleBroken("It has ended already.")
    batch.dropped_at = timezone.now()
    batch.save(update_fields=["dropped_at"])
    about(batch)


def _still_open(batch: ErasureBatch) -> None:
    decided = batch.approved_at or batch.dropped_at
    if decided:
        raise RuleBroken(f"It was decided on {in_words(timezone.localdate(decided))}.")
