"""How long whom: the longest wins, holds keep, nobody goes unlooked at, and nobody goes who is kept again."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from trellis.features.families.models import Family, Person
from trellis.features.families.tests.factories import family, person
from trellis.features.rights import jobs
from trellis.features.rights.actions import asking, erasing, keeping
from trellis.features.rights.models import ErasureBatch, ErasureCandidate, SubjectRequest, Tombstone
from trellis.features.rights.queries import keeping as queries
from trellis.features.safety import actions as safety
from trellis.kernel.dates import add_months
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import User
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import organisation, viewer
from trellis.platform.contributions.registry import retention_rules, retention_triggers
from trellis.platform.jobs.running import run_pending

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LONG_AGO = datetime.datetime(2014, 3, 3, 12, tzinfo=datetime.UTC)


@pytest.fixture
def by():
    return viewer(Role.SUPERVISOR, organisation())


def old_family(by, *, born=datetime.date(1980, 1, 1)):
    """Make a family of one adult that was written down long ago."""
    home = family(by)
    someone = person(by, home, given_name="Wilhelmina", birth_date=born)
    Person.objects.filter(pk=someone.pk).update(created_at=LONG_AGO)
    return home, someone


def incident(by, home, on, **values):
    return safety.record_incident(by=by, family=home, on=on, kind="threats", severity=2, **values)


def looked(by):
    keeping.look_who_may_go(by=by)
    run_pending()
    return ErasureBatch.objects.latest("pk")


def test_every_rule_counts_from_a_day_that_some_room_gives():
    assert {rule.trigger for rule in retention_rules()} <= set(retention_triggers())
    assert len({rule.key for rule in retention_rules()}) == len(retention_rules())
    for rule in retention_rules():
        assert rule.floor <= rule.months
        assert rule.source
        assert rule.basis
        assert rule.confidence in {"law", "guidance", "practice", "to confirm"}


def test_the_longest_wins_for_each_person_of_a_family(by):
    home, mother = old_family(by)
    child = person(by, home, birth_date=datetime.date(2012, 5, 6))
    Person.objects.filter(pk=child.pk).update(created_at=LONG_AGO)
    incident(by, home, datetime.date(2015, 1, 1))
    found = queries.kept_of_everybody(by, datetime.date(2026, 9, 7))
    assert found[mother.pk].may_go
    assert found[mother.pk].won.key == "last_incident"
    assert found[child.pk].won.key == "young_person"
    assert found[child.pk].until == datetime.date(2037, 5, 6)
    assert not found[child.pk].may_go


@pytest.mark.parametrize(("today", "goes"), [(datetime.date(2026, 3, 2), False), (datetime.date(2026, 3, 3), True)])
def test_on_the_day_and_the_day_before(by, today, goes):
    home, mother = old_family(by)
    incident(by, home, datetime.date(2019, 3, 3))
    assert queries.kept_of_person(by, mother, today).may_go is goes


def test_an_organisation_keeps_longer_by_its_own_decision(by):
    home, mother = old_family(by)
    incident(by, home, datetime.date(2015, 1, 1))
    today = timezone.localdate()
    with pytest.raises(RuleBroken, match="6 years"):
        keeping.set_length(by=by, rule_key="last_incident", months=12, why="The board")
    keeping.set_length(by=by, rule_key="last_incident", months=420, why="The board")
    assert not queries.kept_of_person(by, mother, today).may_go
    assert not queries.rule_here(viewer(Role.SUPERVISOR), "last_incident", today).own


def test_a_hold_on_the_family_keeps_everybody_in_it(by):
    home, mother = old_family(by)
    today = timezone.localdate()
    hold = keeping.put_on_hold(by=by, family=home, why="A claim", review_on=add_months(today, 6))
    assert queries.kept_of_person(by, mother, today).verdict == "held"
    with pytest.raises(RuleBroken, match="legal hold"):
        erasing.erase_person(by=by, person=mother, rule_key="file")
    keeping.end_hold(by=by, hold=hold, why="The claim was settled")
    assert queries.kept_of_person(by, mother, today).may_go


def test_nobody_goes_before_approval_and_all_go_after_it(by, django_capture_on_commit_callbacks):
    home, mother = old_family(by)
    batch = looked(by)
    candidate = ErasureCandidate.objects.get(batch=batch)
    assert (candidate.verdict, candidate.rule_key) == ("go", "file")
    jobs.every_night(0)
    run_pending()
    assert Person.objects.filter(pk=mother.pk).exists()
    keeping.approve(by=by, batch=batch)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.every_night(0)
        run_pending()
    assert not Person.objects.filter(pk=mother.pk).exists()
    assert not Family.objects.filter(pk=home.pk).exists()
    tombstone = Tombstone.objects.get()
    assert (tombstone.person_ref, tombstone.rule_key, tombstone.family_refs) == (mother.pk, "file", [str(home.pk)])
    candidate.refresh_from_db()
    assert candidate.result == "Erased"
    batch.refresh_from_db()
    assert batch.done_at


def test_whoever_is_kept_again_or_kept_for_now_does_not_go(by):
    home, _ = old_family(by)
    _, other = old_family(by)
    batch = looked(by)
    keeping.keep_for_now(
        by=by, candidate=ErasureCandidate.objects.get(person=other), why="A sibling asks for the record"
    )
    keeping.approve(by=by, batch=batch)
    incident(by, home, timezone.localdate())
    jobs.every_night(0)
    run_pending()
    assert not Tombstone.objects.exists()
    results = set(ErasureCandidate.objects.values_list("result", flat=True))
    assert results == {"", "Something keeps them now"}


def test_a_batch_is_decided_once_and_can_be_let_be(by):
    old_family(by)
    batch = looked(by)
    keeping.drop(by=by, batch=batch)
    with pytest.raises(RuleBroken, match="decided"):
        keeping.approve(by=by, batch=batch)
    jobs.every_night(0)
    assert not Tombstone.objects.exists()


def test_somebody_who_asks_is_erased_and_the_request_names_nobody(by, django_capture_on_commit_callbacks):
    _, mother = old_family(by)
    request = asking.take_down_request(
        by=by, person=mother, asked="erasure", asked_by="themselves", received_on=timezone.localdate()
    )
    with pytest.raises(RuleBroken, match="who they say"):
        erasing.erase_on_request(by=by, request=request)
    asking.check_identity(by=by, request=request, how="Wilhelmina's passport", on=timezone.localdate())
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase_on_request(by=by, request=request)
    found = SubjectRequest.objects.get()
    assert (found.status, found.person, found.identity_how) == ("answered", None, "")
    assert Tombstone.objects.get().request_ref == request.pk


def test_erasure_is_refused_on_a_ground(by):
    _, mother = old_family(by)
    request = asking.take_down_request(
        by=by, person=mother, asked="erasure", asked_by="themselves", received_on=timezone.localdate()
    )
    asking.refuse(by=by, request=request, ground="public_task", why="We still work with your son.")
    with pytest.raises(RuleBroken):
        erasing.erase_on_request(by=by, request=request)
    assert Person.objects.filter(pk=mother.pk).exists()


def test_somebody_in_two_families_stays_in_the_one_that_stays(by, django_capture_on_commit_callbacks):
    from trellis.features.families import actions as families

    home, mother = old_family(by)
    other = family(by)
    sister = person(by, other, given_name="Ann")
    families.add_existing_person(by=by, family=other, person=mother)
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase_person(by=by, person=mother, rule_key="file")
    assert not Family.objects.filter(pk=home.pk).exists()
    assert {each.given_name for each in other.people.order_by("pk")} == {"A person", sister.given_name}


def test_an_order_that_protects_somebody_else_stays_when_whoever_it_is_against_goes(by):
    from trellis.features.families.models import LimitingOrder

    home, mother = old_family(by)
    son = person(by, home, given_name="Kit")
    order = LimitingOrder.objects.create(
        organisation_id=by.organisation_id,
        family=home,
        kind=LimitingOrder._meta.get_field("kind").choices[0][0],
        against=mother,
        made_on=timezone.localdate(),
        terms="Wilhelmina may not come near Kit",
    )
    order.protects.create(organisation_id=by.organisation_id, person=son)
    erasing.erase_person(by=by, person=mother, rule_key="file")
    order.refresh_from_db()
    assert order.terms == "a person may not come near Kit"
    assert order.against.full_name == "A person"


def test_words_go_also_from_history_that_the_database_refuses_to_change(by):
    from trellis.features.safety.models import SafetyPlanVersion
    from trellis.features.safety.tests import factories as safe

    home, mother = old_family(by)
    son = person(by, home, given_name="Kit")
    safe.plan(by, home, (son,), warning_signs="Wilhelmina shouts")
    erasing.erase_person(by=by, person=mother, rule_key="file")
    version = SafetyPlanVersion.objects.get()
    assert version.warning_signs == "a person shouts"
    assert version.safe_people == "Nan, any time"


def test_tombstones_are_never_changed(by):
    from django.db import DatabaseError, transaction

    _, mother = old_family(by)
    erasing.erase_person(by=by, person=mother, rule_key="file")
    for change in (lambda: Tombstone.objects.update(rule_key="x"), lambda: Tombstone.objects.all().delete()):
        with pytest.raises(DatabaseError, match="tombstone"), transaction.atomic():
            change()


def test_the_pages(client, by):
    home, mother = old_family(by)
    client.force_login(User.objects.get(pk=by.user_id), backend=BACKEND)
    assert "Nobody waits" in client.get(reverse("rights:requests")).text
    found = client.get(reverse("rights:find"), {"search": "Wilhelmina"}).text
    assert reverse("rights:new", args=[mother.pk]) in found
    today = timezone.localdate()
    day = {"received_on_day": today.day, "received_on_month": today.month, "received_on_year": today.year}
    typed = {"asked": "access", "asked_by": "parent", "asker": "", "child_able": "able", **day}
    answer = client.post(reverse("rights:new", args=[mother.pk]), typed)
    assert "Write who asks" in answer.text
    answer = client.post(reverse("rights:new", args=[mother.pk]), {**typed, "asked_by": "themselves"}, follow=True)
    assert "The clock" in answer.text
    with time_machine.travel(timezone.now() + datetime.timedelta(days=60)):
        client.force_login(User.objects.get(pk=by.user_id), backend=BACKEND)
        assert "late" in client.get(reverse("rights:requests")).text
        assert "Wilhelmina" in client.get("/").text
    client.force_login(User.objects.get(pk=by.user_id), backend=BACKEND)
    overview = client.get(reverse("rights:keeping")).text
    assert "7 years" in overview
    batch = looked(by)
    shown = client.get(reverse("rights:batch", args=[batch.pk])).text
    assert "Wilhelmina" in shown
    assert "A file in which nothing happened" in shown
    answer = client.post(reverse("rights:batch", args=[batch.pk]), {"decision": "approve"}, follow=True)
    assert "They go tonight" in answer.text
    assert home.name in client.get(reverse("rights:hold", args=[home.pk])).text


def test_pages_stay_within_twenty_queries(client, by, django_assert_max_num_queries):
    for _ in range(6):
        _, mother = old_family(by)
        asking.take_down_request(
            by=by, person=mother, asked="access", asked_by="themselves", received_on=timezone.localdate()
        )
    batch = looked(by)
    client.force_login(User.objects.get(pk=by.user_id), backend=BACKEND)
    request = SubjectRequest.objects.order_by("pk").first()
    asking.begin_gathering(by=by, request=request)
    run_pending()
    for address in (
        reverse("rights:requests"),
        reverse("rights:request", args=[request.pk]),
        reverse("rights:items", args=[request.pk]),
        reverse("rights:check", args=[request.pk]),
        reverse("rights:keeping"),
        reverse("rights:batch", args=[batch.pk]),
    ):
        with django_assert_max_num_queries(20):
            assert client.get(address).status_code == 200
