"""Spreadsheets of invented families."""

from __future__ import annotations

from collections.abc import Sequence

from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.referrals.spreadsheet.columns import columns_for
from trellis.features.referrals.spreadsheet.template import example_rows
from trellis.platform.documents.spreadsheet import Cell, Sheet, write_csv, write_xlsx

_SYLLABLES = ("bra", "cor", "den", "fal", "gil", "har", "kes", "lum", "mor", "nev", "pol", "ros", "sten", "tav", "wil")


def name(number: int, syllables: int) -> str:
    """Make an invented name, a different one for each number as far as the syllables go, and near numbers far apart."""
    most = len(_SYLLABLES) ** syllables
    number = number * 23_671 % most
    parts = []
    for _ in range(syllables):
        number, rest = divmod(number, len(_SYLLABLES))
        parts.append(_SYLLABLES[rest])
    return "".join(parts).title()


def rows_of_families(definition: ProgrammeDefinition, count: int, *, first: int = 1) -> list[dict[str, Cell]]:
    """Make rows of as many families, two people each, all different people."""
    rows = []
    for number in range(first, first + count):
        adult, child = example_rows(definition, str(number))
        for row in (adult, child):
            row["people.family_name"] = name(number, 4)
        if number > 1:
            adult["people.given_name"], adult["people.known_as"] = name(number * 7, 3), None
            child["people.given_name"] = name(number * 11 + 5, 3)
        day = number * 3_331 % 4_000
        adult["people.birth_date"] = f"{day % 28 + 1}/{day // 28 % 12 + 1}/{1975 + day // 336}"
        child["people.birth_date"] = f"{(day + 11) % 28 + 1}/{day // 97 % 12 + 1}/{2010 + day % 2}"
        adult["your_reference"] = f"CS-{number}"
        rows += [adult, child]
    return rows


def csv_of(definition: ProgrammeDefinition, rows: Sequence[dict[str, Cell]]) -> bytes:
    """Write rows by the keys of columns as CSV."""
    columns = columns_for(definition)
    headings = [column.heading for column in columns]
    return write_csv([headings, *[[row.get(column.key) for column in columns] for row in rows]])


def xlsx_of(definition: ProgrammeDefinition, rows: Sequence[dict[str, Cell]]) -> bytes:
    """Write rows by the keys of columns as an Excel file."""
    columns = columns_for(definition)
    cells = [[row.get(column.key) for column in columns] for row in rows]
    return write_xlsx([Sheet("Referrals", [column.heading for column in columns], cells)])
