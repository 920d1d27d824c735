"""A practitioner reads a family's file: the genogram and the ecomap, on a laptop and on a telephone."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from trellis.features.families import actions
from trellis.features.families.models import Family
from trellis.features.families.tests import factories
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import viewer
from trellis.platform.access.viewer import Viewer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
# Four generations: whom, in which year born, of what gender.
PEOPLE = {
    "Edna": (1938, "female"),
    "Walter": (1936, "male"),
    "Joan": (1947, "female"),
    "Derek": (1945, "male"),
    "Susan": (1962, "female"),
    "Keith": (1960, "male"),
    "Carol": (1967, "female"),
    "Gary": (1966, "male"),
    "Dawn": (1988, "female"),
    "Lee": (1985, "male"),
    "Marcus": (1990, "male"),
    "Kelly": (1994, "female"),
    "Jamie": (2012, "male"),
    "Millie": (2017, "female"),
}
TIES = (
    ("Edna", "mother", "Susan"),
    ("Walter", "father", "Susan"),
    ("Joan", "mother", "Gary"),
    ("Derek", "father", "Gary"),
    ("Susan", "mother", "Dawn"),
    ("Keith", "father", "Dawn"),
    ("Susan", "mother", "Kelly"),
    ("Keith", "father", "Kelly"),
    ("Carol", "mother", "Lee"),
    ("Gary", "father", "Lee"),
    ("Dawn", "mother", "Jamie"),
    ("Lee", "father", "Jamie"),
    ("Dawn", "mother", "Millie"),
    ("Marcus", "father", "Millie"),
    ("Marcus", "step_parent", "Jamie"),
    ("Jamie", "half_sibling", "Millie"),
    ("Edna", "partner", "Walter"),
    ("Joan", "partner", "Derek"),
    ("Carol", "partner", "Gary"),
    ("Susan", "ex_partner", "Keith"),
    ("Lee", "ex_partner", "Dawn"),
    ("Dawn", "partner", "Marcus"),
)
BETWEEN = (
    ("Jamie", "violence", "Dawn"),
    ("Lee", "violence", "Dawn"),
    ("Susan", "close", "Jamie"),
    ("Dawn", "conflict", "Susan"),
)


@pytest.mark.parametrize("phone", [False, True])
def test_a_practitioner_reads_the_genogram_and_the_ecomap(house, someone, phone):
    family = write_family(viewer(Role.COORDINATOR, house))
    practitioner = someone(Role.PRACTITIONER, "Nadia Rahman", phone=phone)
    by = viewer(Role.COORDINATOR, house)
    actions.give_sight(by=by, family=family, membership=practitioner.membership, because="Keyworker")

    practitioner.open(reverse("families:family", args=[family.pk]))
    practitioner.press("Genogram", exact=True)
    drawing = practitioner.page.get_by_role("img", name="Genogram of the Ashworth family")
    assert drawing.locator("g").count() == len(PEOPLE)
    practitioner.reads("There is violence by Jamie towards Dawn.")
    is_readable(practitioner)
    see_drawing(practitioner)
    practitioner.picture("genogram" + "-phone" * phone, whole=False)

    practitioner.press("Ecomap", exact=True)
    practitioner.reads("Harbour Road Academy (school), a tie of Jamie.")
    practitioner.reads("Stepping Stones play therapy (help elsewhere)")
    is_readable(practitioner)
    see_drawing(practitioner)
    practitioner.picture("ecomap" + "-phone" * phone, whole=False)

    practitioner.press("Page to print")
    practitioner.reads("What the signs mean")


def see_drawing(practitioner):
    """Bring the drawing into the middle of the window."""
    practitioner.page.locator(".trellis-drawing").evaluate("one => one.scrollIntoView({block: 'center'})")


def is_readable(practitioner):
    """Words in the drawing are at least twelve pixels high, and it scrolls in its own box, by keyboard too."""
    box = practitioner.page.locator(".trellis-drawing")
    heights = box.locator("text").evaluate_all(
        "all => all.map(one => parseFloat(getComputedStyle(one).fontSize)"
        " * one.ownerSVGElement.getBoundingClientRect().width / one.ownerSVGElement.viewBox.baseVal.width)"
    )
    assert min(heights) >= 11.9
    assert box.evaluate("one => one.scrollWidth >= one.querySelector('svg').getBoundingClientRect().width")
    box.focus()
    assert box.evaluate("one => one === document.activeElement")


def write_family(by: Viewer) -> Family:
    """Write a family of fourteen in four generations, with homes, a school, work and help elsewhere."""
    family = factories.family(by, "Ashworth family")
    people = {
        name: factories.person(by, family, given_name=name, birth_date=date(year, 2, 3), gender=gender)
        for name, (year, gender) in PEOPLE.items()
    }
    for name, died in (("Edna", "2019"), ("Walter", "2010")):
        actions.change_person(by=by, person=people[name], has_died=True, died_on=died)
    for first, kind, second in TIES:
        actions.record_relationship(
            by=by, family=family, from_person=people[first], to_person=people[second], kind=kind
        )
    for first, kind, second in BETWEEN:
        actions.record_tie_quality(by=by, family=family, from_person=people[first], to_person=people[second], kind=kind)
    for label, names in (("Dawn’s home", ("Dawn", "Marcus", "Jamie", "Millie")), ("Susan’s home", ("Susan", "Kelly"))):
        actions.record_household(by=by, family=family, label=label, people=[people[name] for name in names])
    for name, kind, where in (
        ("Jamie", "school", "Harbour Road Academy"),
        ("Millie", "school", "Weir Street Primary School"),
        ("Dawn", "work", "Northside Bakery"),
    ):
        actions.record_occupation(by=by, family=family, person=people[name], kind=kind, name=where)
    actions.record_signpost(
        by=by,
        family=family,
        person=people["Millie"],
        kind="referral",
        service="Stepping Stones play therapy",
        consent="parents",
    )
    return family
