"""Writes of flags, and of looks at flags and risk notes."""

from __future__ import annotations

import datetime

from django.utils import timezone

from trellis.features.families.models import Family, Person
from trellis.features.safety.actions.people import check_of_family
from trellis.features.safety.models import RiskNote, SafetyFlag, SafetyReview
from trellis.features.safety.rules.flags import FlagKind, ReviewEnd, check_review, check_review_date
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action


@action("flag.raised", "safety.record")
def raise_flag(
    *,
    by: Viewer,
    family: Family,
    kind: str,
    words: str,
    review_on: datetime.date,
    person: Person | None = None,
) -> SafetyFlag:
    """Put a warning at the top of a family's page until its review date."""
    today = timezone.localdate()
    if not words.strip():
        raise RuleBroken("Say in a few words what to know.", "words")
    check_of_family(family, person=person)
    check_review_date(review_on, today)
    made = SafetyFlag.objects.create(
        organisation_id=by.organisation_id,
        family=family,
        kind=FlagKind(kind),
        words=words.strip(),
        person=person,
        since=today,
        review_on=review_on,
        raised_by_id=by.membership_id,
    )
    about(made, family=str(family.pk))
    return made


@action("flag.reviewed", "safety.record")
def review_flag(
    *, by: Viewer, flag: SafetyFlag, end: str, why: str, review_on: datetime.date | None = None
) -> SafetyReview:
    """Look at a flag again: keep it up until another day, or end it, with the reason."""
    return _review(by, flag, ReviewEnd(end), why, review_on, flag=flag)


@action("risk_note.reviewed", "safety.record")
def review_note(
    *, by: Viewer, note: RiskNote, end: str, why: str, review_on: datetime.date | None = None
) -> SafetyReview:
    """Look at a worry again: keep it open until another day, or end it, with the reason."""
    return _review(by, note, ReviewEnd(end), why, review_on, note=note)


def _review(
    by: Viewer,
    what: SafetyFlag | RiskNote,
    end: ReviewEnd,
    why: str,
    review_on: datetime.date | None,
    **of: SafetyFlag | RiskNote,
) -> SafetyReview:
    today = timezone.localdate()
    what = type(what).objects.select_for_update(of=("self",)).get(pk=what.pk)
    if what.ended_on is not None:
        raise RuleBroken("This has been ended already.")
    check_review(end, why, review_on, today)
    if end is ReviewEnd.ENDED:
        what.ended_on = today
    elif review_on is not None:
        what.review_on = review_on
    what.save(update_fields=["ended_on", "review_on"])
    made = SafetyReview.objects.create(
        organisation_id=by.organisation_id,
        family_id=what.family_id,
        on=today,
        end=end,
        why=why.strip(),
        review_on=review_on if end is ReviewEnd.EXTENDED else None,
        reviewed_by_id=by.membership_id,
        **of,
    )
    about(what, family=str(what.family_id), end=end.value)
    return made
