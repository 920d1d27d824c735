"""Reads of referrals; the first argument is the viewer."""

from trellis.features.referrals.queries.lists import own_drafts, referrals, to_do, what_needs_doing_first
from trellis.features.referrals.queries.one import (
    answers_for,
    decisions_of,
    documents_of,
    events_of,
    names_as_written,
    people_of,
    questions_asked,
    referral,
)
from trellis.features.referrals.queries.screening import (
    facts_of,
    findings_of,
    screened,
    screening_days,
    what_else,
)

__all__ = [
    "answers_for",
    "decisions_of",
    "documents_of",
    "events_of",
    "facts_of",
    "findings_of",
    "names_as_written",
    "own_drafts",
    "people_of",
    "questions_asked",
    "referral",
    "referrals",
    "screened",
    "screening_days",
    "to_do",
    "what_else",
    "what_needs_doing_first",
]
