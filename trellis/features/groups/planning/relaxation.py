"""An upper limit on every plan's value: prices on families, rooms and practitioners, offers planned apart.

Whatever the prices (none below zero), what each offer would earn after paying them, plus what everything that
is for sale is worth, is at least the value of any plan. Prices are multiples of 1/1024 and every sum is exact, so the
limit is a proof.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np

from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.rows import Case, Rows
from trellis.features.groups.planning.tables import GRAIN, NEVER, Choice, Numbers, Reals, Tables

EVERY = Case()


def grained(prices: Reals) -> Reals:
    """Return prices rounded to multiples of 1/1024."""
    return np.round(prices * GRAIN) / GRAIN


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices in points: of families, of rows over circles, of (moment, slot, kind) of work, of rows of pairs.

    A price of a row is below zero where a case asks for more. Rows that came later have no price yet.
    """

    family: Reals
    row: Reals
    work: Reals
    pair: Reals

    def parts(self) -> tuple[Reals, ...]:
        """Return all prices, by what they are of."""
        return self.family, self.row, self.work, self.pair

    def mixed(self, other: Prices, share: float) -> Prices:
        """Return prices between these and others, with a place for as many rows; `share` 1 returns these."""
        mine = self.for_rows(len(other.row))
        parts = zip(mine.parts(), other.parts(), strict=True)
        return Prices(*(share * each + (1.0 - share) * theirs for each, theirs in parts))

    def for_rows(self, many: int) -> Prices:
        """Return these prices with a place for so many rows."""
        return replace(self, row=np.concatenate((self.row, np.zeros(max(0, many - len(self.row))))))


@dataclass(frozen=True, slots=True)
class Priced:
    """What the prices tell: the limit, the best cohort of each offer, and which offers and pairs that uses."""

    limit: float
    choice: Choice
    opened: Numbers
    placed: Numbers


class Relaxation:
    """The problem without conflicts, its families, circles, practitioners and separations for sale."""

    def __init__(self, indexed: Indexed, tables: Tables | None = None) -> None:
        """Write down every row that is for sale."""
        self.indexed = indexed
        self.tables = tables or Tables(indexed)
        self.slots = [slot.id for slot in indexed.problem.slots]
        self._staff_rows()
        self._pair_rows()
        self.rows = Rows(indexed, self.tables)
        rooms = np.array([indexed.rooms[offer.venue] for offer in indexed.offers], dtype=np.int64)
        self.too_many: Reals = np.where(self.tables.many[None, :] > rooms[:, None], -NEVER / 64, 0.0)
        self.promised = np.zeros(len(indexed.families), dtype=bool)
        self.promised[list(indexed.promised)] = True
        self.must_open = np.zeros(len(indexed.offers), dtype=bool)
        self.must_open[[at for offers in indexed.promised.values() for at in offers]] = True
        self.banned = np.zeros(len(self.tables.gains) - 1)
        for family, offers in indexed.promised.items():
            for at in indexed.offers_of[family]:
                if at not in offers and (family, at) in self.tables.pair_at:
                    self.banned[self.tables.pair_at[family, at]] = -NEVER / 64

    def _staff_rows(self) -> None:
        indexed = self.indexed
        slot_at = {slot: number for number, slot in enumerate(self.slots)}
        self.slot_of = np.array([slot_at[offer.slot] for offer in indexed.offers], dtype=np.int64)
        self.runs_at = np.zeros((len(indexed.moments), len(indexed.offers)))
        for moment, members in enumerate(indexed.moments):
            self.runs_at[moment, list(members)] = 1.0
        self.needs = np.zeros((len(indexed.circles), len(indexed.kinds)))
        for circle, about in enumerate(indexed.circles):
            for kind, many in about.needs.items():
                self.needs[circle, kind] = many
        self.asked: Reals = self.tables.holds.T @ self.needs[self.tables.counted]
        self.fits = np.zeros((len(indexed.practitioners), len(indexed.kinds)), dtype=bool)
        self.works = np.zeros((len(indexed.practitioners), len(self.slots)), dtype=bool)
        for number in range(len(indexed.practitioners)):
            self.fits[number, list(indexed.fits[number])] = True
            self.works[number, [slot_at[slot] for slot in indexed.ever_free(number)]] = True
        limits = np.array([indexed.most_cohorts(who) for who in range(len(indexed.practitioners))], dtype=np.int64)
        self.within = np.arange(len(self.slots))[None, :] < limits[:, None]

    def _pair_rows(self) -> None:
        """Write a row for each two separated families and each set of offers in which only one of them may be."""
        indexed, pair_at = self.indexed, self.tables.pair_at
        row_of: list[int] = []
        pairs: list[int] = []
        rows = 0
        for one in sorted(indexed.apart):
            for other, scope in sorted(indexed.apart[one].items()):
                for offers in separated_sets(indexed, one, other, scope) if one < other else ():
                    members = [pair_at[who, at] for who in (one, other) for at in offers if (who, at) in pair_at]
                    row_of.extend([rows] * len(members))
                    pairs.extend(members)
                    rows += 1
        self.pair_row: Numbers = np.array(row_of, dtype=np.int64)
        self.pair_member: Numbers = np.array(pairs, dtype=np.int64)
        self.pair_rows = rows

    def nothing(self) -> Prices:
        """Return prices of zero."""
        shape = (len(self.indexed.moments), len(self.slots), len(self.indexed.kinds))
        return Prices(
            np.zeros(len(self.indexed.families)), np.zeros(len(self.rows)), np.zeros(shape), np.zeros(self.pair_rows)
        )  # fmt: skip

    def legal(self, prices: Prices) -> Prices:
        """Return the nearest prices that prove something: none below zero but of rows, all in grains."""
        family = np.where(self.promised, prices.family, np.maximum(prices.family, 0.0))
        work, pair = np.maximum(prices.work, 0), np.maximum(prices.pair, 0)
        return Prices(grained(family), grained(prices.row), grained(work), grained(pair))

    def charges(self, prices: Prices) -> Reals:
        """Return what each pair of family and offer pays."""
        charges = self.banned + prices.family[self.tables.family_of_pair]
        np.add.at(charges, self.pair_member, prices.pair[self.pair_row])
        return charges

    def costs(self, prices: Prices) -> Reals:
        """Return what each combination of circles of each offer pays, opening included."""
        work = np.einsum("mo,mok->ok", self.runs_at, prices.work[:, self.slot_of, :])
        opening = float(self.indexed.problem.coefficients.open_cohort)
        costs: Reals = opening + self.too_many + work @ self.asked.T + self.rows.costs(prices.row)
        return costs

    def supply(self, prices: Prices) -> float:
        """Return what all practitioners are worth at every moment, each where it pays most."""
        worth = 0.0
        for price in prices.work:
            offered = np.where(self.fits[:, None, :], price[None, :, :], -1.0).max(axis=2, initial=-1.0)
            ranked = -np.sort(-np.where(self.works, offered, -1.0), axis=1)
            worth += float(ranked[self.within & (ranked > 0)].sum())
        return worth

    def price(self, prices: Prices, case: Case = EVERY) -> Priced:
        """Return the limit that legal prices prove for every plan of a case, with what the offers would choose."""
        choice = self.tables.best(self.charges(prices), self.costs(prices))
        opened = np.nonzero((choice.worth > 0) | self.must_open)[0]
        is_open = np.zeros(len(choice.worth), dtype=bool)
        is_open[opened] = True
        placed = choice.placed[choice.placed >= 0]
        placed = placed[is_open[self.tables.offer_of_pair[placed]]]
        limit = float(choice.worth[opened].sum()) + self.supply(prices) + float(prices.family.sum())
        limit += float(prices.pair.sum()) + self.rows.worth(prices.row, case)
        return Priced(limit, choice, opened, placed)

    def lost(self, prices: Prices) -> Reals:
        """Return how far the limit that legal prices prove falls, in points, if a pair is in the plan."""
        charges, costs = self.charges(prices), self.costs(prices)
        worth = self.tables.best(charges, costs).worth
        earned = np.where(self.must_open, worth, np.maximum(worth, 0.0))
        lost: Reals = earned[self.tables.offer_of_pair] - self.tables.best_with(charges, costs)
        return lost


def separated_sets(indexed: Indexed, one: int, other: int, scope: str) -> list[list[int]]:
    """Return sets of offers, in each of which at most one of two separated families may have a place."""
    first, second = set(indexed.offers_of[one]), set(indexed.offers_of[other])
    if scope == "cohort":
        return [[at] for at in sorted(first & second)]
    groups: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for at in sorted(first | second):
        offer = indexed.offers[at]
        for moment in indexed.moments_of[at]:
            groups[offer.venue, indexed.weekday[offer.slot], moment].append(at)
    return [members for members in groups.values() if first & set(members) and second & set(members)]


def whole(limit: float) -> int:
    """Return a limit rounded down to a whole number of points, which every value is."""
    return math.floor(limit)
