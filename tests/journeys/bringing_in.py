"""Bringing in families from a spreadsheet, as a co-ordinator would: the template, the mistakes, the background job."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from tests.journeys.answering import answer
from tests.journeys.people import Person
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.referrals.spreadsheet.columns import columns_for
from trellis.features.referrals.tests.sheets import rows_of_families
from trellis.platform.jobs import running

type Row = dict[str, str]
"""One person of the spreadsheet, by its headings."""


def download_template(person: Person, programme: str) -> list[str]:
    """Download the CSV template of a programme; return its headings."""
    person.open("/referrals/imports/new/")
    with person.page.expect_download() as waiting:
        person.page.get_by_role("link", name=f"CSV template for {programme}").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    return next(csv.reader(io.StringIO(text)))


def people_of_families(definition: ProgrammeDefinition, families: Sequence[dict[str, str]]) -> list[Row]:
    """Fill in a row for parent and child of each invented family; a family says how its child differs, by heading."""
    headings = {column.key: column.heading for column in columns_for(definition)}
    rows = []
    made = rows_of_families(definition, len(families))
    for number, family in enumerate(families):
        for each in made[2 * number : 2 * number + 2]:
            row = {headings[key]: str(cell) for key, cell in each.items() if cell is not None}
            row["Family name"] = family["Family name"]
            if row.get("Child the referral is about") == "Yes":
                row |= family
            else:
                row["Given name"] = family["Parent"]
            row.pop("Parent", "")
            rows.append(row)
    return rows


def write_sheet(path: Path, headings: Sequence[str], rows: Sequence[Row]) -> Path:
    """Write the rows under the template's headings."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings, extrasaction="raise")
        writer.writeheader()
        writer.writerows(rows)
    return path


def send_sheet(person: Person, programme: str, path: Path) -> None:
    """Upload a spreadsheet; the background worker reads it."""
    person.open("/referrals/imports/new/")
    answer(person, programme=programme)
    person.page.locator("main input[type=file]").set_input_files(path)
    person.press("Read the spreadsheet")
    running.run_pending()
    person.open(person.page.url)


def bring_in(person: Person) -> list[str]:
    """Press the button that brings in what was looked at, let the worker do it; return the referrals' addresses."""
    person.press(re.compile(r"Bring in \d+ referrals?"))
    page = person.page.url
    running.run_pending()
    person.open(page)
    links = person.page.locator("main table a[href*='/referrals/']").all()
    return [link.get_attribute("href") or "" for link in links]
