"""Every criterion of every programme, by the written table, and that the table leaves nothing out."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import trellis
from trellis.features.programmes.rules.built_in import built_in_definition, built_in_definitions
from trellis.features.programmes.rules.criteria import Condition, Criterion, CriterionAbout
from trellis.features.programmes.rules.facts import FACTS, FactKind
from trellis.features.programmes.rules.facts_document import facts_from
from trellis.features.programmes.rules.matching import Test
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.screening.rules import screen
from trellis.features.screening.tests.tables import DAY, Row, rows
from trellis.kernel.dates import add_months
from trellis.kernel.decisions import Outcome

ROWS = rows()
TODAY = date(2028, 12, 31)
CRITERIA = [(definition, criterion) for definition in built_in_definitions() for criterion in definition.criteria]


def criterion_of(row: Row) -> tuple[ProgrammeDefinition, Criterion]:
    definition = built_in_definition(row.programme)
    return definition, next(each for each in definition.criteria if each.key == row.criterion)


def document_for(row: Row, definition: ProgrammeDefinition, criterion: Criterion) -> dict[str, Any]:
    """Make a facts document that holds the facts of the row and nothing else."""
    document: dict[str, Any] = {"facts_version": 1, "programme": definition.key}
    given = dict(row.given)
    person: dict[str, Any] = {"name": "Sam", "strand": criterion.strand or definition.strand_keys[0]}
    match criterion.about:
        case CriterionAbout.FAMILY:
            document["family"] = given
        case CriterionAbout.REFERRAL:
            document["referral"] = given
        case CriterionAbout.STRAND:
            person |= given
        case _:
            person = {"name": "Sam", "child_of_concern": True, **given}
    return {**document, "people": [person]}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_row(row: Row) -> None:
    definition, criterion = criterion_of(row)
    facts = facts_from(document_for(row, definition, criterion), today=TODAY)
    screening = screen(definition, facts, row.on_day, "the first session")
    [finding] = [each for each in screening.findings if each.reason.key == criterion.key]
    reason = finding.reason
    assert reason.outcome is row.outcome
    assert reason.why
    assert reason.source
    assert criterion.title in reason.words
    assert bool(reason.question and reason.ask_whom) is (row.outcome is Outcome.NOT_YET_KNOWN)
    assert bool(reason.found) is (row.outcome is not Outcome.NOT_YET_KNOWN)
    assert reason.fact


def written(definition: ProgrammeDefinition, criterion: Criterion) -> list[Row]:
    return [row for row in ROWS if (row.programme, row.criterion) == (definition.key, criterion.key)]


def boundaries(condition: Condition) -> list[date]:
    """Return the days that must stand in the table: on, just inside and just outside each boundary."""
    value = condition.value
    if condition.fact == "age":
        assert isinstance(value, tuple)
        youngest = add_months(DAY, -12 * int(value[0]))
        oldest = add_months(DAY, -12 * (int(value[1]) + 1)) + timedelta(days=1)
        inside = [youngest - timedelta(days=1), oldest + timedelta(days=1)]
        outside = [youngest + timedelta(days=1), oldest - timedelta(days=1)]
        return [youngest, oldest, *inside, *outside]
    assert condition.fact == "abuse_months"
    assert condition.test is Test.AT_LEAST
    assert isinstance(value, int)
    on = add_months(DAY, -value)
    return [on, on - timedelta(days=1), on + timedelta(days=1)]


def values_wanted(condition: Condition) -> list[Any]:
    fact = FACTS[condition.fact]
    match fact.kind:
        case FactKind.YES_NO:
            return [True, False]
        case FactKind.CHOICE:
            return list(fact.choices)
        case FactKind.WHOLE_NUMBER:
            return [day.isoformat() for day in boundaries(condition)]
        case _:
            raise AssertionError(f"the table has no way to write {fact.kind}")


@pytest.mark.parametrize(("definition", "criterion"), CRITERIA, ids=[f"{d.key} {c.key}" for d, c in CRITERIA])
def test_the_table_leaves_nothing_out(definition: ProgrammeDefinition, criterion: Criterion) -> None:
    there = written(definition, criterion)
    assert any(not row.given and row.outcome is Outcome.NOT_YET_KNOWN for row in there), "nothing known"
    for outcome in Outcome:
        known = any(row.outcome is outcome for row in there)
        assert known or criterion.conditions[0].test is Test.IS_KNOWN, f"no row is {outcome}"
    for condition in criterion.conditions:
        asked = FACTS[condition.fact].derived_from or condition.fact
        given = {value for row in there for key, value in row.given if key == asked and row.on_day == DAY}
        missing = [value for value in values_wanted(condition) if value not in given]
        assert not missing, f"{condition.fact}: {missing}"


def test_the_table_names_only_what_there_is() -> None:
    for row in ROWS:
        criterion_of(row)


def test_no_row_stands_twice() -> None:
    keys = [(row.programme, row.criterion, row.given, row.on_day) for row in ROWS]
    assert len(keys) == len(set(keys))


def test_nothing_in_the_code_names_a_programme() -> None:
    """No `if` on a programme's name: the keys stand in no module of the product."""
    root = Path(trellis.__file__).parent
    keys = [f'"{definition.key}"' for definition in built_in_definitions()]
    for path in root.rglob("*.py"):
        inside = path.relative_to(root).parts
        if "tests" in inside or inside[0] == "demo":
            continue
        text = path.read_text(encoding="utf-8")
        for key in keys:
            assert f"== {key}" not in text, f"{path} compares with {key}"
            assert f"{key} ==" not in text, f"{path} compares with {key}"
