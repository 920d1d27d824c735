"""The chain of the log, as pure values: what its end is, how that is written down, and what a broken place is called.

Every event gets a number in its organisation's chain and is taken into a seal; a seal holds the hash of each of its
events and the hash of the seal before it. Whoever keeps the end of a chain elsewhere can tell later whether the log
still holds everything that it held then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trellis.kernel.decisions import RuleBroken


@dataclass(frozen=True, slots=True)
class End:
    """Where an organisation's chain ended at one time: its last seal, how many events it holds, the seal's hash."""

    organisation: str
    seal: int
    events: int
    hash: str

    def line(self) -> str:
        """Write it as one line to be kept: organisation, seal, events, hash."""
        return f"{self.organisation} {self.seal} {self.events} {self.hash}"


def end_from_line(line: str) -> End:
    """Read what `End.line` wrote; raises RuleBroken in words for anything else."""
    parts = line.split()
    if len(parts) != 4 or not (parts[1].isdigit() and parts[2].isdigit() and _is_hash(parts[3])):
        raise RuleBroken(
            f"“{line.strip()[:80]}” is not the end of a chain: it has four parts, the short name of the organisation, "
            "the number of the seal, how many events there were, and 64 signs of the hash."
        )
    return End(parts[0], int(parts[1]), int(parts[2]), parts[3].lower())


def _is_hash(word: str) -> bool:
    return len(word) == 64 and all(sign in "0123456789abcdef" for sign in word.lower())


@dataclass(frozen=True, slots=True)
class Breakage:
    """One place at which the chain does not hold; `place` is the event's number in the chain, None outside it."""

    what: str
    place: int | None = None
    seal: int | None = None
    event: str = ""

    @property
    def words(self) -> str:
        """Say what is broken and where."""
        where = f"Event {self.place:,}" if self.place is not None else "An event that was not yet in the chain"
        name = f" ({self.event})" if self.event else ""
        return {
            "event removed": f"{where}{name} was removed.",
            "event changed": f"{where}{name} was changed.",
            "event put in": f"The event {self.event} was put in beside the chain.",
            "seal missing": f"Seal {self.seal} is missing: the events from {self.place} on were taken out with it.",
            "seal changed": f"Seal {self.seal} was changed: what it says of the events from {self.place} on is not "
            "what was sealed.",
            "seal does not follow": f"Seal {self.seal} does not follow from the one before it: the chain was written "
            f"anew from event {self.place} on.",
            "cut off": f"The chain ends before event {self.place}: what came after was cut off, although it was there "
            "when its end was written down.",
            "written anew": f"Seal {self.seal} is another one than was written down: the events up to {self.place} "
            "were written anew.",
        }[self.what]


def breakage_of(kept: End, found: tuple[int, str] | None, last_event: int) -> Breakage | None:
    """Compare an end that was kept elsewhere with the chain as it is.

    `found` are (events up to its end, hash) of the seal with the same number, None when there is no such seal any
    more; `last_event` is how many events the chain holds now.
    """
    if found is None:
        return Breakage("cut off", place=min(last_event + 1, kept.events), seal=kept.seal)
    if found != (kept.events, kept.hash):
        return Breakage("written anew", place=kept.events, seal=kept.seal)
    return None


def in_order(breakages: Iterable[Breakage]) -> tuple[Breakage, ...]:
    """Put the first broken place first; what lies outside the chain comes last."""
    return tuple(sorted(breakages, key=lambda one: (one.place is None, one.place or 0, one.seal or 0, one.what)))
