"""The rules of a journey: its states, completion, attention, the waiting list."""

from datetime import date, timedelta

import pytest

from trellis.features.journeys.rules import JourneyStatus, Priority, check_next, check_priority
from trellis.features.journeys.rules.attention import attention, attention_of
from trellis.features.journeys.rules.completion import completion
from trellis.features.journeys.rules.evidence import Expected, TakesPart
from trellis.features.journeys.rules.waiting import (
    days_waiting,
    evenings_in_words,
    missing,
    support_due,
    support_kinds,
)
from trellis.features.programmes.rules.built_in import built_in_definition
from trellis.features.programmes.rules.delivery import Attention
from trellis.kernel.decisions import Outcome, RuleBroken

PACT = built_in_definition("pact")
DAY = date(2027, 1, 5)
DAWN = TakesPart("p1", "Dawn", "parents")
JAMIE = TakesPart("p2", "Jamie", "young_people")
RULE = Attention(review_after_missed_in_a_row=2, review_after_missed_in_all=3)


def core(person: TakesPart, came: str) -> list[Expected]:
    """Write a course as letters: + came, - missed, o missed and made good, . still to come."""
    return [
        Expected(
            participant=person.participant,
            name=person.name,
            strand=person.strand,
            kind="core",
            number=number,
            day=DAY + timedelta(weeks=number),
            came={"+": True, "-": False, "o": False, ".": None}[letter],
            made_good=letter == "o",
        )
        for number, letter in enumerate(came, start=1)
    ]


def other(person: TakesPart, kind: str, came: bool | None) -> Expected:
    return Expected(person.participant, person.name, person.strand, kind, 0, DAY, came)


@pytest.mark.parametrize(
    ("dawn", "jamie", "family", "outcome"),
    [
        ("+" * 12, "+" * 12, True, Outcome.MET),
        ("+" * 9 + "---", "+" * 9 + "---", True, Outcome.MET),
        ("+" * 8 + "----", "+" * 12, True, Outcome.NOT_MET),
        ("+" * 8 + "o---", "+" * 12, True, Outcome.MET),
        ("+" * 12, "+" * 8 + "----", True, Outcome.NOT_MET),
        ("+" * 8 + "....", "+" * 12, True, Outcome.NOT_YET_KNOWN),
        ("+" * 4 + "----" + "....", "+" * 12, True, Outcome.NOT_MET),
        ("+" * 12, "+" * 12, None, Outcome.NOT_YET_KNOWN),
        ("+" * 12, "+" * 12, False, Outcome.NOT_MET),
        ("+" * 12, "+" * 12, "not booked", Outcome.NOT_MET),
        ("+" * 10 + "..", "+" * 12, "not booked", Outcome.NOT_YET_KNOWN),
        ("", "", True, Outcome.NOT_MET),
    ],
)
def test_completion_is_the_programmes_own_rule(dawn, jamie, family, outcome):
    rows = core(DAWN, dawn) + core(JAMIE, jamie)
    if family != "not booked":
        rows += [other(DAWN, "family", family), other(JAMIE, "family", family)]
    decision = completion(PACT, [DAWN, JAMIE], rows)
    assert decision.outcome is outcome
    assert all(reason.words.endswith(".") for reason in decision.reasons)


def test_the_same_session_counts_once_however_often_it_was_made_good():
    rows = core(DAWN, "+" * 8 + "----") + core(DAWN, "+" * 8 + "----") + [other(DAWN, "family", True)]
    assert completion(PACT, [DAWN], rows).outcome is Outcome.NOT_MET


def test_a_family_in_one_strand_only_is_asked_for_that_strand():
    rows = [*core(DAWN, "+" * 9), other(DAWN, "family", True)]
    assert completion(PACT, [DAWN], rows).outcome is Outcome.MET


def test_the_final_interview_is_asked_for_where_the_programme_has_one():
    rule = built_in_definition("dvact-behaviour-change")
    assert rule.completion.final_interview
    strand = rule.strands[0]
    person = TakesPart("p1", "Dawn", strand.key)
    rows = core(person, "+" * len(strand.sessions))
    assert completion(rule, [person], rows).outcome is Outcome.NOT_MET
    assert completion(rule, [person], [*rows, other(person, "final_interview", None)]).outcome is Outcome.NOT_YET_KNOWN
    assert completion(rule, [person], [*rows, other(person, "final_interview", True)]).outcome is Outcome.MET


def test_nobody_takes_part_so_nothing_is_completed():
    decision = completion(PACT, [], [])
    assert decision.outcome is Outcome.NOT_MET


@pytest.mark.parametrize(
    ("came", "in_a_row", "in_all", "words"),
    [
        ("", 0, 0, ""),
        ("+", 0, 0, ""),
        ("-", 1, 1, ""),
        ("--", 2, 2, "Dawn missed two sessions in a row"),
        ("+--", 2, 2, "Dawn missed two sessions in a row"),
        ("--+", 0, 2, ""),
        ("-+-", 1, 2, ""),
        ("-+-+-", 1, 3, "Dawn missed three sessions in all"),
        ("-+-+-+", 0, 3, "Dawn missed three sessions in all"),
        ("-o", 0, 1, ""),
        ("--..", 2, 2, "Dawn missed two sessions in a row"),
        ("oo-", 1, 1, ""),
    ],
)
def test_missed_sessions_call_for_a_review_by_the_programmes_numbers(came, in_a_row, in_all, words):
    found = attention(RULE, core(DAWN, came), DAWN.participant)
    assert (found.in_a_row, found.in_all, found.words) == (in_a_row, in_all, words)
    assert found.needs_review is bool(words)


def test_each_person_is_looked_at_by_themselves():
    rows = core(DAWN, "-+") + core(JAMIE, "+-")
    assert attention_of(RULE, rows) == []
    assert [each.name for each in attention_of(RULE, core(DAWN, "++") + core(JAMIE, "--"))] == ["Jamie"]


@pytest.mark.parametrize(
    ("status", "wanted", "may"),
    [
        ("waiting", "in_programme", True),
        ("waiting", "closed_before_start", True),
        ("waiting", "completed", False),
        ("in_programme", "completed", True),
        ("in_programme", "ended_early", True),
        ("in_programme", "closed_before_start", False),
        ("completed", "in_programme", False),
        ("ended_early", "completed", False),
        ("closed_before_start", "waiting", False),
    ],
)
def test_a_journey_goes_only_its_ways(status, wanted, may):
    if may:
        check_next(JourneyStatus(status), JourneyStatus(wanted))
        return
    with pytest.raises(RuleBroken):
        check_next(JourneyStatus(status), JourneyStatus(wanted))


def test_priority_without_a_reason_is_standard():
    check_priority(Priority.STANDARD, "")
    check_priority(Priority.SOON, "School has excluded him")
    with pytest.raises(RuleBroken) as broken:
        check_priority(Priority.URGENT, "  ")
    assert broken.value.field == "priority_why"


def test_what_is_missing_is_said_in_words():
    assert missing(PACT, strands=["parents", "young_people"], has_keyworker=True, evenings=[1]) == []
    found = missing(PACT, strands=["young_people"], has_keyworker=False, evenings=[])
    assert found == ["Nobody yet for “Parents' group”", "No keyworker", "When they can come is not known"]


def test_days_and_support_while_waiting():
    assert days_waiting(DAY, DAY + timedelta(days=55)) == 55
    assert days_waiting(DAY, DAY - timedelta(days=1)) == 0
    assert support_due(PACT, None, DAY, DAY + timedelta(days=14))
    assert not support_due(PACT, DAY + timedelta(days=10), DAY, DAY + timedelta(days=14))
    keys = [key for key, _ in support_kinds(PACT)]
    assert "waiting" in keys
    assert keys[-1] == "other"
    assert len(set(keys)) == len(keys)
    assert evenings_in_words([4, 0, 0]) == "Mon, Fri"
