"""Rough dates, ties that cannot be, parental responsibility, orders that end, and whether somebody may be reached."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trellis.features.families.rules import (
    Basis,
    Caller,
    MaySay,
    ParentalResponsibility,
    Posting,
    RelationshipKind,
    Texting,
    Voicemail,
    check_span,
    earliest,
    latest,
    read_rough,
    rough,
    rough_in_words,
    settled_kinds,
    span_in_words,
)
from trellis.features.families.rules.contact import Asker, Channels, Plan, Way, may_reach, strictest, usable
from trellis.features.families.rules.limits import Standing, limit
from trellis.features.families.rules.responsibility import Holding, ParentTold, Told, check_responsibility, who_has
from trellis.features.families.rules.ties import check_ancestors, check_dates, check_one_birth_parent, way_up
from trellis.kernel.decisions import Outcome, RuleBroken

TODAY = date(2026, 11, 22)
BORN = date(2015, 6, 1)
K = RelationshipKind
MANY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("typed", "kept", "words"),
    [
        ("", "", ""),
        ("2019", "2019", "2019"),
        ("May 2019", "2019-05", "May 2019"),
        ("5/2019", "2019-05", "May 2019"),
        ("17 5 2019", "2019-05-17", "Fri 17 May 2019"),
        ("17 may 2019", "2019-05-17", "Fri 17 May 2019"),
        ("2019-05-17", "2019-05-17", "Fri 17 May 2019"),
    ],
)
def test_a_rough_date_is_read_as_people_type_it(typed, kept, words):
    assert read_rough(typed) == kept
    assert rough_in_words(kept) == words


@pytest.mark.parametrize("typed", ["19", "31 2 2019", "13/2019", "soon", "2019-13", "1 2 3 2019", "May"])
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(ValueError):
        read_rough(typed)


@MANY
@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_a_rough_date_holds_every_day_that_it_can_mean(day):
    for words in (str(day.year), f"{day.year}-{day.month:02d}", day.isoformat()):
        assert earliest(words) <= day <= latest(words)
        assert rough(words) == words


@pytest.mark.parametrize(
    ("since", "until", "wrong"),
    [("2019", "2018", True), ("2019-05", "2019", False), ("2019", "2019-01", False), ("2019-05", "2019-04", True)],
)
def test_an_end_is_not_before_its_beginning(since, until, wrong):
    if wrong:
        with pytest.raises(RuleBroken, match="before the beginning"):
            check_span(since, until, TODAY)
    else:
        check_span(since, until, TODAY)
    assert " to " in span_in_words(since, until)


def test_what_is_still_to_come_has_not_begun():
    with pytest.raises(RuleBroken, match="still to come"):
        check_span("2027", "", TODAY)


def test_the_way_to_an_ancestor_is_told_step_by_step():
    names = {"a": "Ann", "b": "Bea", "c": "Cai"}
    with pytest.raises(RuleBroken) as refused:
        check_ancestors([("a", "b", K.MOTHER), ("b", "c", K.MOTHER), ("c", "a", K.FATHER)], names)
    assert refused.value.message.startswith("Cai cannot be the father of Ann: Ann is the mother of Bea, and Bea is")
    assert "Ann would be their own ancestor" in refused.value.message


def test_a_grandmother_who_adopts_is_nobodys_own_ancestor():
    ties = [("g", "m", K.MOTHER), ("m", "c", K.MOTHER), ("g", "c", K.GRANDPARENT), ("g", "c", K.ADOPTIVE_PARENT)]
    check_ancestors(ties, {"g": "Gran", "m": "Mum", "c": "Child"})


@MANY
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_ties_that_are_let_through_never_lead_back(pairs):
    kept: list[tuple[str, str, RelationshipKind]] = []
    names = {str(n): f"P{n}" for n in range(8)}
    for older, younger in pairs:
        if older == younger:
            continue
        try:
            check_ancestors([*kept, (str(older), str(younger), K.PARENT)], names)
        except RuleBroken:
            continue
        kept.append((str(older), str(younger), K.PARENT))
    parents: dict[str, list[str]] = {}
    for older, younger, _ in kept:
        parents.setdefault(younger, []).append(older)
    for older, younger, _ in kept:
        assert way_up(parents, older, younger) == ()


def test_a_second_birth_mother_is_refused_and_the_other_words_are_named():
    with pytest.raises(RuleBroken, match=r"already has a mother: Ann.*Adoptive parent"):
        check_one_birth_parent(K.MOTHER, "Bo", ["Ann"])
    check_one_birth_parent(K.PARENT, "Bo", ["Ann"])
    assert settled_kinds([("a", "c", "mother"), ("b", "c", "mother"), ("b", "d", "mother")]) == [
        "mother",
        "parent",
        "mother",
    ]


def test_nobody_is_a_partner_before_birth_and_parents_do_not_divorce():
    both = {"older": ("Ann", date(1980, 1, 1)), "younger": ("Tom", date(1982, 1, 1))}
    with pytest.raises(RuleBroken, match="before Tom was born"):
        check_dates(K.PARTNER, "1981", "", "", TODAY, **both)
    with pytest.raises(RuleBroken, match="does not separate or divorce"):
        check_dates(K.MOTHER, "", "", "divorced", TODAY, **both)
    check_dates(K.PARTNER, "1999", "2004", "divorced", TODAY, **both)


@pytest.mark.parametrize(
    ("told", "parents", "holding", "why"),
    [
        ([], [ParentTold("m", "Ann", K.MOTHER)], Holding.HAS, "by law"),
        ([], [ParentTold("f", "Tom", K.FATHER)], Holding.ASK, "birth certificate"),
        ([], [ParentTold("f", "Tom", K.FATHER, ParentalResponsibility.YES)], Holding.SAID, "Father"),
        ([], [ParentTold("f", "Tom", K.FATHER, ParentalResponsibility.NO)], Holding.HAS_NOT, "told so"),
        ([Told("f", "Tom", Basis.ORDER, "2020")], [], Holding.HAS, "order"),
        ([Told("f", "Tom", Basis.ORDER, "2020", "2021")], [], Holding.HAD, "order"),
    ],
)
def test_who_has_parental_responsibility(told, parents, holding, why):
    (answer,) = who_has(told, parents, BORN, TODAY)
    assert answer.holding is holding
    assert why in answer.why


def test_adoption_ends_everybody_elses_and_eighteen_ends_all():
    told = [Told("f", "Tom", Basis.BIRTH_CERTIFICATE, "2015"), Told("g", "Gran", Basis.ADOPTION, "2018")]
    found = {answer.holder: answer for answer in who_has(told, [ParentTold("m", "Ann", K.MOTHER)], BORN, TODAY)}
    assert found["Gran"].holding is Holding.HAS
    assert found["Tom"].holding is Holding.HAD
    assert found["Ann"].holding is Holding.HAD
    assert "2002 s46" in found["Gran"].law
    grown = who_has(told, [ParentTold("m", "Ann", K.MOTHER)], date(2008, 11, 22), TODAY)
    assert {answer.holding for answer in grown} == {Holding.HAD}
    day_before = who_has([], [ParentTold("m", "Ann", K.MOTHER)], date(2008, 11, 23), TODAY)
    assert day_before[0].holding is Holding.HAS


@pytest.mark.parametrize(("since", "wrong"), [("2003-11-30", True), ("2003-12-01", False), ("2003", False)])
def test_a_birth_certificate_counts_from_december_2003(since, wrong):
    asked = {"is_body": False, "since": since, "until": "", "child": "Bo", "birth_date": None, "today": TODAY}
    if wrong:
        with pytest.raises(RuleBroken, match="1 December 2003"):
            check_responsibility(Basis.BIRTH_CERTIFICATE, **asked)
    else:
        check_responsibility(Basis.BIRTH_CERTIFICATE, **asked)


def test_a_care_order_is_held_by_a_local_authority():
    asked = {"since": "", "until": "", "child": "Bo", "birth_date": None, "today": TODAY}
    with pytest.raises(RuleBroken, match="local authority"):
        check_responsibility(Basis.CARE_ORDER, is_body=False, **asked)
    with pytest.raises(RuleBroken, match="a person holds it"):
        check_responsibility(Basis.ADOPTION, is_body=True, **asked)


@pytest.mark.parametrize(
    ("expires", "ended", "standing", "words"),
    [
        (None, None, Standing.IN_FORCE, "no end date"),
        (date(2026, 12, 4), None, Standing.EXPIRES_SOON, "expires in 12 days"),
        (date(2026, 11, 23), None, Standing.EXPIRES_SOON, "expires in 1 day"),
        (TODAY, None, Standing.EXPIRES_SOON, "last day"),
        (date(2026, 11, 21), None, Standing.OVER, "expired on"),
        (date(2026, 12, 20), None, Standing.EXPIRES_SOON, "28 days"),
        (date(2026, 12, 21), None, Standing.IN_FORCE, "until Mon 21 December 2026"),
        (date(2027, 12, 21), TODAY, Standing.OVER, "discharged"),
    ],
)
def test_how_it_stands_with_an_order(expires, ended, standing, words):
    found = limit(date(2026, 1, 5), expires, ended, TODAY)
    assert found.standing is standing
    assert words in found.words


MOBILE = Channels("mobile", "07700 900123", True, Voicemail.PLEASE_CALL_ONLY, Texting.YES)
PLAN = Plan("Ann", (MOBILE,), may_say=MaySay.SERVICE, post=Posting.YES, has_home=True)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday
ANYBODY = Asker()


@pytest.mark.parametrize(
    ("plan", "way", "what", "outcome", "words"),
    [
        (PLAN, Way.CALL, MaySay.SERVICE, Outcome.MET, "safe way"),
        (PLAN, Way.TEXT, MaySay.SERVICE, Outcome.MET, "agreed to text"),
        (PLAN, Way.VOICEMAIL, MaySay.PLEASE_CALL, Outcome.MET, "please call"),
        (PLAN, Way.VOICEMAIL, MaySay.TIMES, Outcome.NOT_MET, "nothing else"),
        (PLAN, Way.EMAIL, MaySay.SERVICE, Outcome.NOT_YET_KNOWN, "no way for an e-mail"),
        (PLAN, Way.POST, MaySay.SERVICE, Outcome.MET, "their home"),
        (replace(PLAN, post=Posting.NO), Way.POST, MaySay.SERVICE, Outcome.NOT_MET, "No letters"),
        (replace(PLAN, post=Posting.NOT_ASKED), Way.POST, MaySay.SERVICE, Outcome.NOT_YET_KNOWN, "asked"),
        (replace(PLAN, post=Posting.ELSEWHERE), Way.POST, MaySay.SERVICE, Outcome.NOT_YET_KNOWN, "other address"),
        (replace(PLAN, has_home=False), Way.POST, MaySay.SERVICE, Outcome.NOT_YET_KNOWN, "no address"),
        (replace(PLAN, kept_from_at_home=("Karl",)), Way.POST, MaySay.SERVICE, Outcome.NOT_MET, "Karl must never"),
        (
            replace(PLAN, channels=(replace(MOBILE, is_safe=False),)),
            Way.CALL,
            MaySay.SERVICE,
            Outcome.NOT_MET,
            "not safe",
        ),
        (replace(PLAN, channels=()), Way.CALL, MaySay.SERVICE, Outcome.NOT_YET_KNOWN, "There is no way"),
        (replace(PLAN, may_say=MaySay.TIMES), Way.TEXT, MaySay.SERVICE, Outcome.NOT_MET, "says more"),
        (replace(PLAN, may_say=MaySay.NOT_ASKED), Way.TEXT, MaySay.TIMES, Outcome.NOT_YET_KNOWN, "asked"),
        (replace(PLAN, weekdays="24"), Way.CALL, MaySay.SERVICE, Outcome.NOT_MET, "Wednesdays and Fridays"),
        (replace(PLAN, weekdays="24"), Way.POST, MaySay.SERVICE, Outcome.MET, "home"),
        (replace(PLAN, not_before=time(12, 1)), Way.CALL, MaySay.SERVICE, Outcome.NOT_MET, "before 12:01"),
        (replace(PLAN, not_before=time(12, 0)), Way.CALL, MaySay.SERVICE, Outcome.MET, "safe"),
        (replace(PLAN, not_after=time(12, 0)), Way.CALL, MaySay.SERVICE, Outcome.NOT_MET, "12:00 on"),
        (replace(PLAN, caller=Caller.NAMED), Way.CALL, MaySay.SERVICE, Outcome.NOT_MET, "Only one person"),
        (replace(PLAN, caller=Caller.WORKERS), Way.CALL, MaySay.SERVICE, Outcome.NOT_MET, "work with the family"),
        (replace(PLAN, has_died=True), Way.POST, MaySay.SERVICE, Outcome.NOT_MET, "has died"),
    ],
)
def test_whether_somebody_may_be_reached(plan, way, what, outcome, words):
    decision = may_reach(plan, way, NOON, ANYBODY, what)
    assert decision.outcome is outcome
    assert words in "; ".join(reason.words for reason in decision.reasons)


def test_nobody_asked_means_nothing_is_said():
    nothing = Plan("Ann")
    for way in Way:
        assert may_reach(nothing, way, NOON, Asker(True, True), MaySay.SERVICE).outcome is not Outcome.MET


texts = st.sampled_from(list(Texting))
plans = st.builds(
    Plan,
    name=st.just("Ann"),
    caller=st.sampled_from(list(Caller)),
    may_say=st.sampled_from(list(MaySay)),
    weekdays=st.sampled_from(["", "0", "01", "24", "0123456"]),
    not_before=st.sampled_from([None, time(9), time(13)]),
    not_after=st.sampled_from([None, time(11), time(17)]),
    post=st.sampled_from(list(Posting)),
    kept_from=st.sampled_from([(), ("Karl",)]),
)


@MANY
@given(plans, plans, st.sampled_from(list(Way)), st.sampled_from(list(MaySay)), st.booleans(), st.booleans())
def test_what_one_file_refuses_is_refused_whatever_another_says(one, other, way, what, works_with, is_named):
    base = Plan("Ann", (MOBILE, Channels("email", "a@example.org", True)), has_home=True)
    both = strictest(base, [one, other])
    asker = Asker(works_with, is_named)
    for plan in (one, other):
        alone = strictest(base, [plan])
        if may_reach(alone, way, NOON, asker, what).outcome is Outcome.NOT_MET:
            assert may_reach(both, way, NOON, asker, what).outcome is Outcome.NOT_MET


def test_a_number_that_is_unsafe_in_one_file_is_safe_in_none():
    plan = replace(PLAN, channels=(MOBILE, replace(MOBILE, is_safe=False)))
    assert usable(plan, Way.CALL) == ()
