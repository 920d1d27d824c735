"""Journeys from acceptance to closing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from trellis.features.families.models import FamilyWorker
from trellis.features.journeys import actions
from trellis.features.journeys.models import Journey
from trellis.features.journeys.tests.factories import accepted_referral, journey
from trellis.features.sessions.tests.factories import practitioner, staff
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import viewer
from trellis.platform.access.viewer import NotAllowed
from trellis.platform.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
SUMMARY = [{"key": "done", "title": "What we did", "words": "We met twelve times."}]


def test_an_accepted_family_waits_from_the_day_of_the_referral():
    by = viewer()
    made = journey(by, days_ago=20)
    assert made.status == "waiting"
    assert made.waiting_since == timezone.localdate() - timedelta(days=20)
    assert sorted(made.participants.values_list("strand_key", flat=True)) == ["parents", "young_people"]
    assert [event.kind for event in made.events.all()] == ["accepted"]
    assert AuditEvent.objects.filter(event="journey.accepted", about_id=made.pk).exists()


def test_accepting_twice_gives_the_same_journey():
    by = viewer()
    referral = accepted_referral(by)
    first = actions.accept_referral(by=by, referral=referral)
    assert actions.accept_referral(by=by, referral=referral) == first
    assert Journey.objects.count() == 1


def test_a_referral_in_which_nobody_takes_part_is_not_accepted():
    by = viewer()
    referral = accepted_referral(by)
    referral.people.update(strand_key="")
    with pytest.raises(RuleBroken, match="Nobody in this referral takes part"):
        actions.accept_referral(by=by, referral=referral)


def test_a_referrer_cannot_accept():
    by = viewer()
    with pytest.raises(NotAllowed):
        actions.accept_referral(by=viewer(Role.REFERRER), referral=accepted_referral(by))


def test_priority_needs_a_reason_unless_standard():
    by = viewer()
    made = journey(by)
    with pytest.raises(RuleBroken, match="Say why"):
        actions.set_priority(by=by, journey_id=made.pk, priority="urgent", why=" ")
    actions.set_priority(by=by, journey_id=made.pk, priority="urgent", why="Police called twice this month")
    made.refresh_from_db()
    assert (made.priority, made.priority_order) == ("urgent", 1)
    actions.set_priority(by=by, journey_id=made.pk, priority="standard")
    made.refresh_from_db()
    assert (made.priority_order, made.priority_why) == (3, "")
    assert [event.sequence for event in made.events.all()] == [1, 2, 3]


def test_a_keyworker_who_signs_in_sees_the_family():
    by = viewer()
    made = journey(by)
    worker, member = practitioner(by)
    assert not Journey.objects.visible_to(worker).exists()
    actions.give_keyworker(by=by, journey_id=made.pk, staff_id=member.pk)
    actions.give_keyworker(by=by, journey_id=made.pk, staff_id=member.pk)
    assert Journey.objects.visible_to(worker).get() == made
    assert FamilyWorker.objects.count() == 1
    assert made.keyworkers.count() == 1


def test_a_keyworker_who_does_not_sign_in_is_kept_too():
    by = viewer()
    made = journey(by)
    actions.give_keyworker(by=by, journey_id=made.pk, staff_id=staff(by).pk)
    assert made.keyworkers.count() == 1
    assert FamilyWorker.objects.count() == 0


def test_support_is_of_a_kind_that_the_programme_knows_and_not_in_the_future():
    by = viewer()
    made = journey(by)
    today = timezone.localdate()
    actions.record_support(by=by, journey_id=made.pk, on=today, kind="waiting", note="Called at a safe time")
    with pytest.raises(RuleBroken, match="kinds of support"):
        actions.record_support(by=by, journey_id=made.pk, on=today, kind="horse_riding")
    with pytest.raises(RuleBroken, match="in the future"):
        actions.record_support(by=by, journey_id=made.pk, on=today + timedelta(days=1), kind="waiting")
    with pytest.raises(RuleBroken, match="from the day of the referral"):
        actions.record_support(by=by, journey_id=made.pk, on=today - timedelta(days=90), kind="waiting")
    assert made.support.count() == 1


def test_a_journey_begins_once():
    by = viewer()
    made = journey(by)
    today = timezone.localdate()
    actions.start_journey(by=by, journey_id=made.pk, on=today - timedelta(days=7))
    actions.start_journey(by=by, journey_id=made.pk, on=today)
    made.refresh_from_db()
    assert made.started_on == today - timedelta(days=7)
    assert [event.kind for event in made.events.all()] == ["accepted", "started"]


def test_a_journey_that_has_begun_does_not_end_without_a_summary():
    by = viewer()
    made = journey(by)
    today = timezone.localdate()
    actions.start_journey(by=by, journey_id=made.pk, on=today)
    reason = _reason(made, "ended_early")
    with pytest.raises(RuleBroken, match="closing summary first"):
        actions.end_journey(
            by=by,
            journey_id=made.pk,
            outcome="ended_early",
            reason=reason,
            summary_sections=[{"key": "a", "title": "b", "words": "  "}],
            on=today,
        )
    ended = actions.end_journey(
        by=by, journey_id=made.pk, outcome="ended_early", reason=reason, summary_sections=SUMMARY, on=today
    )
    assert ended.status == "ended_early"
    assert ended.closing_summary.sections[0]["words"] == "We met twelve times."


def test_completed_is_refused_until_the_programmes_rule_is_met():
    by = viewer()
    made = journey(by)
    today = timezone.localdate()
    actions.start_journey(by=by, journey_id=made.pk, on=today)
    with pytest.raises(RuleBroken, match="attended 0 sessions; at least 9"):
        actions.end_journey(
            by=by,
            journey_id=made.pk,
            outcome="completed",
            reason=_reason(made, "completed"),
            summary_sections=SUMMARY,
            on=today,
        )


def test_a_reason_of_another_kind_of_ending_is_refused():
    by = viewer()
    made = journey(by)
    today = timezone.localdate()
    actions.start_journey(by=by, journey_id=made.pk, on=today)
    with pytest.raises(RuleBroken, match="reasons that this programme knows"):
        actions.end_journey(
            by=by,
            journey_id=made.pk,
            outcome="ended_early",
            reason=_reason(made, "completed"),
            summary_sections=SUMMARY,
            on=today,
        )


def test_a_journey_that_never_began_closes_with_a_reason_and_stays_closed():
    by = viewer()
    made = journey(by)
    actions.close_before_start(by=by, journey_id=made.pk, reason=_reason(made, "closed_before_start"))
    made.refresh_from_db()
    assert made.status == "closed_before_start"
    with pytest.raises(RuleBroken, match="cannot become"):
        actions.close_before_start(by=by, journey_id=made.pk, reason=_reason(made, "closed_before_start"))


def test_another_organisation_cannot_reach_it():
    made = journey(viewer())
    with pytest.raises(Journey.DoesNotExist):
        actions.set_priority(by=viewer(), journey_id=made.pk, priority="standard")


def _reason(made: Journey, kind: str) -> str:
    reasons = made.programme_version.definition["ending_reasons"]
    return next(each["key"] for each in reasons if each["counts_as"] == kind)
