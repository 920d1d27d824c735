"""Spreadsheets in and out: `read_table`, `write_xlsx`, `write_csv`."""

from trellis.platform.documents.spreadsheet.reading import read_table
from trellis.platform.documents.spreadsheet.table import Cell, CellProblem, Row, Table, column_letter
from trellis.platform.documents.spreadsheet.writing import Sheet, harmless, write_csv, write_xlsx

__all__ = [
    "Cell",
    "CellProblem",
    "Row",
    "Sheet",
    "Table",
    "column_letter",
    "harmless",
    "read_table",
    "write_csv",
    "write_xlsx",
]
