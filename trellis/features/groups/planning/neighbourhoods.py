"""Which few cohorts to plan again next, so that a small change can make the plan better."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np

from trellis.features.groups.planning.part import Part
from trellis.features.groups.planning.plan import Plan
from trellis.features.groups.planning.relaxation import Prices, Relaxation
from trellis.features.groups.planning.staffing import Diary
from trellis.features.groups.planning.tables import Reals

MOST_FAMILIES = 90
MOST_CLOSED = 14
IDLE = 6
REACHES = (100.0, 300.0, 1000.0)


class Neighbourhoods:
    """Picks parts of a plan: cohorts that share families, a time or a place, closed offers beside them, who waits."""

    def __init__(self, relaxation: Relaxation, seed: int) -> None:
        """Work out how much offers have to do with each other."""
        self.relaxation = relaxation
        self.indexed = relaxation.indexed
        self.random = random.Random(seed)
        self.appeal = np.zeros(len(self.indexed.offers))
        self.lost: Reals | None = None
        offers = len(self.indexed.offers)
        meets = np.zeros((len(self.indexed.families), offers), dtype=np.float32)
        for family, at in self.indexed.gain:
            meets[family, at] = 1.0
        shared = meets.T @ meets
        size = np.sqrt(np.maximum(1.0, np.diag(shared)))
        self.related = shared / size[:, None] / size[None, :]
        slots = np.array([offer.slot for offer in self.indexed.offers])
        venues = np.array([offer.venue for offer in self.indexed.offers])
        self.same_slot = slots[:, None] == slots[None, :]
        self.same_venue = venues[:, None] == venues[None, :]

    def learn(self, prices: Prices) -> None:
        """Take over prices: which closed offers are worth a try, and what each family is worth elsewhere."""
        tables = self.relaxation.tables
        choice = tables.best(self.relaxation.charges(prices), self.relaxation.costs(prices))
        self.appeal = np.clip(choice.worth / 1000.0, -6.0, 0.0)
        self.lost = self.relaxation.lost(prices)

    def pick(self, plan: Plan, freed: int) -> Part:
        """Return a part with about this many of the plan's cohorts."""
        draw = self.random.random()
        opened = sorted(plan.cohorts)
        placed = plan.placed()
        centre = self._centre(plan, placed, draw)
        near = self.related[centre].astype(np.float64).copy()
        if draw < 0.35:
            near += 0.6 * self.same_slot[centre]
        elif draw < 0.55:
            near += 0.6 * self.same_venue[centre]
        near += np.array([0.35 * self.random.random() for _ in near])
        free_open = sorted(opened, key=lambda at: -near[at])[:freed]
        closed_near = near + 0.5 * self.appeal
        if free_open:
            closed_near += 0.5 * self.related[free_open].max(axis=0)
        open_set = set(opened)
        closed = [int(at) for at in np.argsort(-closed_near, kind="stable") if int(at) not in open_set][:MOST_CLOSED]
        if centre not in open_set and centre not in closed:
            closed.append(centre)
        return self._part(plan, placed, free_open, closed)

    def _centre(self, plan: Plan, placed: dict[int, int], draw: float) -> int:
        opened = sorted(plan.cohorts)
        if opened and draw < 0.6:
            return self.random.choice(opened)
        waiting = [
            family
            for family in range(len(self.indexed.families))
            if family not in placed and self.indexed.offers_of[family]
        ]
        if waiting and draw < 0.85:
            return self.random.choice(self.indexed.offers_of[self.random.choice(waiting)])
        return self.random.randrange(len(self.indexed.offers))

    def _part(self, plan: Plan, placed: dict[int, int], free_open: list[int], closed: list[int]) -> Part:
        freed = set(free_open)
        members = [family for at in free_open for family in plan.cohorts[at].families]
        reach: Counter[int] = Counter()
        for at in [*free_open, *closed]:
            for family in self.indexed.families_of[at]:
                if family not in placed:
                    reach[family] += 1
        order = sorted(reach, key=lambda one: (-reach[one] * (0.5 + self.random.random()), one))
        waiting = order[: max(20, MOST_FAMILIES - len(members))]
        around = Plan({at: cohort for at, cohort in plan.cohorts.items() if at not in freed})
        staff = self._staff(plan, around, free_open, closed)
        families = tuple(sorted({*members, *waiting}))
        offers = tuple(sorted({*free_open, *closed}))
        return Part(offers, families, around, staff=staff, pairs=self._pairs(plan, offers, families, freed))

    def _pairs(
        self, plan: Plan, offers: tuple[int, ...], families: tuple[int, ...], freed: set[int]
    ) -> frozenset[tuple[int, int]] | None:
        """Return who may go where: where they are now, and where prices say that little is lost."""
        if self.lost is None:
            return None
        pair_at = self.relaxation.tables.pair_at
        reach = self.random.choice(REACHES)
        pairs = {(family, at) for at in freed for family in plan.cohorts[at].families}
        for at in offers:
            for family in families:
                pair = pair_at.get((family, at))
                if pair is not None and self.lost[pair] <= reach:
                    pairs.add((family, at))
        return frozenset(pairs)

    def _staff(self, plan: Plan, around: Plan, free_open: list[int], closed: list[int]) -> frozenset[int]:
        """Return who ran what is free now, and a few more of each kind for each slot."""
        indexed = self.indexed
        asked = {who for at in free_open for who, _ in plan.cohorts[at].staff}
        diary = Diary(indexed, around.cohorts)
        one_of_slot = {indexed.offers[at].slot: at for at in [*closed, *free_open]}
        for slot, at in sorted(one_of_slot.items()):
            idle = [who for who in indexed.able[slot] if who not in asked and diary.is_free(who, at)]
            self.random.shuffle(idle)
            for kind in range(len(indexed.kinds)):
                asked.update([who for who in idle if kind in indexed.fits[who]][:IDLE])
        return frozenset(asked)
