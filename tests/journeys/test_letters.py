"""A letter is written by somebody who may not know the address and posted by somebody who may; a call is safe."""

from __future__ import annotations

import datetime
import io

import pytest
from pypdf import PdfReader

from tests.journeys.later import come_back
from trellis.features.confidentiality import actions as confidentiality
from trellis.features.families import actions as families
from trellis.features.families.rules import SealedFact, SealKind
from trellis.features.families.tests.factories import family, person
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer

pytestmark = pytest.mark.browser
STREET = "14 Larkspur Yard"


@pytest.mark.timeout(900)
def test_the_post_arrives_where_nobody_may_know_the_way(house, someone, clock):
    come_back(clock, datetime.date(2026, 9, 1), at=datetime.time(11))
    coordinator = someone(Role.COORDINATOR, "Priya Nair")
    supervisor = someone(Role.SUPERVISOR, "Ruth Adeyemi")
    by, reader = Viewer.from_membership(coordinator.membership), Viewer.from_membership(supervisor.membership)
    home = family(by, "Ashworth family")
    dawn = person(by, home, given_name="Dawn", birth_date=datetime.date(1985, 1, 1))
    families.record_household(by=by, family=home, label="Dawn’s home", address=STREET, people=[dawn])
    confidentiality.seal_fact(
        by=reader,
        family=home,
        person=dawn,
        fact=SealedFact.ADDRESS,
        kind=SealKind.ALL_BUT_FEW,
        readers=[supervisor.membership],
        reason="He looks for her.",
        source="Dawn",
    )
    to = {"by": by, "family": home, "person": dawn}

    coordinator.open(f"/families/{home.pk}/")
    coordinator.press("Write or call")
    coordinator.press("Letter to Dawn")
    coordinator.reads("Nobody has asked Dawn about letters")
    coordinator.reads("No letter now")

    families.record_contact_plan(**to, may_say="service", post="plain", ask_for="Ms Ashworth", we_are="The garden club")
    families.record_safe_contact(
        **to, channel="mobile", value="07700 900111", is_safe=True, voicemail="please_call_only", texts="no"
    )
    letter_is_written(coordinator, home)
    letter_is_posted(supervisor)
    coordinator.open(f"/families/{home.pk}/letters/")
    coordinator.reads("Gone out")
    coordinator.does_not_read(STREET)
    coordinator.picture("letters")
    call_is_made(coordinator)
    message_is_refused_then_kept(coordinator, to)


def letter_is_written(coordinator, home):
    """Write without knowing where it goes."""
    coordinator.open(f"/families/{home.pk}/letters/")
    coordinator.press("Letter to Dawn")
    coordinator.reads("Dawn may be sent letters. Whoever may see where they go posts them.")
    coordinator.type("Title", "Your place")
    coordinator.choose("Who we are and what it is about")
    coordinator.page.locator("[name=words]").fill("Dear Dawn,\nYour place is kept.")
    coordinator.press("Put it on the post list")
    coordinator.reads("The letter is on the post list.")
    coordinator.does_not_read(STREET)


def letter_is_posted(supervisor):
    """Print it with the address, and say that it was posted."""
    supervisor.open("/post/")
    supervisor.picture("post-list")
    for name in ("with its address", "Envelope"):
        with supervisor.page.expect_download() as download:
            supervisor.page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename == "page.pdf"
        pdf = PdfReader(io.BytesIO(download.value.path().read_bytes()))
        words = pdf.pages[0].extract_text()
        assert STREET in words
        assert "Ms Ashworth" in words
        assert "Riverside" not in words
    supervisor.press("Your place")
    supervisor.reads("In a plain envelope")
    supervisor.press("Say what became of it")
    supervisor.choose("It was posted")
    supervisor.press("Save")
    supervisor.reads("Posted")


def call_is_made(coordinator):
    """See what may be said, and find that no long message may be left."""
    coordinator.press("Call Dawn")
    coordinator.reads("07700 900111")
    coordinator.reads("Ask for Ms Ashworth. Say that you are The garden club.")
    coordinator.choose("A message was left that says more")
    coordinator.press("Write it down")
    coordinator.reads("may say “please call” and nothing else")
    coordinator.choose("We spoke")
    coordinator.press("Write it down")
    coordinator.reads("We spoke")
    coordinator.open("/post/calls/")
    coordinator.reads("Nobody to call")


def message_is_refused_then_kept(coordinator, to):
    """Be refused a text message with the reason, and keep an e-mail to be sent by hand."""
    families.record_safe_contact(**to, channel="email", value="dawn@example.org", is_safe=True)
    coordinator.open(f"/families/{to['family'].pk}/letters/")
    coordinator.press("Message to Dawn")
    coordinator.choose("A text message")
    coordinator.choose("Days, times and places, not what they are for")
    coordinator.type("The message", "Tuesday at nine")
    coordinator.press("Keep it to be sent")
    coordinator.reads("No text messages may be sent to Dawn")
    coordinator.choose("An e-mail")
    coordinator.press("Keep it to be sent")
    coordinator.reads("dawn@example.org")
    coordinator.press("Mark as sent")
    coordinator.reads("No message waits")
