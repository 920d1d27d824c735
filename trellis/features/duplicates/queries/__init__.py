"""Reads of pairs and merges; the first argument is the viewer."""

from trellis.features.duplicates.queries.comparing import Comparison, Side, comparison
from trellis.features.duplicates.queries.finding import Found, all_pairs, others, pairs_of
from trellis.features.duplicates.queries.listing import (
    Shown,
    a_family_of,
    as_shown,
    decision,
    decisions,
    ids_of,
    last_search,
    leads_to,
    merge,
    merges,
    pairs,
    pairs_in,
    people_seen,
    shown,
    written_since,
)
from trellis.features.duplicates.queries.standing import check_may_be_one

__all__ = [
    "Comparison",
    "Found",
    "Shown",
    "Side",
    "a_family_of",
    "all_pairs",
    "as_shown",
    "check_may_be_one",
    "comparison",
    "decision",
    "decisions",
    "ids_of",
    "last_search",
    "leads_to",
    "merge",
    "merges",
    "others",
    "pairs",
    "pairs_in",
    "pairs_of",
    "people_seen",
    "shown",
    "written_since",
]
