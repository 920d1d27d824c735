"""A first plan, quickly: the best whole cohort that is left is opened, again and again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from trellis.features.groups.planning.plan import Cohort, Plan
from trellis.features.groups.planning.relaxation import Prices, Relaxation
from trellis.features.groups.planning.staffing import Diary
from trellis.features.groups.planning.tables import NEVER

BANNED = -NEVER / 16


class Opening:
    """Opens cohorts one after another, those that bring most after prices first."""

    def __init__(self, relaxation: Relaxation, prices: Prices | None = None, start: Plan | None = None) -> None:
        """Start from a plan, or from nothing, with prices that say what families and staff are worth elsewhere."""
        self.relaxation, self.indexed = relaxation, relaxation.indexed
        prices = prices or relaxation.nothing()
        self.base = relaxation.charges(prices)
        self.costs = relaxation.costs(prices)
        self.cohorts = dict(start.cohorts) if start else {}
        self.diary = Diary(self.indexed, self.cohorts)
        self.placed = {family: at for at, cohort in self.cohorts.items() for family in cohort.families}
        self.refused: set[int] = set()

    def run(self, stop: Callable[[], bool]) -> Plan:
        """Return a plan that no further cohort could simply be added to."""
        share = max(1, len(self.indexed.offers) // 40)
        while not stop():
            charges = self.base.copy()
            self._ban(charges)
            choice = self.relaxation.tables.best(charges, self.costs)
            members = self._members(choice.placed)
            order = [int(at) for at in np.argsort(-choice.worth, kind="stable") if choice.worth[at] > 0]
            opened = 0
            for at in order:
                if at in self.cohorts or at in self.refused:
                    continue
                if opened >= share:
                    break
                wanted = members.get(at, [])
                if any(family in self.placed for family in wanted):
                    continue
                if self._open(at, wanted):
                    opened += 1
                else:
                    self.refused.add(at)
            if not opened:
                break
        return Plan(dict(self.cohorts))

    def _ban(self, charges: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> None:
        tables = self.relaxation.tables
        taken = np.zeros(len(self.indexed.families), dtype=bool)
        taken[list(self.placed)] = True
        shut = np.zeros(len(self.indexed.offers), dtype=bool)
        shut[[*self.cohorts, *self.refused]] = True
        charges[taken[tables.family_of_pair] | shut[tables.offer_of_pair]] = BANNED
        for family, at in self.placed.items():
            for other in self.indexed.apart.get(family, {}):
                for near in self.indexed.offers_of[other]:
                    if (other, near) in tables.pair_at and (near == at or self.indexed.too_near(near, at)):
                        charges[tables.pair_at[other, near]] = BANNED

    def _members(self, pairs: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        tables = self.relaxation.tables
        for pair in pairs[pairs >= 0].tolist():
            found.setdefault(int(tables.offer_of_pair[pair]), []).append(int(tables.family_of_pair[pair]))
        return found

    def _open(self, at: int, families: list[int]) -> bool:
        members = self._parted(at, sorted(families))
        sizes = self.indexed.sizes(members)
        for many, circle in zip(sizes, self.indexed.circles, strict=True):
            if many and not circle.min <= many <= circle.max:
                return False
        if not members or sum(1 for many in sizes if many) > self.diary.rooms_left(at):
            return False
        team = self.diary.team(at, members)
        if team is None:
            return False
        self.cohorts[at] = Cohort(tuple(members), team)
        self.diary.write(at, self.cohorts[at])
        self.placed.update(dict.fromkeys(members, at))
        return True

    def _parted(self, at: int, families: list[int]) -> list[int]:
        kept: list[int] = []
        for family in sorted(families, key=lambda one: (-self.indexed.gain[one, at], one)):
            apart = self.indexed.apart.get(family, {})
            near = any(
                other in kept or (other in self.placed and self.indexed.too_near(at, self.placed[other]))
                for other in apart
            )
            if not near:
                kept.append(family)
        return sorted(kept)
