"""Figures that can be shown: small numbers are held back, and so is what would give them away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SMALLEST_SHOWN = 5
SMALLEST_BASE = 20
FEWER = f"fewer than {SMALLEST_SHOWN}"
HELD_BACK = "held back"

Shown = int | str


@dataclass(frozen=True, slots=True)
class Period:
    """The days between which families were referred, both counted."""

    first: date
    last: date


def whole_quarters(first: date, last: date) -> Period:
    """Widen days to whole quarters of the year: two periods a day apart would tell what became of one family."""
    began = date(first.year, 3 * ((first.month - 1) // 3) + 1, 1)
    ends_in = 3 * ((last.month - 1) // 3) + 3
    after = date(last.year + ends_in // 12, ends_in % 12 + 1, 1)
    return Period(began, after - timedelta(days=1))


def held_back(counts: Mapping[str, int]) -> frozenset[str]:
    """Return the keys of a table whose counts may not be shown beside its total.

    Counts of 1 to 4 are held back; where that leaves a single cell to be found by taking the others from the total,
    the next smallest that is not 0 goes with it (secondary suppression).
    """
    hidden = {key for key, count in counts.items() if 0 < count < SMALLEST_SHOWN}
    if len(hidden) == 1:
        others = [(count, key) for key, count in counts.items() if count > 0 and key not in hidden]
        if others:
            hidden.add(min(others)[1])
    return frozenset(hidden)


def shown_table(counts: Mapping[str, int], *, whole: bool) -> dict[str, Shown]:
    """Return a table's counts as they may be shown; `whole` is true for those who may see every number."""
    if whole:
        return dict(counts)
    hidden = held_back(counts)
    return {
        key: (FEWER if 0 < count < SMALLEST_SHOWN else HELD_BACK) if key in hidden else count
        for key, count in counts.items()
    }


def shown_total(counts: Mapping[str, int], *, whole: bool) -> Shown:
    """Return a table's total: held back itself while it is below five."""
    total = sum(counts.values())
    return FEWER if not whole and 0 < total < SMALLEST_SHOWN else total


def shown_sum(counts: Mapping[str, int], keys: Sequence[str], *, whole: bool) -> Shown:
    """Return the sum of some cells of a table whose total is shown.

    It is held back when it, or what is left of the total, would give away a cell that is held back.
    """
    total = sum(counts[key] for key in keys)
    if whole:
        return total
    hidden = held_back(counts)
    inside = [key for key in keys if key in hidden]
    outside = [key for key in hidden if key not in keys]
    gives_away = len(inside) == 1 or len(outside) == 1
    small = 0 < total < SMALLEST_SHOWN or 0 < sum(counts.values()) - total < SMALLEST_SHOWN
    return HELD_BACK if gives_away or small else total


def shown_measure(value: float | None, base: int, *, whole: bool, unit: str = "") -> str:
    """Return a median, mean or share in words; held back for a base below 20 unless `whole`, a dash for none."""
    if value is None or base == 0:
        return "–"
    if not whole and base < SMALLEST_BASE:
        return HELD_BACK
    return f"{value:.0f}{unit}"


def percent(part: Shown, of: Shown) -> str:
    """Return a share in whole per cent; nothing where either number is held back or the base is below 20."""
    if not isinstance(part, int) or not isinstance(of, int) or of < SMALLEST_BASE:
        return ""
    return f"{100 * part / of:.0f}%"
