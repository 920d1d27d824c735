"""Pairs and merges: in which order a pair is written, and what may stay of two records."""

from trellis.features.duplicates.rules.merging import (
    FIELDS,
    differing,
    in_order,
    nobody_is_their_own_ancestor,
    tidied,
)
from trellis.features.families.rules.evidence import (
    LIKELY,
    VERY_LIKELY,
    Evidence,
    Home,
    PersonFacts,
    Weighed,
    homes_that_say,
    weigh,
)

__all__ = [
    "FIELDS",
    "LIKELY",
    "VERY_LIKELY",
    "Evidence",
    "Home",
    "PersonFacts",
    "Weighed",
    "differing",
    "homes_that_say",
    "in_order",
    "nobody_is_their_own_ancestor",
    "tidied",
    "weigh",
]
