"""Figures of a programme: counted rightly, walled off, held back from commissioners."""

import datetime
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.features.families.models import ShutOut
from trellis.features.insight import queries
from trellis.features.insight.rules import HELD_BACK, Period, year_of
from trellis.features.journeys.models import Journey
from trellis.features.journeys.tests.factories import journey
from trellis.features.outcomes import actions as outcomes
from trellis.features.outcomes.tests.test_outcomes import begun, sign_in
from trellis.features.programmes.queries import definition
from trellis.features.programmes.tests.factories import offer, programme_version
from trellis.features.referrals.actions import decline
from trellis.features.referrals.tests.factories import submitted_referral
from trellis.platform.access.models import Organisation
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import organisation, viewer

pytestmark = pytest.mark.django_db


def figures(who):
    today = timezone.localdate()
    period = Period(today - datetime.timedelta(days=365), today)
    version = programme_version("pact")
    return queries.figures(who, "pact", period, definition(version.pk))


def table(found, key):
    return next((t for t in found.tables if t.key == key), None)


def test_the_way_through_is_counted():
    by = viewer()
    begun(by)
    for _ in range(2):
        journey(by)
    assert [(label, count) for label, count, _ in figures(by).way] == [
        ("Referred", 3),
        ("Accepted", 3),
        ("Started", 1),
        ("Completed", 0),
    ]


def test_a_decline_counts_under_the_criterion_that_was_not_met():
    by = viewer()
    offer(Organisation.objects.get(pk=by.organisation_id))
    sent = submitted_referral(by)
    grown = timezone.localdate() + datetime.timedelta(days=6 * 366)
    decline(by=by, referral=sent, on_day=grown, on_day_why="Asked for", reasons="Too old", signpost="Adult services")
    assert ("The young person is 14 to 17", 1) in table(figures(by), "why_not").rows


def test_waits_run_from_referral_to_first_session():
    by = viewer()
    begun(by, days=90)
    row = table(figures(by), "waits").rows[0]
    assert row == ("Families that have started", 1, "30", "30")


def test_change_in_the_aims_of_the_programme():
    by = viewer()
    made = begun(by)
    goal = outcomes.set_goal(by=by, journey=made, words="Calm")
    today = timezone.localdate()
    for point, days, rating in (("start", 90, 3), ("end", 1, 6)):
        on = today - datetime.timedelta(days=days)
        outcomes.record_review_point(by=by, journey=made, point=point, on=on, goals={goal.pk: rating})
    rows = {row[0]: row[1:] for row in table(figures(by), "aim-relationships").rows}
    assert rows["The family's own goals"] == (1, 0, 0, 1)


def test_another_house_counts_nothing_of_ours(client):
    begun(viewer())
    stranger = viewer()
    assert [count for _, count, _ in figures(stranger).way] == [0, 0, 0, 0]
    sign_in(client, stranger)
    assert client.get(reverse("insight:programme", args=["pact"])).status_code == 404


def test_a_commissioner_sees_figures_and_no_small_ones(client):
    house = organisation()
    by = viewer(organisation=house)
    for _ in range(3):
        journey(by)
    sign_in(client, viewer(Role.COMMISSIONER, house))
    assert "PACT" in client.get(reverse("insight:programmes")).text
    answer = client.get(reverse("insight:programme", args=["pact"]))
    assert "fewer than 5" in answer.text
    assert Journey.objects.first().family.name not in answer.text
    assert "fewer than 5" in client.get(reverse("insight:csv", args=["pact"])).content.decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("insight:xlsx", args=["pact"])).content))
    assert "fewer than 5" in {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.REFERRER, Role.ADMINISTRATOR])
def test_others_see_no_figures(client, role):
    sign_in(client, viewer(role))
    assert client.get(reverse("insight:programmes")).status_code == 403


def test_days_in_the_wrong_order_are_explained(client):
    by = viewer()
    journey(by)
    sign_in(client, by)
    answer = client.get(reverse("insight:programme", args=["pact"]), {"first": "2026-03-02", "last": "2026-03-01"})
    assert "on or after the first day" in answer.text


def test_a_commissioner_asks_for_years_and_is_told_nothing_of_days(client):
    house = organisation()
    journey(viewer(organisation=house))
    sign_in(client, viewer(Role.COMMISSIONER, house))
    address = reverse("insight:programme", args=["pact"])
    today = timezone.localdate()
    year = year_of(today)
    page = client.get(address, {"first": (today - datetime.timedelta(days=3)).isoformat(), "last": today.isoformat()})
    assert "There is a problem" in page.text
    assert f"{year.first.day} {year.first:%B %Y}" in page.text
    asked = client.get(address, {"first": year.first.isoformat()})
    assert f"{year.first.day} {year.first:%B %Y}" in asked.text
    earlier = client.get(address, {"first": year.first.replace(year=year.first.year - 2).isoformat()})
    assert "Nobody was referred then" in earlier.text


def every_number(found):
    """Return all that a page of figures tells, as (table, row, heading) to cell."""
    tables = [("way", row) for row in found.way] + [(table.key, row) for table in found.tables for row in table.rows]
    return {(key, row[0], place): cell for key, row in tables for place, cell in enumerate(row[1:])}


@pytest.mark.parametrize("many", [1, 4, 5, 9])
def test_nothing_on_the_page_gives_a_small_number_away(many):
    """What waits is told in three places, what started in two: each is held back wherever it stands."""
    house = organisation()
    by = viewer(organisation=house)
    for _ in range(many):
        journey(by)
    begun(by)
    found = figures(viewer(Role.COMMISSIONER, house))
    cells = every_number(found)
    assert cells[("way", "Started", 0)] in {"fewer than 5", HELD_BACK}
    told = [cell for cell in cells.values() if isinstance(cell, int) and 0 < cell < 5]
    assert told == []
    waiting = {
        key: cell for key, cell in cells.items() if key[1] in {"Waiting", "Families that wait now"} and key[2] == 0
    }
    assert len({str(cell) for cell in waiting.values()}) == 1
    assert not any(isinstance(cell, int) for cell in waiting.values())


def test_a_file_is_what_the_screen_is(client):
    house = organisation()
    by = viewer(organisation=house)
    for _ in range(7):
        journey(by)
    begun(by)
    who = viewer(Role.COMMISSIONER, house)
    sign_in(client, who)
    year = year_of(timezone.localdate())
    version = programme_version("pact")
    found = queries.figures(who, "pact", year, definition(version.pk))
    shown = sorted(str(cell) for cell in every_number(found).values())
    rows = client.get(reverse("insight:csv", args=["pact"])).content.decode("utf-8-sig").splitlines()[1:]
    assert sorted(row.rpartition(",")[2].strip('"') for row in rows) == shown
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("insight:xlsx", args=["pact"])).content))
    cells = [cell.value for sheet in book for row in sheet.iter_rows(min_row=2, min_col=2) for cell in row]
    assert sorted("" if cell is None else str(cell) for cell in cells) == shown


def licensor(house, agency):
    return viewer(Role.LICENSOR, house, agency=agency)


def test_a_licensor_sees_the_programmes_that_it_licenses_and_no_other(client):
    house = organisation()
    by = viewer(organisation=house)
    journey(by)
    journey(by, "m-pact")
    names = definition(programme_version("m-pact").pk).licence.licensor
    sign_in(client, licensor(house, names.upper()))
    listed = client.get(reverse("insight:programmes")).text
    assert "M-PACT" in listed
    assert reverse("insight:programme", args=["pact"]) not in listed
    page = client.get(reverse("insight:programme", args=["m-pact"]))
    assert "fewer than 5" in page.text
    for name in ("programme", "csv", "xlsx"):
        assert client.get(reverse(f"insight:{name}", args=["pact"])).status_code == 404
        assert client.get(reverse(f"insight:{name}", args=["m-pact"])).status_code == 200
    sign_in(client, licensor(house, "Somebody else"))
    assert "There are no figures yet" in client.get(reverse("insight:programmes")).text
    assert client.get(reverse("insight:programme", args=["m-pact"])).status_code == 404


def test_those_who_see_figures_only_are_told_of_shut_families_and_staff_of_those_they_see():
    house = organisation()
    by = viewer(organisation=house)
    made = [journey(by) for _ in range(6)]
    for who in (by, commissioner := viewer(Role.COMMISSIONER, house)):
        ShutOut.objects.create(
            organisation=house, family=made[0].family, membership_id=who.membership_id, cause="knows_them"
        )
    assert figures(by).way[0][1] == 5
    assert figures(commissioner).way[0][1] == 6
