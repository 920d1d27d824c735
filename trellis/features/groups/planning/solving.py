"""Plans a whole problem: one line of work makes the plan better, another proves how much better it could be.

Both go in rounds. What one finds, the other learns between rounds and never within one, and the length of a round is
counted in work and not in seconds. So with the same seed and number of workers the same plan comes out whenever the
end is a proof or a gap that was reached; where the clock or somebody ends it, how far it got depends on the machine.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from trellis.features.groups.planning.clashes import smallest_clash
from trellis.features.groups.planning.improving import Improver
from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.opening import Opening
from trellis.features.groups.planning.part import Part
from trellis.features.groups.planning.plan import Plan
from trellis.features.groups.planning.proving import Found, Prover
from trellis.features.groups.planning.relaxation import Relaxation
from trellis.features.groups.planning.replan import Effort, replan

ROUND = 1.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the planning is: value and bound in points, gap as a share of the value, seconds since it began."""

    value: int | None
    bound: int
    seconds: float

    @property
    def gap(self) -> float:
        """Return how far the value may be from the best, as a share of it; infinite without a plan."""
        return float("inf") if self.value is None else (self.bound - self.value) / max(1, abs(self.value))


@dataclass(frozen=True)
class Limits:
    """When to stop (seconds of the clock, or a gap as a share), and with which seed and how many workers."""

    seconds: float = 60.0
    gap: float = 0.0
    seed: int = 0
    workers: int = 2
    stop: Callable[[], bool] = field(default=lambda: False)
    clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True)
class Outcome:
    """What the planning came to; without a plan, the promises clash, and `clash` names the fewest that do."""

    status: str
    plan: Plan | None
    value: int | None
    bound: int | None
    seconds: float
    clash: tuple[str, ...] = ()


class Planning:
    """One run of the planner."""

    def __init__(
        self,
        indexed: Indexed,
        limits: Limits | None = None,
        progress: Callable[[Progress], None] = lambda _: None,
        start: Plan | None = None,
    ) -> None:
        """Prepare; `start` is a valid plan to begin with."""
        self.indexed, self.limits, self.tell = indexed, limits or Limits(), progress
        self.began = self.limits.clock()
        self.plan = start
        self.bound = 0
        self.cancelled = threading.Event()
        self.lock = threading.Lock()

    def left(self) -> float:
        """Return the seconds that remain."""
        if self.cancelled.is_set() or self.limits.stop():
            return 0.0
        return self.limits.seconds - self._spent()

    def _spent(self) -> float:
        return self.limits.clock() - self.began

    def run(self) -> Outcome:
        """Plan until a proof, the gap, the time or somebody's stop."""
        relaxation = Relaxation(self.indexed)
        prover = Prover(relaxation, self.left, self.limits.seed)
        self.bound = prover.bound
        if self.plan is None:
            clash = self._first_plan(relaxation)
            if clash:
                return Outcome("infeasible", None, None, None, self._spent(), clash)
        self._report()
        improvers = [
            Improver(relaxation, self.limits.seed * 1000 + number, self.left)
            for number in range(max(1, self.limits.workers - 1))
        ]
        while not self._done(prover):
            self._round(prover, improvers)
        assert self.plan is not None
        value = self.plan.value(self.indexed)
        status = "optimal" if self.bound <= value else "feasible"
        return Outcome(status, self.plan, value, max(value, self.bound), self._spent())

    def _done(self, prover: Prover) -> bool:
        assert self.plan is not None
        value = self.plan.value(self.indexed)
        gap = (self.bound - value) / max(1, abs(value))
        return self.left() <= 0.05 or self.bound <= value or (self.limits.gap > 0 and gap <= self.limits.gap)

    def _first_plan(self, relaxation: Relaxation) -> tuple[str, ...]:
        """Make a plan that keeps the promises and add what can simply be added; return what clashes if none can."""
        plan = Plan()
        if self.indexed.promised:
            offers = tuple(sorted({at for offers in self.indexed.promised.values() for at in offers}))
            families = sorted(
                {family for at in offers for family in self.indexed.families_of[at]} | set(self.indexed.promised)
            )
            part = Part(offers, tuple(families), Plan())
            found = replan(self.indexed, part, Effort(2.0, 1e6, self.limits.seed))
            while found.plan is None and not found.proved:
                found = replan(self.indexed, part, Effort(100.0, 1e6, self.limits.seed))
            if found.plan is None:
                return smallest_clash(self.indexed)
            plan = found.plan
        self.plan = Opening(relaxation, start=plan).run(lambda: self.left() <= 0)
        return ()

    def _report(self) -> None:
        value = None if self.plan is None else self.plan.value(self.indexed)
        self.tell(Progress(value, max(self.bound, value or 0), self._spent()))

    def _better(self, plan: Plan) -> None:
        """Tell of a better plan as soon as it is found; it is used when the round ends."""
        with self.lock:
            self.tell(Progress(plan.value(self.indexed), max(self.bound, plan.value(self.indexed)), self._spent()))

    def _round(self, prover: Prover, improvers: list[Improver]) -> None:
        assert self.plan is not None
        work = ROUND
        start = self.plan
        proved = threading.Event()

        def prove() -> Found:
            found = prover.step(start, work)
            if found.plan is not None and found.bound <= found.plan.value(self.indexed):
                proved.set()
            return found

        with ThreadPoolExecutor(max_workers=self.limits.workers) as pool:
            proof: Future[Found] | None = None if prover.finished else pool.submit(prove)
            runs = [pool.submit(each.run, start, work, proved.is_set, self._better) for each in improvers]
            found = proof.result() if proof else Found(self.bound)
            plans = [run.result() for run in runs]
        self._learn(found, [] if proved.is_set() else plans, improvers)
        self._report()

    def _learn(self, found: Found, plans: list[Plan], improvers: list[Improver]) -> None:
        assert self.plan is not None
        self.bound = min(self.bound, found.bound)
        for plan in [*([found.plan] if found.plan else []), *plans]:
            if plan.value(self.indexed) > self.plan.value(self.indexed):
                self.plan = plan
        if found.prices is not None:
            for each in improvers:
                each.learn(found.prices)


def solve(
    indexed: Indexed,
    limits: Limits | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    start: Plan | None = None,
) -> Outcome:
    """Plan a problem as well as the limits allow."""
    return Planning(indexed, limits, progress, start).run()
