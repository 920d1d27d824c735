"""Who reads where somebody lives, or reckons with it: each place is known, and says why it gives nothing away."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
ADDRESS = re.compile(r"\b(HomeAddress|home_address|shown_address)\b")
# Reckoning a place from an address: each use has to be decided first.
RECKONING = re.compile(
    r"local_authority|travel_time|travel_minutes|nearest_venue|geocod|latitude|longitude|grid_reference|quality_lac|"
    r"outcode|postcode_district|kilometres",
    re.IGNORECASE,
)
READERS = {
    "trellis/features/families/actions/homes.py": "writes it; an empty field takes away only what the writer may see",
    "trellis/features/families/web/homes.py": "shows what `visible_to` gave",
    "trellis/features/families/jinja2/families/parts.jinja": "shows what `visible_to` gave",
    "trellis/features/families/queries/people.py": "reads through `visible_to`",
    "trellis/features/families/queries/contact.py": "reads through `visible_to`",
    "trellis/features/families/many.py": "writes families that nobody knew",
    "trellis/features/families/models/__init__.py": "names it",
    "trellis/features/families/models/homes.py": "is it",
    "trellis/features/families/personal.py": "names it for subject access",
    "trellis/features/families/wall.py": "holds the second wall for it",
    "trellis/features/duplicates/models.py": "keeps a merge, in ids",
    "trellis/features/duplicates/queries/comparing.py": "reads through `visible_to`",
    "trellis/features/duplicates/queries/finding.py": "compares; the words of a pair are shown to those who see both",
    "trellis/features/duplicates/queries/listing.py": "leaves out pairs whose evidence is sealed from the viewer",
    "trellis/features/looking/queries/finding.py": "compares a street in the background; the page names neither street",
}
MINUTES = "minutes between a number and a number: the planner's engine knows neither families nor places"
RECKONS: dict[str, str] = {
    "trellis/features/groups/planning/changes.py": MINUTES,
    "trellis/features/groups/planning/clashes.py": MINUTES,
    "trellis/features/groups/planning/indexed.py": MINUTES,
    "trellis/features/groups/planning/problem.py": MINUTES,
    "trellis/features/groups/planning/reading.py": MINUTES,
    "trellis/features/groups/planning/reasons.py": MINUTES,
}


def sources() -> list[Path]:
    """Return every source file and page of the product, but for tests, migrations and the demonstration."""
    return [
        path
        for folder in ("features", "platform")
        for suffix in ("*.py", "*.jinja")
        for path in (PROJECT / "trellis" / folder).rglob(suffix)
        if not {"tests", "migrations"} & set(path.parts)
    ]


def _found(pattern: re.Pattern[str]) -> set[str]:
    return {str(path.relative_to(PROJECT)) for path in sources() if pattern.search(path.read_text(encoding="utf-8"))}


def test_everybody_who_reads_an_address_is_known() -> None:
    unknown = _found(ADDRESS) - set(READERS)
    assert not unknown, f"{unknown} read where somebody lives: say in READERS why that gives nothing away, and test it."


def test_nobody_is_known_who_reads_no_address() -> None:
    assert set(READERS) - _found(ADDRESS) == set()


def test_nothing_is_reckoned_from_where_somebody_lives() -> None:
    unknown = _found(RECKONING) - set(RECKONS)
    assert not unknown, f"{unknown} reckon with places: decide in docs/adr/0015 what of it may be seen by whom."


@pytest.mark.parametrize("module", [m for m in READERS if "/queries/" in m and "finding" not in m])
def test_reads_of_addresses_go_through_the_viewer(module: str) -> None:
    source = (PROJECT / module).read_text(encoding="utf-8")
    for line in re.findall(r"HomeAddress\.objects\.\w+", source):
        assert line == "HomeAddress.objects.visible_to", line
