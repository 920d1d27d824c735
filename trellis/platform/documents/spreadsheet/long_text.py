"""Measures the cells of a spreadsheet as they stream by, so that a monstrous one is never held in memory."""

from __future__ import annotations

import zipfile
from xml.parsers import expat

from trellis.kernel.decisions import RuleBroken
from trellis.platform.documents.checks.office import is_xml
from trellis.platform.documents.spreadsheet.table import CELL_LIMIT

LONGEST = CELL_LIMIT * 4
_CHUNK = 256 * 1024
_ITEMS = frozenset({"si", "c", "comment", "p", "row"})


class _TooLong(Exception):
    pass


def check_lengths(archive: zipfile.ZipFile) -> None:
    """Raise RuleBroken when any cell or shared text of any part is far longer than a cell may be.

    Texts are kept apart from cells in a shared list that spreadsheet programs read whole; its own name is
    free, so every part that is XML is measured.
    """
    for part in archive.infolist():
        if part.file_size > LONGEST:
            _check_part(archive, part)


class _Measure:
    """Counts the characters of one cell or one shared text, and remembers which it is."""

    def __init__(self) -> None:
        self.length = self.items = 0
        self.cell = ""

    def text(self, found: str) -> None:
        self.length += len(found)
        if self.length > LONGEST:
            raise _TooLong

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "c":
            self.cell = attributes.get("r", "")[:12]

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local in _ITEMS:
            self.length = 0
            self.items += local == "si"

    @property
    def place(self) -> str:
        return f"Cell {self.cell}" if self.cell else f"Text {self.items + 1:,} of the shared texts"


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    measure = _Measure()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.CharacterDataHandler = measure.text
    parser.StartElementHandler = measure.start
    parser.EndElementHandler = measure.end
    try:
        with archive.open(part) as stream:
            begin = stream.read(_CHUNK)
            if not is_xml(begin):
                return
            parser.Parse(begin, False)
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except _TooLong:
        raise RuleBroken(
            f"{measure.place} is longer than {LONGEST:,} characters. Shorten it to {CELL_LIMIT:,} characters "
            "or fewer, save the file, and attach it again."
        ) from None
    except expat.ExpatError as broken:
        raise RuleBroken(
            "This Excel spreadsheet is damaged and cannot be read. Open it in Excel, save it again as .xlsx, "
            "and attach that."
        ) from broken
