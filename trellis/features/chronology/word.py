"""A chronology as a Word document: a real table whose heading is repeated on every page."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from trellis.platform.design_system.words import day_short

if TYPE_CHECKING:
    from trellis.features.chronology.rules import Line

COLUMNS = (("Date", 2.7), ("Event", 12.5), ("Source", 5.0), ("Significance", 5.5))
KEEP = "Keep this paper where nobody can read it who should not."
# What XML cannot hold, such as a character typed by a broken keyboard.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Paper:
    """All that a chronology on paper says."""

    title: str
    organisation: str
    people: list[str]
    about: list[str]
    lines: list[Line]


def document(paper: Paper) -> bytes:
    """Return a chronology as a Word document, A4 across."""
    made = Document()
    _set_up(made, paper)
    made.add_heading(_clean(paper.title), level=1)
    if paper.people:
        made.add_paragraph(_clean(f"In this family: {'; '.join(paper.people)}."))
    for sentence in paper.about:
        made.add_paragraph(_clean(sentence))
    if paper.lines:
        _table(made, paper.lines)
    else:
        made.add_paragraph("There is no event to tell.")
    made.add_paragraph(KEEP)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def when(line: Line) -> str:
    """Write the day of an event as far as it is known."""
    return line.on_words or day_short(line.on)


def _set_up(made: Any, paper: Paper) -> None:
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin = section.bottom_margin = Cm(1.8)
    section.header.paragraphs[0].text = _clean(paper.organisation)
    made.styles["Normal"].font.name = "Arial"
    made.styles["Normal"].font.size = Pt(10)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    made.styles["Normal"].element.get_or_add_rPr().append(language)
    made.core_properties.title = _clean(paper.title)
    made.core_properties.author = _clean(paper.organisation)
    made.core_properties.language = "en-GB"
    made.core_properties.comments = ""


def _table(made: Any, lines: list[Line]) -> None:
    table = made.add_table(rows=1, cols=len(COLUMNS))
    table.style = "Table Grid"
    table.autofit = False
    _row(table.rows[0], [name for name, _ in COLUMNS], bold=True)
    _say(table.rows[0], "w:tblHeader")
    for line in lines:
        row = table.add_row()
        source = line.source or line.room_label
        stands_out = f"Significant. {line.significance}".strip() if line.significant else ""
        _row(row, [when(line), line.words, source, stands_out], bold=False)
        if line.significant:
            for run in row.cells[3].paragraphs[0].runs:
                run.bold = True
        _say(row, "w:cantSplit")


def _row(row: Any, words: list[str], *, bold: bool) -> None:
    for cell, text, (_, width) in zip(row.cells, words, COLUMNS, strict=True):
        cell.width = Cm(width)
        cell.paragraphs[0].add_run(_clean(text)).bold = bold


def _say(row: Any, what: str) -> None:
    element = OxmlElement(what)
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)


def _clean(words: str) -> str:
    return NOT_IN_XML.sub("", words)
