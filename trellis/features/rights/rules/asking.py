"""Who may ask for whose record, and when an end may be refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trellis.kernel.dates import age_on
from trellis.kernel.decisions import RuleBroken
from trellis.kernel.labelled import LabelledEnum

ABLE_FROM = 12


class Asked(LabelledEnum):
    """What is asked of us."""

    ACCESS = "access", "A copy of what we hold (Article 15)"
    ERASURE = "erasure", "That what we hold is erased (Article 17)"


class AskedBy(LabelledEnum):
    """Who asks."""

    THEMSELVES = "themselves", "The person themselves"
    PARENT = "parent", "A parent or carer, for a child"
    AUTHORISED = "authorised", "Somebody with written authority, such as a solicitor"
    ATTORNEY = "attorney", "An attorney or a deputy of the Court of Protection"


class ChildAble(LabelledEnum):
    """Whether a child can decide for themselves whether to ask."""

    ABLE = "able", "The child understands it, and agrees"
    REFUSES = "refuses", "The child understands it, and does not want it"
    NOT_ABLE = "not_able", "The child does not understand it yet"
    NOT_YET_KNOWN = "not_yet_known", "We have not asked yet"


class RequestStatus(LabelledEnum):
    """How far a request is."""

    OPEN = "open", "Being prepared"
    CHECKING = "checking", "To be checked"
    ANSWERED = "answered", "Answered"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which erasure is refused."""

    key: str
    label: str
    source: str
    confidence: str


REFUSALS = (
    Ground("legal_duty", "The law requires us to keep it", "UK GDPR Article 17(3)(b)", "law"),
    Ground("public_task", "We need it for a task in the public interest", "UK GDPR Article 17(3)(b)", "law"),
    Ground("claims", "It is needed for a legal claim", "UK GDPR Article 17(3)(e)", "law"),
    Ground("hold", "A legal hold is on the record", "UK GDPR Article 17(3)(e)", "law"),
    Ground("still_needed", "The work with the family goes on, and needs it", "UK GDPR Article 17(1)(a)", "law"),
    Ground("unfounded", "The request is manifestly unfounded or excessive", "UK GDPR Article 12(5)", "law"),
)
REFUSAL = {ground.key: ground for ground in REFUSALS}


def check_request(
    *, asked_by: str, asker: str, child_able: str, birth_date: date | None, received: date, today: date
) -> None:
    """Raise RuleBroken unless a request may be taken down."""
    if received > today:
        raise RuleBroken("The day must be today or earlier.", "received_on")
    if asked_by != AskedBy.THEMSELVES and not asker.strip():
        raise RuleBroken("Write who asks.", "asker")
    if asked_by != AskedBy.PARENT:
        return
    if birth_date is not None and age_on(birth_date, received) >= 18:
        raise RuleBroken("They are 18 or older: they ask themselves, or give somebody written authority.", "asked_by")
    if child_able not in set(ChildAble):
        raise RuleBroken("Say whether the child can decide this.", "child_able")


def check_may_be_answered(*, asked_by: str, child_able: str, identity_checked: bool) -> None:
    """Raise RuleBroken while we do not know that the answer reaches whom it may reach."""
    if not identity_checked:
        raise RuleBroken("Write down first how you know that they are who they say they are.")
    if asked_by != AskedBy.PARENT:
        return
    if child_able == ChildAble.NOT_YET_KNOWN:
        raise RuleBroken("Find out first whether the child understands what is asked, and what the child wants.")
    if child_able == ChildAble.REFUSES:
        raise RuleBroken("The child understands it and does not want it: the record is not given to the parent.")


def can_probably_decide(birth_date: date | None, on: date) -> bool | None:
    """Tell whether a child is of an age at which understanding is to be expected; None when it is not known.

    From 12 on in Scotland by law (Data Protection Act 2018, section 208); used as a reasonable start in England and
    Wales by the Information Commissioner.
    """
    return None if birth_date is None or birth_date > on else age_on(birth_date, on) >= ABLE_FROM


def check_refusal(ground: str, why: str) -> None:
    """Raise RuleBroken unless a refusal of erasure says its ground and why it applies."""
    if ground not in REFUSAL:
        raise RuleBroken("Choose the ground on which it is refused.", "ground")
    if not why.strip():
        raise RuleBroken("Say in a sentence why that ground applies. The person reads it.", "why")
