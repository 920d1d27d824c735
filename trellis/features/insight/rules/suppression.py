"""Which numbers of a table are held back, so that no total gives one away.

A table is a tree of counts: each is the sum of its parts. Small counts are held back (primary suppression). Then a
reader is imagined who sees all that is shown and does the sums: `ranges` gives what each number could still be. Further
numbers are held back, as few as will do, until what is small cannot be told (secondary suppression).

What is shown of a nought stays shown: that nobody is in a row is told. Nothing at all is told below a total that is
itself small, not even where the noughts are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from trellis.features.insight.rules.limits import Limits

MOST_ADDED = 6
MOST_TRIED = 20_000
UNBOUNDED = 10**9


class Mark(Enum):
    """What a reader is told of a number."""

    SHOWN = "shown"
    FEWER = "fewer"  # that it is 1 to 4
    HELD_BACK = "held back"  # that there is somebody
    NOTHING = "nothing"  # not even whether it is nought; in the same words as what is held back


@dataclass(frozen=True, slots=True)
class Count:
    """A number and the parts whose sum it is; none for one that is not divided."""

    key: str
    number: int
    parts: tuple[Count, ...] = ()

    def __post_init__(self) -> None:
        if self.parts and self.number != sum(part.number for part in self.parts):
            raise ValueError(f"{self.key} is not the sum of its parts.")

    def all(self) -> Iterator[Count]:
        """Give this count and every part of it, whole before part."""
        yield self
        for part in self.parts:
            yield from part.all()


Marks = dict[str, Mark]
Range = tuple[int, int]


def total_of(key: str, numbers: Mapping[str, int]) -> Count:
    """Make a count of its parts' sum."""
    return Count(key, sum(numbers.values()), tuple(Count(name, number) for name, number in numbers.items()))


def marks_of(table: Count, limits: Limits) -> Marks:
    """Decide what is told of each number of a table."""
    marks = _primary(table, limits)
    if not _at_risk(table, marks, limits):
        return marks
    for most in range(1, MOST_ADDED + 1):
        found = _search(table, marks, limits, most)
        if found is not None:
            return found
    return _everything(table, marks)


def ranges(table: Count, marks: Mapping[str, Mark], limits: Limits) -> dict[str, Range]:
    """Return, for each number, the least and the most that it can be to a reader who does the sums.

    In a tree of sums, taking the bounds of the parts up and those of the whole down until nothing changes gives exactly
    the values that are possible.
    """
    bounds = {one.key: _told(one, marks[one.key], limits) for one in table.all()}
    whole = [one for one in table.all() if one.parts]
    changed = True
    while changed:
        before = dict(bounds)
        for one in reversed(whole):
            _up(one, bounds)
        for one in whole:
            _down(one, bounds)
        changed = before != bounds
    return bounds


def _told(one: Count, mark: Mark, limits: Limits) -> Range:
    if mark is Mark.SHOWN:
        return one.number, one.number
    if mark is Mark.FEWER:
        return 1, limits.smallest_shown - 1
    return (1 if mark is Mark.HELD_BACK else 0), UNBOUNDED


def _up(one: Count, bounds: dict[str, Range]) -> None:
    low = sum(bounds[part.key][0] for part in one.parts)
    high = sum(bounds[part.key][1] for part in one.parts)
    bounds[one.key] = (max(bounds[one.key][0], low), min(bounds[one.key][1], high))


def _down(one: Count, bounds: dict[str, Range]) -> None:
    lows = sum(bounds[part.key][0] for part in one.parts)
    highs = sum(bounds[part.key][1] for part in one.parts)
    least, most = bounds[one.key]
    for part in one.parts:
        low, high = bounds[part.key]
        bounds[part.key] = (max(low, least - (highs - high)), min(high, most - (lows - low)))


def _primary(table: Count, limits: Limits) -> Marks:
    marks: Marks = {}
    for one in table.all():
        small = 0 < one.number < limits.smallest_shown
        marks.setdefault(one.key, Mark.FEWER if small else Mark.SHOWN)
        if small:
            # Nothing is told below a small total.
            marks.update({part.key: Mark.NOTHING for part in one.all() if part is not one})
    return marks


def _everything(table: Count, marks: Marks) -> Marks:
    """Hold back all but the total, and what has no other part beside it: that is the total."""
    kept = {table.key}
    for one in table.all():
        if one.key in kept and len(one.parts) == 1:
            kept.add(one.parts[0].key)
    return {one.key: marks[one.key] if one.key in kept else Mark.NOTHING for one in table.all()}


def _at_risk(table: Count, marks: Marks, limits: Limits) -> Count | None:
    """Return the first number that is held back and can be told too well, or None."""
    found = ranges(table, marks, limits)
    for one in table.all():
        low, high = found[one.key]
        if marks[one.key] is not Mark.SHOWN and high - low < limits.least_width:
            return one
    return None


def _search(table: Count, marks: Marks, limits: Limits, most: int) -> Marks | None:
    """Return the marks with at most `most` further numbers held back that lose least, or None when none will do."""
    whole_of = {part.key: one for one in table.all() for part in one.parts}
    numbers = {one.key: one.number for one in table.all()}
    seen: set[frozenset[str]] = set()
    best: tuple[int, list[str]] | None = None
    waiting: list[frozenset[str]] = [frozenset()]
    while waiting and len(seen) < MOST_TRIED:
        added = waiting.pop()
        if added in seen:
            continue
        seen.add(added)
        tried = _with(marks, added, numbers)
        risky = _at_risk(table, tried, limits)
        if risky is None:
            best = min(filter(None, (best, (sum(numbers[key] for key in added), sorted(added)))))
        elif len(added) < most:
            waiting += [added | {key} for key in _near(risky, whole_of, tried, numbers)]
    return None if best is None else _with(marks, best[1], numbers)


def _with(marks: Marks, added: Iterable[str], numbers: Mapping[str, int]) -> Marks:
    return marks | {key: Mark.HELD_BACK if numbers[key] else Mark.NOTHING for key in added}


def _near(risky: Count, whole_of: Mapping[str, Count], marks: Marks, numbers: Mapping[str, int]) -> list[str]:
    """Return what may be held back so that a number cannot be found: its whole, its parts, and those beside it."""
    whole = whole_of.get(risky.key)
    beside = [part.key for part in whole.parts] if whole else []
    keys = [*beside, *(part.key for part in risky.parts), *([whole.key] if whole and whole.key in whole_of else [])]
    shown = [key for key in keys if marks[key] is Mark.SHOWN]
    return [key for key in shown if numbers[key]] or shown
