"""A whole proposal: a plan, why each of those left out is left out, and what would help most, within one limit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from trellis.features.groups.planning.helping import Help, what_would_help
from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.plan import Plan
from trellis.features.groups.planning.reasons import reasons_for
from trellis.features.groups.planning.result import written
from trellis.features.groups.planning.solving import Limits, Outcome, Progress, solve

RESERVED = 0.06


@dataclass(frozen=True)
class Proposal:
    """What planning came to; `reasons` by family; `seconds` by the clock, reasons included."""

    indexed: Indexed
    outcome: Outcome
    reasons: dict[int, list[str]]
    helps: list[Help]
    seconds: float

    def written(self) -> dict[str, object]:
        """Return it as JSON values: a `trellis-planning-plan/1`, and `would_help` beside it."""
        outcome = self.outcome
        plan = written(
            self.indexed, outcome.plan, status=outcome.status, bound=outcome.bound, seconds=self.seconds,
            reasons=self.reasons,
        )  # fmt: skip
        return {**plan, "would_help": [each.words for each in self.helps]}


def propose(
    indexed: Indexed,
    limits: Limits,
    progress: Callable[[Progress], None] = lambda _: None,
    start: Plan | None = None,
) -> Proposal:
    """Plan within the limits, a share of whose seconds is kept for finding reasons."""
    clock = limits.clock
    began, half = clock(), limits.seconds * RESERVED / 2
    outcome = solve(indexed, replace(limits, seconds=limits.seconds - 2 * half), progress, start)
    if outcome.plan is None:
        reasons = {family: list(outcome.clash) for family in range(len(indexed.families))}
        return Proposal(indexed, outcome, reasons, [], clock() - began)
    reasons = reasons_for(indexed, outcome.plan, until=clock() + half, clock=clock)
    helps = what_would_help(indexed, outcome.plan, until=clock() + half, clock=clock)
    return Proposal(indexed, outcome, reasons, helps, clock() - began)
