"""Rows of an Excel spreadsheet."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import TYPE_ERROR, TYPE_FORMULA

from trellis.kernel.decisions import RuleBroken
from trellis.platform.documents.checks.office import check_office
from trellis.platform.documents.kinds import Kind
from trellis.platform.documents.spreadsheet.long_text import check_lengths
from trellis.platform.documents.spreadsheet.table import COLUMN_LIMIT, shown


@dataclass(frozen=True, slots=True)
class Refused:
    """Stand for a cell whose content is not taken: what was found and what would be right."""

    found: str
    right: str


def rows_of_xlsx(content: bytes, sheet: str = "") -> Iterator[tuple[int, list[object]]]:
    """Go through the rows of one sheet with their numbers; formulas and errors come as Refused.

    Raises RuleBroken for a file that is damaged or could do harm, before any of it is read into memory.
    """
    check_office(content, Kind.XLSX)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        check_lengths(archive)
    try:
        yield from _rows(content, sheet)
    except RuleBroken:
        raise
    except Exception as broken:
        raise RuleBroken(
            "This Excel spreadsheet is damaged and cannot be read. Open it in Excel, save it again as .xlsx, "
            "and attach that."
        ) from broken


def _rows(content: bytes, sheet: str) -> Iterator[tuple[int, list[object]]]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        if not book.worksheets:
            raise RuleBroken("This Excel spreadsheet has no sheets. Fill in the template and attach that.")
        chosen = next((each for each in book.worksheets if each.title == sheet), book.worksheets[0])
        # A sheet may claim any size; what counts is the cells that are in it.
        chosen.reset_dimensions()
        for number, row in enumerate(chosen.iter_rows(max_col=COLUMN_LIMIT + 1), start=1):
            yield number, [_value(cell) for cell in row]
    finally:
        book.close()


def _value(cell: Any) -> object:
    if cell.data_type == TYPE_FORMULA:
        return Refused(
            f"the formula {shown(getattr(cell.value, 'text', None) or cell.value)}",
            "its result as a value: copy the cell and paste it as values",
        )
    if cell.data_type == TYPE_ERROR:
        return Refused(f"the error {shown(cell.value)}", "a value")
    return cell.value
