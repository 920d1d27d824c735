"""A table as it was found in a spreadsheet, with the numbers of its rows and the letters of its columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | None

CELL_LIMIT = 10_000
ROW_LIMIT = 20_000
COLUMN_LIMIT = 200
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Say what is wrong in one place: row, column letter ("" for the whole row), what was found, what is right."""

    row: int
    column: str
    found: str
    right: str


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one row: its number in the sheet, counted from 1, and as many cells as there are headers."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Hold the headers, the rows that are not empty, and every cell that could not be read."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[CellProblem, ...] = ()
    header_row: int = 1


def column_letter(index: int) -> str:
    """Return the letter of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def shown(value: object) -> str:
    """Write what was found in a cell, shortened, so that it can be shown to people."""
    text = _CONTROL.sub("�", str(value)).strip()
    return text if len(text) <= 80 else f"{text[:79]}…"


def tidy(value: object) -> Cell:
    """Return a cell's value in its plainest form.

    Writing loses spaces at the ends and the apostrophe that makes a formula harmless; midnight becomes a date, whole
    decimals whole numbers, and nothing at all None.
    """
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\xa0", " ").strip()
        if text.startswith("'") and text[1:].lstrip(" ").startswith(FORMULA_STARTS):
            text = text[1:]
        return text or None
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if value is None or isinstance(value, bool | int | float | date):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)


def what_is_wrong(value: Cell) -> tuple[str, str] | None:
    """Return what was found and what would be right for writing that no record can hold; None when it is fine."""
    if not isinstance(value, str):
        return None
    if len(value) > CELL_LIMIT:
        return f"{len(value):,} characters", f"{CELL_LIMIT:,} characters or fewer"
    if _CONTROL.search(value):
        return "a character that cannot be shown", "plain writing: type the cell again"
    return None
