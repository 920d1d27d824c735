"""Figures in words: numbers as they may be shown, and nothing that gives away one that is held back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trellis.features.insight.rules.limits import Limits
from trellis.features.insight.rules.suppression import Count, Mark, marks_of

HELD_BACK = "held back"
Shown = int | str


def fewer(limits: Limits) -> str:
    """Say that a number is small."""
    return f"fewer than {limits.smallest_shown}"


@dataclass(frozen=True, slots=True)
class Kept:
    """A table as it may be shown: each number, or the words that stand in its place."""

    shown: Mapping[str, Shown]

    def __getitem__(self, key: str) -> Shown:
        return self.shown[key]

    def is_told(self, key: str) -> bool:
        """Say whether the number itself is shown."""
        return isinstance(self.shown[key], int)


def as_shown(table: Count, limits: Limits, *, whole: bool) -> Kept:
    """Return a table as it may be shown; `whole` is true for those who may see every number."""
    numbers: dict[str, Shown] = {one.key: one.number for one in table.all()}
    if whole:
        return Kept(numbers)
    words = {Mark.FEWER: fewer(limits), Mark.HELD_BACK: HELD_BACK, Mark.NOTHING: HELD_BACK}
    marks = marks_of(table, limits)
    return Kept({key: number if marks[key] is Mark.SHOWN else words[marks[key]] for key, number in numbers.items()})


def shown_measure(value: float | None, base: Shown, limits: Limits, *, whole: bool, unit: str = "") -> str:
    """Return a median, mean or share in words; a dash for none.

    Unless `whole` it is held back when the base is held back, too, or too small: that a measure is there would tell
    that its base is not small.
    """
    if value is None or base == 0:
        return "–"
    if not whole and (not isinstance(base, int) or base < limits.smallest_base):
        return HELD_BACK
    return f"{value:.0f}{unit}"


def shown_extreme(value: float | None, base: Shown, *, whole: bool) -> str:
    """Return a longest or shortest in words: it is the value of one family, so nobody who sees figures only sees it."""
    if value is None or base == 0:
        return "–"
    return f"{value:.0f}" if whole else HELD_BACK


def percent(part: Shown, of: Shown, limits: Limits) -> str:
    """Return a share in whole per cent; nothing where either number is held back or the base is too small."""
    if not isinstance(part, int) or not isinstance(of, int) or of < limits.smallest_base:
        return ""
    return f"{100 * part / of:.0f}%"
