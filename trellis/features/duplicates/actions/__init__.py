"""Writes about pairs: found, decided, merged, taken apart."""

from trellis.features.duplicates.actions.deciding import (
    FIND,
    look_for_pairs,
    not_the_same,
    replace_pairs,
    take_back_not_the_same,
)
from trellis.features.duplicates.actions.merging import STALE, merge
from trellis.features.duplicates.actions.parting import Parted, unmerge

__all__ = [
    "FIND",
    "STALE",
    "Parted",
    "look_for_pairs",
    "merge",
    "not_the_same",
    "replace_pairs",
    "take_back_not_the_same",
    "unmerge",
]
