"""Screening: does this family suit this programme, and how do we know? Pure, with every reason."""

from trellis.features.screening.rules.findings import Finding, Place, Question, Screening
from trellis.features.screening.rules.gates import documents_needed, may_refer
from trellis.features.screening.rules.places import wrong_strands
from trellis.features.screening.rules.screening import screen
from trellis.features.screening.rules.suggestions import Suggestion, what_else_suits

__all__ = [
    "Finding",
    "Place",
    "Question",
    "Screening",
    "Suggestion",
    "documents_needed",
    "may_refer",
    "screen",
    "what_else_suits",
    "wrong_strands",
]
