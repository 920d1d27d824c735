"""What is kept from whom: acts, their refusals, and what each viewer finds afterwards."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from trellis.features.confidentiality import actions, queries
from trellis.features.confidentiality.rules import LawfulBasis, Shared
from trellis.features.families import actions as family_actions
from trellis.features.families import queries as families
from trellis.features.families.models import Family, FamilyWorker, HomeAddress, Person, Seal, ShutOut
from trellis.features.families.rules import SealedFact, SealKind, ShutOutCause
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Membership
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import membership, organisation
from trellis.platform.access.viewer import NotAllowed, Viewer
from trellis.platform.database import sight
from trellis.platform.notifications.models import Message

pytestmark = pytest.mark.django_db
REASON = "Their safety hangs on it, the refuge says."


class Place:
    """One organisation with two families, each with a worker of its own."""

    def __init__(self) -> None:
        self.organisation = organisation()
        self.supervisor = self._viewer(Role.SUPERVISOR, "Sunita")
        self.other_supervisor = self._viewer(Role.SUPERVISOR, "Sorrel")
        self.coordinator = self._viewer(Role.COORDINATOR, "Cora")
        self.hers = self._viewer(Role.PRACTITIONER, "Hana")
        self.his = self._viewer(Role.PRACTITIONER, "Hugo")
        self.mother_file, self.mother = self._family("Ashby", "Maya")
        self.father_file, self.father = self._family("Dunn", "Frank")
        self.work(self.mother_file, self.hers)
        self.work(self.father_file, self.his)
        self.home = family_actions.record_household(
            by=self.coordinator,
            family=self.mother_file,
            label="Home",
            address="1 Orchard Row",
            postcode="LS1 4AP",
            people=[self.mother],
        )

    def _viewer(self, role: Role, name: str) -> Viewer:
        return Viewer.from_membership(membership(role, self.organisation, name=name))

    def _family(self, name: str, given: str) -> tuple[Family, Person]:
        family = family_actions.create_family(by=self.coordinator, name=name)
        person = family_actions.add_person(
            by=self.coordinator,
            family=family,
            given_name=given,
            family_name=name,
            birth_date=datetime.date(1985, 5, 5),
        )
        return family, person

    def work(self, family: Family, who: Viewer) -> None:
        family_actions.give_sight(
            by=self.coordinator,
            family=family,
            membership=Membership.objects.get(pk=who.membership_id),
            because="Works with them",
        )

    def seal(self, **given: Any) -> Seal:
        wanted = {
            "by": self.coordinator,
            "family": self.mother_file,
            "person": self.mother,
            "fact": SealedFact.ADDRESS,
            "kind": SealKind.PEOPLE,
            "against": [self.father],
            "reason": REASON,
            "source": "Refuge worker",
        }
        return actions.seal_fact(**{**wanted, **given})


@pytest.fixture
def place() -> Place:
    return Place()


def addresses(viewer: Viewer) -> int:
    """Count the addresses that a viewer finds, by Python's rule and by the database's, which agree."""
    by_rule = HomeAddress.objects.visible_to(viewer).count()
    with sight.seeing(sight.viewer(viewer.membership_id)):
        assert HomeAddress.objects.visible_to(viewer).count() == by_rule
    return by_rule


def finds(viewer: Viewer, family: Family) -> bool:
    """Say whether a viewer finds a family, by Python's rule and by the database's together."""
    with sight.seeing(sight.viewer(viewer.membership_id)):
        return family.pk in {found.pk for found in families.families(viewer)}


def test_an_address_is_kept_from_whoever_works_with_the_person_named_alone(place: Place) -> None:
    place.work(place.mother_file, place.his)
    family_actions.end_sight(
        by=place.coordinator,
        family=place.mother_file,
        membership=Membership.objects.get(pk=place.his.membership_id),
    )
    place.seal()
    assert [addresses(viewer) for viewer in (place.coordinator, place.hers, place.his)] == [1, 1, 0]


def test_a_worker_of_him_in_her_own_file_does_not_find_her_address(place: Place) -> None:
    family_actions.add_existing_person(by=place.coordinator, family=place.mother_file, person=place.father)
    FamilyWorker.objects.create(
        organisation=place.organisation,
        family=place.mother_file,
        membership_id=place.his.membership_id,
        with_person=place.father,
        because="His course",
    )
    place.seal()
    assert finds(place.his, place.mother_file)
    assert addresses(place.his) == 0
    assert addresses(place.hers) == 1


def test_a_refuge_address_is_nobodys_until_somebody_is_named(place: Place) -> None:
    seal = place.seal(kind=SealKind.ALL_BUT_FEW, against=[])
    assert [addresses(viewer) for viewer in (place.coordinator, place.hers, place.supervisor)] == [0, 0, 0]
    assert not queries.seals_of(place.coordinator, place.mother_file.pk), "That it is sealed is not said either."
    seal.delete()
    reader = Membership.objects.get(pk=place.hers.membership_id)
    place.seal(kind=SealKind.ALL_BUT_FEW, against=[], readers=[reader])
    assert [addresses(viewer) for viewer in (place.coordinator, place.hers)] == [0, 1]


def test_whoever_cannot_see_an_address_cannot_wipe_it(place: Place) -> None:
    place.seal(kind=SealKind.ALL_BUT_FEW, against=[])
    family_actions.record_household(
        by=place.coordinator, family=place.mother_file, label="Home", people=[place.mother], household=place.home
    )
    assert HomeAddress.objects.get(household=place.home).address == "1 Orchard Row"


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"reason": "No"}, "reason", "in a sentence"),
        ({"source": " "}, "source", "Write who told us"),
        ({"against": []}, "against", "Name at least one"),
        ({"review_on": datetime.date(2020, 1, 1)}, "review_on", "after today"),
    ],
)
def test_a_seal_that_says_too_little_is_refused(place: Place, wrong: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words) as refused:
        place.seal(**wrong)
    assert refused.value.field == field
    assert not Seal.objects.exists()


def test_a_fact_is_not_kept_from_whose_it_is(place: Place) -> None:
    with pytest.raises(RuleBroken, match="cannot be kept from Maya too"):
        place.seal(against=[place.mother])


def test_a_seal_that_would_hide_a_person_from_all_workers_is_refused(place: Place) -> None:
    with pytest.raises(RuleBroken, match="from every member of staff"):
        place.seal(fact=SealedFact.PRESENCE, kind=SealKind.ALL_BUT_FEW, against=[])
    place.seal(
        fact=SealedFact.PRESENCE,
        kind=SealKind.ALL_BUT_FEW,
        against=[],
        readers=[Membership.objects.get(pk=place.hers.membership_id)],
    )
    assert not Person.objects.visible_to(place.coordinator).filter(pk=place.mother.pk).exists()
    assert Person.objects.visible_to(place.hers).filter(pk=place.mother.pk).exists()


def test_a_lifted_seal_stays_as_history_and_is_lifted_once(place: Place) -> None:
    seal = place.seal()
    actions.lift_seal(by=place.supervisor, seal=seal, why="She asked us to, in her own words.")
    assert Seal.objects.get().lifted_by_id == place.supervisor.membership_id
    with pytest.raises(RuleBroken, match="lifted already"):
        actions.lift_seal(by=place.supervisor, seal=seal, why="She asked us to, in her own words.")
    with pytest.raises(NotAllowed):
        actions.lift_seal(by=place.hers, seal=place.seal(), why=REASON)


def test_whoever_declares_that_they_know_a_family_finds_it_no_longer(place: Place) -> None:
    assert finds(place.hers, place.mother_file)
    actions.declare_knowing(by=place.hers, family=place.mother_file, how="She is my neighbour")
    assert not finds(place.hers, place.mother_file)
    told = set(Message.objects.values_list("to_id", flat=True))
    assert told == {place.supervisor.membership_id, place.other_supervisor.membership_id}
    assert not Message.objects.filter(body__contains="Ashby").exists()


def test_whoever_is_shut_out_is_never_given_the_family_again(place: Place) -> None:
    actions.declare_knowing(by=place.hers, family=place.mother_file, how="She is my neighbour")
    with pytest.raises(RuleBroken, match="cannot take on this family"):
        place.work(place.mother_file, place.hers)
    with pytest.raises(IntegrityError, match="cannot take on"), transaction.atomic():
        FamilyWorker.objects.create(
            organisation=place.organisation,
            family=place.mother_file,
            membership_id=place.hers.membership_id,
            because="By another path",
        )


def test_people_whom_staff_know_are_settled_by_somebody_else(place: Place) -> None:
    known = actions.say_whom_one_knows(by=place.hers, names="Frank Dunn", how="We were at school together")
    own = actions.say_whom_one_knows(by=place.supervisor, names="Maya Ashby", how="She is my cousin, on my side")
    assert [one.pk for one in queries.known_to_settle(place.supervisor)] == [known.pk]
    assert {one.pk for one in queries.known_to_settle(place.other_supervisor)} == {known.pk, own.pk}
    actions.settle_known(by=place.supervisor, known=known, family=place.father_file)
    assert ShutOut.objects.get().membership_id == place.hers.membership_id
    with pytest.raises(RuleBroken, match="already"):
        actions.settle_known(by=place.other_supervisor, known=known, family=None)


def test_the_two_sides_of_a_case_do_not_find_each_other(place: Place) -> None:
    actions.part_sides(by=place.supervisor, one=place.mother_file, other=place.father_file, reason=REASON)
    seen = {
        viewer.name: (finds(viewer, place.mother_file), finds(viewer, place.father_file))
        for viewer in (place.hers, place.his, place.coordinator, place.other_supervisor, place.supervisor)
    }
    assert seen == {
        "Hana": (True, False),
        "Hugo": (False, True),
        "Cora": (False, False),
        "Sorrel": (False, False),
        "Sunita": (True, True),
    }


def test_whoever_takes_on_one_side_later_is_shut_out_of_the_other(place: Place) -> None:
    actions.part_sides(by=place.supervisor, one=place.mother_file, other=place.father_file, reason=REASON)
    newcomer = Viewer.from_membership(membership(Role.PRACTITIONER, place.organisation, name="Nia"))
    family_actions.give_sight(
        by=place.supervisor,
        family=place.mother_file,
        membership=Membership.objects.get(pk=newcomer.membership_id),
        because="New keyworker",
    )
    assert ShutOut.objects.filter(membership_id=newcomer.membership_id, cause=ShutOutCause.OTHER_SIDE).count() == 1
    with pytest.raises(RuleBroken, match="cannot take on this family"):
        family_actions.give_sight(
            by=place.supervisor,
            family=place.father_file,
            membership=Membership.objects.get(pk=newcomer.membership_id),
            because="Cover",
        )


def test_somebody_who_works_with_both_must_leave_one_first(place: Place) -> None:
    place.work(place.father_file, place.hers)
    with pytest.raises(RuleBroken, match="Hana works with both"):
        actions.part_sides(by=place.supervisor, one=place.mother_file, other=place.father_file, reason=REASON)


def test_a_side_that_nobody_works_with_cannot_be_hidden(place: Place) -> None:
    family_actions.end_sight(
        by=place.coordinator,
        family=place.father_file,
        membership=Membership.objects.get(pk=place.his.membership_id),
    )
    with pytest.raises(RuleBroken, match="from every member of staff"):
        actions.part_sides(by=place.supervisor, one=place.mother_file, other=place.father_file, reason=REASON)


def test_sides_that_are_joined_again_may_be_found_again(place: Place) -> None:
    sides = actions.part_sides(by=place.supervisor, one=place.mother_file, other=place.father_file, reason=REASON)
    actions.join_sides(by=place.supervisor, sides=sides, why="The court ended the proceedings.")
    assert not ShutOut.objects.filter(ended_at__isnull=True).exists()
    actions.open_file_again(by=place.supervisor, family=place.mother_file, why="The court ended the proceedings.")
    assert finds(place.coordinator, place.mother_file)


def _open_in_need(place: Place) -> Any:
    return actions.break_glass(
        by=place.hers,
        given_name="Frank",
        family_name="Dunn",
        birth_date=datetime.date(1985, 5, 5),
        reason="He telephoned and means to harm himself tonight",
        minutes=30,
    )


def test_a_file_is_opened_in_need_for_some_minutes(place: Place) -> None:
    opened = _open_in_need(place)
    assert finds(place.hers, place.father_file)
    assert Message.objects.filter(to_id=place.supervisor.membership_id).count() == 1
    actions.end_break_glass(by=place.hers, opened=opened)
    assert not finds(place.hers, place.father_file)
    with pytest.raises(NotAllowed):
        actions.review_break_glass(by=place.hers, opened=opened, was_right=True, note="")
    actions.review_break_glass(by=place.supervisor, opened=opened, was_right=True, note="")
    with pytest.raises(RuleBroken, match="reviewed already"):
        actions.review_break_glass(by=place.other_supervisor, opened=opened, was_right=True, note="")


def test_time_runs_out_by_itself(place: Place) -> None:
    opened = actions.break_glass(
        by=place.hers,
        given_name="Frank",
        family_name="Dunn",
        birth_date=datetime.date(1985, 5, 5),
        reason="He telephoned and means to harm himself tonight",
        minutes=15,
    )
    opened.created_at = timezone.now() - datetime.timedelta(minutes=16)
    opened.until = timezone.now() - datetime.timedelta(minutes=1)
    opened.save()
    assert not finds(place.hers, place.father_file)


def test_glass_breaks_on_no_file_that_one_was_shut_out_of(place: Place) -> None:
    actions.part_sides(by=place.supervisor, one=place.mother_file, other=place.father_file, reason=REASON)
    asked = {"birth_date": datetime.date(1985, 5, 5), "reason": "Somebody telephoned in great need", "minutes": 30}
    with pytest.raises(RuleBroken) as shut:
        actions.break_glass(by=place.hers, given_name="Frank", family_name="Dunn", **asked)
    with pytest.raises(RuleBroken) as nobody:
        actions.break_glass(by=place.hers, given_name="Nobody", family_name="Here", **asked)
    assert (str(shut.value), shut.value.field) == (str(nobody.value), nobody.value.field)


def test_glass_does_not_break_without_a_reason(place: Place) -> None:
    with pytest.raises(RuleBroken, match="in a sentence") as refused:
        actions.break_glass(
            by=place.hers,
            given_name="Frank",
            family_name="Dunn",
            birth_date=datetime.date(1985, 5, 5),
            reason=" ",
            minutes=30,
        )
    assert refused.value.field == "reason"


def _agreement(place: Place, other: Any = None, **given: Any) -> Any:
    today = timezone.localdate()
    wanted = {
        "by": place.coordinator,
        "family": place.mother_file,
        "with_whom": "Northside School",
        "with_organisation": other,
        "what": [Shared.PROGRESS],
        "why": "The school keeps her children safe by day",
        "basis": LawfulBasis.SAFEGUARDING,
        "since": today,
        "until": today + datetime.timedelta(days=30),
    }
    return actions.agree_to_share(**{**wanted, **given})


def test_what_is_shared_is_read_by_the_other_organisation_until_it_is_taken_back(place: Place) -> None:
    other = organisation()
    reader = Viewer.from_membership(membership(Role.COORDINATOR, other))
    stranger = Viewer.from_membership(membership(Role.COORDINATOR, organisation()))
    agreement = _agreement(place, other)
    sections = [{"title": "Progress", "lines": ["Week 3 of 12"]}]
    shared = actions.share(by=place.coordinator, agreement=agreement, title="Ashby", sections=sections)

    def received(viewer: Viewer) -> list[str]:
        with sight.seeing(sight.viewer(viewer.membership_id)):
            return [one.title for one in queries.received(viewer)]

    assert (received(reader), received(stranger)) == (["Ashby"], [])
    with sight.seeing(sight.viewer(reader.membership_id)):
        assert type(shared).objects.all().delete()[0] == 0, "To read is not to take away."
    actions.take_back(by=place.coordinator, shared=shared)
    assert received(reader) == []


def test_nothing_is_shared_under_an_agreement_that_is_over(place: Place) -> None:
    agreement = _agreement(place)
    type(agreement).objects.update(since=datetime.date(2025, 1, 1), until=datetime.date(2025, 2, 1))
    agreement.refresh_from_db()
    with pytest.raises(RuleBroken, match="ended on Sat 1 February 2025"):
        actions.share(by=place.coordinator, agreement=agreement, title="Ashby", sections=[])
    with pytest.raises(RuleBroken, match="over already"):
        _agreement(place, since=datetime.date(2025, 1, 1), until=datetime.date(2025, 2, 1))


def test_a_supervisor_who_is_shut_out_is_not_told_that_a_file_was_opened(place: Place) -> None:
    me = place.other_supervisor.membership_id
    ShutOut.objects.create(
        organisation_id=place.hers.organisation_id, family=place.father_file, membership_id=me, cause="decided"
    )
    _open_in_need(place)
    assert set(Message.objects.values_list("to_id", flat=True)) == {place.supervisor.membership_id}
