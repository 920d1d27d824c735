"""A referral's states and the ways between them, as values."""

from __future__ import annotations

from dataclasses import dataclass

from trellis.kernel.decisions import RuleBroken
from trellis.kernel.labelled import LabelledEnum


class ReferralStatus(LabelledEnum):
    """Where a referral stands."""

    DRAFT = "draft", "Being written"
    IDENTITY_CHECK = "identity_check", "Checking who this is"
    SCREENING = "screening", "Ready to screen"
    MORE_NEEDED = "more_needed", "More asked for"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class DecisionKind(LabelledEnum):
    """What was decided after screening."""

    ACCEPT = "accept", "Accept"
    ASK_FOR_MORE = "ask_for_more", "Ask for more"
    DECLINE = "decline", "Decline"
    OVERRIDE_ACCEPT = "override_accept", "Accept although a criterion is not met"


class ReferralSource(LabelledEnum):
    """How a referral came."""

    FORM = "form", "Form"
    SPREADSHEET = "spreadsheet", "Spreadsheet"


@dataclass(frozen=True, slots=True)
class Way:
    """One way from a state to another, with its words."""

    key: str
    label: str
    starts: frozenset[ReferralStatus]
    ends: ReferralStatus


_S = ReferralStatus
WAYS: dict[str, Way] = {
    way.key: way
    for way in (
        Way("submit", "Send the referral", frozenset({_S.DRAFT}), _S.IDENTITY_CHECK),
        Way("identify", "Confirm who this is", frozenset({_S.IDENTITY_CHECK}), _S.SCREENING),
        Way("ask_for_more", "Ask for more", frozenset({_S.SCREENING}), _S.MORE_NEEDED),
        Way("answer", "Send what was asked for", frozenset({_S.MORE_NEEDED}), _S.SCREENING),
        Way("accept", "Accept", frozenset({_S.SCREENING}), _S.ACCEPTED),
        Way("decline", "Decline", frozenset({_S.SCREENING, _S.MORE_NEEDED}), _S.DECLINED),
        Way(
            "withdraw",
            "Withdraw",
            frozenset({_S.DRAFT, _S.IDENTITY_CHECK, _S.SCREENING, _S.MORE_NEEDED}),
            _S.WITHDRAWN,
        ),
    )
}


def check_way(key: str, status: ReferralStatus) -> ReferralStatus:
    """Return the state that this way leads to from `status`; raise RuleBroken when it does not start there."""
    way = WAYS[key]
    if status not in way.starts:
        raise RuleBroken(f"This referral is “{status.label}”, so it cannot be changed by “{way.label}”.")
    return way.ends
