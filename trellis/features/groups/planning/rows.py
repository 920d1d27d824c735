"""Rows over the circles that offers open: rooms, practitioners, counts; each with the most, and at times the least.

A row charges a cohort by its offer and by its combination of circles, and by nothing else, so a price on it is one more
cost of a combination.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.tables import Reals, Tables

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """Plans in which some rows come to at least and at most so much, by the number of the row."""

    least: dict[int, float] = field(default_factory=dict)
    most: dict[int, float] = field(default_factory=dict)

    def narrowed(self, row: int, *, least: float | None = None, most: float | None = None) -> Case:
        """Return the case with one row limited more."""
        return Case(
            self.least if least is None else {**self.least, row: max(least, self.least.get(row, least))},
            self.most if most is None else {**self.most, row: min(most, self.most.get(row, most))},
        )


class Rows:
    """All rows so far; none is ever taken away. Weights are (row, offer, combination), none below zero."""

    def __init__(self, indexed: Indexed, tables: Tables) -> None:
        """Write the rows of rooms."""
        self.indexed, self.tables = indexed, tables
        self.at: dict[Key, int] = {}
        self.keys: list[Key] = []
        self.width = len(indexed.offers) * tables.combinations
        self._weights: Reals = np.zeros((64, self.width))
        self.most: list[float] = []
        for members, rooms in _rooms(indexed):
            for weights, limit in rounded(tables.many.astype(np.float64), float(rooms)):
                self.add(("rooms", members, *weights.tolist()), self.of_offers(members, weights), limit)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.most)

    @property
    def weights(self) -> Reals:
        """Return the weights, (row, offer * combination)."""
        return self._weights[: len(self.most)]

    def add(self, key: Key, weights: Reals, most: float) -> int:
        """Add a row unless it is known; return its number."""
        if key not in self.at:
            self.at[key] = number = len(self.most)
            self.keys.append(key)
            if number == len(self._weights):
                self._weights = np.concatenate((self._weights, np.zeros_like(self._weights)))
            self._weights[number] = weights.reshape(-1)
            self.most.append(most)
        return self.at[key]

    def of_offers(self, members: tuple[int, ...], weights: Reals) -> Reals:
        """Return weights that are the same in some offers and zero elsewhere, (offer, combination)."""
        found = np.zeros((len(self.indexed.offers), self.tables.combinations))
        found[list(members)] = weights
        return found

    def costs(self, prices: Reals) -> Reals:
        """Return what prices of the first rows make of each combination in each offer."""
        found: Reals = (prices @ self._weights[: len(prices)]).reshape(-1, self.tables.combinations)
        return found

    def worth(self, prices: Reals, case: Case) -> float:
        """Return what all that these rows limit is worth at these prices, in a case; below zero with a least."""
        total = 0.0
        for row in np.nonzero(prices)[0].tolist():
            price = float(prices[row])
            most = min(self.most[row], case.most.get(row, math.inf))
            total += price * (most if price > 0 else case.least.get(row, 0.0))
        return total


def rounded(needs: Reals, limit: float) -> list[tuple[Reals, float]]:
    """Return weights and limits that hold for whole cohorts wherever needs and their limit do, plain first.

    Two cohorts of two circles do not fit into three rooms, though one and a half would: a share of both sides, rounded
    down, still holds. Those that say nothing new are left out.
    """
    found = [(needs, limit)]
    inside = (needs > 0) & (needs <= limit)
    largest = int(max(limit, needs.max(initial=0.0)))
    for share in sorted({over / under for under in range(2, min(largest, 8) + 1) for over in range(1, under)}):
        weights, most = np.floor(share * needs + 1e-9), float(math.floor(share * limit + 1e-9))
        known = most == 0 or any((other * most >= weights * bound - 1e-9)[inside].all() for other, bound in found)
        if not known:
            found.append((weights, most))
    return found


def _rooms(indexed: Indexed) -> list[tuple[tuple[int, ...], int]]:
    sets: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for at, offer in enumerate(indexed.offers):
        for moment in indexed.moments_of[at]:
            sets[offer.venue, offer.slot, moment].append(at)
    taken = indexed.taken_rooms
    return sorted({(tuple(members), max(0, indexed.rooms[key[0]] - taken[key])) for key, members in sets.items()})


class Sets:
    """Sets of offers worth counting in: all, by slot, by weekday, by venue, by both, and one by one."""

    def __init__(self, indexed: Indexed, tables: Tables) -> None:
        """Gather the sets, those with the same offers once."""
        self.tables = tables
        sets: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at, offer in enumerate(indexed.offers):
            day = indexed.weekday[offer.slot]
            keys = [("all",), ("slot", offer.slot), ("day", day), ("venue", offer.venue), ("offer", offer.id)]
            for key in [*keys, ("venue", offer.venue, offer.slot), ("venue", offer.venue, "day", day)]:
                sets[key].append(at)
        self.members = list(dict.fromkeys(tuple(each) for each in sets.values()))
        self.marks: Reals = np.zeros((len(self.members), len(indexed.offers)))
        for number, each in enumerate(self.members):
            self.marks[number, list(each)] = 1.0
        self.columns: Reals = np.concatenate((tables.holds, np.ones((1, tables.combinations))))

    def counts(self, opened: Reals) -> Iterator[tuple[int, int, float]]:
        """Yield (set, column, count) for each count that is broken, by how much of each combination is opened."""
        counts = self.marks @ opened @ self.columns.T
        broken = np.abs(counts - np.round(counts)) > 0.01
        for number, column in zip(*np.nonzero(broken), strict=True):
            yield int(number), int(column), float(counts[number, column])

    def row(self, rows: Rows, number: int, column: int) -> int:
        """Return the row that counts this."""
        members = self.members[number]
        weights = rows.of_offers(members, self.columns[column])
        return rows.add(("count", members, column), weights, float(len(members)))
