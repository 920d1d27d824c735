"""Makes a plan better by planning a few cohorts again, many times."""

from __future__ import annotations

import random
from collections.abc import Callable

from trellis.features.groups.planning.neighbourhoods import Neighbourhoods
from trellis.features.groups.planning.plan import Plan
from trellis.features.groups.planning.relaxation import Prices, Relaxation
from trellis.features.groups.planning.replan import Effort, replan

EACH, HARD = 0.05, 1.5


class Improver:
    """Plans parts again; which parts and how long depend on the seed alone, not on the clock."""

    def __init__(self, relaxation: Relaxation, seed: int, left: Callable[[], float]) -> None:
        """Prepare; `left` tells the seconds that remain."""
        self.indexed = relaxation.indexed
        self.neighbourhoods = Neighbourhoods(relaxation, seed)
        self.random = random.Random(seed + 7919)
        self.left = left
        self.turn = 0
        self.stuck = 0
        self.seed = seed

    def learn(self, prices: Prices) -> None:
        """Take over prices."""
        self.neighbourhoods.learn(prices)

    def run(
        self, plan: Plan, work: float, stop: Callable[[], bool], better: Callable[[Plan], None]
    ) -> tuple[Plan, float]:
        """Return a plan that is at least as good, and the work that was done, about as much as asked for."""
        done = 0.0
        value = plan.value(self.indexed)
        while done < work and not stop() and self.left() > 0.05:
            self.turn += 1
            freed = self.random.randint(3, 6 + min(4, self.stuck // 40))
            part = self.neighbourhoods.pick(plan, freed)
            effort = Effort(0.35, min(3.0, self.left()), self.seed + self.turn)
            found = replan(self.indexed, part, effort, plan)
            done += EACH + found.work * HARD
            self.stuck += 1
            if found.plan is not None and found.value >= value:
                if found.value > value:
                    self.stuck = 0
                    better(found.plan)
                plan, value = found.plan, found.value
        return plan, done
