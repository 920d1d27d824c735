"""A second step asked for by the organisation, with a passkey and with an app, and sign-ins ended: in a browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone

from tests.journeys.people import PASSWORD, Person
from trellis.platform.access.models import Organisation, User
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.test_second_factor import code_of

pytestmark = pytest.mark.browser
FRONT_DOOR = re.compile(r"^https?://[^/]+/$")
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_passkeys(person: Person) -> tuple[Any, str]:
    """Give the browser a device that makes and keeps passkeys; return what talks to it, and its id."""
    talk = person.page.context.new_cdp_session(person.page)
    talk.send("WebAuthn.enable")
    device = talk.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]
    return talk, device


def ask_of_everybody(house: Organisation) -> None:
    """Ask everybody in the house for a second step from today on."""
    house.second_step_from = timezone.localdate()
    house.second_step_roles = [role.value for role in Role]
    house.save()


def opens(person: Person, path: str) -> None:
    """Open an address, wherever it leads."""
    person.page.goto(path)
    person.look()


def gives_password(person: Person) -> None:
    """Fill the page of sign-in."""
    person.type("E-mail address", person.membership.user.email)
    person.page.locator("main input[type=password]").first.fill(PASSWORD)
    person.press("Sign in", within=person.page.locator("main"), exact=True)


def test_a_passkey_is_made_when_it_is_asked_for_and_opens_the_door_by_itself(someone, house):
    practitioner = someone(Role.PRACTITIONER)
    practitioner.press("Sign out")
    talk, device = with_passkeys(practitioner)
    ask_of_everybody(house)
    gives_password(practitioner)
    practitioner.reads("Set up a second step")
    opens(practitioner, "/account/")
    practitioner.reads("Set up a second step")
    practitioner.press("Make a passkey")
    practitioner.page.locator("main input[type=password]").first.fill(PASSWORD)
    practitioner.press("Continue")
    practitioner.type("Name of the passkey", "My work telephone")
    practitioner.press("Make the passkey")
    practitioner.page.wait_for_url("**/second-factor/codes/")
    practitioner.look()
    practitioner.reads("They are not shown again")
    codes = practitioner.page.locator("main code").all_inner_texts()
    opens(practitioner, "/")
    practitioner.reads("Today")

    opens(practitioner, "/second-factor/")
    practitioner.reads("My work telephone")
    practitioner.reads("Not used yet")
    practitioner.press(re.compile("^Rename"))
    practitioner.type("Name of the passkey", "Telephone of the service")
    practitioner.press("Save")
    practitioner.reads("Telephone of the service")
    practitioner.press(re.compile("^Remove"))
    practitioner.press("Remove", within=practitioner.page.locator("main"), exact=True)
    practitioner.reads("Add another one first")

    # As the second step after the password.
    practitioner.press("Sign out")
    gives_password(practitioner)
    practitioner.reads("Second step")
    practitioner.press("Use a passkey")
    practitioner.page.wait_for_url(FRONT_DOOR)
    practitioner.reads("Today")

    # By itself, without a password.
    practitioner.press("Sign out")
    practitioner.press("Use a passkey")
    practitioner.page.wait_for_url(FRONT_DOOR)
    practitioner.reads("Today")
    opens(practitioner, "/second-factor/")
    practitioner.does_not_read("Not used yet")

    # Without it, a recovery code opens once; somebody who gives up is told so.
    practitioner.press("Sign out")
    talk.send("WebAuthn.clearCredentials", {"authenticatorId": device})
    practitioner.press("Use a passkey")
    practitioner.page.get_by_role("alert").filter(has_text="No passkey was used").wait_for()
    gives_password(practitioner)
    practitioner.type("Recovery code", codes[0])
    practitioner.press("Sign in", within=practitioner.page.locator("main"), exact=True)
    practitioner.reads("Today")


def test_an_app_is_set_up_without_scripts(someone, house):
    supervisor = someone(Role.SUPERVISOR, scripts=False)
    ask_of_everybody(house)
    supervisor.page.goto("/")
    supervisor.reads("Set up a second step")
    assert not supervisor.page.get_by_text("Make a passkey").is_visible()
    supervisor.press("Use an app")
    supervisor.page.locator("main input[type=password]").first.fill(PASSWORD)
    supervisor.press("Continue")
    secret = supervisor.page.locator("main code").first.text_content() or ""
    supervisor.type("Code", code_of(secret))
    supervisor.press("Turn on")
    supervisor.reads("They are not shown again")
    supervisor.open("/")
    supervisor.reads("Today")


def test_sign_ins_are_seen_and_ended_on_a_phone(someone):
    office = someone(Role.COORDINATOR)
    phone = someone(Role.REFERRER, phone=True)
    phone.press("Sign out")
    phone.membership = office.membership
    phone.sign_in()
    phone.reads("You have not signed in with this browser before")
    phone.open("/account/sign-ins/")
    phone.reads("This one")
    phone.press("Sign it out")
    phone.reads("That browser has been signed out")
    office.page.goto("/")
    assert "/sign-in/" in office.page.url


def test_an_administrator_sets_it_all_up(someone, house):
    boss = someone(Role.ADMINISTRATOR)
    lacking = User.objects.create_user(email="ana@example.org", name="Ana Mole")
    house_of = Organisation.objects.get(pk=house.pk)
    boss.membership.__class__.objects.create(user=lacking, organisation=house_of, role="practitioner")
    boss.open("/administration/")
    boss.press("How people sign in")
    boss.reads("Ana Mole")
    boss.press(re.compile("^Change"))
    boss.choose("Yes, from a day on")
    boss.day("since", timezone.localdate().replace(year=timezone.localdate().year + 1, day=1))
    boss.press("Save")
    boss.reads("Needed from")
    boss.press("Set up")
    boss.type("What your people call it", "Riverside’s account")
    boss.type("Issuer", "https://login.example.org/riverside")
    boss.type("Application’s id", "trellis")
    boss.type("Application’s secret", "a secret that nobody reads again")
    boss.type("E-mail domains", "example.org")
    boss.choose("No, or not always")
    boss.press("Save")
    boss.reads("Kept, not shown")
    boss.does_not_read("a secret that nobody reads again")
