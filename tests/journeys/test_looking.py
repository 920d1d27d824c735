"""A supervisor sees who looked at a family, reviews what is unusual, and reads that the log is whole."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from trellis.features.families.tests.factories import family, person
from trellis.features.looking import jobs
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit import chain, checking

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("phone", [False, True], ids=["at a desk", "on a phone"])
def test_a_look_comes_up_and_is_reviewed(someone, house, phone, tmp_path, monkeypatch):
    monkeypatch.setenv("TRELLIS_LOG_ENDS", str(tmp_path / "ends.txt"))
    maker = someone(Role.COORDINATOR, "Priya Nair")
    ashworths = family(Viewer.from_membership(maker.membership), "Ashworth family")
    person(Viewer.from_membership(maker.membership), ashworths, given_name="Tess", family_name="Moran")
    kit = someone(Role.COORDINATOR, "Kit Moran", phone=phone)
    kit.open("/families/?search=ashworth")
    kit.open(f"/families/{ashworths.pk}/")
    _names_a_street(kit)

    jobs.find(house.pk, timezone.now())
    chain.seal_waiting()
    checking.check_all()

    boss = someone(Role.SUPERVISOR, "Grace Adeyemi", phone=phone)
    boss.open("/")
    boss.reads("Looking to review")
    boss.press("Kit Moran")
    boss.reads("do not work with the family, and somebody in it has their surname")
    boss.press(re.compile("what they looked at"))
    boss.reads("Who looked at this family")
    boss.picture("looked-at")
    boss.open(f"/families/{ashworths.pk}/looked-at/")
    boss.reads("No work with the family")
    boss.press("Watch over this family")
    boss.press("Watch over it")
    boss.reads("There is a problem")
    boss.type(re.compile("Why is the family"), "In the newspaper")
    boss.press("Watch over it")
    boss.reads("Watched over")

    boss.open("/looking/")
    boss.picture("looking")
    boss.press("Kit Moran")
    boss.choose("We talked about it, and it is settled")
    boss.press("Save the review")
    boss.reads("Write what you found out")
    boss.type(re.compile("What did you find out"), "A cousin. Kit is taken off the family.")
    boss.press("Save the review")
    boss.reads("Nothing waits for a review")
    boss.open("/looking/?show=reviewed")
    boss.reads("We talked about it, and it is settled")

    boss.open("/log/")
    boss.reads("Nothing was taken out or changed")
    boss.reads("Searched")
    boss.does_not_read("search=ashworth")


def _names_a_street(who):
    who.open("/looking/streets/")
    who.type("Street (optional)", "Alder Road")
    who.type("Postcode", "NE1")
    who.press("Keep this street")
    who.reads("Enter a whole postcode")
    who.type("Postcode", "ne1 4xf")
    who.press("Keep this street")
    who.reads("Nobody but you sees it")


def test_figures_for_those_who_see_nothing_else(someone, house):
    from trellis.features.journeys.tests.factories import journey
    from trellis.features.programmes.queries import definition
    from trellis.features.programmes.tests.factories import programme_version

    by = Viewer.from_membership(someone(Role.COORDINATOR).membership)
    for _ in range(6):
        journey(by, "m-pact")
    names = definition(programme_version("m-pact").pk).licence.licensor
    licensor = someone(Role.LICENSOR, "Noreen Blake", agency=names)
    licensor.open("/figures/")
    licensor.press("M-PACT")
    licensor.reads("Years do not overlap")
    licensor.page.get_by_text("Choose another year").click()
    licensor.picture("figures-of-a-licensor")
    for address in ("/families/", "/journeys/", "/looking/"):
        assert licensor.page.goto(address).status in {403, 404}
