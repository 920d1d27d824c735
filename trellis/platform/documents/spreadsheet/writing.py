"""Writes spreadsheets in which no cell can act: what begins like a formula stays writing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from trellis.platform.documents.spreadsheet.table import FORMULA_STARTS, Cell, column_letter

_WIDEST, _NARROWEST = 60, 8
_EXCEL_CELL = 32_767
_CHOICES_SHEET = "Choices"
_CHOICE_ROWS = 12_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """Describe one sheet to write.

    `widths` are in characters by column (else fitted to what is in it); `drop_downs` gives the choices of columns, by
    index; `notes` are shown when a heading is pointed at; `date_columns` are formatted as dates though still empty.
    """

    name: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Cell]] = ()
    widths: Mapping[int, int] = field(default_factory=dict)
    drop_downs: Mapping[int, Sequence[str]] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    date_columns: frozenset[int] = frozenset()
    text_columns: frozenset[int] = frozenset()
    wrapped: bool = False


def harmless(value: Cell) -> Cell:
    """Return a cell's value for CSV: writing that a spreadsheet program would run gets an apostrophe before it."""
    if isinstance(value, str) and (value.startswith(FORMULA_STARTS) or value.lstrip(" ").startswith(FORMULA_STARTS)):
        return f"'{value}"
    return value


def write_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return rows (the headings first) as CSV in UTF-8, with the mark by which Excel knows it; dates as 2026-03-31."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow(["" if cell is None else _csv_text(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _csv_text(cell: Cell) -> Any:
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    return harmless(cell.replace("\x00", "") if isinstance(cell, str) else cell)


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Return an Excel file: bold headings that stay in sight, real dates and numbers, and no formulas anywhere."""
    out = io.BytesIO()
    with Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "ddd d mmmm yyyy",
        },
    ) as book:
        looks = _Looks(book)
        choices: list[Sequence[str]] = []
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name[:31]), sheet, looks, choices)
        if choices:
            _write_choices(book.add_worksheet(_CHOICES_SHEET), choices, looks)
    return out.getvalue()


class _Looks:
    """Hold the formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        top: dict[str, Any] = {"valign": "top"}
        self.heading: Format = book.add_format(
            {"bold": True, "bg_color": "#E4EFEB", "border": 1, "border_color": "#1F5C4D", "text_wrap": True, **top}
        )
        self.plain: Format = book.add_format(top)
        self.wrapped: Format = book.add_format({"text_wrap": True, **top})
        self.date: Format = book.add_format({"num_format": "ddd d mmmm yyyy", "align": "left", **top})
        self.moment: Format = book.add_format({"num_format": "ddd d mmmm yyyy hh:mm", "align": "left", **top})
        self.text: Format = book.add_format({"num_format": "@", **top})
        # The quotation prefix is Excel's own way to say that a cell is writing, even when it is edited.
        self.quoted: Format = book.add_format({"quote_prefix": True, **top})


def _write_sheet(page: Worksheet, sheet: Sheet, looks: _Looks, choices: list[Sequence[str]]) -> None:
    widths = {index: len(header) + 2 for index, header in enumerate(sheet.headers)}
    for index, header in enumerate(sheet.headers):
        page.write_string(0, index, header, looks.heading)
        if note := sheet.notes.get(index):
            page.write_comment(0, index, note, {"x_scale": 2, "y_scale": 1.5})
    page.freeze_panes(1, 0)
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        for index, cell in enumerate(row):
            width = _write_cell(page, last, index, cell, looks, wrapped=sheet.wrapped)
            widths[index] = max(widths.get(index, 0), width)
    for index, width in widths.items():
        column = looks.date if index in sheet.date_columns else None
        column = looks.text if index in sheet.text_columns else column
        fitted = sheet.widths.get(index, min(_WIDEST, max(_NARROWEST, width + 1)))
        page.set_column(index, index, fitted, column)
    for index, values in sheet.drop_downs.items():
        choices.append(values)
        letter = column_letter(len(choices) - 1)
        page.data_validation(
            1, index, _CHOICE_ROWS, index,
            {
                "validate": "list",
                "source": f"={_CHOICES_SHEET}!${letter}$2:${letter}${len(values) + 1}",
                "error_type": "warning",
                "error_title": "Not one of the list",
                "error_message": "Choose one of the list, or leave the cell empty.",
            },
        )  # fmt: skip
    if last and sheet.headers:
        page.autofilter(0, 0, last, len(sheet.headers) - 1)


def _write_cell(page: Worksheet, row: int, index: int, cell: Cell, looks: _Looks, *, wrapped: bool) -> int:
    """Write one cell by its type, and return how wide it is in characters."""
    if cell is None:
        return 0
    if isinstance(cell, bool):
        page.write_string(row, index, "Yes" if cell else "No", looks.plain)
        return 3
    if isinstance(cell, datetime):
        page.write_datetime(row, index, cell.replace(tzinfo=None), looks.moment)
        return 26
    if isinstance(cell, date):
        page.write_datetime(row, index, datetime(cell.year, cell.month, cell.day), looks.date)  # noqa: DTZ001
        return 21
    if isinstance(cell, int | float):
        page.write_number(row, index, cell, looks.plain)
        return len(str(cell))
    text = cell.replace("\x00", "")[:_EXCEL_CELL]
    look = looks.quoted if harmless(text) != text else (looks.wrapped if wrapped else looks.plain)
    page.write_string(row, index, text, look)
    return max((len(line) for line in text.split("\n")), default=0)


def _write_choices(page: Worksheet, choices: list[Sequence[str]], looks: _Looks) -> None:
    for index, values in enumerate(choices):
        page.write_string(0, index, "Choices", looks.heading)
        page.set_column(index, index, 28)
        for row, value in enumerate(values, start=1):
            page.write_string(row, index, value, looks.plain)
