"""The pages of safety work: what is typed is kept, what is wrong is said, what may not be printed is missing."""

import datetime
import io
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from trellis.features.families.models import FamilyWorker
from trellis.features.families.tests.factories import family, person
from trellis.features.safety import actions
from trellis.features.safety.models import CommunicationPlan, ExploitationConcern, RiskAssessment, SafetyPlan
from trellis.features.safety.tests import factories as make
from trellis.platform.access.models import User
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import organisation, viewer

pytestmark = pytest.mark.django_db
NONCE = re.compile(r'nonce="[^"]*"|[A-Za-z0-9]{64}')
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def by():
    return viewer(organisation=organisation())


@pytest.fixture
def home(by):
    return family(by, "Birch family")


@pytest.fixture
def mother(by, home):
    return person(by, home, given_name="Dawn", birth_date=datetime.date(1985, 1, 1))


@pytest.fixture
def son(by, home):
    today = timezone.localdate()
    return person(by, home, given_name="Jamie", birth_date=datetime.date(today.year - 14, 1, 1))


@pytest.fixture
def opened(client, by):
    client.force_login(User.objects.get(pk=by.user_id), backend=BACKEND)
    return client


def at(name, *args):
    return reverse(f"safety:{name}", args=args)


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def test_the_safety_page_of_a_family_about_which_nothing_is_written(opened, home, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        text = opened.get(at("safety", home.pk)).text
    for words in ("No flag is up", "No risk has been assessed", "No safety plan", "A child decides who reads theirs"):
        assert words in text


def test_the_safety_page_gathers_everything_in_few_queries(
    opened, by, home, mother, son, django_assert_max_num_queries
):
    for number in range(3):
        make.flag(by, home, kind="weapons", words=f"Knife {number}")
        make.assessment(by, home, mother, score=14 + number, harming_name=f"Partner {number}")
        make.note(by, home, son)
        make.plan(by, home, (mother, son), name=f"Plan {number}")
        make.communication_plan(by, home, son)
        make.concern(by, home, son)
    opened.get(at("safety", home.pk))
    with django_assert_max_num_queries(20):
        text = opened.get(at("safety", home.pk)).text
    for words in (
        "Knife 2",
        "Partner 2",
        "Refer to MARAC",
        "Plan 2",
        "Jamie’s own plan",
        "County lines",
        "Serious worry",
    ):
        assert words in text


def test_flags_stand_at_the_top_of_the_family_page_and_on_today(opened, by, home, time_machine_to):
    put_up = make.flag(by, home, kind="danger_at_door", words="Ring first, never knock", review_on=make.ahead(10))
    page = reverse("families:family", args=[home.pk])
    assert "Ring first, never knock" in opened.get(page).text
    with time_machine_to(10):
        text = opened.get(page).text
        assert "Ring first, never knock" in text
        assert "Due for review" in text
        assert at("review_flag", home.pk, put_up.pk) in opened.get("/").text
        assert "danger at the door" in opened.get(at("due")).text
    with time_machine_to(38):
        assert "Ring first, never knock" not in opened.get(page).text
        assert "Ring first, never knock" in opened.get(at("flags", home.pk)).text
        assert "no longer shown at the top" in opened.get(at("due")).text


@pytest.fixture
def time_machine_to(client, by):
    """Give a function that goes some days ahead and signs in there."""

    def go(days):
        there = time_machine.travel(timezone.now() + datetime.timedelta(days=days), tick=False)

        class Going:
            def __enter__(self):
                there.start()
                client.force_login(User.objects.get(pk=by.user_id), backend=BACKEND)

            def __exit__(self, *_):
                there.stop()

        return Going()

    return go


def test_a_score_for_a_child_under_sixteen_is_refused_in_words_and_what_was_typed_stays(opened, home, mother, son):
    typed = {
        "sheet": "dash",
        **day("on", timezone.localdate()),
        "assessed": str(mother.pk),
        "harming": str(son.pk),
        "connection": "relatives",
        "score": "11",
        "behind_it": "Pushed twice",
    }
    answer = opened.post(at("assess", home.pk), typed)
    assert "Jamie was 14" in answer.text
    assert "Children Act 1989 section 47" in answer.text
    assert "Pushed twice" in answer.text
    assert at("write_note", home.pk) in answer.text
    assert not RiskAssessment.objects.exists()


def test_a_score_shows_where_it_leads_and_judgement_stands_beside_it(opened, home, mother):
    typed = {
        "sheet": "dash",
        **day("on", timezone.localdate()),
        "assessed": str(mother.pk),
        "harming_name": "Lee Marsh",
        "said_sixteen": "yes",
        "connection": "former_partners",
        "score": "14",
    }
    answer = opened.post(at("assess", home.pk), typed, follow=True)
    assert "Refer to MARAC" in answer.text
    assert "High begins at 14" in answer.text
    score = RiskAssessment.objects.get()
    answer = opened.post(at("judge", home.pk, score.pk), {"level": "medium", "why": "He has gone abroad"})
    assert "not lowered from high by one person alone" in answer.text
    assert "He has gone abroad" in answer.text
    opened.post(at("withdraw_assessment", home.pk, score.pk), {"why": "Wrong family"})
    assert opened.get(at("assessment", home.pk, score.pk)).status_code == 404


def plan_typed(mother, **more):
    return {
        "name": "Our evenings",
        "warning_signs": "Doors slam",
        "safe_places": "Next door",
        "safe_people": "Nan",
        "code_words": "“Pineapple” means ring Nan",
        "helplines": ["childline"],
        "paper": "safe",
        "agreed_by": [str(mother.pk)],
        **day("agreed_on", timezone.localdate()),
        **day("review_on", make.ahead(60)),
        **more,
    }


def test_a_plan_is_made_printed_and_kept_in_versions(opened, home, mother):
    answer = opened.post(at("make_plan", home.pk), plan_typed(mother, warning_signs=""))
    assert "Write something under" in answer.text
    answer = opened.post(at("make_plan", home.pk), plan_typed(mother), follow=True)
    plan = SafetyPlan.objects.get()
    assert "Childline" in answer.text
    assert at("pdf", home.pk, plan.pk) in answer.text
    form = opened.get(at("new_version", home.pk, plan.pk)).text
    assert "“Pineapple” means ring Nan" in form
    answer = opened.post(at("new_version", home.pk, plan.pk), plan_typed(mother, safe_people="Aunt Rose"), follow=True)
    assert "Aunt Rose" in answer.text
    older = opened.get(at("version", home.pk, plan.pk, 1)).text
    assert "Nan" in older
    assert "as it was" in older
    assert at("pdf", home.pk, plan.pk) not in older
    assert opened.get(at("version", home.pk, plan.pk, 3)).status_code == 404


def words_of_pdf(answer):
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    return len(reader.pages), " ".join(" ".join(page.extract_text() for page in reader.pages).split()), reader


def test_the_page_for_the_fridge_is_one_page_with_everything_on_it(opened, by, home, mother):
    plan = make.plan(by, home, (mother,), name="Our evenings", helplines=["childline", "ndah"])
    pages, words, _ = words_of_pdf(opened.get(at("pdf", home.pk, plan.pk)))
    assert pages == 1
    for part in ("999", "101", "0800 1111", "Pineapple", "Next door", "Nan, any time", "Hannah rings on Fridays"):
        assert part in words
    assert "Pineapple" in opened.get(at("paper", home.pk, plan.pk)).text


def test_the_discreet_page_tells_a_stranger_nothing(opened, by, home, mother):
    plan = make.plan(
        by, home, (mother,), name="Safety plan about Lee", helplines=["ndah"], other_numbers="The refuge 1"
    )
    answer = opened.get(at("discreet_pdf", home.pk, plan.pk))
    pages, words, reader = words_of_pdf(answer)
    told = f"{words} {reader.metadata} {answer['Content-Disposition']}".lower()
    page = opened.get(at("discreet", home.pk, plan.pk)).text
    shown = page[page.index("<main") : page.index("</main")].lower()
    for part in (
        "pineapple",
        "abuse",
        "police",
        "safety",
        "lee",
        "refuge",
        "code",
        by.organisation_name.lower(),
        "hannah",
    ):
        assert part not in told
        assert part not in shown
    assert pages == 1
    assert "0808 2000 247" in words
    assert "Next door" in words


@pytest.mark.parametrize(
    ("paper", "whole", "plain"), [("safe", 200, 200), ("discreet", 404, 200), ("unsafe", 404, 404)]
)
def test_where_paper_is_unsafe_there_is_no_link_and_the_address_is_missing(
    opened, by, home, mother, paper, whole, plain
):
    plan = make.plan(by, home, (mother,), paper=paper)
    shown = opened.get(at("plan", home.pk, plan.pk)).text
    for names, status in ((("paper", "pdf"), whole), (("discreet", "discreet_pdf"), plain)):
        for name in names:
            address = at(name, home.pk, plan.pk)
            assert opened.get(address).status_code == status
            assert (f'"{address}"' in shown) == (status == 200)
    if whole == 404:
        refused, missing = (opened.get(at("pdf", home.pk, one.pk)).text for one in (plan, home))
        assert NONCE.sub("", refused) == NONCE.sub("", missing)
        assert "trellis-no-print" in shown


def test_a_childs_own_plan_is_found_by_the_worker_and_not_by_the_coordinator(client, by, home, son):
    worker = viewer(Role.PRACTITIONER, User.objects.get(pk=by.user_id).memberships.get().organisation)
    FamilyWorker.objects.create(
        organisation_id=by.organisation_id, family=home, membership_id=worker.membership_id, because="Keyworker"
    )
    client.force_login(User.objects.get(pk=worker.user_id), backend=BACKEND)
    typed = {"person": str(son.pk), "helps": "A walk first", "shown_to_staff": "yes"}
    answer = client.post(at("make_communication", home.pk), typed)
    assert "Tell them first that you can read it" in answer.text
    assert "A walk first" in answer.text
    answer = client.post(at("make_communication", home.pk), {**typed, "said_to_child": "on"}, follow=True)
    assert "A walk first" in answer.text
    plan = CommunicationPlan.objects.get()
    answer = client.post(at("communication_version", home.pk, plan.pk), {"helps": "Drawing"}, follow=True)
    assert "Drawing" in answer.text
    assert "What they said on" in answer.text
    client.post(at("readers", home.pk, plan.pk), {"shown_to_staff": "no", "people": [str(son.pk)]})
    client.force_login(User.objects.get(pk=by.user_id), backend=BACKEND)
    text = client.get(at("safety", home.pk)).text
    assert "own plan" not in text
    for name in ("communication", "communication_version", "readers"):
        assert client.get(at(name, home.pk, plan.pk)).status_code == 404


def test_a_concern_goes_its_way_from_page_to_page(opened, home, son):
    typed = {
        "person": str(son.pk),
        "kind": "county_lines",
        **day("seen_on", timezone.localdate()),
        "indicators": ["missing", "debt"],
        "told": "no",
        "told_words": "",
        **day("follow_up_on", make.ahead(7)),
    }
    answer = opened.post(at("write_concern", home.pk), typed)
    assert "what they were told, or why not" in answer.text.lower()
    answer = opened.post(at("write_concern", home.pk), {**typed, "told_words": "His uncle is one of them"}, follow=True)
    assert "Talks of owing money" in answer.text
    fear = ExploitationConcern.objects.get()
    page = at("refer_concern", home.pk, fear.pk)
    referred = {"to": "nrm", **day("on", timezone.localdate())}
    assert "Only a first responder can refer" in opened.post(page, referred).text
    answer = opened.post(page, {**referred, "through": "Northside Council", "reference": "NRM 12"}, follow=True)
    assert "Northside Council" in answer.text
    outcome = at("concern_outcome", home.pk, fear.pk, fear.referrals.get().pk)
    answer = opened.post(outcome, {**day("on", timezone.localdate()), "outcome": "Reasonable grounds"}, follow=True)
    assert "Reasonable grounds" in answer.text
    answer = opened.post(
        at("follow_up", home.pk, fear.pk), {"words": "Safe with his aunt", "goes_on": "no", "told": ""}, follow=True
    )
    assert "Safe with his aunt" in answer.text
    assert opened.get(at("follow_up", home.pk, fear.pk)).status_code == 404


def test_incidents_are_narrowed_sorted_and_marked(opened, by, home, mother):
    today = timezone.localdate()
    for number, (kind, severity) in enumerate((("verbal", 1), ("physical", 4), ("threats", 2))):
        on = today - datetime.timedelta(days=number)
        words = {"what_happened": f"Told {number}"}
        entry = actions.record_incident(by=by, family=home, on=on, kind=kind, severity=severity, **words)
    page = at("incidents", home.pk)
    assert "Told 1" in (found := opened.get(f"{page}?severity=2").text)
    assert "Told 0" not in found
    found = opened.get(f"{page}?order=severity").text
    assert found.index("Told 0") < found.index("Told 2") < found.index("Told 1")
    assert "No incident is like that" in opened.get(f"{page}?kind=economic").text
    assert "Told 0" in opened.get(f"{page}?kind=nothing&order=what&since_day=40").text
    answer = opened.post(
        at("stands_out", home.pk, entry.pk), {"significance": "First threat with a knife"}, follow=True
    )
    assert "First threat with a knife" in answer.text
    found = opened.get(f"{page}?standing_out=yes").text
    assert "Told 2" in found
    assert "Told 1" not in found


def test_a_note_is_written_looked_at_again_and_ended(opened, home, son):
    typed = {
        **day("on", timezone.localdate()),
        "person": str(son.pk),
        "level": "danger",
        "concern": "Took the bread knife",
        "doing": "Rang 999",
        "routes": ["within_team"],
        **day("review_on", make.ahead(2)),
    }
    answer = opened.post(at("write_note", home.pk), typed)
    assert "not kept in the team" in answer.text
    assert "Took the bread knife" in answer.text
    answer = opened.post(at("write_note", home.pk), {**typed, "routes": ["police"]}, follow=True)
    assert "Danger now" in answer.text
    review = answer.request["PATH_INFO"] + "review/"
    answer = opened.post(review, {"end": "ended", "why": "He is with his father"}, follow=True)
    assert "He is with his father" in answer.text
    assert opened.get(review).status_code == 404
