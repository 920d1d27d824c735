"""When missed sessions call for a review, by the programme's own numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trellis.features.journeys.rules.evidence import Expected, core_of
from trellis.features.programmes.rules.delivery import Attention

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class Missed:
    """What one person has missed: up to now in a row, and in all; `words` is empty when no review is called for."""

    name: str
    in_a_row: int
    in_all: int
    words: str

    @property
    def needs_review(self) -> bool:
        """Tell whether the programme asks for a review."""
        return bool(self.words)


def in_words(number: int) -> str:
    """Write a small number as a word."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def attention(rule: Attention, expected: Iterable[Expected], participant: str) -> Missed:
    """Say what one person has missed and whether that calls for a review.

    Only core sessions count, in the order in which they came; a session made good is not missed.
    """
    recorded = [row for row in core_of(expected, participant) if row.came is not None]
    in_all = sum(row.missed for row in recorded)
    in_a_row = 0
    for row in reversed(recorded):
        if not row.missed:
            break
        in_a_row += 1
    name = recorded[0].name if recorded else ""
    words = ""
    if in_a_row >= rule.review_after_missed_in_a_row:
        words = f"{name} missed {in_words(in_a_row)} sessions in a row"
    elif in_all >= rule.review_after_missed_in_all:
        words = f"{name} missed {in_words(in_all)} sessions in all"
    return Missed(name=name, in_a_row=in_a_row, in_all=in_all, words=words)


def attention_of(rule: Attention, expected: Iterable[Expected]) -> list[Missed]:
    """Return those of a journey whose missed sessions call for a review."""
    rows = list(expected)
    people = dict.fromkeys(row.participant for row in rows)
    return [missed for each in people if (missed := attention(rule, rows, each)).needs_review]
