"""How long things are kept: the longest length that applies wins, and a hold keeps everything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from trellis.kernel.dates import add_months, in_words
from trellis.kernel.decisions import RuleBroken
from trellis.kernel.labelled import LabelledEnum


class Verdict(LabelledEnum):
    """What is so on a day."""

    GO = "go", "May go"
    KEEP = "keep", "Is kept"
    HELD = "held", "On legal hold"
    RUNNING = "running", "Has not ended yet"
    NO_RULE = "no_rule", "No rule applies"


@dataclass(frozen=True, slots=True)
class Length:
    """A rule as it applies to somebody: since which day (None while that has not come), and for how many months."""

    key: str
    label: str
    since: date | None
    months: int

    @property
    def until(self) -> date | None:
        """Return the day on which the length has passed."""
        return None if self.since is None else add_months(self.since, self.months)

    @property
    def words(self) -> str:
        """Say the rule with its days."""
        if self.since is None or self.until is None:
            return f"{self.label}: not yet"
        return f"{self.label}, {length_in_words(self.months)} from {in_words(self.since)}: {in_words(self.until)}"


@dataclass(frozen=True, slots=True)
class Kept:
    """What holds for one person: the verdict, the rule that won, the others, the holds."""

    verdict: Verdict
    until: date | None
    won: Length | None
    others: tuple[Length, ...]
    holds: tuple[str, ...] = ()

    @property
    def may_go(self) -> bool:
        """Tell whether nothing keeps it."""
        return self.verdict is Verdict.GO


def kept(lengths: Iterable[Length], today: date, holds: Iterable[str] = ()) -> Kept:
    """Decide what holds for a person: a hold keeps, what still runs keeps, and else the longest length."""
    applied = sorted(lengths, key=lambda each: (each.until or date.max, each.months, each.key), reverse=True)
    held = tuple(holds)
    if not applied:
        return Kept(Verdict.HELD if held else Verdict.NO_RULE, None, None, (), held)
    won, others = applied[0], tuple(applied[1:])
    if held:
        return Kept(Verdict.HELD, won.until, won, others, held)
    if won.until is None:
        return Kept(Verdict.RUNNING, None, won, others)
    return Kept(Verdict.GO if won.until <= today else Verdict.KEEP, won.until, won, others)


def months_of(key: str, default: int, floor: int, own: Mapping[str, int]) -> int:
    """Return how many months hold in an organisation: its own, never fewer than the floor."""
    return max(own.get(key, default), floor)


def check_own_length(months: int, floor: int, why: str) -> None:
    """Raise RuleBroken unless an organisation may set this length for itself."""
    if months < floor:
        raise RuleBroken(f"It cannot be shorter than {length_in_words(floor)}.", "months")
    if months > 100 * 12:
        raise RuleBroken("It cannot be longer than 100 years.", "months")
    if not why.strip():
        raise RuleBroken("Say why this length is right for you, and who decided it.", "why")


def check_hold(why: str, review_on: date, today: date) -> None:
    """Raise RuleBroken unless a hold says why, and when it is looked at again: within a year."""
    if not why.strip():
        raise RuleBroken("Say why nothing of it may go.", "why")
    if not today < review_on <= add_months(today, 12):
        raise RuleBroken("Choose a day in the next twelve months on which the hold is looked at again.", "review_on")


def length_in_words(months: int) -> str:
    """Write a length: "7 years", "18 months"."""
    if months and months % 12 == 0:
        years = months // 12
        return f"{years} year{'s' if years != 1 else ''}"
    return f"{months} month{'s' if months != 1 else ''}"
