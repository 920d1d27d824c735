"""Signing in, by keyboard and without scripts, and every page of one's own."""

import pytest

from trellis.platform.access.roles import Role

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("role", list(Role))
def test_everybody_has_a_place_to_begin(someone, role):
    person = someone(role)
    person.reads("Today")
    for link in person.page.locator("nav a.govuk-service-navigation__link").all():
        address = link.get_attribute("href")
        other = person.page.context.new_page()
        answer = other.goto(address)
        assert answer.ok, f"{address} answered {answer.status} to {role.label}"
        other.close()
