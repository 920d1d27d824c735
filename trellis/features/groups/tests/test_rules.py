"""The rules of a group, one by one: on, just inside and just outside each boundary, and with a fact missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.features.groups.rules import GroupStatus, check_next, check_takes_places
from trellis.features.groups.rules.asked import duties_wanted, ends_after, possible_circles
from trellis.features.groups.rules.checks import is_capacity, refusals, rules_of, stops_start
from trellis.features.groups.rules.fitting import Fits, fit_of, with_people
from trellis.features.groups.rules.people import fitting_circles
from trellis.features.groups.rules.plan import CircleFacts, FamilyFacts, GroupFacts, Running, Seated
from trellis.features.groups.tests.definitions import programme
from trellis.features.workforce.rules import Trained
from trellis.kernel.dates import Period
from trellis.kernel.decisions import Outcome, Reason, RuleBroken

PACT, MPACT = programme("pact"), programme("m-pact")
FIRST, LAST = date(2026, 3, 3), date(2026, 5, 26)
MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_YET_KNOWN


def parent(family: str = "a", **changes: Any) -> Seated:
    found = Seated(f"{family}-parent", f"Dawn {family}", family, family, family, "parents", "female", date(1984, 1, 1))
    return dataclasses.replace(found, **changes)


def child(family: str = "a", gender: str = "female", **changes: Any) -> Seated:
    born = date(2011, 1, 1)
    found = Seated(f"{family}-child", f"Jamie {family}", family, family, family, "young_people", gender, born)
    return dataclasses.replace(found, **changes)


def woman(key: str, duty: str = "practitioner", **changes: Any) -> Running:
    return dataclasses.replace(Running(key, f"Ruth {key}", "female", duty), **changes)


PARENTS = CircleFacts("p", "Parents' group", "parents", room="1", room_name="Rose room", seats=20)
GIRLS = CircleFacts("g", "Girls' group", "young_people", "girls", room="2", room_name="Oak room", seats=20)
BOYS = CircleFacts("b", "Boys' group", "young_people", "boys", room="3", room_name="Blue room", seats=20)


def a_group(*circles: CircleFacts, families: Iterable[FamilyFacts] = (), **changes: Any) -> GroupFacts:
    return dataclasses.replace(GroupFacts(FIRST, LAST, time(17, 30), circles, tuple(families)), **changes)


def found(key: str, group: GroupFacts, about: str = "", rule: Any = PACT) -> list[Reason]:
    return [each for each in rules_of(rule, group) if each.key == key and about in ("", each.about)]


def outcomes(key: str, group: GroupFacts, about: str = "", rule: Any = PACT) -> list[Outcome]:
    return [each.outcome for each in found(key, group, about, rule)]


@pytest.mark.parametrize(
    ("birth_date", "outcome"),
    [
        (date(2012, 3, 4), NOT_MET),  # 13, and 14 the day after
        (date(2012, 3, 3), MET),  # 14 on the day
        (date(2008, 3, 4), MET),  # 17, and 18 the day after
        (date(2008, 3, 3), NOT_MET),  # 18 on the day
        (None, UNKNOWN),
    ],
)
def test_ages_are_those_on_the_day_of_the_first_session(birth_date: date | None, outcome: Outcome) -> None:
    girls = dataclasses.replace(GIRLS, people=(child(birth_date=birth_date),))
    assert outcomes("child_age", a_group(girls)) == [outcome]


@pytest.mark.parametrize(("gender", "outcome"), [("female", MET), ("male", NOT_MET), ("not_known", UNKNOWN)])
def test_the_parents_group_is_for_women(gender: str, outcome: Outcome) -> None:
    parents = dataclasses.replace(PARENTS, people=(parent(gender=gender),))
    (reason,) = found("female_carer", a_group(parents))
    assert (reason.outcome, reason.blocks) == (outcome, True)
    assert "One minute guide" in reason.source


@pytest.mark.parametrize(
    ("gender", "agreed", "outcome"),
    [("female", False, MET), ("male", False, NOT_MET), ("another", False, UNKNOWN), ("another", True, MET)],
)
def test_girls_sit_with_girls_and_others_are_asked(gender: str, agreed: bool, outcome: Outcome) -> None:
    girls = dataclasses.replace(GIRLS, people=(child(gender=gender, agreed=agreed),))
    assert outcomes("gender_group", a_group(girls, BOYS)) == [outcome]


def test_a_rule_set_aside_in_writing_stays_broken_but_no_longer_stops_the_start() -> None:
    parents = dataclasses.replace(PARENTS, people=(parent(gender="male", agreed=True),))
    (reason,) = found("female_carer", a_group(parents))
    assert (reason.outcome, reason.blocks) == (NOT_MET, False)


@pytest.mark.parametrize(("people", "outcome"), [(2, NOT_MET), (3, MET), (8, MET)])
def test_a_circle_has_a_least_size_that_only_warns_when_it_is_our_own(people: int, outcome: Outcome) -> None:
    girls = dataclasses.replace(GIRLS, people=tuple(child(str(n)) for n in range(people)))
    (reason,) = found("people_min", a_group(girls))
    assert (reason.outcome, reason.blocks) == (outcome, False)


@pytest.mark.parametrize(("people", "outcome"), [(7, MET), (8, MET), (9, NOT_MET)])
def test_a_circle_has_a_greatest_size_that_stops(people: int, outcome: Outcome) -> None:
    girls = dataclasses.replace(GIRLS, people=tuple(child(str(n)) for n in range(people)))
    (reason,) = found("people_max", a_group(girls))
    assert (reason.outcome, reason.blocks) == (outcome, True)


@pytest.mark.parametrize(
    ("families", "least", "most"), [(1, NOT_MET, MET), (2, MET, MET), (8, MET, MET), (9, MET, NOT_MET)]
)
def test_a_multi_family_group_counts_families(families: int, least: Outcome, most: Outcome) -> None:
    people = [
        child(str(n), key=f"{n}-{each}", strand="children") for n in range(families) for each in ("older", "younger")
    ]
    circle = CircleFacts("c", "Children", "children", people=tuple(people))
    assert outcomes("families_min", a_group(circle), rule=MPACT) == [least]
    assert outcomes("families_max", a_group(circle), rule=MPACT) == [most]
    assert outcomes("same_family_twice", a_group(circle), rule=MPACT) == []


@pytest.mark.parametrize(("seats", "outcome"), [(2, NOT_MET), (3, MET), (None, None)])
def test_a_room_seats_people_and_staff(seats: int | None, outcome: Outcome | None) -> None:
    girls = dataclasses.replace(GIRLS, seats=seats, people=(child("a"), child("b")), staff=(woman("r"),))
    assert outcomes("seats", a_group(girls)) == ([outcome] if outcome else [])


@pytest.mark.parametrize(
    ("staff", "women", "mentor"),
    [
        ((), NOT_MET, NOT_MET),
        ((woman("1"),), NOT_MET, NOT_MET),
        ((woman("1"), woman("2", gender="male")), NOT_MET, NOT_MET),
        ((woman("1"), woman("2")), MET, NOT_MET),
        ((woman("1"), woman("2"), woman("3", "parent_mentor")), MET, MET),
        ((woman("1"), woman("3", "parent_mentor")), NOT_MET, MET),
    ],
)
def test_two_women_and_a_parent_mentor_run_the_parents_group(
    staff: tuple[Running, ...], women: Outcome, mentor: Outcome
) -> None:
    group = a_group(dataclasses.replace(PARENTS, staff=staff))
    assert outcomes("staffing_practitioner", group) == [women]
    assert outcomes("staffing_parent_mentor", group) == [mentor]
    assert all(each.blocks for each in found("staffing_practitioner", group))


def test_the_words_say_why_somebody_does_not_count() -> None:
    staff = (woman("1"), woman("2", gender="male"))
    (reason,) = found("staffing_practitioner", a_group(dataclasses.replace(PARENTS, staff=staff)))
    assert "1 still to find" in reason.words
    assert "Ruth 2 is male" in reason.words


@pytest.mark.parametrize(
    ("period", "outcome"),
    [
        (None, NOT_MET),
        (Period(FIRST), MET),
        (Period(FIRST, LAST), MET),
        (Period(date(2026, 3, 4)), NOT_MET),
        (Period(FIRST, date(2026, 5, 25)), NOT_MET),
    ],
)
def test_training_holds_from_the_first_to_the_last_session(period: Period | None, outcome: Outcome) -> None:
    trainings = (Trained("m-pact", period),) if period else ()
    circle = CircleFacts("c", "Children", "children", staff=(woman("1", trainings=trainings),))
    assert outcomes("staffing_practitioner", a_group(circle), rule=MPACT) == [outcome]


def test_a_licensed_programme_needs_two_trained_people_and_asks_about_the_licence() -> None:
    trained = (Trained("m-pact", Period(FIRST)),)
    one = CircleFacts("c", "Children", "children", staff=(woman("1", trainings=trained),))
    two = CircleFacts("d", "Adults", "adults", staff=(woman("2", trainings=trained),))
    assert outcomes("licensed_staff", a_group(one), rule=MPACT) == [NOT_MET]
    assert outcomes("licensed_staff", a_group(one, two), rule=MPACT) == [MET]
    assert outcomes("licence", a_group(one), rule=MPACT) == [UNKNOWN]
    assert outcomes("licence", a_group(PARENTS)) == []


def test_nobody_runs_two_circles_at_once_or_while_busy_elsewhere() -> None:
    same = woman("1")
    both = a_group(dataclasses.replace(PARENTS, staff=(same,)), dataclasses.replace(GIRLS, staff=(same,)))
    assert outcomes("staff_twice", both) == [NOT_MET]
    later = a_group(
        dataclasses.replace(PARENTS, staff=(same,)), dataclasses.replace(GIRLS, staff=(same,), starts=time(20))
    )
    assert outcomes("staff_twice", later) == []
    busy = dataclasses.replace(PARENTS, staff=(woman("1", busy="runs “Another” at the same time"),))
    assert outcomes("staff_busy", a_group(busy)) == [NOT_MET]


def test_circles_that_meet_at_once_need_rooms_of_their_own() -> None:
    assert outcomes("separate_rooms", a_group(PARENTS, GIRLS)) == [MET]
    assert outcomes("separate_rooms", a_group(PARENTS, dataclasses.replace(GIRLS, room="1"))) == [NOT_MET]
    assert outcomes("separate_rooms", a_group(PARENTS, dataclasses.replace(GIRLS, room=""))) == [UNKNOWN]
    at_eight = dataclasses.replace(GIRLS, room="1", starts=time(20))
    assert outcomes("separate_rooms", a_group(PARENTS, at_eight)) == [MET]
    taken = dataclasses.replace(PARENTS, room_taken="PACT winter meets there on Tue 3 March 2026")
    assert outcomes("room_taken", a_group(taken)) == [NOT_MET]


def _family(*people: Seated, weekdays: Iterable[int] = (1,)) -> FamilyFacts:
    return FamilyFacts("a", "Ashworth", people, frozenset(weekdays))


@pytest.mark.parametrize(("weekdays", "outcome"), [((1,), MET), ((0, 1, 2), MET), ((3,), NOT_MET), ((), UNKNOWN)])
def test_an_evening_on_which_the_family_cannot_come_warns(weekdays: tuple[int, ...], outcome: Outcome) -> None:
    (reason,) = found("evening", a_group(PARENTS, families=[_family(parent(), weekdays=weekdays)]))
    assert (reason.outcome, reason.blocks) == (outcome, False)


def test_everybody_of_a_family_has_a_place() -> None:
    whole = _family(parent(), child())
    parents, girls = dataclasses.replace(PARENTS, people=(parent(),)), dataclasses.replace(GIRLS, people=(child(),))
    assert outcomes("not_placed", a_group(parents, girls, families=[whole])) == [MET]
    (missing,) = found("not_placed", a_group(parents, GIRLS, families=[whole]))
    assert (missing.outcome, missing.blocks) == (NOT_MET, False)  # the young people's strand is "ideally"
    (missing,) = found("not_placed", a_group(PARENTS, girls, families=[whole]))
    assert (missing.outcome, missing.blocks) == (NOT_MET, True)  # somebody must take part in the parents' strand
    (nobody,) = found("strand_without_anybody", a_group(parents, GIRLS, families=[_family(parent())]))
    assert (nobody.blocks, "ideally" in nobody.words) == (False, True)
    (nobody,) = found("strand_without_anybody", a_group(PARENTS, girls, families=[_family(child())]))
    assert nobody.blocks


def test_a_family_twice_is_asked_about_or_refused() -> None:
    sisters = dataclasses.replace(GIRLS, people=(child(), child(key="b", name="Kay")))
    (reason,) = found("same_family_twice", a_group(sisters))
    assert (reason.outcome, reason.blocks) == (NOT_MET, False)
    twice = dataclasses.replace(GIRLS, people=(child(), child(key="b", journey="another")))
    (reason,) = found("same_person_twice", a_group(twice))
    assert (reason.outcome, reason.blocks) == (NOT_MET, True)


def test_a_choice_among_strands_is_kept() -> None:
    rule = programme("northumbria-group")
    key = rule.choices[0].strands[0]
    circle = CircleFacts("c", "Under sevens", key)
    one = FamilyFacts("a", "Ashworth", (child(strand=key),))
    none = FamilyFacts("a", "Ashworth", (child(strand="parent"),))
    assert outcomes("strand_choice", a_group(circle, families=[one]), rule=rule) == []
    assert outcomes("strand_choice", a_group(circle, families=[none]), rule=rule) == [NOT_MET]


def test_a_strand_that_has_no_circle_here_is_pointed_out() -> None:
    (reason,) = found("strand_without_circle", a_group(GIRLS))
    assert (reason.outcome, reason.blocks) == (NOT_MET, False)
    assert outcomes("strand_without_circle", a_group(PARENTS)) == []


def test_what_forbids_a_place_is_what_it_newly_breaks() -> None:
    eight = dataclasses.replace(GIRLS, people=tuple(child(str(n)) for n in range(8)))
    nine = dataclasses.replace(GIRLS, people=tuple(child(str(n)) for n in range(9)))
    before, after = rules_of(PACT, a_group(eight)), rules_of(PACT, a_group(nine))
    (refused,) = refusals(PACT, before, after)
    assert is_capacity(refused)
    assert refusals(PACT, after, after) == []
    assert stops_start(after)


@pytest.mark.parametrize(
    ("family", "fits"),
    [
        (_family(parent(), child()), Fits.YES),
        (_family(parent(), child(), weekdays=()), Fits.ASK),
        (_family(parent(), child(gender="another")), Fits.ASK),
        (_family(parent(gender="male"), child()), Fits.NO),
        (_family(parent(), child(birth_date=date(2015, 1, 1))), Fits.NO),
    ],
)
def test_how_a_waiting_family_fits(family: FamilyFacts, fits: Fits) -> None:
    assert fit_of(PACT, a_group(PARENTS, GIRLS, BOYS), family).fits is fits


def test_a_family_does_not_fit_where_there_is_no_circle_or_no_room() -> None:
    boy = _family(parent(), child(gender="male"))
    assert fit_of(PACT, a_group(PARENTS, GIRLS), boy).fits is Fits.NO
    full = dataclasses.replace(BOYS, people=tuple(child(str(n), "male") for n in range(8)))
    assert fit_of(PACT, a_group(PARENTS, GIRLS, full), boy).fits is Fits.FULL


@settings(deadline=None, max_examples=40)
@given(
    families=st.lists(
        st.tuples(st.sampled_from(["female", "male"]), st.integers(2007, 2013), st.booleans()), max_size=14
    )
)
def test_placing_whoever_fits_never_breaks_a_rule_that_stops(families: list[tuple[str, int, bool]]) -> None:
    group = a_group(PARENTS, GIRLS, BOYS)
    for number, (gender, year, comes) in enumerate(families):
        name = str(number)
        who = FamilyFacts(
            name, name, (parent(name), child(name, gender, birth_date=date(year, 6, 1))), frozenset({1 if comes else 2})
        )
        fit = fit_of(PACT, group, who)
        if fit.may_place_at_once:
            group = with_people(group, who, fit.places)
    stops = {each.key for each in stops_start(rules_of(PACT, group))}
    assert stops <= {"staffing_practitioner", "staffing_parent_mentor"}


def test_a_person_goes_to_the_emptier_of_the_circles_that_fit() -> None:
    assert [each.key for each in fitting_circles(PACT, [GIRLS, BOYS], child(gender="male"))] == ["b"]
    fuller = dataclasses.replace(GIRLS, people=(child("x"),))
    assert [each.key for each in fitting_circles(PACT, [fuller, BOYS], child(gender="another"))] == ["b", "g"]
    assert fitting_circles(PACT, [PARENTS], child()) == []


def test_the_circles_and_duties_that_a_programme_can_have() -> None:
    assert [each.key for each in possible_circles(PACT)] == ["parents", "young_people--girls", "young_people--boys"]
    assert [duty for duty, _ in duties_wanted(PACT.strand("parents"))] == ["practitioner", "parent_mentor"]
    assert ends_after(time(17, 30), 120) == time(19, 30)
    with pytest.raises(RuleBroken, match="past midnight"):
        ends_after(time(23), 90)


_S = GroupStatus


@pytest.mark.parametrize(
    ("status", "wanted", "may"),
    [
        (_S.FORMING, _S.RUNNING, True),
        (_S.FORMING, _S.CANCELLED, True),
        (_S.FORMING, _S.FINISHED, False),
        (_S.RUNNING, _S.FINISHED, True),
        (_S.RUNNING, _S.CANCELLED, True),
        (_S.RUNNING, _S.FORMING, False),
        (_S.FINISHED, _S.RUNNING, False),
        (_S.CANCELLED, _S.RUNNING, False),
    ],
)
def test_the_ways_between_states(status: GroupStatus, wanted: GroupStatus, may: bool) -> None:
    if may:
        check_next(status, wanted)
    else:
        with pytest.raises(RuleBroken, match="cannot become"):
            check_next(status, wanted)


def test_places_change_only_while_a_group_forms_or_runs() -> None:
    check_takes_places(_S.FORMING)
    with pytest.raises(RuleBroken, match="can no longer be changed"):
        check_takes_places(_S.CANCELLED)
