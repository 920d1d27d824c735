"""The pages of sessions, as people use them."""

from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.features.families.models import FamilyWorker
from trellis.features.journeys.models import Journey
from trellis.features.journeys.tests.factories import journey, participant
from trellis.features.sessions import actions
from trellis.features.sessions.models import Attendance, Session
from trellis.features.sessions.rules import SessionKind
from trellis.features.sessions.rules.plans import Runs, SessionPlan
from trellis.features.sessions.tests.factories import booked, course, marked, open_day, practitioner, staff
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Membership
from trellis.platform.access.tests.factories import viewer
from trellis.platform.access.viewer import Viewer

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def today() -> date:
    return timezone.localdate()


def signed_in(who: Viewer) -> Client:
    client = Client()
    client.force_login(Membership.objects.get(pk=who.membership_id).user, backend=BACKEND)
    return client


def group_evening(by: Viewer, families: int = 2, day: date | None = None) -> tuple[list[Journey], list[Session]]:
    """Make a group of two circles that meet today, with these families, without the room of groups."""
    from trellis.features.groups.models import Circle, Group, Venue

    made = [journey(by) for _ in range(families)]
    version = made[0].programme_version
    venue = Venue.objects.create(organisation_id=by.organisation_id, name=f"Hall {Venue.objects.count()}")
    group = Group.objects.create(
        organisation_id=by.organisation_id,
        programme_version=version,
        programme_key=version.key,
        name=f"Tuesday group {Group.objects.count()}",
        venue=venue,
        starts=time(17),
        first_day=day or today(),
    )
    circles = [
        Circle.objects.create(organisation_id=by.organisation_id, group=group, strand_key=key, title=title)
        for key, title in (("parents", "Parents"), ("young_people", "Boys"))
    ]
    plans = [
        SessionPlan(
            programme_version_id=version.pk,
            kind=SessionKind.CORE,
            title="Arriving",
            number=1,
            strand_key=circle.strand_key,
            circle_id=circle.pk,
            day=day or today(),
            starts=time(17),
            ends=time(19),
            expected=tuple(participant(each, circle.strand_key).pk for each in made),
            staff=(Runs(staff(by).pk),),
        )
        for circle in circles
    ]
    return made, actions.plan_sessions(by=by, sessions=plans)


def fields_for(session: Session, presence: str = "attended", **more: str) -> dict[str, str]:
    return {f"presence-{p}": presence for p in session.planned.values_list("participant_id", flat=True)} | more


def test_the_register_shows_the_whole_group_and_saves_each_circle():
    by = viewer()
    _made, (parents, boys) = group_evening(by)
    client = signed_in(by)
    address = reverse("sessions:register", args=[parents.pk])
    page = client.get(address).content.decode()
    assert "Parents" in page
    assert "Boys" in page
    assert page.count('value="attended"') == 4
    assert "checked" not in page
    answer = client.post(address, fields_for(parents) | fields_for(boys, "late"))
    assert answer.status_code == 302
    assert Attendance.objects.filter(session=boys, presence="late").count() == 2
    assert set(Session.objects.values_list("status", flat=True)) == {"held"}
    assert set(Journey.objects.values_list("status", flat=True)) == {"in_programme"}


def test_everyone_came_fills_the_form_and_saves_nothing_yet():
    by = viewer()
    _made, (parents, boys) = group_evening(by)
    client = signed_in(by)
    address = reverse("sessions:register", args=[parents.pk])
    one = boys.planned.first().participant_id
    page = client.post(address, {"everyone": "1", f"presence-{one}": "absent", f"note-{one}": "Rang"}).content.decode()
    assert page.count('value="attended" checked') == 3
    assert page.count('value="absent" checked') == 1
    assert "Rang" in page
    assert not Attendance.objects.exists()


def test_an_error_keeps_everything_that_was_typed():
    by = viewer()
    _made, (parents, boys) = group_evening(by)
    client = signed_in(by)
    one = boys.planned.first().participant_id
    sent = fields_for(parents) | {f"presence-{one}": "absent", f"note-{one}": "Seen <b>in town</b>"}
    answer = client.post(reverse("sessions:register", args=[parents.pk]), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose why Jamie did not come." in page
    assert f"#reason-{one}" in page
    assert "Seen &lt;b&gt;in town&lt;/b&gt;" in page
    assert page.count('value="attended" checked') == 2


def test_a_part_can_be_saved_and_the_rest_later():
    by = viewer()
    _made, (parents, boys) = group_evening(by)
    client = signed_in(by)
    address = reverse("sessions:register", args=[parents.pk])
    client.post(address, fields_for(parents))
    assert Attendance.objects.count() == 2
    assert "2 of 4 people filled in" in client.get(address).content.decode()
    client.post(address, fields_for(parents) | fields_for(boys))
    assert Attendance.objects.count() == 4


def test_staff_who_were_there_are_kept():
    by = viewer()
    _made, (parents, _boys) = group_evening(by)
    runs = parents.staff.get()
    client = signed_in(by)
    client.post(reverse("sessions:register", args=[parents.pk]), fields_for(parents) | {"staff": str(runs.staff_id)})
    runs.refresh_from_db()
    assert runs.was_present is True


def test_a_session_to_come_cannot_be_filled_in_by_page_or_by_post():
    by = viewer()
    session = booked(by, journey(by), day=today() + timedelta(days=2))
    client = signed_in(by)
    address = reverse("sessions:register", args=[session.pk])
    assert "not before" in client.get(address).content.decode()
    client.post(address, fields_for(session))
    assert not Attendance.objects.exists()


def test_an_absence_leads_to_a_catch_up_with_everything_filled_in():
    by = viewer()
    made, sessions = course(by)
    marked(by, sessions[0], "absent")
    client = signed_in(by)
    page = client.get(reverse("sessions:register", args=[sessions[0].pk])).content.decode()
    link = f"{reverse('sessions:book', args=[made.pk])}?what=catch_up&amp;missed={sessions[0].pk}"
    assert link in page
    address = (
        f"{reverse('sessions:book', args=[made.pk])}?what=catch_up&missed={sessions[0].pk}&for={participant(made).pk}"
    )
    form = client.get(address).content.decode()
    assert 'value="catch_up" checked' in form
    day = open_day(today() + timedelta(days=1))
    answer = client.post(
        address,
        {
            "what": "catch_up",
            "catches_up": str(sessions[0].pk),
            "day_day": day.day,
            "day_month": day.month,
            "day_year": day.year,
            "starts": "8am",
            "expected": str(participant(made).pk),
        },
    )
    assert answer.status_code == 302
    catch_up = Session.objects.get(kind="catch_up")
    assert (catch_up.catches_up, catch_up.number) == (sessions[0], 1)


def test_a_course_is_shown_before_it_is_saved():
    by = viewer()
    made = journey(by, "dvact-behaviour-change", strands=_first_strand("dvact-behaviour-change"))
    client = signed_in(by)
    address = reverse("sessions:course", args=[made.pk])
    day = today() + timedelta(days=1)
    sent = {
        "participant": str(participant(made).pk),
        "first_day_day": day.day,
        "first_day_month": day.month,
        "first_day_year": day.year,
        "weekdays": ["1", "3"],
        "starts": "10am",
    }
    page = client.post(address, sent | {"show": "1"}).content.decode()
    assert "Save the course" in page
    assert not Session.objects.exists()
    assert client.post(address, sent | {"save": "1"}).status_code == 302
    assert Session.objects.filter(journey=made, kind="core").count() > 10


def _first_strand(key: str) -> list[str]:
    from trellis.features.programmes.tests.factories import programme_version

    return [programme_version(key).definition["strands"][0]["key"]]


def test_moving_is_shown_before_it_is_saved():
    by = viewer()
    _made, sessions = course(by, first_day=today() + timedelta(days=1))
    client = signed_in(by)
    day = sessions[0].day + timedelta(days=7)
    sent = {
        "day_day": day.day,
        "day_month": day.month,
        "day_year": day.year,
        "starts": "11am",
        "ends": "12:30pm",
        "later": "shift",
    }
    page = client.post(reverse("sessions:move", args=[sessions[0].pk]), sent | {"show": "1"}).content.decode()
    assert "What would change" in page
    sessions[0].refresh_from_db()
    assert sessions[0].day < day
    assert client.post(reverse("sessions:move", args=[sessions[0].pk]), sent | {"save": "1"}).status_code == 302


def test_the_referrer_sees_their_family_and_nothing_that_was_noted():
    by = viewer()
    made, (parents, boys) = group_evening(by)
    one = participant(made[0], "parents")
    client = signed_in(by)
    client.post(
        reverse("sessions:register", args=[parents.pk]),
        fields_for(parents) | fields_for(boys) | {f"note-{one.pk}": "She cried"},
    )
    referrer = signed_in(Viewer.from_membership(made[0].referral.made_by))
    page = referrer.get(reverse("sessions:progress", args=[made[0].referral_id])).content.decode()
    assert "came" in page
    assert "Arriving" in page
    assert "She cried" not in page
    assert made[1].family.name not in page
    assert page.count("Dawn:") == 1
    assert referrer.get(reverse("sessions:progress", args=[made[1].referral_id])).status_code == 404
    assert referrer.get(reverse("sessions:register", args=[parents.pk])).status_code == 403


def test_every_page_answers_and_says_what_it_shows():
    by = viewer()
    made, sessions = course(by)
    marked(by, sessions[0], "absent")
    client = signed_in(by)
    row = Attendance.objects.get()
    for name, arguments, words in (
        ("list", [], "Sessions"),
        ("session", [sessions[0].pk], "What it is for"),
        ("sheet", [sessions[0].pk], "Register"),
        ("follow_ups", [], "Dawn"),
        ("follow_up", [row.pk], "What was done"),
        ("move", [sessions[-1].pk], "Move this session"),
        ("cancel", [sessions[-1].pk], "Why is it cancelled"),
        ("staff", [sessions[-1].pk], "Who runs it"),
        ("book", [made.pk], "Book a session"),
        ("progress", [made.referral_id], "Progress"),
    ):
        answer = client.get(reverse(f"sessions:{name}", args=arguments))
        assert answer.status_code == 200, name
        assert words in answer.content.decode(), name
    assert client.get(reverse("sessions:list") + "?show=week&day=rubbish").status_code == 200
    client.post(reverse("sessions:follow_up", args=[row.pk]), {"words": "Rang her"})
    assert "Nobody is waiting" in client.get(reverse("sessions:follow_ups")).content.decode()


def test_another_organisation_and_a_stranger_find_nothing():
    by = viewer()
    made, sessions = course(by)
    stranger, _ = practitioner(by)
    for who in (viewer(), stranger):
        client = signed_in(who)
        for name, key in (
            ("session", sessions[0].pk),
            ("register", sessions[0].pk),
            ("book", made.pk),
            ("progress", made.referral_id),
        ):
            assert client.get(reverse(f"sessions:{name}", args=[key])).status_code == 404
        assert made.family.name not in client.get(reverse("sessions:list") + "?show=week").content.decode()


def test_a_practitioner_who_runs_one_circle_fills_in_the_groups_register():
    by = viewer()
    worker, member = practitioner(by)
    _made, (parents, boys) = group_evening(by)
    actions.set_staff(by=by, session_id=parents.pk, staff=[Runs(member.pk)])
    client = signed_in(worker)
    answer = client.post(reverse("sessions:register", args=[parents.pk]), fields_for(parents) | fields_for(boys))
    assert answer.status_code == 302
    assert Attendance.objects.count() == 4


def test_to_see_a_register_is_not_to_say_who_runs_the_session():
    by = viewer()
    worker, member = practitioner(by)
    made, (parents, boys) = group_evening(by)
    actions.set_staff(by=by, session_id=parents.pk, staff=[Runs(member.pk)])
    FamilyWorker.objects.all().delete()
    with pytest.raises(RuleBroken, match="Only those who run"):
        actions.set_staff(by=worker, session_id=boys.pk, staff=[Runs(member.pk)])
    assert not FamilyWorker.objects.exists()
    actions.set_staff(by=worker, session_id=parents.pk, staff=[Runs(member.pk), Runs(staff(by).pk)])
    assert FamilyWorker.objects.filter(family=made[0].family, membership_id=worker.membership_id).exists()


def test_the_referrer_reads_the_names_that_they_wrote():
    by = viewer()
    (family, _), (parents, _) = group_evening(by)
    one = participant(family, "parents")
    marked(by, parents, "attended")
    type(one.person).objects.filter(pk=one.person_id).update(known_as="Morgan")
    type(family.family).objects.filter(pk=family.family_id).update(name="Known before family")
    referrer = signed_in(Viewer.from_membership(family.referral.made_by))
    for address in (reverse("sessions:progress", args=[family.referral_id]), "/"):
        page = referrer.get(address).content.decode()
        assert "Ashworth" in page
        assert "Morgan" not in page
        assert "Known before" not in page
    page = signed_in(by).get(reverse("sessions:progress", args=[family.referral_id])).content.decode()
    assert "Morgan" in page
    assert "Known before" in page


@pytest.mark.parametrize("name", ["register", "list", "session"])
def test_the_number_of_queries_does_not_grow_with_the_people(name, django_assert_max_num_queries):
    by = viewer()
    _made, (parents, _boys) = group_evening(by, families=1)
    _more, (larger, _boys) = group_evening(by, families=5)
    client = signed_in(by)

    def count(session: Session) -> int:
        arguments = [] if name == "list" else [session.pk]
        with django_assert_max_num_queries(20) as found:
            assert client.get(reverse(f"sessions:{name}", args=arguments)).status_code == 200
        return len(found)

    count(parents)
    assert count(parents) == count(larger)


def test_today_shows_the_register_one_tap_away():
    by = viewer()
    _made, (parents, _boys) = group_evening(by)
    page = signed_in(by).get("/").content.decode()
    assert reverse("sessions:register", args=[parents.pk]) in page
