"""What safety work keeps, who sees it, what is refused, and what the database itself refuses."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from trellis.features.families.models import FamilyWorker
from trellis.features.families.tests.factories import family, person
from trellis.features.safety import actions, queries
from trellis.features.safety.models import (
    CommunicationPlan,
    CommunicationPlanVersion,
    RiskAssessment,
    RiskJudgement,
    SafetyPlanVersion,
    SafetyReview,
)
from trellis.features.safety.rules.flags import FlagState
from trellis.features.safety.rules.plans import Paper
from trellis.features.safety.rules.risk import Level
from trellis.features.safety.tests import factories as make
from trellis.kernel.decisions import Outcome, RuleBroken
from trellis.platform.access.models import Membership
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import organisation, viewer
from trellis.platform.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def home_of(by):
    """Return a family with a mother of 40 and a son of 14."""
    home = family(by)
    mother = person(by, home, given_name="Dawn", birth_date=datetime.date(1985, 1, 1))
    return home, mother, person(by, home, given_name="Jamie", birth_date=_years_ago(14))


def _years_ago(years):
    today = timezone.localdate()
    return today.replace(year=today.year - years, day=min(today.day, 28))


def works_with(member, home, with_person=None):
    """Let somebody work with a family."""
    FamilyWorker.objects.create(
        organisation_id=member.organisation_id,
        family=home,
        membership_id=member.membership_id,
        with_person=with_person,
        because="Keyworker",
    )


def test_a_child_under_sixteen_is_not_scored_against_a_parent_and_nothing_is_kept():
    by = viewer()
    home, mother, son = home_of(by)
    with pytest.raises(RuleBroken, match="Jamie was 14"):
        make.assessment(by, home, mother, harming=son, connection="relatives")
    assert not RiskAssessment.objects.exists()
    assert make.note(by, home, mother, harming=son)


def test_without_a_birthday_it_is_asked_and_not_guessed():
    by = viewer()
    home, mother, _ = home_of(by)
    partner = person(by, home, given_name="Lee", birth_date=None)
    with pytest.raises(RuleBroken, match="not yet known how old Lee"):
        make.assessment(by, home, mother, harming=partner, said_sixteen=None)
    assert make.assessment(by, home, mother, harming=partner, said_sixteen=True)


def test_somebody_of_another_family_is_not_scored():
    by = viewer()
    home, mother, _ = home_of(by)
    with pytest.raises(RuleBroken, match="somebody of this family"):
        make.assessment(by, home, mother, harming=person(by))
    with pytest.raises(RuleBroken, match="two people"):
        make.assessment(by, home, mother, harming=mother)


def test_the_level_is_lowered_from_high_only_with_a_supervisor_who_is_kept():
    house = organisation()
    by, supervisor = viewer(organisation=house), viewer(Role.SUPERVISOR, house)
    elsewhere = viewer(Role.SUPERVISOR)
    home, mother, _ = home_of(by)
    score = make.assessment(by, home, mother, score=15)
    for chosen in (None, str(elsewhere.membership_id), str(by.membership_id)):
        with pytest.raises(RuleBroken):
            actions.judge(by=by, assessment=score, level="medium", why="He has moved away", supervisor_id=chosen)
    assert not RiskJudgement.objects.exists()
    made = actions.judge(
        by=by, assessment=score, level="medium", why="He has moved away", supervisor_id=str(supervisor.membership_id)
    )
    assert made.supervisor_id == supervisor.membership_id
    standing = queries.standings(by, home.pk, list(queries.assessments_of(by, home.pk)))[0]
    assert (standing.way.level, standing.way.marac.outcome) == (Level.MEDIUM, Outcome.MET)
    actions.judge(by=supervisor, assessment=score, level="high", why="He is back")
    assert queries.level_now(by, score) is Level.HIGH
    assert score.judgements.count() == 2


def test_calls_to_the_police_that_are_written_here_count_towards_escalation():
    by = viewer()
    home, mother, _ = home_of(by)
    today = timezone.localdate()
    for days in (5, 40, 300, 500):
        on = today - datetime.timedelta(days=days)
        told = {"by": by, "family": home, "on": on, "kind": "threats", "severity": 2, "harmed": mother}
        actions.record_incident(**told, police_called=True)
    make.assessment(by, home, mother, score=5)
    standing = queries.standings(by, home.pk, list(queries.assessments_of(by, home.pk)))[0]
    assert {reason.key: reason.outcome for reason in standing.way.marac.reasons}["escalation"] is Outcome.MET


def test_the_newest_score_of_each_two_people_stands():
    by = viewer()
    home, mother, _ = home_of(by)
    older = make.assessment(by, home, mother, score=15, on=timezone.localdate() - datetime.timedelta(days=30))
    newer = make.assessment(by, home, mother, score=4)
    other = make.assessment(by, home, mother, score=2, harming_name="Uncle")
    found = queries.latest_of_each_pair(list(queries.assessments_of(by, home.pk)))
    assert {one.pk for one in found} == {newer.pk, other.pk}
    assert older.pk not in {one.pk for one in found}


def test_a_flag_is_looked_at_again_or_ended_and_every_look_stays():
    by = viewer()
    home, _, _ = home_of(by)
    put_up = make.flag(by, home)
    with pytest.raises(RuleBroken):
        actions.review_flag(by=by, flag=put_up, end="extended", why="Still there")
    actions.review_flag(by=by, flag=put_up, end="extended", why="Still there", review_on=make.ahead(90))
    put_up.refresh_from_db()
    assert put_up.review_on == make.ahead(90)
    actions.review_flag(by=by, flag=put_up, end="ended", why="The dog has gone")
    assert [one.state for one in queries.as_shown(list(queries.flags_of(by, home.pk)), make.ahead(0))] == [
        FlagState.ENDED
    ]
    with pytest.raises(RuleBroken, match="ended already"):
        actions.review_flag(by=by, flag=put_up, end="ended", why="Again")
    assert SafetyReview.objects.filter(flag=put_up).count() == 2


def test_what_is_due_is_listed_for_those_who_may_see_the_family():
    house = organisation()
    by, helper = viewer(organisation=house), viewer(Role.PRACTITIONER, house)
    home, mother, _ = home_of(by)
    make.flag(by, home, kind="weapons", review_on=make.ahead(1))
    make.note(by, home, mother, review_on=make.ahead(2))
    plan = make.plan(by, home, (mother,), review_on=make.ahead(3))
    make.concern(by, home, mother, follow_up_on=make.ahead(4))
    assert queries.due(by, make.ahead(0)) == []
    assert [one.what.split(":")[0] for one in queries.due(by, make.ahead(4))] == [
        "Flag",
        "Risk note",
        "Safety plan",
        "Concern",
    ]
    actions.new_version(by=by, plan=plan, words=make.plan_words((mother,), review_on=make.ahead(90)))
    assert len(queries.due(by, make.ahead(4))) == 3
    assert queries.due(helper, make.ahead(4)) == []
    works_with(helper, home)
    assert len(queries.due(helper, make.ahead(4))) == 3
    assert "no longer shown" in queries.due(by, make.ahead(1 + 28))[0].note


def test_a_plan_nobody_agreed_is_refused_with_every_problem_at_once():
    by = viewer()
    home, _, _ = home_of(by)
    words = make.plan_words(agreed_others="", warning_signs="", agreed_on=make.ahead(1))
    with pytest.raises(RuleBroken) as broken:
        actions.make_plan(by=by, family=home, name="Evenings", words=words)
    assert [field for field, _ in broken.value.problems] == ["warning_signs", "agreed_by", "agreed_on"]


def test_a_new_version_leaves_the_last_as_it_was_and_the_database_refuses_to_change_it():
    by = viewer()
    home, mother, son = home_of(by)
    plan = make.plan(by, home, (mother,))
    actions.new_version(by=by, plan=plan, words=make.plan_words((mother, son), safe_places="The church"))
    first, second = SafetyPlanVersion.objects.filter(plan=plan).order_by("number")
    assert (first.safe_places, second.safe_places) == ("Next door\nThe library", "The church")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        SafetyPlanVersion.objects.filter(pk=first.pk).update(safe_places="Elsewhere")
    SafetyPlanVersion.objects.filter(pk=first.pk).update(family=family(by))


@pytest.mark.parametrize("kind", ["judgement", "review", "child"])
def test_what_was_judged_looked_at_or_said_is_never_changed(kind):
    by = viewer(Role.SUPERVISOR)
    home, mother, son = home_of(by)
    if kind == "judgement":
        actions.judge(by=by, assessment=make.assessment(by, home, mother), level="high", why="Afraid")
        rows, change = RiskJudgement.objects.all(), {"why": "Not afraid"}
    elif kind == "review":
        actions.review_flag(by=by, flag=make.flag(by, home), end="ended", why="Gone")
        rows, change = SafetyReview.objects.all(), {"why": "Not gone"}
    else:
        make.communication_plan(by, home, son)
        rows, change = CommunicationPlanVersion.objects.all(), {"helps": "Nothing"}
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        rows.update(**change)


def test_one_plan_that_says_no_to_paper_decides_for_the_whole_home():
    by = viewer()
    home, mother, _ = home_of(by)
    make.plan(by, home, (mother,))
    assert queries.paper_of_home(by, home.pk) is Paper.SAFE
    careful = make.plan(by, home, (mother,), name="Mornings", paper="unsafe")
    assert queries.paper_of_home(by, home.pk) is Paper.UNSAFE
    actions.new_version(by=by, plan=careful, words=make.plan_words((mother,), paper="discreet"))
    assert queries.paper_of_home(by, home.pk) is Paper.DISCREET
    actions.end_plan(by=by, plan=careful, why="One plan is enough")
    assert queries.paper_of_home(by, home.pk) is Paper.SAFE


def test_a_childs_plan_is_found_by_those_whom_the_child_chose_and_by_nobody_else():
    house = organisation()
    writer, coordinator = viewer(Role.PRACTITIONER, house), viewer(Role.COORDINATOR, house)
    supervisor, helper = viewer(Role.SUPERVISOR, house), viewer(Role.PRACTITIONER, house)
    home, _, son = home_of(coordinator)
    works_with(writer, home)
    works_with(helper, home)
    plan = make.communication_plan(writer, home, son)
    everybody = {"writer": writer, "coordinator": coordinator, "supervisor": supervisor, "helper": helper}

    def found():
        return {name for name, who in everybody.items() if queries.communication_plans_of(who, home.pk).exists()}

    assert found() == {"writer"}
    actions.change_readers(by=writer, plan=plan, shown_to_staff=True)
    assert found() == {"writer", "helper"}
    chosen = [Membership.objects.get(pk=supervisor.membership_id)]
    actions.change_readers(by=writer, plan=plan, shown_to_staff=False, staff=chosen, people=[son])
    assert found() == {"writer", "supervisor"}
    actions.change_readers(by=writer, plan=plan, shown_to_staff=False)
    assert found() == {"writer"}
    assert not CommunicationPlanVersion.objects.visible_to(supervisor).exists()


def test_whoever_works_only_with_another_of_the_family_does_not_find_a_childs_plan():
    house = organisation()
    by, fathers_worker = viewer(Role.PRACTITIONER, house), viewer(Role.PRACTITIONER, house)
    coordinator = viewer(organisation=house)
    home, mother, son = home_of(coordinator)
    works_with(by, home)
    works_with(fathers_worker, home, with_person=mother)
    make.communication_plan(by, home, son, shown_to_staff=True)
    assert not queries.communication_plans_of(fathers_worker, home.pk).exists()


def test_being_chosen_does_not_open_a_family_that_one_may_not_see():
    house = organisation()
    by, gone = viewer(organisation=house), viewer(Role.PRACTITIONER, house)
    home, _, son = home_of(by)
    make.communication_plan(by, home, son, staff=[Membership.objects.get(pk=gone.membership_id)])
    assert not queries.communication_plans_of(gone, home.pk).exists()
    works_with(gone, home)
    assert queries.communication_plans_of(gone, home.pk).exists()


def test_writing_a_second_plan_never_tells_that_there_is_one():
    house = organisation()
    writer, coordinator = viewer(Role.PRACTITIONER, house), viewer(organisation=house)
    home, _, son = home_of(coordinator)
    works_with(writer, home)
    make.communication_plan(writer, home, son)
    other = make.communication_plan(coordinator, home, son)
    assert [plan.pk for plan in queries.communication_plans_of(coordinator, home.pk)] == [other.pk]
    logged = AuditEvent.objects.filter(event="communication_plan.made")
    assert all(str(home.pk) not in str(event.detail) for event in logged)


def test_only_staff_of_the_house_are_chosen():
    house = organisation()
    by, referrer, other = viewer(organisation=house), viewer(Role.REFERRER, house), viewer()
    home, _, son = home_of(by)
    for wrong in (referrer, other):
        with pytest.raises(RuleBroken, match="somebody of the staff"):
            make.communication_plan(by, home, son, staff=[Membership.objects.get(pk=wrong.membership_id)])
    assert not CommunicationPlan.objects.exists()


def test_a_concern_is_taken_to_others_answered_followed_up_and_closed():
    by = viewer()
    home, _, son = home_of(by)
    fear = make.concern(by, home, son)
    with pytest.raises(RuleBroken, match="first responder"):
        actions.refer_concern(by=by, concern=fear, to="nrm", on=timezone.localdate())
    referral = actions.refer_concern(
        by=by, concern=fear, to="nrm", on=timezone.localdate(), through="Northside Council"
    )
    actions.record_outcome(by=by, referral=referral, on=timezone.localdate(), outcome="Reasonable grounds")
    actions.follow_up(
        by=by, concern=fear, words="Talked at school", follow_up_on=make.ahead(20), told="yes", told_words="All of it"
    )
    fear.refresh_from_db()
    assert (fear.follow_up_on, fear.told, fear.closed_on) == (make.ahead(20), "not_yet", None)
    actions.follow_up(by=by, concern=fear, words="Safe with his aunt")
    with pytest.raises(RuleBroken, match="closed"):
        actions.follow_up(by=by, concern=fear, words="More")


def test_the_chronology_is_told_what_the_viewer_may_see_between_two_days():
    house = organisation()
    by, stranger = viewer(organisation=house), viewer(Role.PRACTITIONER, house)
    home, mother, son = home_of(by)
    today = timezone.localdate()
    actions.record_incident(by=by, family=home, on=today, kind="threats", severity=3, significance="First time")
    actions.record_incident(by=by, family=home, on=today - datetime.timedelta(days=9), kind="verbal", severity=1)
    make.assessment(by, home, mother, score=17)
    make.note(by, home, son)
    make.flag(by, home, kind="weapons")
    make.plan(by, home, (mother,))
    make.communication_plan(by, home, son, shown_to_staff=True, parts={"helps": "Blue blanket"})
    fear = make.concern(by, home, son)
    actions.refer_concern(by=by, concern=fear, to="police", on=today)
    told = list(queries.chronology_entries(by, home, None, None))
    assert sorted(one.kind for one in told) == sorted(
        ["Incident", "Incident", "Risk assessment", "Risk note", "Flag", "Safety plan", "Exploitation", "Exploitation"]
    )
    assert {one.kind for one in told if one.significant} == {"Incident", "Risk assessment", "Flag", "Exploitation"}
    assert not any("Blue blanket" in one.words for one in told)
    assert len(list(queries.chronology_entries(by, home, today, today))) == 7
    assert len(list(queries.chronology_entries(by, home, None, today - datetime.timedelta(days=9)))) == 1
    assert list(queries.chronology_entries(stranger, home, None, None)) == []


def test_safety_work_is_seen_with_the_family_only():
    house = organisation()
    by = viewer(organisation=house)
    home, mother, _ = home_of(by)
    make.flag(by, home)
    make.assessment(by, home, mother)
    make.note(by, home, mother)
    make.plan(by, home, (mother,))
    make.concern(by, home, mother)
    for other in (viewer(Role.PRACTITIONER, house), viewer(Role.REFERRER, house), viewer()):
        for read in (queries.flags_of, queries.assessments_of, queries.notes_of, queries.plans_of, queries.concerns_of):
            assert not read(other, home.pk).exists()
