"""Spreadsheets of referrals as they are read: every family, and every problem at once."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from trellis.features.programmes.rules.built_in import BUILT_IN_FOLDER, built_in_definition
from trellis.features.referrals.rules.problems import problems_in
from trellis.features.referrals.rules.sections import Draft
from trellis.features.referrals.spreadsheet.cells import WrongCell, choice_of, day_in, telephone_in
from trellis.features.referrals.spreadsheet.columns import columns_for
from trellis.features.referrals.spreadsheet.reading import SheetReading, read_families
from trellis.features.referrals.spreadsheet.template import example_rows, template_csv, template_xlsx
from trellis.features.referrals.tests.sheets import csv_of, rows_of_families
from trellis.platform.documents.kinds import Kind
from trellis.platform.documents.spreadsheet import Cell, column_letter, read_table

TODAY = date(2026, 11, 21)
PACT = built_in_definition("pact")
KEYS = sorted(path.stem for path in BUILT_IN_FOLDER.glob("*.toml"))


def _read(rows: list[dict[str, Cell]], programme: str = "pact") -> SheetReading:
    definition = built_in_definition(programme)
    return read_families(read_table(csv_of(definition, rows), Kind.CSV), definition, TODAY)


def _column(key: str) -> str:
    return column_letter([column.key for column in columns_for(PACT)].index(key))


def _problem(reading: SheetReading) -> tuple[int, str, str, str]:
    assert len(reading.problems) == 1, reading.problems
    return tuple(getattr(reading.problems[0], name) for name in ("row", "column", "found", "right"))  # type: ignore[return-value]


@pytest.mark.parametrize("key", KEYS)
def test_the_example_of_every_programme_can_be_brought_in(key: str) -> None:
    definition = built_in_definition(key)
    table = read_table(template_xlsx(definition), Kind.XLSX, sheet="Example")
    reading = read_families(table, definition, TODAY)
    assert reading.problems == ()
    family = reading.families[0]
    assert [person.given_name for person in family.answers.people] == ["Dana", "Kit"]
    assert problems_in(Draft(family.document, definition, TODAY)) == []


@pytest.mark.parametrize("key", KEYS)
def test_headings_are_different_and_the_csv_has_the_same(key: str) -> None:
    definition = built_in_definition(key)
    headings = [column.heading for column in columns_for(definition)]
    assert len({heading.casefold() for heading in headings}) == len(headings)
    xlsx = read_table(template_xlsx(definition), Kind.XLSX, sheet="Referrals")
    assert list(xlsx.headers) == headings
    assert list(read_table(template_csv(definition), Kind.CSV).headers) == headings


def test_a_family_becomes_the_document_that_the_task_list_makes() -> None:
    reading = _read(example_rows(PACT))
    assert reading.problems == ()
    answers = reading.families[0].answers
    dana, kit = answers.people
    assert (dana.strand, kit.strand) == ("parents", "young_people") or dana.strand != kit.strand
    assert kit.child_of_concern
    assert kit.birth_date == date(2011, 2, 14)
    assert [(tie.kind, tie.responsibility) for tie in answers.ties if tie.to_id == "p2"] == [("mother", "yes")]
    assert answers.homes[0].people == ("p1", "p2")
    assert answers.homes[0].kept_from == "Her former partner"
    assert dana.contact is not None
    assert (dana.contact.channel, dana.contact.value, dana.contact.is_safe) == ("mobile", "07700 900123", True)
    assert answers.evenings == (1, 3)
    assert answers.family_facts["abuse_is_pattern"] == "yes"
    assert answers.agencies[0].name == "Northside School"
    assert answers.profession == "social_worker"


@pytest.mark.parametrize(
    ("key", "cell", "row", "right"),
    [
        ("people.given_name", None, 0, "Enter a given name"),
        ("people.birth_date", "31/2/2011", 1, "no such day"),
        ("people.birth_date", "31/3/11", 1, "four figures"),
        ("people.birth_date", "last spring", 1, "such as 31/3/2011"),
        ("people.birth_date", "1/1/2027", 1, "today or in the past"),
        ("people.birth_date", "1/1/1850", 1, "after 1899"),
        ("people.birth_date", "31/3/1980", 1, "older than"),
        ("people.gender", "F?", 0, "Female; Male"),
        ("people.family_role", "boss", 1, "Child or young person"),
        ("people.strand", "Pottery", 1, "one of:"),
        ("people.child_of_concern", None, 1, "Yes; No"),
        ("tie_children", None, 0, "Who is Dee to Kit?"),
        ("tie_children", "Boss", 0, "Mother; Father"),
        ("tie_children", "Nobody: Mother", 0, "Nobody in this family is called “nobody”"),
        ("contact.channel", None, 0, "Choose a way to reach them"),
        ("contact_value", None, 0, "Enter the mobile number"),
        ("contact_value", "ring me", 0, "07700 900123"),
        ("contact.is_safe", "maybe", 0, "Yes; No"),
        ("happening.what_happens", None, 0, "what has been happening"),
        ("happening.abuse_began_on", "a while ago", 0, "such as"),
        ("practical.evenings", "Tuesday, Someday", 0, "Monday; Tuesday"),
        ("practical.evenings", None, 0, "at least one day"),
        ("homes.postcode", "LS1", 0, "full postcode"),
        ("referrer.agency", None, 0, "Enter the agency"),
        ("referrer.profession", "Astronaut", 0, "Social worker"),
        ("family_number", None, 1, "the same for every row"),
        ("people.known_as", "x" * 81, 0, "80 characters or fewer"),
    ],
)
def test_every_wrong_cell_is_named_with_what_is_right(key: str, cell: Cell, row: int, right: str) -> None:
    rows = example_rows(PACT)
    rows[row][key] = cell
    if key == "family_number":
        rows = [*rows, {**rows[1], "family_number": "1"}]
    found = [p for p in _read(rows).problems if (p.row, p.column) == (row + 2, _column(key))]
    assert len(found) == 1, _read(rows).problems
    assert right in found[0].right, found[0].right
    assert found[0].right.endswith((".", "?"))
    assert found[0].found == ("nothing" if cell is None else str(cell)[:79] + "…" if len(str(cell)) > 80 else str(cell))


def test_all_problems_come_at_once_in_the_order_of_the_rows() -> None:
    rows = rows_of_families(PACT, 3)
    rows[0]["people.given_name"] = None
    rows[3]["people.birth_date"] = "soon"
    rows[4]["contact_value"] = "ring me"
    assert [problem.row for problem in _read(rows).problems] == [2, 5, 6]


def test_what_is_about_the_family_may_stand_on_any_row_but_not_in_two_ways() -> None:
    rows = example_rows(PACT)
    rows[1]["happening.what_happens"] = rows[0].pop("happening.what_happens")
    assert _read(rows).problems == ()
    rows[0]["happening.what_happens"] = "Something else"
    row, column, _, right = _problem(_read(rows))
    assert (row, column) == (3, _column("happening.what_happens"))
    assert "The same as in row 2" in right


def test_rows_of_a_family_need_not_stand_together_and_their_order_makes_no_other_family() -> None:
    rows = rows_of_families(PACT, 4)
    straight, turned = _read(rows), _read(rows[::-1])
    assert turned.problems == ()
    assert {family.key for family in straight.families} == {family.key for family in turned.families}
    assert len({family.key for family in straight.families}) == 4


def test_family_numbers_do_not_make_another_family_but_a_new_reference_does() -> None:
    key = _read(example_rows(PACT)).families[0].key
    assert _read(example_rows(PACT, "77")).families[0].key == key
    again = example_rows(PACT)
    again[0]["your_reference"] = "CS-9999"
    assert _read(again).families[0].key != key


def test_the_same_people_twice_in_one_file_are_a_problem() -> None:
    row, column, found, right = _problem(_read([*example_rows(PACT, "1"), *example_rows(PACT, "2")]))
    assert (row, column, found) == (4, "A", "2")
    assert "family 1 in row 2" in right


def test_headings_that_are_wrong_are_named_with_what_was_meant() -> None:
    content = csv_of(PACT, example_rows(PACT)).decode("utf-8-sig").replace("Known as", "Knwon as", 1).encode()
    row, column, found, right = _problem(read_families(read_table(content, Kind.CSV), PACT, TODAY))
    assert (row, column, found) == (1, _column("people.known_as"), "Knwon as")
    assert "“Known as”" in right


def test_a_file_without_a_needed_column_says_only_that() -> None:
    table = read_table(b"Given name,Family name\nDana,Ashworth\n", Kind.CSV)
    problems = read_families(table, PACT, TODAY).problems
    assert {problem.row for problem in problems} == {1}
    assert any("“Family number”" in problem.right for problem in problems)


def test_a_template_with_nothing_in_it_asks_for_a_row() -> None:
    reading = read_families(read_table(template_csv(PACT), Kind.CSV), PACT, TODAY)
    assert "At least one row" in reading.problems[0].right


def test_a_formula_in_a_cell_is_a_problem_of_that_cell() -> None:
    from trellis.platform.documents.tests.files import xlsx

    columns = columns_for(PACT)
    rows: list[list[object]] = [[column.heading for column in columns]]
    rows += [[row.get(column.key) for column in columns] for row in example_rows(PACT)]
    rows[1][2] = "=HYPERLINK(1)"
    reading = read_families(read_table(xlsx(rows), Kind.XLSX), PACT, TODAY)
    assert ("C", "the formula =HYPERLINK(1)") in [(problem.column, problem.found) for problem in reading.problems]


def test_ties_of_larger_families() -> None:
    rows = example_rows(PACT)
    rows.append({**rows[1], "people.given_name": "Ana", "people.birth_date": "1/5/2013"})
    father: dict[str, Cell] = {
        "family_number": "1", "people.given_name": "Sam", "people.family_name": "Ashworth",
        "people.family_role": "Parent", "people.birth_date": "2/2/1982", "home": "Dad's flat",
        "tie_children": "Kit: Father; Ana: Step-parent", "responsibility": "Kit: Yes; Ana: No",
    }  # fmt: skip
    rows.append(father)
    rows[0]["tie_adults"] = "Former partner"
    reading = _read(rows)
    assert reading.problems == ()
    ties = {(tie.from_id, tie.to_id): (tie.kind, tie.responsibility) for tie in reading.families[0].answers.ties}
    assert ties[("p4", "p2")] == ("father", "yes")
    assert ties[("p4", "p3")] == ("step_parent", "no")
    assert ties[("p1", "p4")] == ("ex_partner", "not_known")
    assert ties[("p2", "p3")] == ("sibling", "not_known")
    assert [home.label for home in reading.families[0].answers.homes] == ["Mum's home", "Dad's flat"]


@pytest.mark.parametrize(
    "cell",
    ["31/3/2011", "31.3.2011", "31-03-2011", "2011-03-31", "31 March 2011", "31st mar 2011", "Thu 31 March 2011",
     date(2011, 3, 31), datetime(2011, 3, 31, 9)],  # noqa: DTZ001
)  # fmt: skip
def test_reads_days_as_they_are_written_here(cell: Cell) -> None:
    assert day_in(cell, "a date") == date(2011, 3, 31)


@pytest.mark.parametrize("cell", ["13/13/2011", "2011", 40633, "31/3", "1/1/20111", "tomorrow", True])
def test_refuses_what_is_not_a_day(cell: Cell) -> None:
    with pytest.raises(WrongCell):
        day_in(cell, "a date")


def test_gives_a_telephone_number_its_first_nought_back() -> None:
    assert telephone_in(7700900123) == "07700900123"
    assert telephone_in("0113 496 0123") == "0113 496 0123"


def test_choices_by_label_key_or_beginning() -> None:
    choices = (("parent", "Parent (by birth)"), ("child", "Child or young person"), ("not_known", "Not known"))
    assert choice_of(choices, " PARENT ") == "parent"
    assert choice_of(choices, "Child or  young person") == "child"
    assert choice_of(choices, "don’t know") == "not_known"
    assert choice_of(choices, "c") is None
