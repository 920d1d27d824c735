"""The main job by keyboard: every step is reached and done with keys alone, and it is always seen where one is."""

from __future__ import annotations

import pytest

from tests.journeys.house import open_programmes
from tests.journeys.people import Person
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
MOST_STEPS = 80
WHERE = """() => {
    const here = document.activeElement
    if (here === document.body) return {words: '', name: '', type: 'BODY', seen: true, inside: true}
    const labels = [...(here.labels || [])]
    const styles = ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow', 'backgroundColor', 'borderTopColor']
    const look = () => [here, ...labels].flatMap(part => [null, '::before', '::after'].map(piece => {
        const drawn = getComputedStyle(part, piece)
        return styles.map(style => drawn[style]).join()
    })).join()
    const focused = look()
    const box = here.getBoundingClientRect()
    here.blur()
    const seen = focused !== look()
    here.focus({preventScroll: true, focusVisible: true})
    const words = labels.map(label => label.innerText).join(' ')
    return {
        words: (words || here.getAttribute('aria-label') || here.innerText || '').trim(),
        name: here.getAttribute('name') || '', type: here.type || here.tagName,
        seen: seen, inside: box.bottom > 0 && box.top < innerHeight,
    }
}"""


def where(person: Person) -> dict[str, object]:
    """Return what has the focus, having checked that it is visible."""
    found: dict[str, object] = person.page.evaluate(WHERE)
    if found["type"] != "BODY":
        assert found["seen"], f"On {person.page.url} the focus cannot be seen on {found}"
        assert found["inside"], f"On {person.page.url} the focus is outside of the window on {found}"
    return found


def tab_to(person: Person, words: str = "", *, name: str = "") -> None:
    """Press Tab until what has these words, or this name, has the focus."""
    passed = []
    for _ in range(MOST_STEPS):
        person.page.keyboard.press("Tab")
        here = where(person)
        passed.append(here["words"] or here["name"])
        if (words and words in str(here["words"])) or (name and here["name"] == name):
            return
    raise AssertionError(f"{words or name!r} cannot be reached by Tab on {person.page.url}. Passed: {passed}")


def type_in(person: Person, name: str, words: str) -> None:
    """Reach a box, and type."""
    tab_to(person, name=name)
    person.page.keyboard.type(words)


def press_enter(person: Person) -> None:
    """Press Enter on what has the focus, and wait for the page that follows."""
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
    person.page.wait_for_load_state()


def test_a_referral_is_begun_and_a_person_filled_in_by_keyboard(house, someone):
    open_programmes(house, "pact", "m-pact")
    person = someone(Role.REFERRER, "Ruth Hall")
    person.page.context.clear_cookies()
    person.page.goto("/sign-in/")
    tab_to(person, "E-mail address")
    person.page.keyboard.type(person.membership.user.email)
    tab_to(person, name="password")
    person.page.keyboard.type(PASSWORD)
    press_enter(person)
    person.reads("Today")

    person.page.keyboard.press("Tab")
    assert "Skip to main content" in str(where(person)["words"])
    tab_to(person, "Referrals")
    press_enter(person)
    tab_to(person, "Make a referral")
    press_enter(person)
    tab_to(person, name="programme")
    person.page.keyboard.press("Space")
    choose_by_arrows(person, "PACT (Parents And Children Together)")
    tab_to(person, "Start the referral")
    press_enter(person)

    tab_to(person, "The people of the family")
    press_enter(person)
    tab_to(person, "Add a person")
    press_enter(person)
    type_in(person, "given_name", "Kit")
    type_in(person, "family_name", "Ashworth")
    for part, words in (("day", "14"), ("month", "2"), ("year", "2011")):
        type_in(person, f"birth_date_{part}", words)
    for question, answer in (
        ("gender", "Male"),
        ("family_role", "Child or young person"),
        ("child_of_concern", "Yes"),
        ("strand", "Young people's groups"),
    ):
        tab_to(person, name=question)
        person.page.keyboard.press("Space")
        choose_by_arrows(person, answer)
    tab_to(person, "Save and continue")
    press_enter(person)
    person.reads("Kit Ashworth")
    person.reads("Young people's groups")
    person.reads("Completed")


def choose_by_arrows(person: Person, words: str) -> None:
    """Move among radio buttons with the arrow keys until the one with these words is chosen."""
    for _ in range(20):
        if str(where(person)["words"]).startswith(words):
            return
        person.page.keyboard.press("ArrowDown")
    raise AssertionError(f"{words!r} cannot be chosen by arrow keys on {person.page.url}")
