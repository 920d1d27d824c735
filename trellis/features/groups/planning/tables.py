"""The best cohort of every offer under given prices, found exactly by one table over the sizes of its circles."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trellis.features.groups.planning.indexed import Indexed

Reals = NDArray[np.float64]
Numbers = NDArray[np.int64]
NEVER = -float(2**40)
LARGEST_TABLE = 6000
GRAIN = 1024.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The best cohort of each offer: its worth after prices, its combination of circles; and the pairs of all."""

    worth: Reals
    placed: Numbers
    combination: Numbers


class Tables:
    """Tables over sizes, one for each offer, all filled at once.

    Families that take the same seats are alike but for their worth, so the best `n` of them are the first `n`
    by worth; a table holds the best worth for each combination of sizes. Prices are multiples of 1/1024, so sums are
    exact. Where a programme has too many circles for a table, some are left without limits: worths are then too
    high and never too low, as a bound needs.
    """

    def __init__(self, indexed: Indexed) -> None:
        """Sort the families of each offer by the seats that they take."""
        self.indexed = indexed
        self.counted = _counted_circles(indexed)
        self.shape = tuple(indexed.circles[circle].max + 1 for circle in self.counted)
        self.size = int(np.prod(self.shape))
        self.strides = [int(np.prod(self.shape[place + 1 :])) for place in range(len(self.shape))]
        self._sort_families()
        self._mark_states()

    def _sort_families(self) -> None:
        alike: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for family, units in enumerate(self.indexed.units):
            alike[tuple(units[circle] for circle in self.counted)].append(family)
        self.units: list[tuple[int, ...]] = []
        self.pairs: list[Numbers] = []
        self.families: list[Numbers] = []
        self.pair_at: dict[tuple[int, int], int] = {}
        gains: list[float] = []
        self.pair_family: list[int] = []
        self.pair_offer: list[int] = []
        for units, members in sorted(alike.items()):
            if self._most(units) == 0:
                continue
            rows = [
                [family for family in self.indexed.families_of[at] if family in set(members)]
                for at in range(len(self.indexed.offers))
            ]
            widest = max((len(row) for row in rows), default=0)
            if not widest:
                continue
            places = np.full((len(rows), widest), -1, dtype=np.int64)
            for at, row in enumerate(rows):
                for column, family in enumerate(row):
                    self.pair_at[family, at] = places[at, column] = len(gains)
                    gains.append(float(self.indexed.gain[family, at]))
                    self.pair_family.append(family)
                    self.pair_offer.append(at)
            self.units.append(units)
            self.pairs.append(places)
        self.gains: Reals = np.array([*gains, NEVER])
        self.family_of_pair: Numbers = np.array(self.pair_family, dtype=np.int64)
        self.offer_of_pair: Numbers = np.array(self.pair_offer, dtype=np.int64)

    def _most(self, units: tuple[int, ...]) -> int:
        """Return how many families with these seats a cohort could hold at most."""
        fits = [self.shape[place] - 1 for place in range(len(units))]
        many = [fit // unit for fit, unit in zip(fits, units, strict=True) if unit]
        return min(many) if many else len(self.indexed.families)

    def _mark_states(self) -> None:
        grid = np.indices(self.shape).reshape(len(self.shape), -1) if self.shape else np.zeros((0, 1), dtype=np.int64)
        self.digits: Numbers = grid
        present = (grid > 0).astype(np.int64)
        self.combinations = 2 ** len(self.shape)
        bits = 2 ** np.arange(len(self.shape), dtype=np.int64)
        self.combination: Numbers = bits @ present
        held = (np.arange(self.combinations)[None, :] & bits[:, None]) > 0
        self.holds: Reals = held.astype(np.float64)
        self.many: Numbers = held.sum(axis=0)
        allowed = np.ones(self.size, dtype=bool)
        for place, circle in enumerate(self.counted):
            allowed &= (grid[place] == 0) | (grid[place] >= self.indexed.circles[circle].min)
        if len(self.counted) == len(self.indexed.circles):
            allowed[0] = False
        self.barred: Reals = np.where(allowed, 0.0, NEVER)

    def worths(self, charges: Reals) -> list[tuple[Numbers, Reals]]:
        """Return, for each kind of family, its pairs by worth and the sums of the first n worths, n from 0."""
        found = []
        net = self.gains.copy()
        net[:-1] -= charges
        for units, places in zip(self.units, self.pairs, strict=True):
            row = net[places]
            most = min(self._most(units), places.shape[1])
            order = np.argsort(-row, axis=1, kind="stable")[:, :most]
            chosen = np.take_along_axis(row, order, axis=1)
            sums = np.zeros((len(row), most + 1))
            np.cumsum(chosen, axis=1, out=sums[:, 1:])
            found.append((np.take_along_axis(places, order, axis=1), sums))
        return found

    def fill(self, worths: list[tuple[Numbers, Reals]]) -> list[Reals]:
        """Return the tables after each kind of family, the first with nobody."""
        offers = len(self.indexed.offers)
        start = np.full((offers, self.size), NEVER * 2)
        start[:, 0] = 0.0
        tables = [start]
        for units, (_, sums) in zip(self.units, worths, strict=True):
            tables.append(self._add(tables[-1], units, sums))
        return tables

    def _add(self, before: Reals, units: tuple[int, ...], sums: Reals) -> Reals:
        after = before.copy()
        source = before.reshape(-1, *self.shape)
        target = after.reshape(-1, *self.shape)
        ones = (1,) * len(self.shape)
        for many in range(1, sums.shape[1]):
            shifts = [many * unit for unit in units]
            if any(shift >= extent for shift, extent in zip(shifts, self.shape, strict=True)):
                break
            here = (slice(None), *(slice(shift, None) for shift in shifts))
            there = (slice(None), *(slice(0, extent - shift) for shift, extent in zip(shifts, self.shape, strict=True)))
            np.maximum(target[here], source[there] + sums[:, many].reshape(-1, *ones), out=target[here])
        return after

    def best(self, charges: Reals, costs: Reals) -> Choice:
        """Return the best cohort of each offer.

        `charges` are prices of each pair of family and offer, `costs` of each combination of circles in each offer.
        """
        worths = self.worths(charges)
        tables = self.fill(worths)
        ends = tables[-1] + self.barred - costs[:, self.combination]
        state = np.argmax(ends, axis=1)
        offers = np.arange(len(ends))
        worth = ends[offers, state]
        placed = self._trace(worths, tables, state)
        return Choice(worth, placed, self.combination[state])

    def best_with(self, charges: Reals, costs: Reals) -> Reals:
        """Return, for each pair of family and offer, the worth of the best cohort of the offer with that family."""
        worths = self.worths(charges)
        net = self.gains[:-1] - charges
        bars = self.barred - costs[:, self.combination]
        found = np.full(len(net), NEVER)
        for last in range(len(self.units)):
            rest = [number for number in range(len(self.units)) if number != last]
            table = np.full((len(bars), self.size), NEVER * 2)
            table[:, 0] = 0.0
            for number in rest:
                table = self._add(table, self.units[number], worths[number][1])
            pairs, sums = worths[last]
            others = self._by_count(table, bars, self.units[last], sums.shape[1])
            self._with_pair(found, net, self.pairs[last], pairs, sums, others)
        return found

    def _by_count(self, table: Reals, bars: Reals, units: tuple[int, ...], width: int) -> Reals:
        """Return the best worth of everybody else for each number of families with these seats."""
        others = np.full((len(table), width), NEVER)
        shaped, ends = table.reshape(-1, *self.shape), bars.reshape(-1, *self.shape)
        for many in range(1, width):
            shifts = [many * unit for unit in units]
            if any(shift >= extent for shift, extent in zip(shifts, self.shape, strict=True)):
                break
            here = (slice(None), *(slice(shift, None) for shift in shifts))
            there = (slice(None), *(slice(0, extent - shift) for shift, extent in zip(shifts, self.shape, strict=True)))
            others[:, many] = (shaped[there] + ends[here]).reshape(len(table), -1).max(axis=1)
        return others

    @staticmethod
    def _with_pair(found: Reals, net: Reals, places: Numbers, ranked: Numbers, sums: Reals, others: Reals) -> None:
        """Write the best worth with each pair: among the first by worth anyway, or in the place of the last."""
        rank = np.full(len(net) + 1, sums.shape[1] + 1, dtype=np.int64)
        for place in range(ranked.shape[1] - 1, -1, -1):
            rank[ranked[:, place]] = place
        row, column = np.nonzero(places >= 0)
        pairs = places[row, column]
        best = np.full(len(pairs), NEVER)
        for many in range(1, sums.shape[1]):
            inside = rank[pairs] < many
            worth = np.where(inside, sums[row, many], sums[row, many - 1] + net[pairs])
            best = np.maximum(best, others[row, many] + worth)
        found[pairs] = best

    def _trace(self, worths: list[tuple[Numbers, Reals]], tables: list[Reals], state: Numbers) -> Numbers:
        """Return the pairs of the best cohorts, by walking back from where they end."""
        rows = np.arange(len(state))
        state = state.copy()
        found: list[Numbers] = []
        for number in range(len(self.units) - 1, -1, -1):
            pairs, sums = worths[number]
            shift = sum(unit * stride for unit, stride in zip(self.units[number], self.strides, strict=True))
            goal = tables[number + 1][rows, state]
            many = np.full(len(state), -1, dtype=np.int64)
            room = self._room_for(self.units[number], state, sums.shape[1] - 1)
            for taken in range(sums.shape[1]):
                back = np.maximum(state - taken * shift, 0)
                fits = (many < 0) & (taken <= room) & (tables[number][rows, back] + sums[:, taken] == goal)
                many[fits] = taken
            many = np.maximum(many, 0)
            state -= many * shift
            width = pairs.shape[1]
            found.append(pairs[np.arange(width)[None, :] < many[:, None]])
        return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)

    def _room_for(self, units: tuple[int, ...], state: Numbers, most: int) -> Numbers:
        """Return how many families with these seats there can be among the sizes of each state."""
        room = np.full(len(state), most, dtype=np.int64)
        for place, unit in enumerate(units):
            if unit:
                room = np.minimum(room, self.digits[place, state] // unit)
        return room


def _counted_circles(indexed: Indexed) -> list[int]:
    """Return the circles whose sizes a table counts: all, or as many as a table of a reasonable size takes."""
    counted, size = [], 1
    for circle in range(len(indexed.circles)):
        if size * (indexed.circles[circle].max + 1) <= LARGEST_TABLE:
            counted.append(circle)
            size *= indexed.circles[circle].max + 1
    return counted
