"""Reads a whole spreadsheet: every family in it, and every problem at once, each with its row and column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.referrals.rules.problems import Problem, problems_in
from trellis.features.referrals.rules.sections import Draft
from trellis.features.referrals.spreadsheet import columns as c
from trellis.features.referrals.spreadsheet.cells import text_of
from trellis.features.referrals.spreadsheet.columns import columns_for
from trellis.features.referrals.spreadsheet.families import FamilyReader, SheetFamily, in_families
from trellis.features.referrals.spreadsheet.headings import Headings, find_columns
from trellis.platform.documents.spreadsheet import CellProblem, Row, Table

MOST_IN_A_FAMILY = 30
_CONTACT = frozenset({"mobile", "landline", "email", "post"})
_MISSING_PLACES = {"people": "people.strand", "homes": c.HOME.key, "agencies": "agencies.name"}

Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SheetReading:
    """Hold what was read: the families, every problem in the order of the rows, and how many rows there are."""

    families: tuple[SheetFamily, ...]
    problems: tuple[CellProblem, ...]
    rows: int


def read_families(
    table: Table, definition: ProgrammeDefinition, today: date, *, step: Step = lambda done, total: None
) -> SheetReading:
    """Read the families of a table and check each as if it had been typed; `step(done, total)` hears of each."""
    columns = columns_for(definition)
    headings = find_columns(table, columns)
    if any(problem.found == "no such column" for problem in headings.problems):
        # Without a column that every family needs, the rows would only say the same over and over.
        return SheetReading((), headings.problems, len(table.rows))
    reader = FamilyReader(columns, headings, definition.key, today)
    reader.problems += [*headings.problems, *table.problems]
    numbers = [_number(reader, row) for row in table.rows]
    grouped = list(in_families(table.rows, numbers))
    families = []
    for done, (number, rows) in enumerate(grouped):
        step(done, len(grouped))
        if len(rows) > MOST_IN_A_FAMILY:
            reader.wrong(
                c.FAMILY_NUMBER.key, rows[0], f"{MOST_IN_A_FAMILY} rows or fewer to a family: this has {len(rows)}."
            )
            continue
        families.append(_checked(reader, definition, today, number, rows))
    reader.problems += _twice(families, headings)
    if not families and not reader.problems:
        reader.problems.append(CellProblem(table.header_row + 1, "", "nothing", "At least one row with a person."))
    return SheetReading(tuple(families), _in_order(reader.problems), len(table.rows))


def _number(reader: FamilyReader, row: Row) -> str:
    number = text_of(reader.cell(c.FAMILY_NUMBER.key, row))
    if not number:
        reader.wrong(
            c.FAMILY_NUMBER.key, row, "A number or word that is the same for every row of the family, such as 1."
        )
    return number[:40]


def _checked(
    reader: FamilyReader, definition: ProgrammeDefinition, today: date, number: str, rows: list[Row]
) -> SheetFamily:
    known_wrong = len(reader.problems)
    family = reader.read(number, rows)
    told = {(problem.row, problem.column) for problem in reader.problems[known_wrong:]}
    by_number = {row.number: row for row in rows}
    for problem in problems_in(Draft(family.document, definition, today)):
        key, row_number = _place(problem, family)
        place = (row_number, reader.headings.letter(key))
        if place not in told:
            told.add(place)
            _tell(reader, key, by_number[row_number], problem)
    return family


def _tell(reader: FamilyReader, key: str, row: Row, problem: Problem) -> None:
    right = problem.words if problem.words.endswith((".", "?")) else f"{problem.words}."
    column = next((each for each in reader.columns if each.key == key), None)
    if problem.missing and column is not None and column.choices:
        right = f"{right} It is {column.right}."
    reader.wrong(key, row, right)


def _place(problem: Problem, family: SheetFamily) -> tuple[str, int]:
    """Return the column and the row in which a problem with a family's answers is put right."""
    first = family.rows[0]
    row = family.row_of.get(problem.item, first)
    if problem.section == "ties":
        return _place_of_tie(problem, family)
    if problem.section == "homes" and problem.item:
        living = next((home for item, home in family.document["homes"].items() if item == problem.item), {})
        people = living.get("people")
        row = family.row_of[people[0]] if isinstance(people, list) and people else first
    if not problem.field:
        return _MISSING_PLACES.get(problem.section, c.FAMILY_NUMBER.key), row
    if problem.section == "contact" and problem.field in _CONTACT:
        return c.CONTACT_VALUE.key, row
    if problem.section == "homes" and problem.field == "label":
        return c.HOME.key, row
    return f"{problem.section}.{problem.field}", row


def _place_of_tie(problem: Problem, family: SheetFamily) -> tuple[str, int]:
    """Ties stand in the row of the person who is the mother, brother or partner of somebody."""
    what, _, rest = problem.field.partition("_")
    person_id = rest.partition("_")[0]
    row = family.row_of.get(person_id, family.rows[0])
    if what == "responsibility":
        return c.RESPONSIBILITY.key, row
    return (c.TIE_ADULTS.key if problem.item == "adults" else c.TIE_CHILDREN.key), row


def _twice(families: list[SheetFamily], headings: Headings) -> Iterator[CellProblem]:
    first: dict[str, SheetFamily] = {}
    for family in families:
        other = first.setdefault(family.key, family)
        if other is not family:
            yield CellProblem(
                family.rows[0],
                headings.letter(c.FAMILY_NUMBER.key),
                family.number,
                f"Each family once: these are the same people as family {other.number} in row {other.rows[0]}.",
            )


def _in_order(problems: list[CellProblem]) -> tuple[CellProblem, ...]:
    return tuple(sorted(problems, key=lambda each: (each.row, len(each.column), each.column)))


def heading_of(headers: tuple[str, ...], letter: str) -> str:
    """Return the heading over a column's letter."""
    index = 0
    for each in letter:
        index = index * 26 + ord(each) - 64
    return headers[index - 1] if 0 < index <= len(headers) else ""
