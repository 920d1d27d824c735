"""The line of time as a page, on paper, in Word and as PDF; and that nobody reads in it what they may not see."""

import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from trellis.features.chronology import actions, queries
from trellis.features.chronology.models import OwnEntry, SignificantMark
from trellis.features.families import actions as families
from trellis.features.families.models import FamilyWorker, Seal, SealedAgainst, ShutOut
from trellis.features.families.tests.factories import family, file_of, person
from trellis.features.journeys.tests import factories as journeys
from trellis.features.programmes.tests.factories import offer
from trellis.features.referrals.models import ReferralEvent
from trellis.features.safety import actions as safety
from trellis.features.safety.tests import factories as safe
from trellis.features.sessions.tests import factories as sessions
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Membership, User
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import organisation, viewer
from trellis.platform.audit.models import AuditEvent
from trellis.platform.contributions.registry import chronology_sources

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TODAY = timezone.localdate


@pytest.fixture
def house():
    return organisation()


@pytest.fixture
def by(house):
    return viewer(organisation=house)


@pytest.fixture
def home(by):
    return family(by, "Birch family")


@pytest.fixture
def son(by, home):
    return person(by, home, given_name="Ezra", birth_date=datetime.date(2012, 3, 4))


def as_(client, one):
    client.force_login(User.objects.get(pk=one.user_id), backend=BACKEND)
    return client


@pytest.fixture
def opened(client, by):
    return as_(client, by)


def at(name, *args):
    return reverse(f"chronology:{name}", args=args)


def full_file(by, home, son):
    """Write something into every part of a family's file."""
    offer(home.organisation, "pact")
    file_of(by, home, son, "Birch")
    mother = person(by, home, given_name="Dawn", birth_date=datetime.date(1985, 1, 1))
    father = person(by, home, given_name="Lee", birth_date=datetime.date(1984, 1, 1))
    families.record_relationship(
        by=by, family=home, from_person=father, to_person=mother, kind="ex_partner", since="2009", until="2019-05"
    )
    safety.record_incident(by=by, family=home, on=TODAY(), kind="threats", severity=4, harmed=mother, done_by=son)
    safe.flag(by, home, kind="weapons")
    safe.assessment(by, home, mother, score=17)
    safe.note(by, home, son)
    safe.plan(by, home, (mother,))
    safe.concern(by, home, son)
    journey = journeys.journey(by, "pact", family=home, days_ago=60)
    session = sessions.booked(by, journey, day=TODAY())
    sessions.marked(by, session, "absent")
    ReferralEvent.objects.create(
        organisation=home.organisation,
        referral=journey.referral,
        sequence=1,
        way="submit",
        to_status="screening",
        by=journey.referral.made_by,
    )
    return actions.write_entry(
        by=by, family=home, on=TODAY(), words="Changed school", source="A call", person=son, why="Nobody knew"
    )


def test_every_part_of_the_file_tells_its_events_in_few_queries(opened, by, home, son, django_assert_max_num_queries):
    full_file(by, home, son)
    opened.get(at("chronology", home.pk))
    with django_assert_max_num_queries(20):
        text = opened.get(at("chronology", home.pk)).text
    for words in (
        "Ezra was born.",
        "Lee and Dawn are partners no longer.",
        "May 2019",
        "Non-molestation order against Karl Birch.",
        "Flag raised",
        "Changed school",
        "Nobody knew",
        "did not come",
        "Accepted to PACT",
        "Referral sent to PACT",
    ):
        assert words in text, words
    assert "9 Invented Row" not in text
    assert "Birch Park" not in text
    told = {line.room for line in queries.chronology(by, home)}
    assert told >= {source.key for source in chronology_sources()} - {"outcomes"}
    keys = [line.key for line in queries.chronology(by, home)]
    assert all(keys)
    assert len(keys) == len(set(keys))


def test_each_entry_can_be_found_by_its_key(by, home, son):
    full_file(by, home, son)
    for line in queries.chronology(by, home):
        assert queries.entry(by, home, line.key) == line


def test_filters_are_kept_in_the_address(opened, by, home, son):
    full_file(by, home, son)
    text = opened.get(at("chronology", home.pk), {"room": "safety", "significant": "yes", "order": "-on"}).text
    assert "Flag raised" in text
    assert "Changed school" not in text
    assert "Ezra was born" not in text
    assert "room=safety" in text
    year = {"since_day": "1", "since_month": "1", "since_year": "2012", "until_day": "1", "until_month": "1",
            "until_year": "2013"}  # fmt: skip
    text = opened.get(at("chronology", home.pk), year).text
    assert "Ezra was born" in text
    assert "1 event" in text
    nothing = opened.get(at("chronology", home.pk), {"kind": "Birth", "significant": "yes"}).text
    assert "No event is like that" in nothing
    wrong = opened.get(at("chronology", home.pk), {"kind": "Nothing of the kind", "page": "99"})
    assert wrong.status_code == 200
    assert "Ezra was born" in wrong.text


def test_a_file_of_which_nothing_is_known(opened, home):
    assert "Nothing has happened yet" in opened.get(at("chronology", home.pk)).text
    for name in ("print", "word", "pdf"):
        assert opened.get(at(name, home.pk)).status_code == 200


def test_somebody_marks_and_unmarks_what_stands_out(opened, by, home, son):
    born = next(line for line in queries.chronology(by, home) if line.kind == "Birth")
    address = at("mark", home.pk, born.key)
    assert "Ezra was born" in opened.get(address).text
    opened.post(address, {"words": "The first child"})
    assert "The first child" in opened.get(at("chronology", home.pk)).text
    opened.post(address, {"words": ""})
    assert "The first child" not in opened.get(at("chronology", home.pk)).text
    assert SignificantMark.objects.filter(family=home).count() == 1
    for missing in ("families.member.nothing.born", "safety", "nothing.of.this"):
        assert opened.get(at("mark", home.pk, missing)).status_code == 404


def test_an_entry_of_our_own_is_written_and_taken_out(opened, by, home, son):
    sent = {"on_day": "1", "on_month": "2", "on_year": "2026", "words": "Moved school", "source": "", "person": ""}
    wrong = opened.post(at("write", home.pk), sent)
    assert "Say who told us" in wrong.text
    assert "Moved school" in wrong.text
    opened.post(at("write", home.pk), {**sent, "source": "A call from the school", "person": str(son.pk)})
    own = OwnEntry.objects.get()
    assert own.person == son
    assert "Moved school" in opened.get(at("chronology", home.pk)).text
    assert "(optional)" not in opened.post(at("withdraw", home.pk, own.pk), {"why": ""}).text
    opened.post(at("withdraw", home.pk, own.pk), {"why": "Another family"})
    assert "Moved school" not in opened.get(at("chronology", home.pk)).text
    assert opened.get(at("withdraw", home.pk, own.pk)).status_code == 404


def test_an_entry_has_a_source_and_is_of_somebody_of_the_family(by, home):
    given = {"by": by, "family": home, "on": TODAY(), "words": "Moved"}
    with pytest.raises(RuleBroken, match="who told us"):
        actions.write_entry(**given, source=" ")
    with pytest.raises(RuleBroken, match="of this family"):
        actions.write_entry(**given, source="A call", person=person(by))


def test_the_word_document_is_a_table_whose_heading_is_repeated(opened, by, home, son):
    full_file(by, home, son)
    actions.write_entry(by=by, family=home, on=TODAY(), words="Odd \x02 letter", source="A call")
    answer = opened.get(at("word", home.pk))
    assert answer["Content-Disposition"] == 'attachment; filename="chronology.docx"'
    made = Document(io.BytesIO(answer.content))
    assert made.paragraphs[0].text == "Chronology of the Birch family"
    (table,) = made.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Date", "Event", "Source", "Significance"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    lines = queries.chronology(by, home)
    assert len(table.rows) == len(lines) + 1
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert any(row[1] == "Changed school" and row[3] == "Significant. Nobody knew" for row in rows)
    assert any(row[0] == "May 2019" for row in rows)
    assert made.core_properties.title == "Chronology of the Birch family"
    assert "9 Invented Row" not in "".join(cell for row in rows for cell in row)


def test_the_pdf_is_tagged_and_holds_what_is_asked_for(opened, by, home, son):
    full_file(by, home, son)
    answer = opened.get(at("pdf", home.pk), {"room": "safety"})
    read = PdfReader(io.BytesIO(answer.content))
    text = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Chronology of the Birch family" in text
    assert "Only a part of it: Safety." in text
    assert "Flag raised" in text
    assert "Changed school" not in text
    assert "Date Event Source Significance" in text


def test_whoever_takes_a_chronology_out_is_logged(opened, by, home, son):
    del son
    for name in ("word", "pdf"):
        opened.get(at(name, home.pk))
    logged = AuditEvent.objects.filter(event="chronology.taken_out", about_id=home.pk).order_by("pk")
    assert [one.detail["form"] for one in logged] == ["word", "pdf"]
    assert AuditEvent.objects.filter(event="viewed", about_id=home.pk, by_id=by.membership_id).count() == 2


def addresses(home, key, own):
    names = ("chronology", "print", "word", "pdf", "write")
    return [*(at(name, home.pk) for name in names), at("mark", home.pk, key), at("withdraw", home.pk, own.pk)]


def test_whoever_may_not_see_the_family_finds_nothing(client, house, by, home, son):
    own = full_file(by, home, son)
    stranger, shut = viewer(Role.PRACTITIONER, house), viewer(Role.SUPERVISOR, house)
    ShutOut.objects.create(
        organisation=house, family=home, membership_id=shut.membership_id, cause="decided", by_id=by.membership_id
    )
    for one in (stranger, shut, viewer()):
        assert queries.chronology(one, home) == []
        for address in addresses(home, f"chronology.own.{own.pk}", own):
            assert as_(client, one).get(address).status_code == 404, address


def test_a_sealed_person_is_in_no_entry(client, house, by, home, son):
    """A worker of one side reads no event that names somebody whose presence is sealed from them."""
    own = full_file(by, home, son)
    gran = home.people.get(given_name="Gran")
    worker = viewer(Role.PRACTITIONER, house)
    FamilyWorker.objects.create(
        organisation=house, family=home, membership_id=worker.membership_id, with_person=gran, because="Gran's worker"
    )
    seal_presence(by, home, son, gran)
    seen = queries.chronology(worker, home)
    assert seen
    assert not [line for line in seen if "Ezra" in line.words or "Changed school" in line.words]
    mine = as_(client, worker)
    for name in ("chronology", "print"):
        assert "Ezra" not in mine.get(at(name, home.pk)).text
    held = Document(io.BytesIO(mine.get(at("word", home.pk)).content))
    words = [cell.text for row in held.tables[0].rows for cell in row.cells] + [one.text for one in held.paragraphs]
    assert "Ezra" not in " ".join(words)
    born = next(line for line in queries.chronology(by, home) if line.words == "Ezra was born.")
    assert mine.get(at("mark", home.pk, born.key)).status_code == 404
    assert mine.get(at("withdraw", home.pk, own.pk)).status_code == 404


def seal_presence(by, home, whose, against):
    """Seal that somebody is there at all from another and whoever works with them."""
    made = Seal.objects.create(
        organisation_id=home.organisation_id,
        family=home,
        person=whose,
        fact="presence",
        kind="people",
        reason="Danger",
        source="Court",
        sealed_by=Membership.objects.get(pk=by.membership_id),
    )
    SealedAgainst.objects.create(organisation_id=home.organisation_id, seal=made, person=against)
