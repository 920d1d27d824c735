"""Planning, booking and registers."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from trellis.features.families.models import FamilyWorker
from trellis.features.journeys.queries import completion_of
from trellis.features.journeys.tests.factories import journey, participant
from trellis.features.sessions import actions
from trellis.features.sessions.models import Attendance, Session
from trellis.features.sessions.rules.register import Mark
from trellis.features.sessions.tests.factories import booked, course, marked, practitioner, staff
from trellis.kernel.decisions import Outcome, RuleBroken
from trellis.platform.access.models import Membership
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import membership, viewer
from trellis.platform.audit.models import AuditEvent
from trellis.platform.notifications.models import Message

pytestmark = pytest.mark.django_db


def today() -> date:
    return timezone.localdate()


def test_a_session_is_booked_for_a_family_and_its_staff_then_see_the_family():
    by = viewer()
    made = journey(by)
    worker, member = practitioner(by)
    session = booked(by, made, staff=[member.pk])
    assert session.planned.count() == 2
    assert session.ends == time(11)
    assert Session.objects.visible_to(worker).get() == session
    assert FamilyWorker.objects.get().membership_id == worker.membership_id


def test_nobody_is_in_two_places_at_once():
    by = viewer()
    made = journey(by)
    member = staff(by)
    booked(by, made, staff=[member.pk])
    with pytest.raises(RuleBroken) as broken:
        booked(by, made, starts=time(10, 30), staff=[member.pk])
    words = str(broken.value)
    assert f"{member.name} already runs “Getting ready”" in words
    assert "Dawn is already expected at “Getting ready”" in words
    assert Session.objects.count() == 1
    booked(by, made, starts=time(11), staff=[member.pk])


def test_a_session_expects_somebody_of_that_journey():
    by = viewer()
    made, other = journey(by), journey(by)
    with pytest.raises(RuleBroken, match="Choose who is expected"):
        booked(by, made, expected=[])
    with pytest.raises(RuleBroken, match="does not take part in this journey"):
        booked(by, made, expected=[participant(other).pk])


def test_a_one_to_one_course_is_laid_out_twice_a_week():
    by = viewer()
    made, sessions = course(by)
    assert len(sessions) == len(made.programme_version.definition["strands"][0]["sessions"])
    assert [s.number for s in sessions] == list(range(1, len(sessions) + 1))
    assert {s.day.weekday() for s in sessions} == {1, 3}
    assert len({s.day for s in sessions}) == len(sessions)
    with pytest.raises(RuleBroken, match="already has this course"):
        actions.schedule_course(
            by=by,
            journey_id=made.pk,
            participant_id=participant(made).pk,
            first_day=today(),
            weekdays=[1, 3],
            starts=time(9),
        )


def test_a_future_session_has_no_register():
    by = viewer()
    session = booked(by, journey(by), day=today() + timedelta(days=1))
    with pytest.raises(RuleBroken, match="not before"):
        marked(by, session)


def test_a_register_is_saved_for_each_person_and_completed_later():
    by = viewer()
    made = journey(by)
    session = booked(by, made)
    parent, child = participant(made, "parents"), participant(made, "young_people")
    marks = [
        Mark(session.pk, parent.pk, "attended", transport="came", note="Talked a lot"),
        Mark(session.pk, child.pk),
    ]
    actions.record_attendance(by=by, session_id=session.pk, marks=marks)
    session.refresh_from_db()
    assert session.status == "held"
    assert Attendance.objects.get().participant == parent
    actions.record_attendance(by=by, session_id=session.pk, marks=[Mark(session.pk, child.pk, "late")])
    assert Attendance.objects.count() == 2


def test_what_is_wrong_is_said_for_each_person_and_nothing_is_half_written():
    by = viewer()
    made = journey(by)
    session = booked(by, made)
    parent, child = participant(made, "parents"), participant(made, "young_people")
    marks = [Mark(session.pk, parent.pk, "attended"), Mark(session.pk, child.pk, "absent")]
    with pytest.raises(RuleBroken) as broken:
        actions.record_attendance(by=by, session_id=session.pk, marks=marks)
    assert broken.value.problems == ((f"reason-{child.pk}", "Choose why Jamie did not come."),)
    assert not Attendance.objects.exists()


def test_a_note_without_a_choice_is_not_lost_silently():
    by = viewer()
    made = journey(by)
    session = booked(by, made)
    with pytest.raises(RuleBroken, match="Choose whether Dawn came"):
        actions.record_attendance(
            by=by, session_id=session.pk, marks=[Mark(session.pk, participant(made).pk, note="Upset")]
        )


def test_a_correction_is_logged_with_the_fields_that_changed():
    by = viewer()
    made = journey(by)
    session = booked(by, made)
    parent = participant(made, "parents")
    marked(by, session, "attended", parent)
    marked(by, session, "absent", parent)
    event = AuditEvent.objects.filter(event="register.recorded", detail__corrected=True).get()
    assert event.detail["fields"] == ["presence", "reason"]


def test_a_missed_session_is_told_to_the_referrer_without_its_content():
    by = viewer()
    made, sessions = course(by)
    marked(by, sessions[2], "absent", note="Said she was frightened")
    message = Message.objects.get(to=made.referral.made_by)
    assert message.subject == f"Referral {made.referral.reference}: one person missed session 3"
    assert "frightened" not in message.body
    assert sessions[2].title not in message.subject + message.body
    marked(by, sessions[2], "absent", reason="ill")
    assert Message.objects.filter(to=made.referral.made_by).count() == 1


def test_a_message_about_a_missed_session_outlives_the_right_to_see_names_so_it_has_none():
    by = viewer()
    made, sessions = course(by)
    marked(by, sessions[2], "absent")
    message = Message.objects.get(to=made.referral.made_by)
    for name in ("Dawn", made.family.name, made.referral.family_name):
        assert name not in message.subject + message.body


def test_two_missed_in_a_row_call_for_a_review_until_one_is_made_good():
    by = viewer()
    made, sessions = course(by)
    person = participant(made)
    marked(by, sessions[0])
    marked(by, sessions[1], "absent")
    marked(by, sessions[2], "absent")
    made.refresh_from_db()
    assert made.status == "in_programme"
    assert made.attention == "Dawn missed two sessions in a row"
    review = Message.objects.get(to_id=by.membership_id)
    assert review.body.startswith("Sessions were missed")
    assert "Dawn" not in review.body
    catch_up = booked(by, made, kind="catch_up", title="Catch-up", expected=[person.pk], catches_up_id=sessions[2].pk)
    assert catch_up.number == 3
    marked(by, catch_up)
    made.refresh_from_db()
    assert made.attention == ""


def test_a_catch_up_names_the_session_that_was_missed():
    by = viewer()
    made, sessions = course(by)
    marked(by, sessions[0])
    with pytest.raises(RuleBroken, match="Choose the session that was missed"):
        booked(by, made, kind="catch_up", catches_up_id=sessions[0].pk)


def test_a_course_with_its_final_interview_completes():
    by = viewer()
    made, sessions = course(by, first_day=today() - timedelta(days=120))
    for session in sessions:
        marked(by, session)
    decision = completion_of(by, made)
    open_reasons = [reason.key for reason in decision.reasons if reason.outcome is not Outcome.MET]
    assert all(key.startswith("interview.") for key in open_reasons)
    marked(by, booked(by, made, kind="final_interview", title="Final interview"))
    assert completion_of(by, made).outcome is Outcome.MET


def test_an_absence_is_followed_up_with_words():
    by = viewer()
    _made, sessions = course(by)
    (row,) = marked(by, sessions[0], "absent")
    with pytest.raises(RuleBroken, match="what was done"):
        actions.finish_follow_up(by=by, attendance_id=row.pk)
    actions.finish_follow_up(by=by, attendance_id=row.pk, words="Called her; the bus did not come")
    row.refresh_from_db()
    assert row.follow_up_done_at is not None


def test_what_was_held_or_is_past_never_moves():
    by = viewer()
    _made, sessions = course(by)
    marked(by, sessions[0])
    past = next(s for s in sessions[1:] if s.day < today())
    for session in (sessions[0], past):
        with pytest.raises(RuleBroken):
            actions.move_session(by=by, session_id=session.pk, day=today() + timedelta(days=3))


def test_a_move_may_take_the_later_sessions_with_it():
    by = viewer()
    _made, sessions = course(by, first_day=today() + timedelta(days=1))
    before = [s.day for s in sessions]
    actions.move_session(by=by, session_id=sessions[1].pk, day=before[1] + timedelta(days=7), later="shift")
    after = list(Session.objects.order_by("number").values_list("day", flat=True))
    assert after[0] == before[0]
    assert after[1] == before[1] + timedelta(days=7)
    assert after == sorted(set(after))
    assert Session.objects.filter(status="planned").count() == len(sessions)


def test_a_move_may_leave_the_later_sessions():
    by = viewer()
    _made, sessions = course(by, first_day=today() + timedelta(days=1))
    days = [s.day for s in sessions]
    actions.move_session(
        by=by, session_id=sessions[-1].pk, day=days[-1] + timedelta(days=1), starts=time(15), ends=time(16)
    )
    after = list(Session.objects.order_by("number").values_list("day", flat=True))
    assert after[:-1] == days[:-1]
    assert Session.objects.get(pk=sessions[-1].pk).starts == time(15)


def test_an_ended_journey_is_taken_out_of_what_is_planned():
    from trellis.features.journeys import actions as journeys

    by = viewer()
    made, sessions = course(by)
    marked(by, sessions[0])
    reasons = made.programme_version.definition["ending_reasons"]
    journeys.end_journey(
        by=by,
        journey_id=made.pk,
        outcome="ended_early",
        reason=next(each["key"] for each in reasons if each["counts_as"] == "ended_early"),
        summary_sections=[{"key": "a", "title": "b", "words": "c"}],
        on=today(),
    )
    assert set(Session.objects.values_list("status", flat=True)) == {"held", "cancelled"}


def test_a_practitioner_reaches_only_their_own_registers():
    by = viewer()
    session = booked(by, journey(by))
    stranger, _ = practitioner(by)
    with pytest.raises(Session.DoesNotExist):
        marked(stranger, session)
    referrer = membership(Role.REFERRER, Membership.objects.get(pk=by.membership_id).organisation)
    assert not Session.objects.visible_to(viewer(Role.REFERRER)).exists()
    assert referrer.role == Role.REFERRER


def test_sessions_keep_their_order_when_one_moves():
    by = viewer()
    _made, sessions = course(by, first_day=today() + timedelta(days=1))
    with pytest.raises(RuleBroken, match="comes after"):
        actions.move_session(by=by, session_id=sessions[1].pk, day=sessions[2].day)
    with pytest.raises(RuleBroken, match="comes first"):
        actions.move_session(by=by, session_id=sessions[2].pk, day=sessions[1].day)
