"""Rows of a CSV file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from trellis.kernel.decisions import RuleBroken
from trellis.platform.documents.checks.text import read_text
from trellis.platform.documents.spreadsheet.table import CELL_LIMIT

_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_SEPARATORS = (",", ";", "\t")


def rows_of_csv(content: bytes) -> Iterator[tuple[int, list[object]]]:
    """Go through the rows with their numbers, as a spreadsheet program would count them.

    Commas, semicolons and tabs are told apart by the first line. Raises RuleBroken, naming the row, for quotation marks
    that do not match and for a cell that is far too long.
    """
    text = read_text(content)
    first = 1
    if found := re.match(r"sep=(.)\r?\n", text):
        separator, text, first = found[1], text[found.end() :], 2
    else:
        separator = _separator(text)
    # The limit is the module's own and not the reader's; a cell beyond it stops the reading there.
    csv.field_size_limit(CELL_LIMIT * 4)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = first - 1
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as wrong:
            raise RuleBroken(_in_words(number, str(wrong))) from wrong
        yield number, list(row)


def _separator(text: str) -> str:
    line = text.lstrip("\r\n")[:20_000].split("\n", 1)[0]
    bare = _QUOTED.sub("", line)
    return max(_SEPARATORS, key=bare.count)


def _in_words(number: int, wrong: str) -> str:
    if "field larger" in wrong:
        return (
            f"Row {number} has a cell of more than {CELL_LIMIT * 4:,} characters. Shorten it, or close the "
            "quotation mark that was left open there."
        )
    return (
        f"Row {number} has quotation marks that do not match. Write each quotation mark inside a cell twice, or save "
        "the file again from your spreadsheet program."
    )
