"""Reads a table from XLSX or CSV: refuses whole what could do harm, and names every cell that cannot be read."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator

from trellis.kernel.decisions import RuleBroken
from trellis.platform.documents.kinds import Kind
from trellis.platform.documents.spreadsheet.csv_file import rows_of_csv
from trellis.platform.documents.spreadsheet.table import (
    COLUMN_LIMIT,
    ROW_LIMIT,
    Cell,
    CellProblem,
    Row,
    Table,
    column_letter,
    shown,
    tidy,
    what_is_wrong,
)
from trellis.platform.documents.spreadsheet.xlsx_file import Refused, rows_of_xlsx

MOST_PROBLEMS = 1_000


def read_table(content: bytes, kind: Kind, *, sheet: str = "") -> Table:
    """Return the first table of a spreadsheet: its first row that is not empty holds the headers.

    `sheet` names the sheet to read where there is one of that name; else the first is read. Raises RuleBroken for a
    file that cannot be read at all; single cells that cannot be read are listed in the table's `problems`.
    """
    if kind is Kind.XLSX:
        found: Iterable[tuple[int, list[object]]] = rows_of_xlsx(content, sheet)
    elif kind is Kind.CSV:
        found = rows_of_csv(content)
    else:
        raise RuleBroken(f"A table is read from an Excel spreadsheet or a CSV file, not from a {kind.label}.")
    # openpyxl warns about what it leaves out (drop-downs, styles, odd dates), none of which is lost here.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _Reader().read(found)


class _Reader:
    """Takes rows one by one, so that a file that is too long is refused before it is all in memory."""

    def __init__(self) -> None:
        self.problems: list[CellProblem] = []

    def read(self, found: Iterable[tuple[int, list[object]]]) -> Table:
        rows = self._not_empty(found)
        number, first = next(rows, (0, []))
        if not first:
            raise RuleBroken("This spreadsheet is empty. Download the template, fill it in, and attach that.")
        headers = self._headers(number, first)
        read = tuple(Row(number, self._fitted(number, cells, headers)) for number, cells in rows)
        return Table(headers, read, tuple(self.problems), header_row=number)

    def _not_empty(self, found: Iterable[tuple[int, list[object]]]) -> Iterator[tuple[int, list[Cell]]]:
        count = 0
        for number, raw in found:
            cells = [self._cell(number, index, value) for index, value in enumerate(raw)]
            while cells and cells[-1] is None:
                cells.pop()
            if not cells:
                continue
            count += 1
            if count > ROW_LIMIT + 1:
                raise RuleBroken(
                    f"This spreadsheet has more than {ROW_LIMIT:,} rows. "
                    "Split it into several, and bring in one at a time."
                )
            yield number, cells

    def _headers(self, number: int, cells: list[Cell]) -> tuple[str, ...]:
        if len(cells) > COLUMN_LIMIT:
            raise RuleBroken(f"Row {number} has more than {COLUMN_LIMIT} columns. Keep to the columns of the template.")
        return tuple("" if cell is None else " ".join(str(cell).split()) for cell in cells)

    def _cell(self, row: int, index: int, raw: object) -> Cell:
        if isinstance(raw, Refused):
            self._problem(row, index, raw.found, raw.right)
            return None
        value = tidy(raw)
        if wrong := what_is_wrong(value):
            self._problem(row, index, *wrong)
            return None
        return value

    def _fitted(self, number: int, cells: list[Cell], headers: tuple[str, ...]) -> tuple[Cell, ...]:
        for index in range(len(headers), len(cells)):
            if cells[index] is not None:
                self._problem(number, index, shown(cells[index]), "nothing: this column has no heading")
        return tuple(cells[: len(headers)]) + (None,) * (len(headers) - len(cells))

    def _problem(self, row: int, index: int, found: str, right: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(CellProblem(row, column_letter(index), found, right))
