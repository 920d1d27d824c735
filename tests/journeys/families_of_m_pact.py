"""Three invented families for a multi-family group, as a drug and alcohol service would write them in a spreadsheet."""

from __future__ import annotations

from tests.journeys.bringing_in import Row, people_of_families
from trellis.features.programmes.rules.schema import ProgrammeDefinition

FAMILIES = (
    {"Parent": "Carys", "Family name": "Finch", "Given name": "Mia", "Gender": "Female"},
    {"Parent": "Donal", "Family name": "Rooke", "Given name": "Cian", "Gender": "Male"},
    {"Parent": "Priti", "Family name": "Wren", "Given name": "Asha", "Gender": "Female"},
)
BROTHER = {"Given name": "Otis", "Date of birth": "4/5/2015", "Gender": "Male", "Child the referral is about": "No"}
"""Mia's brother comes too, so that one family brings two children."""


def rows_of_m_pact(definition: ProgrammeDefinition) -> list[Row]:
    """Return a row for each parent and child, in the order of the families."""
    rows = []
    for row in people_of_families(definition, FAMILIES):
        if "A court bars contact between those taking part" in row:
            row["A court bars contact between those taking part"] = "No"
        rows.append(row)
        if row["Given name"] == "Mia":
            rows.append(row | BROTHER)
    return rows
