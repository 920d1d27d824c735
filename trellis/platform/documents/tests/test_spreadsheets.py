"""Tables in and out."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from trellis.kernel.decisions import RuleBroken
from trellis.platform.documents.kinds import Kind
from trellis.platform.documents.spreadsheet import Sheet, column_letter, read_table, write_csv, write_xlsx
from trellis.platform.documents.tests import files

LIVE = ["=1+1", "+44 7700 900123", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", '=HYPERLINK("https://example.org")']


def test_csv_makes_formulas_harmless_and_reads_them_back() -> None:
    written = write_csv([["Note"], *[[cell] for cell in LIVE]])
    assert written.startswith(b"\xef\xbb\xbf")
    lines = written.decode("utf-8-sig").split("\r\n")[1:]
    assert all(line.lstrip('"').startswith("'") for line in lines if line)
    table = read_table(written, Kind.CSV)
    assert [row.cells[0] for row in table.rows] == LIVE


def test_xlsx_holds_no_formula_and_real_dates() -> None:
    made = write_xlsx([Sheet("Figures", ["Note", "Day", "Count"], [[cell, date(2026, 3, 3), -2] for cell in LIVE])])
    page = load_workbook(io.BytesIO(made))["Figures"]
    assert page["A1"].font.bold
    for row in page.iter_rows(min_row=2):
        assert row[0].data_type == "s"
        assert row[0].quotePrefix
        assert row[1].value == datetime(2026, 3, 3)  # noqa: DTZ001
        assert row[2].value == -2
    assert page.column_dimensions["B"].width > 15


def test_xlsx_has_drop_downs_longer_than_excel_writes_in_line() -> None:
    choices = [f"Choice number {n}" for n in range(60)]
    book = load_workbook(io.BytesIO(write_xlsx([Sheet("R", ["A", "B"], drop_downs={1: choices})])))
    validation = book["R"].data_validations.dataValidation[0]
    assert str(validation.sqref).startswith("B2:")
    assert book["Choices"]["A61"].value == "Choice number 59"


def test_reads_types_and_row_numbers() -> None:
    content = files.xlsx(
        [
            [],
            ["Name", "Born", "Count", "Yes"],
            ["  Zoë ", datetime(2011, 5, 4), 3.0, True],  # noqa: DTZ001
            [],
            ["B", None, 2.5, None, None],
        ]
    )
    table = read_table(content, Kind.XLSX)
    assert table.headers == ("Name", "Born", "Count", "Yes")
    assert [(row.number, row.cells) for row in table.rows] == [
        (3, ("Zoë", date(2011, 5, 4), 3, True)),
        (5, ("B", None, 2.5, None)),
    ]


def test_prefers_the_sheet_of_the_name() -> None:
    made = write_xlsx([Sheet("Guidance", ["x"], [["y"]]), Sheet("Referrals", ["Name"], [["Zoë"]])])
    assert read_table(made, Kind.XLSX, sheet="Referrals").headers == ("Name",)


def test_names_cells_with_formulas_and_errors() -> None:
    table = read_table(files.xlsx([["Name", "Sum"], ["Zoë", "=SUM(A1:A9)"], ["#REF!", 4]]), Kind.XLSX)
    assert [(p.row, p.column) for p in table.problems] == [(2, "B"), (3, "A")]
    assert "=SUM(A1:A9)" in table.problems[0].found
    assert "paste it as values" in table.problems[0].right
    assert table.rows[0].cells == ("Zoë", None)


def test_refuses_a_monstrous_shared_text_without_holding_it() -> None:
    words = b"".join(b"%08x" % (n * 2654435761 % 2**32) for n in range(5_000_000))
    strings = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>' + words + b"</t></si></sst>"
    )
    content = files.with_parts(files.xlsx([["a"]]), {"xl/sharedStrings.xml": strings})
    with pytest.raises(RuleBroken, match=r"Text 1 of the shared texts is longer than 40,000 characters"):
        read_table(content, Kind.XLSX)


def test_refuses_a_monstrous_cell_in_the_sheet() -> None:
    cell = b'<c r="C7" t="inlineStr"><is><t>' + b"ab&amp;" * 60_000 + b"</t></is></c>"
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="7">'
        + cell
        + b"</row></sheetData></worksheet>"
    )
    content = files.with_parts(files.xlsx([["a"]]), {"xl/worksheets/sheet1.xml": sheet})
    with pytest.raises(RuleBroken, match="Cell C7 is longer than"):
        read_table(content, Kind.XLSX)


def test_a_sheet_that_claims_a_million_columns_is_read_by_what_is_in_it() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>'
        b'<row r="9000"><c r="A9000"><v>3</v></c></row></sheetData></worksheet>'
    )
    content = files.with_parts(files.xlsx([["a"]]), {"xl/worksheets/sheet1.xml": sheet})
    table = read_table(content, Kind.XLSX)
    assert table.headers == ("1",)
    assert [row.number for row in table.rows] == [9000]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_reads_csv_of_every_sort(separator: str, encoding: str) -> None:
    text = separator.join(["Name", '"Note, with ; and more"']) + "\r\n"
    text += separator.join(["Zoë", '"said ""no""\nand left"']) + "\r\n\r\n" + separator.join(["B", "x"])
    table = read_table(text.encode(encoding), Kind.CSV)
    assert table.headers == ("Name", "Note, with ; and more")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("Zoë", 'said "no"\nand left')),
        (4, ("B", "x")),
    ]


def test_reports_ragged_rows_by_row() -> None:
    table = read_table(b"a,b\n1,2,3\n4\n5,6,,\n", Kind.CSV)
    assert [(p.row, p.column, p.found) for p in table.problems] == [(2, "C", "3")]
    assert [row.cells for row in table.rows] == [("1", "2"), ("4", None), ("5", "6")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n,,\n", "is empty"),
        (b'a,b\n"x"y,z\n', "Row 2 has quotation marks"),
        (b'a,b\n1,2\n"never closed,2\n' + b"x" * 50_000, "Row 3 has a cell of more than"),
        (b"a\n" + b"1\n" * 20_001, "more than 20,000 rows"),
        (b",".join(b"h%d" % n for n in range(201)), "more than 200 columns"),
        (b"a\n\x00\n", "null byte"),
    ],
)
def test_refuses_csv_in_words(content: bytes, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        read_table(content, Kind.CSV)


def test_names_cells_that_are_too_long() -> None:
    table = read_table(b"a,b\nx," + b"y" * 10_001, Kind.CSV)
    assert [(p.row, p.column, p.found) for p in table.problems] == [(2, "B", "10,001 characters")]


def test_column_letters() -> None:
    assert [column_letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
