"""An upper limit on every plan's value: prices on families, rooms and practitioners, offers planned apart.

Whatever the prices (none below zero), what each offer would earn after paying them, plus what everything that
is for sale is worth, is at least the value of any plan. Prices are multiples of 1/1024 and every sum is exact, so the
limit is a proof.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.tables import GRAIN, NEVER, Choice, Counts, Reals, Tables


def grained(prices: Reals) -> Reals:
    """Return prices rounded to multiples of 1/1024."""
    return np.round(prices * GRAIN) / GRAIN


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices in points: of families, room rows, (moment, slot, kind) of work, rows of pairs, rows of conflicts."""

    family: Reals
    room: Reals
    work: Reals
    pair: Reals
    conflict: Reals

    def parts(self) -> tuple[Reals, ...]:
        """Return all prices, by what they are of."""
        return self.family, self.room, self.work, self.pair, self.conflict

    def mixed(self, other: Prices, share: float) -> Prices:
        """Return prices between these and others; `share` 1 returns these."""
        parts = zip(self.parts(), other.parts(), strict=True)
        return Prices(*(share * mine + (1.0 - share) * theirs for mine, theirs in parts))

    def moved(self, step: Prices, factor: float) -> Prices:
        """Return these prices moved along a step."""
        return Prices(*(mine + factor * far for mine, far in zip(self.parts(), step.parts(), strict=True)))

    def squared(self) -> float:
        """Return the sum of all squares."""
        return float(sum((part * part).sum() for part in self.parts()))


@dataclass(frozen=True, slots=True)
class Priced:
    """What the prices tell: the limit, the best cohort of each offer, and how far each thing is over- or undersold."""

    limit: float
    choice: Choice
    opened: Counts
    placed: Counts
    slack: Prices


class Relaxation:
    """The problem without conflicts, its families, rooms, practitioners and separations for sale."""

    def __init__(self, indexed: Indexed, tables: Tables | None = None) -> None:
        """Write down every row that is for sale."""
        self.indexed = indexed
        self.tables = tables or Tables(indexed)
        self.slots = [slot.id for slot in indexed.problem.slots]
        self._staff_rows()
        self._room_rows()
        self._pair_rows()
        self._conflict_rows()
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
        self.fits = np.zeros((len(indexed.practitioners), len(indexed.kinds)), dtype=bool)
        self.works = np.zeros((len(indexed.practitioners), len(self.slots)), dtype=bool)
        for number in range(len(indexed.practitioners)):
            self.fits[number, list(indexed.fits[number])] = True
            self.works[number, [slot_at[slot] for slot in indexed.ever_free(number)]] = True
        limits = np.array([indexed.most_cohorts(who) for who in range(len(indexed.practitioners))], dtype=np.int64)
        self.within = np.arange(len(self.slots))[None, :] < limits[:, None]

    def _room_rows(self) -> None:
        indexed = self.indexed
        rows: dict[tuple[str, str, int], list[int]] = defaultdict(list)
        for at, offer in enumerate(indexed.offers):
            for moment in indexed.moments_of[at]:
                rows[offer.venue, offer.slot, moment].append(at)
        self.room_rows = np.zeros((len(rows), len(indexed.offers)))
        for number, members in enumerate(rows.values()):
            self.room_rows[number, members] = 1.0
        self.room_limits = np.array([float(max(0, indexed.rooms[row[0]] - indexed.taken_rooms[row])) for row in rows])

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
        self.pair_row: Counts = np.array(row_of, dtype=np.int64)
        self.pair_member: Counts = np.array(pairs, dtype=np.int64)
        self.pair_rows = rows

    def _conflict_rows(self) -> None:
        """Write a row for each practitioner, family of conflict, slot and moment.

        If the practitioner works then and the family is placed then, there are at least two cohorts.
        """
        indexed = self.indexed
        rows: list[tuple[int, int, int]] = []
        row_of: list[int] = []
        pairs: list[int] = []
        for who, families in enumerate(indexed.conflicts):
            for family in sorted(families):
                groups: dict[tuple[int, int], list[int]] = defaultdict(list)
                for at in indexed.offers_of[family]:
                    if self.works[who, self.slot_of[at]] and (family, at) in self.tables.pair_at:
                        for moment in indexed.moments_of[at]:
                            groups[int(self.slot_of[at]), moment].append(self.tables.pair_at[family, at])
                for (slot, moment), members in sorted(groups.items()):
                    row_of.extend([len(rows)] * len(members))
                    pairs.extend(members)
                    rows.append((who, slot, moment))
        self.conflicts = rows
        self.conflict_who = np.array([who for who, _, _ in rows], dtype=np.int64)
        self.conflict_slot = np.array([slot for _, slot, _ in rows], dtype=np.int64)
        self.conflict_moment = np.array([moment for _, _, moment in rows], dtype=np.int64)
        self.conflict_row: Counts = np.array(row_of, dtype=np.int64)
        self.conflict_member: Counts = np.array(pairs, dtype=np.int64)

    def nothing(self) -> Prices:
        """Return prices of zero."""
        shape = (len(self.indexed.moments), len(self.slots), len(self.indexed.kinds))
        return Prices(
            np.zeros(len(self.indexed.families)), np.zeros(len(self.room_limits)), np.zeros(shape),
            np.zeros(self.pair_rows), np.zeros(len(self.conflicts)),
        )  # fmt: skip

    def legal(self, prices: Prices) -> Prices:
        """Return the nearest prices that prove something: none below zero, all in grains."""
        family = np.where(self.promised, prices.family, np.maximum(prices.family, 0.0))
        return Prices(
            grained(family), grained(np.maximum(prices.room, 0)), grained(np.maximum(prices.work, 0)),
            grained(np.maximum(prices.pair, 0)), grained(np.maximum(prices.conflict, 0)),
        )  # fmt: skip

    def charges(self, prices: Prices) -> Reals:
        """Return what each pair of family and offer pays."""
        charges = self.banned + prices.family[self.tables.family_of_pair]
        np.add.at(charges, self.pair_member, prices.pair[self.pair_row])
        np.add.at(charges, self.conflict_member, prices.conflict[self.conflict_row])
        return charges

    def _by_moment_and_slot(self, conflict: Reals) -> Reals:
        found = np.zeros((len(self.indexed.moments), len(self.slots)))
        np.add.at(found, (self.conflict_moment, self.conflict_slot), conflict)
        return found

    def costs(self, prices: Prices) -> Reals:
        """Return what each circle of each offer pays, with the cost of opening as the last column."""
        work = np.einsum("mo,mok->ok", self.runs_at, prices.work[:, self.slot_of, :])
        costs = np.empty((len(self.indexed.offers), len(self.indexed.circles) + 1))
        costs[:, :-1] = work @ self.needs.T + (self.room_rows.T @ prices.room)[:, None]
        company = self._by_moment_and_slot(prices.conflict)[:, self.slot_of]
        costs[:, -1] = self.indexed.problem.coefficients.open_cohort - (company * self.runs_at).sum(axis=0)
        return costs

    def supply(self, prices: Prices) -> tuple[float, Reals, Reals]:
        """Return what all practitioners are worth on the busiest days, what they would do, and when each works."""
        worth, done = 0.0, np.zeros(prices.work.shape)
        busy = np.zeros((len(prices.work), *self.works.shape))
        trouble = np.zeros((len(prices.work), *self.works.shape))
        np.add.at(trouble, (self.conflict_moment, self.conflict_who, self.conflict_slot), prices.conflict)
        for moment, price in enumerate(prices.work):
            offered = np.where(self.fits[:, None, :], price[None, :, :], -1.0)
            kind = offered.argmax(axis=2)
            best = np.where(self.works, offered.max(axis=2, initial=-1.0) - trouble[moment], -1.0)
            order = np.argsort(-best, axis=1, kind="stable")
            ranked = np.take_along_axis(best, order, axis=1)
            take = self.within & (ranked > 0)
            worth += float(ranked[take].sum())
            who, column = np.nonzero(take)
            slot = order[who, column]
            np.add.at(done[moment], (slot, kind[who, slot]), 1.0)
            busy[moment, who, slot] = 1.0
        return worth, done, busy

    def price(self, prices: Prices) -> Priced:
        """Return the limit that legal prices prove, with what the offers would choose."""
        choice = self.tables.best(self.charges(prices), self.costs(prices))
        opened = np.nonzero((choice.worth > 0) | self.must_open)[0]
        is_open = np.zeros(len(choice.worth), dtype=bool)
        is_open[opened] = True
        placed = choice.placed[choice.placed >= 0]
        placed = placed[is_open[self.tables.offer_of_pair[placed]]]
        worth, done, busy = self.supply(prices)
        limit = float(choice.worth[opened].sum()) + worth + float(prices.family.sum())
        limit += float(prices.room @ self.room_limits) + float(prices.pair.sum())
        return Priced(limit, choice, opened, placed, self._slack(choice, is_open, placed, (done, busy)))

    def _slack(self, choice: Choice, is_open: NDBools, placed: Counts, work_done: tuple[Reals, Reals]) -> Prices:
        done, busy = work_done
        family = np.ones(len(self.indexed.families))
        np.add.at(family, self.tables.family_of_pair[placed], -1.0)
        circles = choice.circles * is_open[:, None]
        room = self.room_limits - self.room_rows @ circles.sum(axis=1)
        demand = np.zeros((len(self.slots), len(self.indexed.kinds)))
        work = done.copy()
        for moment, runs in enumerate(self.runs_at):
            demand[:] = 0
            np.add.at(demand, self.slot_of, (circles @ self.needs) * runs[:, None])
            work[moment] -= demand
        used = np.zeros(len(self.tables.gains) - 1)
        used[placed] = 1.0
        pair = np.ones(self.pair_rows)
        np.add.at(pair, self.pair_row, -used[self.pair_member])
        conflict = -busy[self.conflict_moment, self.conflict_who, self.conflict_slot]
        cohorts = np.zeros((len(self.indexed.moments), len(self.slots)))
        for moment, runs in enumerate(self.runs_at):
            np.add.at(cohorts[moment], self.slot_of, is_open * runs)
        conflict += cohorts[self.conflict_moment, self.conflict_slot]
        np.add.at(conflict, self.conflict_row, -used[self.conflict_member])
        return Prices(family, room, work, pair, conflict)


NDBools = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


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
