"""Goals, looks at how things are, closing: what is kept, refused, shown."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.features.journeys.actions import start_journey
from trellis.features.journeys.models import Journey
from trellis.features.journeys.tests.factories import journey
from trellis.features.outcomes import actions, queries
from trellis.features.outcomes.models import Goal, ReviewPoint
from trellis.features.outcomes.rules import SECTIONS, Point
from trellis.features.safety.actions import record_incident
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import User
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import organisation, viewer

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WORDS = {section.key: f"Words about {section.key}" for section in SECTIONS}


def days_ago(days):
    return timezone.localdate() - datetime.timedelta(days=days)


def begun(by, days=90):
    made = journey(by, days_ago=days + 30)
    Journey.objects.filter(pk=made.pk).update(accepted_on=days_ago(days + 5), waiting_since=days_ago(days + 30))
    start_journey(by=by, journey_id=made.pk, on=days_ago(days))
    return Journey.objects.get(pk=made.pk)


def sign_in(client, who):
    client.force_login(User.objects.get(pk=who.user_id), backend=BACKEND)


def test_change_is_computed_from_what_was_written_down():
    by = viewer()
    made = begun(by)
    goal = actions.set_goal(by=by, journey=made, words="We talk without shouting")
    child = made.participants.get(strand_key="young_people").person_id
    for point, on, rating, percent in ((Point.START, 90, 2, 55), (Point.END, 1, 7, 88)):
        actions.record_review_point(
            by=by,
            journey=made,
            point=point,
            on=days_ago(on),
            goals={goal.pk: rating},
            scales={(child, "safety"): rating},
            circumstances={child: ("school", percent)},
        )
    for days in (95, 100, 110, 10):
        record_incident(by=by, family=made.family, on=days_ago(days), kind="threats", severity=2)
    found = queries.change_of(by, made, timezone.localdate())
    assert (found.incident_change.before, found.incident_change.now) == (3, 1)
    assert found.goals[0].change.by == 5
    assert found.scales[0].change.by == 5
    assert found.attending[0].at[Point.END][1] == 88


@pytest.mark.parametrize(
    ("point", "on", "words"),
    [("end", -1, "today or earlier"), ("follow_up", 1, "after the journey has ended"), ("middle", 91, "must be later")],
)
def test_looks_out_of_order_are_refused(point, on, words):
    by = viewer()
    made = begun(by)
    actions.record_review_point(by=by, journey=made, point="start", on=days_ago(90))
    with pytest.raises(RuleBroken, match=words):
        actions.record_review_point(by=by, journey=made, point=point, on=days_ago(on))


def test_before_the_start_only_the_start_can_be_looked_at():
    by = viewer()
    made = journey(by)
    with pytest.raises(RuleBroken, match="has not begun"):
        actions.record_review_point(by=by, journey=made, point="end", on=days_ago(0))
    actions.record_review_point(by=by, journey=made, point="start", on=days_ago(0))


def test_a_rating_outside_0_to_10_keeps_nothing():
    by = viewer()
    made = begun(by)
    goal = actions.set_goal(by=by, journey=made, words="Calm mornings")
    with pytest.raises(RuleBroken, match="0 to 10"):
        actions.record_review_point(by=by, journey=made, point="start", on=days_ago(90), goals={goal.pk: 11})
    assert not ReviewPoint.objects.exists()


def test_a_journey_ends_early_with_a_reason_and_a_summary():
    by = viewer()
    made = begun(by)
    with pytest.raises(RuleBroken, match="What has changed"):
        actions.close_journey(
            by=by,
            journey=made,
            outcome="ended_early",
            reason="moved_away",
            on=days_ago(0),
            sections={**WORDS, "changed": ""},
        )
    actions.close_journey(
        by=by, journey=made, outcome="ended_early", reason="moved_away", on=days_ago(0), sections=WORDS
    )
    made.refresh_from_db()
    assert made.status == "ended_early"
    assert made.closing_summary.sections[0]["words"] == "Words about set_out"


def test_completed_cannot_be_said_before_the_programmes_rule_is_kept():
    by = viewer()
    made = begun(by)
    with pytest.raises(RuleBroken, match="does not count as completed"):
        actions.close_journey(
            by=by, journey=made, outcome="completed", reason="completed", on=days_ago(0), sections=WORDS
        )


def test_others_see_nothing_of_it():
    house = organisation()
    by = viewer(organisation=house)
    made = begun(by)
    actions.set_goal(by=by, journey=made, words="Private words")
    for other in (
        viewer(Role.PRACTITIONER, house),
        viewer(Role.REFERRER, house),
        viewer(Role.COMMISSIONER, house),
        viewer(),
    ):
        assert not Goal.objects.visible_to(other).exists()


def test_the_pages_from_goal_to_closing_summary(client, django_assert_max_num_queries):
    by = viewer()
    made = begun(by)
    sign_in(client, by)
    change = reverse("outcomes:change", args=[made.pk])
    assert "No goals yet" in client.get(change).text
    client.post(reverse("outcomes:set_goal", args=[made.pk]), {"words": "We eat together", "person": ""})
    goal = Goal.objects.get()
    start = reverse("outcomes:review_point", args=[made.pk, "start"])
    day = days_ago(90)
    when = {"on_day": day.day, "on_month": day.month, "on_year": day.year}
    answer = client.post(start, {**when, f"goal-{goal.pk}": "12", "note": "Keep this"})
    assert "between 0 and 10" in answer.text
    assert "Keep this" in answer.text
    assert client.post(start, {**when, f"goal-{goal.pk}": "3"}).status_code == 302
    record_incident(by=by, family=made.family, on=days_ago(20), kind="physical", severity=3)
    with django_assert_max_num_queries(20):
        answer = client.get(change)
    assert "<svg" in answer.text
    assert "We eat together" in answer.text
    close = reverse("outcomes:close", args=[made.pk])
    assert "We eat together" in client.get(close).text
    today = days_ago(0)
    typed = {
        **WORDS,
        "outcome": "ended_early",
        "early_reason": "moved_away",
        "on_day": today.day,
        "on_month": today.month,
        "on_year": today.year,
    }
    answer = client.post(close, {**typed, "next": ""})
    assert "What comes next" in answer.text
    assert "Words about did" in answer.text
    answer = client.post(close, typed, follow=True)
    assert "Words about strengths" in answer.text
    assert "Words about strengths" in client.get(reverse("outcomes:paper", args=[made.pk])).text
    pdf = client.get(reverse("outcomes:pdf", args=[made.pk]))
    assert pdf.content.startswith(b"%PDF")


def test_a_journey_of_another_house_does_not_exist(client):
    made = begun(viewer())
    sign_in(client, viewer())
    for name in ("change", "close", "summary", "paper", "pdf", "set_goal"):
        assert client.get(reverse(f"outcomes:{name}", args=[made.pk])).status_code == 404
