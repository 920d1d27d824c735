"""Rules: what is asked of whom, what is wrong with an answer, what screening then finds."""

from __future__ import annotations

from datetime import date

import pytest

from trellis.features.programmes.rules.built_in import built_in_definition, built_in_definitions
from trellis.features.referrals.rules import ReferralStatus, check_way
from trellis.features.referrals.rules.answers import next_item, read_answers
from trellis.features.referrals.rules.facts import Named, Told, facts_of_referral
from trellis.features.referrals.rules.papers import needed_documents
from trellis.features.referrals.rules.problems import SectionState, problems_in, problems_on, state_of
from trellis.features.referrals.rules.sections import BY_KEY, SECTIONS, Draft
from trellis.features.referrals.rules.tidy import with_page, without_item
from trellis.features.referrals.rules.words import status_for_referrer
from trellis.features.referrals.rules.writing import as_document
from trellis.features.referrals.tests.families import answers_for
from trellis.features.screening.rules import screen
from trellis.kernel.decisions import Outcome, RuleBroken

TODAY = date(2026, 3, 3)
KEYS = [definition.key for definition in built_in_definitions()]


def _draft(key: str = "pact") -> Draft:
    definition = built_in_definition(key)
    return Draft(as_document(answers_for(definition, TODAY)), definition, TODAY)


@pytest.mark.parametrize("key", KEYS)
def test_answers_survive_being_kept(key: str) -> None:
    answers = answers_for(built_in_definition(key), TODAY)
    assert read_answers(as_document(answers)) == answers


@pytest.mark.parametrize("key", KEYS)
def test_a_full_family_leaves_nothing_to_ask(key: str) -> None:
    draft = _draft(key)
    assert problems_in(draft) == []
    states = {section.key: state_of(draft, section) for section in SECTIONS}
    assert set(states.values()) == {SectionState.COMPLETED}, states


@pytest.mark.parametrize("key", KEYS)
def test_a_full_family_suits_its_programme(key: str) -> None:
    definition = built_in_definition(key)
    answers = answers_for(definition, TODAY)
    people = [Named(person.id, person.full_name, person.strand) for person in answers.people]
    papers = [paper.document.key for paper in needed_documents(definition, answers)]
    found = screen(definition, facts_of_referral(key, people, answers, papers, []), TODAY, "today")
    assert found.outcome is Outcome.MET, [
        finding.reason.words for finding in found.findings if finding.outcome is not Outcome.MET
    ]


def test_an_empty_draft_starts_with_people() -> None:
    draft = Draft({}, built_in_definition("pact"), TODAY)
    assert state_of(draft, BY_KEY["people"]) is SectionState.NOT_STARTED
    assert state_of(draft, BY_KEY["ties"]) is SectionState.CANNOT_START
    assert state_of(draft, BY_KEY["happening"]) is SectionState.NOT_STARTED


def _on(draft: Draft, section: str, item: str, **changes: object) -> dict[str, str]:
    page = draft.page(BY_KEY[section], item)
    assert page is not None
    return {problem.field: problem.words for problem in problems_on(draft, page, {**draft.kept(page), **changes})}


@pytest.mark.parametrize(
    ("birth_date", "words"),
    [
        ("2026-03-04", "today or in the past"),
        ("1899-12-31", "after 1899"),
        ({"day": "31", "month": "2", "year": "2011"}, "a real date"),
        ("1970-01-01", "would be older than"),
        ("", "or tick that it is not known"),
    ],
)
def test_impossible_birth_dates_of_a_child_are_refused(birth_date: object, words: str) -> None:
    draft = _draft()
    problems = _on(draft, "people", "p2", birth_date=birth_date)
    assert words in problems["birth_date"]


def test_a_parent_younger_than_the_child_is_refused() -> None:
    draft = _draft()
    assert "would be younger than" in _on(draft, "people", "p1", birth_date="2020-01-01")["birth_date"]


def test_a_mother_born_after_her_child_is_refused_where_the_tie_is_said() -> None:
    draft = _draft()
    people = dict(draft.document["people"]["p1"])  # type: ignore[index]
    other = Draft(
        with_page(draft.document, "people", "p1", {**people, "birth_date": "2015-05-05"}), draft.definition, TODAY
    )
    problems = _on(other, "ties", "p2")
    assert "cannot be the mother" in problems["kind_p1"]


def test_null_bytes_are_refused_politely() -> None:
    assert "cannot be kept" in _on(_draft(), "people", "p1", given_name="An\x00na")["given_name"]


def test_a_profession_that_may_not_refer_is_told_so() -> None:
    problems = _on(_draft("dvact-needs"), "referrer", "about", profession="school")
    assert "cannot take this referral" in problems["profession"]


def test_removing_a_person_takes_what_was_said_of_them() -> None:
    draft = _draft()
    left = without_item(draft.document, "people", "p2")
    assert "p2" not in left["people"]
    assert "p2" not in left["ties"]
    assert left["homes"]["h1"]["people"] == ["p1"]


def test_numbers_of_items_grow() -> None:
    assert next_item("p", []) == "p1"
    assert next_item("p", ["p2", "p10", "p9"]) == "p11"


def test_the_last_telling_counts() -> None:
    definition = built_in_definition("pact")
    answers = answers_for(definition, TODAY)
    people = [Named(person.id, person.full_name, person.strand) for person in answers.people]
    told = [Told("abuse_is_pattern", False), Told("abuse_is_pattern", True), Told("birth_date", "2012-01-01", 1)]
    facts = facts_of_referral("pact", people, answers, [], told)
    assert facts.family["abuse_is_pattern"] is True
    assert facts.people[1].values["birth_date"] == date(2012, 1, 1)


def test_what_is_not_known_is_left_out_of_the_facts() -> None:
    definition = built_in_definition("pact")
    answers = answers_for(definition, TODAY)
    people = [Named(person.id, person.full_name, person.strand) for person in answers.people]
    facts = facts_of_referral("pact", people, answers, [], [Told("abuse_is_pattern", None)])
    assert "abuse_is_pattern" not in facts.family


def test_referrers_cannot_tell_whether_somebody_is_known_already() -> None:
    assert status_for_referrer(ReferralStatus.IDENTITY_CHECK) == status_for_referrer(ReferralStatus.SCREENING)


def test_ways_start_where_they_may() -> None:
    assert check_way("submit", ReferralStatus.DRAFT) is ReferralStatus.IDENTITY_CHECK
    with pytest.raises(RuleBroken, match="Accepted"):
        check_way("decline", ReferralStatus.ACCEPTED)
