"""Plans a whole problem: one line of work makes the plan better, another proves how much better it could be.

What one finds, the others learn a fixed amount of work later, and work is not counted in seconds. So with the same seed
and number of workers the same plan comes out whenever the end is a proof or a gap that was reached; where the clock or
somebody ends it, how far it got depends on the machine.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from trellis.features.groups.planning.board import Board, Note, best_plan, lowest_bound
from trellis.features.groups.planning.clashes import smallest_clash
from trellis.features.groups.planning.improving import Improver
from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.opening import Opening
from trellis.features.groups.planning.part import Part
from trellis.features.groups.planning.plan import Plan
from trellis.features.groups.planning.proving import Prover
from trellis.features.groups.planning.relaxation import Prices, Relaxation
from trellis.features.groups.planning.replan import Effort, replan

ROUND = 0.5
MANY, PATIENCE = 150, 0.6


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
        self.told = self.told_bound = 0
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
        self._work_at_once(prover, relaxation)
        assert self.plan is not None
        value = self.plan.value(self.indexed)
        status = "optimal" if self.bound <= value else "feasible"
        return Outcome(status, self.plan, value, max(value, self.bound), self._spent())

    def _over(self) -> bool:
        return self.left() <= 0.0

    def _done(self, value: int, bound: int) -> bool:
        gap = (bound - value) / max(1, abs(value))
        return bound <= value or (self.limits.gap > 0 and gap <= self.limits.gap)

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

    def _found(self, plan: Plan | None, bound: int | None = None) -> None:
        """Tell of a better plan or bound as soon as it is found."""
        with self.lock:
            value = plan.value(self.indexed) if plan is not None else 0
            if plan is not None and value > self.told:
                self.told = value
            elif bound is None or bound >= self.told_bound:
                return
            self.told_bound = min(self.told_bound, bound if bound is not None else self.told_bound)
            self.tell(Progress(self.told, max(self.told_bound, self.told), self._spent()))

    def _work_at_once(self, prover: Prover, relaxation: Relaxation) -> None:
        """Let the prover and the improvers work until what all know together is enough, or time runs out."""
        assert self.plan is not None
        value = self.plan.value(self.indexed)
        self.told, self.told_bound = value, self.bound
        if self._done(value, self.bound):
            return
        improvers = [
            Improver(relaxation, self.limits.seed * 1000 + number, self.left)
            for number in range(max(1, self.limits.workers - 1))
        ]
        self._until_dived(prover, relaxation)
        value, bound = self.plan.value(self.indexed), self.bound
        if self._done(value, bound) or self._over():
            return
        board = Board(1 + len(improvers), self._over)
        first = Note(0.0, self.plan, value, bound, prover.prices())
        for who in range(1 + len(improvers)):
            board.tell(who, first)
        with ThreadPoolExecutor(max_workers=1 + len(improvers)) as pool:
            runs = [pool.submit(self._prove, prover, board)]
            runs += [pool.submit(self._improve, each, board, 1 + number) for number, each in enumerate(improvers)]
            try:
                self._watch(board, runs)
            finally:
                self.cancelled.set()
            for run in runs:
                run.result()

    def _until_dived(self, prover: Prover, relaxation: Relaxation) -> None:
        """Where there are many families, let the prover make a plan first.

        Improvers start only when that takes long, and what they find counts only when time runs out before it is made.
        """
        assert self.plan is not None
        if len(self.indexed.families) < MANY:
            return
        made = threading.Event()
        start = self.plan

        def improve(number: int) -> Plan:
            while self._spent() < PATIENCE * self.limits.seconds and not self._over():
                if made.wait(0.1):
                    return start
            improver = Improver(relaxation, self.limits.seed * 1000 + number, self.left)
            return improver.run(start, math.inf, lambda: made.is_set() or self._over(), self._found)[0]

        many = max(1, self.limits.workers - 1)
        with ThreadPoolExecutor(max_workers=many) as pool:
            runs = [pool.submit(improve, number) for number in range(many)]
            try:
                while not prover.dived and not self._over():
                    found = prover.step(start, ROUND)
                    self._found(found.plan, found.bound)
                    self.bound = min(self.bound, found.bound)
            finally:
                made.set()
            plans = [run.result() for run in runs]
        self.plan = prover.plan or start
        if self._over():
            self.plan = max([self.plan, *plans], key=lambda each: each.value(self.indexed))

    def _watch(self, board: Board, runs: list[Future[None]]) -> None:
        """Wait until the notes that all have come by are enough; take over the best plan and bound."""
        while True:
            with board.changed:
                board.changed.wait(0.05)
            notes = board.settled()
            best, bound = best_plan(notes), lowest_bound(notes)
            assert best is not None
            assert bound is not None
            if self._done(best.value, bound) or self._over() or any(run.done() and run.exception() for run in runs):
                break
        if not self._done(best.value, bound):
            self.cancelled.set()
            wait(runs)
            notes = board.everything()
            best, bound = best_plan(notes), lowest_bound(notes)
            assert best is not None
            assert bound is not None
        self.plan, self.bound = best.plan, bound

    def _prove(self, prover: Prover, board: Board) -> None:
        clock = 0.0
        prices: Prices | None = None
        try:
            while self.left() > 0.02 and not prover.finished:
                best = best_plan(board.read(0))
                before = prover.value
                found = prover.step(best.plan if best else None, ROUND)
                clock += found.work
                self._found(found.plan, found.bound)
                plan = found.plan if found.plan is not None and prover.value > before else None
                prices = found.prices
                board.tell(0, Note(clock, plan, plan.value(self.indexed) if plan else 0, found.bound, prices))
        finally:
            board.leave(0)

    def _improve(self, improver: Improver, board: Board, who: int) -> None:
        clock = 0.0
        plan: Plan | None = None
        prices: Prices | None = None
        try:
            while self.left() > 0.02:
                notes = board.read(who)
                best = best_plan(notes)
                newest = next((note.prices for note in reversed(notes) if note.prices is not None), None)
                if newest is not None and newest is not prices:
                    prices = newest
                    improver.learn(prices)
                if best is not None and (plan is None or best.value > plan.value(self.indexed)):
                    plan = best.plan
                if plan is None:
                    plan = self.plan
                assert plan is not None
                found, work = improver.run(plan, ROUND, self._over, self._found)
                clock += work
                new = found.value(self.indexed) > plan.value(self.indexed)
                plan = found
                board.tell(who, Note(clock, plan if new else None, plan.value(self.indexed) if new else 0))
        finally:
            board.leave(who)


def solve(
    indexed: Indexed,
    limits: Limits | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    start: Plan | None = None,
) -> Outcome:
    """Plan a problem as well as the limits allow."""
    return Planning(indexed, limits, progress, start).run()
