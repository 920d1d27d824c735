"""How a family's line of time is put in order, narrowed and marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from trellis.kernel.decisions import RuleBroken

MOST_ON_PAPER = 1_000


@dataclass(frozen=True, slots=True)
class Line:
    """One event in the line of time; `room` and `room_label` say which part of Trellis tells it."""

    on: date
    words: str
    room: str
    room_label: str
    source: str = ""
    kind: str = ""
    link: str = ""
    significant: bool = False
    significance: str = ""
    key: str = ""
    on_words: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a member of staff said of an entry: why it stands out, or with no words that it does not."""

    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a line of time is narrowed to, and in which order it is read; both days are counted."""

    room: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    only_significant: bool = False
    newest_first: bool = False

    def takes(self, line: Line) -> bool:
        """Say whether an event is asked for."""
        return (
            self.room in {"", line.room}
            and self.kind in {"", line.kind}
            and (self.since is None or line.on >= self.since)
            and (self.until is None or line.on <= self.until)
            and (line.significant or not self.only_significant)
        )


def marked(lines: Iterable[Line], marks: Mapping[str, Mark]) -> list[Line]:
    """Return the lines with what was said of each; what a person said counts more than what its room says."""
    return [_marked(line, marks.get(line.key) if line.key else None) for line in lines]


def _marked(line: Line, mark: Mark | None) -> Line:
    if mark is None:
        return line
    return replace(line, significant=bool(mark.words), significance=mark.words)


def in_order(lines: Iterable[Line], asked: Asked) -> list[Line]:
    """Return the events that are asked for in the order of their days; the same day in an order that stays."""
    taken = [line for line in lines if asked.takes(line)]
    return sorted(taken, key=lambda line: (line.on, line.room, line.kind, line.key), reverse=asked.newest_first)


def kinds_of(lines: Iterable[Line]) -> list[str]:
    """Return the kinds of event that are there, by name."""
    return sorted({line.kind for line in lines if line.kind})


def rooms_of(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """Return key and label of those that tell something, by label."""
    return sorted({(line.room, line.room_label) for line in lines}, key=lambda pair: pair[1])


def for_paper(lines: list[Line], *, newest_first: bool) -> tuple[list[Line], int]:
    """Return at most MOST_ON_PAPER lines, the latest, in the order that they have, and how many are left out."""
    over = max(0, len(lines) - MOST_ON_PAPER)
    if not over:
        return lines, 0
    return (lines[:MOST_ON_PAPER] if newest_first else lines[over:]), over


def check_own(on: date, words: str, today: date) -> None:
    """Raise RuleBroken for an entry that says nothing or is still to come."""
    if not words.strip():
        raise RuleBroken("Say what happened.", "words")
    if on > today:
        raise RuleBroken("This day is still to come. Enter the day on which it happened.", "on")
