"""Where those who work at once on one problem tell each other what they found, so that only the work done counts.

Each has a clock of its own, in units of work. What one finds at some time, the others learn when their clocks are LAG
further on; who is further ahead than that waits. So what each knows never depends on who happens to be quicker.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from trellis.features.groups.planning.plan import Plan
from trellis.features.groups.planning.relaxation import Prices

LAG = 1.5


@dataclass(frozen=True, slots=True)
class Note:
    """What one found by some time: a plan and its value, a bound, prices; each only where there is something new."""

    time: float
    plan: Plan | None = None
    value: int = 0
    bound: int | None = None
    prices: Prices | None = None


class Board:
    """Notes by everybody who takes part, in the order of their clocks."""

    def __init__(self, many: int, stop: Callable[[], bool]) -> None:
        """Start all clocks; `stop` tells when nobody should wait any more."""
        self.notes: list[list[Note]] = [[] for _ in range(many)]
        self.clocks = [0.0] * many
        self.stop = stop
        self.changed = threading.Condition()

    def tell(self, who: int, note: Note) -> None:
        """Write a note and put one's clock forward to its time."""
        with self.changed:
            self.notes[who].append(note)
            self.clocks[who] = note.time
            self.changed.notify_all()

    def leave(self, who: int) -> None:
        """Take no more part; nobody waits for this one any more."""
        with self.changed:
            self.clocks[who] = float("inf")
            self.changed.notify_all()

    def read(self, who: int) -> list[Note]:
        """Wait for those far behind; return what the others had found LAG before one's own time."""
        with self.changed:
            until = self.clocks[who] - LAG
            while min(self.clocks) < until and not self.stop():
                self.changed.wait(0.05)
            return self._by(until)

    def _by(self, time: float) -> list[Note]:
        found = [note for notes in self.notes for note in notes if note.time <= time]
        return sorted(found, key=lambda note: note.time)

    def settled(self) -> list[Note]:
        """Return what everybody had found by the time that all clocks have reached."""
        with self.changed:
            return self._by(min(self.clocks))

    def everything(self) -> list[Note]:
        """Return all notes."""
        with self.changed:
            return self._by(float("inf"))


def best_plan(notes: list[Note]) -> Note | None:
    """Return the note of the best plan, the first of those that are alike."""
    return max((note for note in notes if note.plan is not None), key=lambda note: note.value, default=None)


def lowest_bound(notes: list[Note]) -> int | None:
    """Return the lowest bound of all."""
    return min((note.bound for note in notes if note.bound is not None), default=None)
