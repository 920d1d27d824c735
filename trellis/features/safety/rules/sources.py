"""Where a rule or a number comes from, from which day it holds, and how sure we are of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from trellis.kernel.labelled import LabelledEnum


class Confidence(LabelledEnum):
    """How sure we are of a number that others decide."""

    FETCHED = "F", "Read at its source"
    KNOWN = "K", "Commonly known, not read at its source"
    DECIDED = "D", "Decided here, to be changed where local practice differs"


@dataclass(frozen=True, slots=True)
class Source:
    """The words of a source and how sure we are."""

    words: str
    confidence: Confidence


class Dated(Protocol):
    """Something that holds from a day on."""

    @property
    def since(self) -> date:
        """Return the first day."""


def in_force[Row: Dated](rows: Iterable[Row], day: date) -> Row:
    """Return the row that holds on a day: the latest of those that have begun; raises LookupError before the first."""
    begun = [row for row in rows if row.since <= day]
    if not begun:
        raise LookupError(f"Nothing was in force on {day.isoformat()}.")
    return max(begun, key=lambda row: row.since)
