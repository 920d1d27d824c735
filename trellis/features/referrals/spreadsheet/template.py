"""The spreadsheet to fill in: XLSX with guidance and drop-downs, or CSV."""

from __future__ import annotations

from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.referrals.rules.questions import Kind
from trellis.features.referrals.spreadsheet.columns import Column, columns_for
from trellis.platform.documents.spreadsheet import Cell, Sheet, write_csv, write_xlsx

SHEET = "Referrals"
_NARROW, _WIDE = 14, 26


def template_xlsx(definition: ProgrammeDefinition) -> bytes:
    """Return the template of a programme as an Excel file: a sheet to fill in, how to fill it in, and the choices."""
    columns = columns_for(definition)
    fill_in = Sheet(
        SHEET,
        [column.heading for column in columns],
        widths={index: _WIDE if column.choices else _NARROW for index, column in enumerate(columns)},
        drop_downs={
            index: [label for _, label in column.choices]
            for index, column in enumerate(columns)
            if column.choices and column.question.kind is not Kind.CHOICES
        },
        notes={index: f"{column.needed}. {_meaning(column)}" for index, column in enumerate(columns)},
        date_columns=frozenset(i for i, column in enumerate(columns) if column.question.kind is Kind.DAY),
        text_columns=frozenset(i for i, column in enumerate(columns) if column.key in _AS_WRITTEN),
    )
    return write_xlsx([fill_in, _how_to(definition), _guidance(columns), _example(definition, columns)])


_AS_WRITTEN = frozenset({"family_number", "contact_value", "referrer.telephone", "agencies.contact", "your_reference"})


def template_csv(definition: ProgrammeDefinition) -> bytes:
    """Return the template as CSV: the headings alone."""
    return write_csv([[column.heading for column in columns_for(definition)]])


def _how_to(definition: ProgrammeDefinition) -> Sheet:
    lines = [
        f"This is for referrals to {definition.name}. Fill in the sheet “{SHEET}”.",
        "One row is one person. Rows with the same family number are one family. The rows can be in any order.",
        "Write in every person who matters: those who would take part, and others who live with them or are close.",
        "What is about the family as a whole (such as what has been happening) is written once, on any of its rows.",
        "Dates are day before month: 31/3/2011.",
        "No formulas: paste results as values.",
        "Nothing is brought in before you have seen what is in the file. If one cell is wrong, nothing is brought in, "
        "and you are told every cell that is wrong.",
        "The same family is not brought in twice, so a file can safely be sent again.",
        "Keep the file as carefully as the families' own papers, and delete it when it has been brought in.",
    ]
    return Sheet(
        "How to fill in", ["How to fill in this spreadsheet"], [[line] for line in lines], {0: 110}, wrapped=True
    )


def _meaning(column: Column) -> str:
    question = column.question
    words = question.label if question.label.endswith(("?", ".")) else f"{question.label}."
    return f"{words} {question.hint}".strip()


def _guidance(columns: tuple[Column, ...]) -> Sheet:
    rows: list[list[Cell]] = [
        [column.heading, column.needed, column.level.label, _meaning(column), _what_goes_in(column), column.example]
        for column in columns
    ]
    headers = ["Column", "When it is needed", "About", "What it means", "What goes in it", "Example"]
    return Sheet("Columns", headers, rows, {0: 32, 1: 28, 2: 24, 3: 60, 4: 50, 5: 32}, wrapped=True)


def _what_goes_in(column: Column) -> str:
    right = column.right
    return f"{right[:1].upper()}{right[1:]}"


def _example(definition: ProgrammeDefinition, columns: tuple[Column, ...]) -> Sheet:
    rows = [[said.get(column.key) for column in columns] for said in example_rows(definition)]
    return Sheet("Example", [column.heading for column in columns], rows)


def example_rows(definition: ProgrammeDefinition, family: str = "1") -> list[dict[str, Cell]]:
    """Return an invented family as rows by the keys of the columns: a parent and a child who take part."""
    columns = columns_for(definition)
    adult: dict[str, Cell] = {column.key: column.example for column in columns if column.example}
    strands = next(column for column in columns if column.key == "people.strand").choices
    by_part = _strands(definition, dict(strands))
    adult.update(
        {
            "family_number": family,
            "people.strand": by_part["parent"],
            "people.child_of_concern": None,
            "occupations.kind": "Work",
            "occupations.name": "Northside Bakery",
            "tie_adults": None,
        }
    )
    child: dict[str, Cell] = dict.fromkeys(adult)
    told: dict[str, Cell] = {
        "family_number": family, "people.given_name": "Kit", "people.family_name": "Ashworth",
        "people.birth_date": "14/2/2011", "people.gender": "Male", "people.family_role": "Child or young person",
        "people.child_of_concern": "Yes", "people.strand": by_part["child"], "home": "Mum's home",
        "contact.channel": "Through the referrer", "contact.is_safe": "Yes", "occupations.kind": "School",
        "occupations.name": "Northside Academy", "needs.interpreter_needed": "No",
    }  # fmt: skip
    return [adult, child | told]


def _strands(definition: ProgrammeDefinition, titles: dict[str, str]) -> dict[str, str]:
    """Return the strand that a parent and a child of the example take part in; "" where the programme has none."""
    nobody = next(title for key, title in titles.items() if key not in {strand.key for strand in definition.strands})
    found = {"parent": nobody, "child": nobody}
    for strand in reversed(definition.strands):
        for part in strand.takes_part_as:
            who = "child" if part == "child" else "parent"
            found[who] = strand.title
            if part == "family_member":
                found["child"] = strand.title
    return found
