"""What is known of sessions and attendance, as values that the rules of a journey read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

CORE = "core"
FAMILY = "family"
FINAL_INTERVIEW = "final_interview"


@dataclass(frozen=True, slots=True)
class Expected:
    """One person at one session: what was planned, and what was so.

    `came` is None until it has been recorded. `made_good` says that a missed session was caught up. `kind` is the
    session's kind ("core", "family", "final_interview" and others); `number` is 0 where the programme has none.
    """

    participant: str
    name: str
    strand: str
    kind: str
    number: int
    day: date
    came: bool | None = None
    made_good: bool = False
    title: str = ""

    @property
    def missed(self) -> bool:
        """Tell whether the session was missed and has not been made good."""
        return self.came is False and not self.made_good

    @property
    def counts(self) -> bool:
        """Tell whether the session counts as attended."""
        return self.came is True or self.made_good


@dataclass(frozen=True, slots=True)
class TakesPart:
    """Somebody who takes part in a strand."""

    participant: str
    name: str
    strand: str


def core_of(expected: Iterable[Expected], participant: str) -> list[Expected]:
    """Return one person's core sessions in the order in which they come."""
    own = (row for row in expected if row.participant == participant and row.kind == CORE)
    return sorted(own, key=lambda row: (row.day, row.number))
