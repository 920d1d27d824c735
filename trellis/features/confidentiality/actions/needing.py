"""Break-glass: opening a file in need, for some minutes, for a reason that is reviewed."""

from __future__ import annotations

import datetime
from datetime import timedelta

from django.utils import timezone

from trellis.features.confidentiality import queries
from trellis.features.confidentiality.actions.telling import tell_supervisors
from trellis.features.confidentiality.rules import check_minutes, check_reason, review_due
from trellis.features.families.models import BreakGlass
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action

NOBODY = (
    "No file was opened. Check the name and the date of birth; if both are right, telephone your supervisor: "
    "this may be a file that cannot be opened in this way."
)


@action("break_glass.opened", "confidentiality.break_glass")
def break_glass(
    *, by: Viewer, given_name: str, family_name: str, birth_date: datetime.date, reason: str, minutes: int
) -> BreakGlass:
    """Open the file of a person whose full name and birth date one knows; supervisors are told at once.

    A file that one was shut out of stays shut: the answer is that for nobody known.
    """
    reason = check_reason(reason)
    check_minutes(minutes)
    family_id = queries.family_in_need(by, given_name=given_name, family_name=family_name, birth_date=birth_date)
    if family_id is None:
        raise RuleBroken(NOBODY, "given_name")
    now = timezone.now()
    opened = BreakGlass.objects.create(
        organisation_id=by.organisation_id,
        family_id=family_id,
        membership_id=by.membership_id,
        reason=reason,
        until=now + timedelta(minutes=minutes),
        review_due=review_due(timezone.localdate()),
    )
    about(opened, family=str(family_id), minutes=minutes)
    words = f"{by.name} opened a file for {minutes} minutes. Please review it."
    tell_supervisors(by, "A file was opened in need", words, family_id=family_id)
    return opened


@action("break_glass.ended", "confidentiality.break_glass")
def end_break_glass(*, by: Viewer, opened: BreakGlass) -> None:
    """Close a file that one opened in need before its time is up."""
    if opened.membership_id != by.membership_id:
        raise RuleBroken("Only whoever opened it can close it early.")
    if opened.ended_at is None:
        opened.ended_at = timezone.now()
        opened.save(update_fields=["ended_at"])
    about(opened, family=str(opened.family_id))


@action("break_glass.reviewed", "confidentiality.review")
def review_break_glass(*, by: Viewer, opened: BreakGlass, was_right: bool, note: str) -> None:
    """Say whether opening the file was right; nobody reviews their own."""
    if opened.membership_id == by.membership_id:
        raise RuleBroken("You opened this file yourself: another supervisor reviews it.", "was_right")
    kept = BreakGlass.objects.visible_to(by).select_for_update(of=("self",)).get(pk=opened.pk)
    if kept.reviewed_at is not None:
        raise RuleBroken("This was reviewed already.", "was_right")
    if not was_right:
        check_reason(note, "note")
    kept.reviewed_by_id, kept.reviewed_at, kept.was_right = by.membership_id, timezone.now(), was_right
    kept.review_note = note.strip()
    kept.save(update_fields=["reviewed_by", "reviewed_at", "was_right", "review_note"])
    about(kept, family=str(kept.family_id), was_right=was_right)
