"""Reads the written table of criteria: nothing here knows what the answers are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from trellis.kernel.decisions import Outcome

TABLE = Path(__file__).parent / "criteria_table.txt"
DAY = date(2026, 3, 3)
OUTCOMES = {"met": Outcome.MET, "not": Outcome.NOT_MET, "ask": Outcome.NOT_YET_KNOWN}


@dataclass(frozen=True)
class Row:
    """Hold one written expectation."""

    programme: str
    criterion: str
    given: tuple[tuple[str, Any], ...]
    on_day: date
    outcome: Outcome

    def __str__(self) -> str:
        facts = "+".join(f"{key}={value}" for key, value in self.given) or "nothing known"
        return f"{self.programme} {self.criterion}: {facts} on {self.on_day}: {self.outcome.value}"


def rows() -> list[Row]:
    """Read every row of the table."""
    return [
        row
        for line in TABLE.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
        for row in _rows_of(line)
    ]


def _rows_of(line: str) -> Iterator[Row]:
    names, fact, cases = (part.strip() for part in line.split("|"))
    programme, criterion = names.split()
    for case in cases.split(","):
        written, outcome = case.split()
        written, _, day = written.partition("@")
        on_day = date.fromisoformat(day) if day else DAY
        given = tuple(_given(fact, each) for each in written.split("+")) if written != "-" else ()
        yield Row(programme, criterion, given, on_day, OUTCOMES[outcome])


def _given(fact: str, written: str) -> tuple[str, Any]:
    if fact == "any":
        fact, written = written.split("=")
    return fact, {"true": True, "false": False}.get(written, written)
