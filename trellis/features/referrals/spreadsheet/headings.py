"""Finds a programme's columns among the headings of a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from trellis.features.referrals.spreadsheet.cells import plain
from trellis.features.referrals.spreadsheet.columns import ALWAYS, ONCE, Column
from trellis.platform.documents.spreadsheet import CellProblem, Table, column_letter

_ALIKE = 70
_NEEDED = frozenset({ALWAYS, ONCE})


@dataclass(frozen=True, slots=True)
class Headings:
    """Hold where each column is (by its key), and what is wrong with the headings."""

    places: dict[str, int]
    problems: tuple[CellProblem, ...]

    def letter(self, key: str) -> str:
        """Return the letter of a column, "" for one that is not in the spreadsheet."""
        place = self.places.get(key)
        return "" if place is None else column_letter(place)


def find_columns(table: Table, columns: Sequence[Column]) -> Headings:
    """Match headings to columns, whatever their case or order; each that is unknown, twice or missing is a problem."""
    by_words = {plain(column.heading): column for column in columns}
    places: dict[str, int] = {}
    problems = []
    for place, heading in enumerate(table.headers):
        column = by_words.get(plain(heading))
        letter = column_letter(place)
        if column is None:
            if heading or _has_values(table, place):
                problems.append(
                    CellProblem(table.header_row, letter, heading or "no heading", _meant(heading, by_words))
                )
        elif column.key in places:
            first = column_letter(places[column.key])
            right = f"This heading is in column {first} already. Keep one of the two."
            problems.append(CellProblem(table.header_row, letter, heading, right))
        else:
            places[column.key] = place
    problems += [
        CellProblem(table.header_row, "", "no such column", f"Add a column with the heading “{column.heading}”.")
        for column in columns
        if column.needed in _NEEDED and column.key not in places
    ]
    return Headings(places, tuple(problems))


def _has_values(table: Table, place: int) -> bool:
    return any(row.cells[place] is not None for row in table.rows)


def _meant(heading: str, by_words: dict[str, Column]) -> str:
    near = (
        process.extractOne(plain(heading), list(by_words), scorer=fuzz.ratio, score_cutoff=_ALIKE) if heading else None
    )
    if near:
        return f"“{by_words[near[0]].heading}”, if that is what it is. Otherwise take the column out."
    return "A heading of the template. Take the column out if it is not in the template."
