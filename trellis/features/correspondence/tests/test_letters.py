"""Everything that goes out passes safe contact; the post arrives, and an address stays where it is sealed."""

import datetime
import io
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from trellis.features.confidentiality import actions as confidentiality
from trellis.features.correspondence import actions, queries
from trellis.features.correspondence.models import CallNote, Letter, ReturnAddress, WrittenMessage
from trellis.features.correspondence.rules import (
    LetterMark,
    LetterState,
    discreet_title,
    how_it_stands,
    marks_for,
    neutral_lines,
)
from trellis.features.correspondence.tests.factories import letter, may_be_reached
from trellis.features.families import actions as families
from trellis.features.families.models import ContactPlan, HomeAddress, MustNotKnow, Seal
from trellis.features.families.rules import SealedFact, SealKind
from trellis.features.families.rules.contact import Plan
from trellis.features.families.tests.factories import family, person
from trellis.features.journeys.tests import factories as journeys
from trellis.features.sessions.tests import factories as sessions
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Membership, User
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import organisation, viewer

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CHANGES = re.compile(r'nonce="[^"]*"|[A-Za-z0-9]{64}')
STREET = "14 Larkspur Yard"


@pytest.fixture
def by():
    return viewer(organisation=organisation("Lantern Lane Service"))


@pytest.fixture
def reader(by):
    return viewer(Role.SUPERVISOR, Membership.objects.get(pk=by.membership_id).organisation)


@pytest.fixture
def other_supervisor(by):
    return viewer(Role.SUPERVISOR, Membership.objects.get(pk=by.membership_id).organisation)


@pytest.fixture
def home(by):
    return family(by, "Birch family")


@pytest.fixture
def dawn(by, home):
    return person(by, home, given_name="Dawn", family_name="Birch", birth_date=datetime.date(1985, 1, 1))


@pytest.fixture
def lives(by, home, dawn):
    return families.record_household(by=by, family=home, label="Dawn’s home", address=STREET, people=[dawn])


@pytest.fixture
def sealed(by, reader, home, dawn, lives):
    """Seal where she lives from everybody but one."""
    may_be_reached(by, home, dawn)
    return confidentiality.seal_fact(
        by=reader,
        family=home,
        person=dawn,
        fact=SealedFact.ADDRESS,
        kind=SealKind.ALL_BUT_FEW,
        readers=[Membership.objects.get(pk=reader.membership_id)],
        reason="He looks for her.",
        source="Dawn",
    )


def browser(client, who):
    client.force_login(User.objects.get(pk=who.user_id), backend=BACKEND)
    return client


def at(name, *args):
    return reverse(f"correspondence:{name}", args=args)


def words_of(pdf):
    return " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.parametrize(
    ("plan", "says", "why"),
    [
        ({"post": "no"}, "service", "No letters may be sent to Dawn."),
        ({"post": "not_asked"}, "service", "Nobody has asked Dawn about letters."),
        ({"may_say": "times"}, "service", "This says more"),
        ({"may_say": "not_asked"}, "times", "Nobody has asked Dawn what may be said."),
        ({"caller": "workers"}, "service", "Only those who work with the family"),
    ],
)
def test_a_letter_is_refused_with_the_reason_and_nothing_is_lost(client, by, home, dawn, lives, plan, says, why):
    may_be_reached(by, home, dawn, **plan)
    with pytest.raises(RuleBroken, match=re.escape(why)):
        letter(by, home, dawn, says=says)
    sent = {"title": "Hello", "says": says, "words": "These are my words."}
    text = browser(client, by).post(at("write", home.pk, dawn.pk), sent).text
    assert why in text
    assert "These are my words." in text
    assert not Letter.objects.exists()


def test_whoever_must_never_know_and_lives_there_keeps_the_letter_back(by, home, dawn):
    karl = person(by, home, given_name="Karl", birth_date=datetime.date(1980, 1, 1))
    families.record_household(by=by, family=home, label="Home", address=STREET, people=[dawn, karl])
    may_be_reached(by, home, dawn, kept_from=[karl])
    with pytest.raises(RuleBroken, match="Karl must never know, and lives where letters"):
        letter(by, home, dawn)


def test_the_named_reader_prints_and_posts_what_somebody_wrote_who_may_not_see_the_address(
    client, by, reader, home, dawn, sealed
):
    made = letter(by, home, dawn)
    for name in ("letter", "paper", "envelope"):
        assert STREET not in str(browser(client, by).get(at(name, home.pk, made.pk)).content)
    assert client.get(at("paper", home.pk, made.pk)).status_code == 404
    assert client.get(at("envelope", home.pk, made.pk)).status_code == 404
    with pytest.raises(RuleBroken):
        actions.mark_letter(by=by, letter=made, mark="posted")

    browser(client, reader)
    for name in ("paper", "envelope"):
        answer = client.get(at(name, home.pk, made.pk))
        assert STREET in words_of(answer.content)
        assert "Dawn Birch" in words_of(answer.content)
        assert answer["Content-Disposition"] == 'attachment; filename="page.pdf"'
        assert "no-store" in answer["Cache-Control"]
    assert "Lantern Lane" not in words_of(client.get(at("envelope", home.pk, made.pk)).content)
    assert client.post(at("mark", home.pk, made.pk), {"mark": "posted"}).status_code == 302
    assert "Posted" in client.get(at("letter", home.pk, made.pk)).text
    seen = browser(client, by).get(at("letter", home.pk, made.pk)).text
    assert "Gone out" in seen
    assert "Posted" not in seen
    assert not any(STREET in str(value) for value in vars(Letter.objects.get()).values())


@pytest.mark.parametrize("role", ["writer", "supervisor"])
@pytest.mark.parametrize("state", ["on_list", "gone_out"])
def test_a_letter_to_a_sealed_address_reads_as_one_to_none(
    client, by, other_supervisor, reader, home, dawn, sealed, role, state
):
    made = letter(by, home, dawn)
    if state == "gone_out":
        actions.mark_letter(by=reader, letter=made, mark="posted")
    browser(client, by if role == "writer" else other_supervisor)
    pages = [
        at("post"),
        at("family", home.pk),
        at("letter", home.pk, made.pk),
        at("mark", home.pk, made.pk),
        at("write", home.pk, dawn.pk),
        at("paper", home.pk, made.pk),
        at("envelope", home.pk, made.pk),
        reverse("families:family", args=[home.pk]),
    ]
    refused = {"title": "", "says": "service", "words": ""}

    def answers():
        got = [client.get(page) for page in pages] + [client.post(at("write", home.pk, dawn.pk), refused)]
        got.append(client.post(at("mark", home.pk, made.pk), {"mark": "posted"}))
        return [(one.status_code, CHANGES.sub("", one.text)) for one in got]

    with_a_seal = answers()
    Seal.objects.all().delete()
    HomeAddress.objects.all().delete()
    if state == "gone_out":  # As if it had been given by hand: that is all that can happen to it without an address.
        Letter.objects.update(state=LetterState.BY_HAND)
    assert answers() == with_a_seal


def test_a_plan_that_changed_holds_the_letter_back(client, by, home, dawn, lives):
    may_be_reached(by, home, dawn)
    made = letter(by, home, dawn)
    ContactPlan.objects.update(post="no")
    text = browser(client, by).get(at("letter", home.pk, made.pk)).text
    assert "It must not go out now. No letters may be sent to Dawn." in text
    assert client.get(at("paper", home.pk, made.pk)).status_code == 404


def test_a_letter_that_came_back_is_on_the_list_again(by, home, dawn, lives):
    may_be_reached(by, home, dawn)
    made = actions.mark_letter(by=by, letter=letter(by, home, dawn), mark="posted")
    made = actions.mark_letter(by=by, letter=made, mark="came_back", why="Not known there")
    assert queries.seen(by, made).stands == "Back on the post list"
    assert [one.letter for one in queries.post_list(by)] == [made]
    with pytest.raises(RuleBroken):
        actions.mark_letter(by=by, letter=made, mark="came_back")


@pytest.mark.parametrize(
    ("voicemail", "outcome", "refused"),
    [
        ("none", "please_call", "No message may be left for Dawn."),
        ("none", "message", "No message may be left for Dawn."),
        ("please_call_only", "please_call", ""),
        ("please_call_only", "message", "may say “please call” and nothing else"),
        ("may_leave", "message", ""),
        ("none", "no_answer", ""),
    ],
)
def test_a_message_on_an_answering_machine_obeys_the_three_values(by, home, dawn, voicemail, outcome, refused):
    families.record_contact_plan(by=by, family=home, person=dawn, may_say="service")
    families.record_safe_contact(
        by=by, family=home, person=dawn, channel="mobile", value="07700 900111", is_safe=True, voicemail=voicemail
    )
    if refused:
        with pytest.raises(RuleBroken, match=refused):
            actions.note_call(by=by, family=home, person=dawn, outcome=outcome)
    else:
        actions.note_call(by=by, family=home, person=dawn, outcome=outcome)
    assert CallNote.objects.exists() != bool(refused)


def test_a_number_is_shown_only_while_it_may_be_called(client, by, home, dawn):
    may_be_reached(by, home, dawn, never_when="the children are in the car")
    text = browser(client, by).get(at("call", home.pk, dawn.pk)).text
    assert "07700 900111" in text
    assert "a message may say “please call”, nothing else" in text
    today = timezone.localdate().weekday()
    ContactPlan.objects.update(weekdays=str((today + 1) % 7))
    text = client.get(at("call", home.pk, dawn.pk)).text
    assert "07700 900111" not in text
    assert "Do not call" in text


def test_a_message_is_refused_or_waits_to_be_sent_by_hand(client, by, home, dawn):
    may_be_reached(by, home, dawn)
    made = actions.send_message(by=by, family=home, person=dawn, way="email", words="See you at nine.")
    assert "her@example.org" in browser(client, by).get(at("messages")).text
    ContactPlan.objects.update(may_say="please_call")
    text = client.get(at("messages")).text
    assert "her@example.org" not in text
    assert "Do not send now" in text
    with pytest.raises(RuleBroken, match="This says more"):
        actions.mark_sent(by=by, message=made)
    with pytest.raises(RuleBroken, match="This says more"):
        actions.send_message(by=by, family=home, person=dawn, way="text", words="We are the service.")
    ContactPlan.objects.update(may_say="service")
    assert client.post(at("sent", home.pk, made.pk)).status_code == 302
    assert WrittenMessage.objects.get().sent_at


def test_the_return_address_says_nothing_of_who_we_are(by):
    with pytest.raises(RuleBroken, match="must not say who we are"):
        actions.write_return_address(by=by, lines="LANTERN LANE service\nPO Box 12")
    actions.write_return_address(by=by, lines="PO Box 12\n\nRiverside")
    assert ReturnAddress.objects.get().lines == "PO Box 12\nRiverside"
    with pytest.raises(RuleBroken, match="5 lines"):
        neutral_lines("a\nb\nc\nd\ne\nf", [])


@pytest.mark.parametrize(
    ("plan", "shown"),
    [
        (Plan("Dawn", may_say="service"), "Talking about drinking"),
        (Plan("Dawn", may_say="service", kept_from=("Karl",)), "Appointment"),
        (Plan("Dawn", may_say="times"), "Appointment"),
        (Plan("Dawn"), "Appointment"),
    ],
)
def test_a_session_is_named_only_where_it_may_be(plan, shown):
    assert discreet_title(plan, "Talking about drinking") == shown


def test_posted_and_given_by_hand_cannot_be_told_apart_without_the_address():
    for came_back in (True, False):
        assert how_it_stands("posted", False, came_back) == how_it_stands("by_hand", False, came_back) == "Gone out"
    assert marks_for("posted", False) == marks_for("by_hand", False)
    assert LetterMark.POSTED not in marks_for("on_list", False)


def test_the_lists_are_read_in_few_queries(client, by, home, dawn, lives, django_assert_max_num_queries):
    may_be_reached(by, home, dawn)
    for number in range(4):
        letter(by, home, dawn, title=f"Letter {number}")
    browser(client, by).get(at("post"))
    for page in (at("post"), at("calls"), at("messages"), at("family", home.pk)):
        with django_assert_max_num_queries(20):
            assert client.get(page).status_code == 200


def test_the_call_list_and_a_letter_about_a_session_say_no_more_than_they_allow(client, by, home):
    way = journeys.journey(by, family=home)
    someone = journeys.participant(way).person
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    sessions.booked(by, way, day=tomorrow, starts=datetime.time(9), title="Talking about drinking")
    may_be_reached(by, home, someone, kept_from_names=["Karl"])
    text = browser(client, by).get(at("calls")).text
    assert someone.full_name in text
    assert "07700 900111" in text
    assert "Karl must never know" in text
    assert "Talking about drinking" not in text
    address = at("write", home.pk, someone.pk) + "?about=session"
    text = client.get(address).text
    assert "Appointment" in text
    assert "Talking about drinking" not in text
    MustNotKnow.objects.all().delete()
    assert "Talking about drinking" in client.get(at("calls")).text
    assert "Talking about drinking: " in client.get(address).text
