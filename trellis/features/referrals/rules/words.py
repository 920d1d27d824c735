"""A referral's standing in the words that a referrer reads, and what happens next."""

from __future__ import annotations

from datetime import date

from trellis.features.referrals.rules.states import DecisionKind, ReferralStatus
from trellis.kernel.dates import in_words
from trellis.kernel.working_days import add_working_days

DAYS_TO_LOOK = 5
"""Working days within which a referral is looked at: our own promise, not a rule of any source."""

NOBODY_KNOWN = "Nobody in it may be known already, so they were added as new people."
BEING_LOOKED_AT = "Being looked at"
_FOR_REFERRERS = {
    ReferralStatus.DRAFT: "Not sent yet",
    ReferralStatus.IDENTITY_CHECK: BEING_LOOKED_AT,
    ReferralStatus.SCREENING: BEING_LOOKED_AT,
    ReferralStatus.MORE_NEEDED: "We need more from you",
    ReferralStatus.ACCEPTED: "Accepted",
    ReferralStatus.DECLINED: "Not accepted",
    ReferralStatus.WITHDRAWN: "Withdrawn",
}


def status_for_referrer(status: ReferralStatus) -> str:
    """Return the status in plain words; whether somebody is already known must not show, so both read alike."""
    return _FOR_REFERRERS[status]


def looked_at_by(submitted: date) -> date:
    """Return the working day by which a referral that was sent on a day is looked at."""
    return add_working_days(submitted, DAYS_TO_LOOK)


def decision_in_plain_words(kind: DecisionKind, programme: str, reasons: str, signpost: str) -> str:
    """Write what the referrer reads about a decision."""
    match kind:
        case DecisionKind.ACCEPT | DecisionKind.OVERRIDE_ACCEPT:
            return f"The family has been accepted for {programme}. They are now on the waiting list."
        case DecisionKind.ASK_FOR_MORE:
            return "Before we can decide we need to know a little more. Please answer the questions."
        case _:
            said = f"We cannot offer {programme} to the family. {reasons}".strip()
            return f"{said}\n\nWhat may help instead: {signpost}" if signpost else said


def sent_words(submitted: date) -> str:
    """Say what happens after a referral was sent, and by when."""
    return f"We will look at the referral by {in_words(looked_at_by(submitted))} and tell you what we decide."
