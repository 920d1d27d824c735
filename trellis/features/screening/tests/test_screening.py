"""Whole families screened: who takes part, what is to be asked, what else would suit."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.features.programmes.rules.built_in import built_in_definition, built_in_definitions
from trellis.features.screening.rules import (
    Screening,
    documents_needed,
    may_refer,
    screen,
    what_else_suits,
    wrong_strands,
)
from trellis.features.screening.tests.families import DVACT, FIRST_SESSION, M_PACT, PACT, Document, changed, facts
from trellis.kernel.decisions import Outcome

MET, NOT_MET, ASK = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_YET_KNOWN


def screened(key: str, document: Document) -> Screening:
    return screen(built_in_definition(key), facts(document), FIRST_SESSION, "the first session")


def outcome_of(screening: Screening, key: str) -> Outcome:
    [finding] = [each for each in screening.findings if each.reason.key == key]
    return finding.outcome


def test_a_family_that_suits() -> None:
    screening = screened("pact", PACT)
    assert screening.outcome is MET
    assert screening.questions == ()
    assert screening.to_weigh == ()
    assert not screening.proposed
    assert [(place.name, place.strand_key) for place in screening.places] == [
        ("Dawn", "parents"),
        ("Kyle", "young_people"),
    ]


@pytest.mark.parametrize(
    ("path", "value", "outcome"),
    [
        ("people.0.gender", "male", NOT_MET),
        ("people.0.gender", None, ASK),
        ("people.1.birth_date", "2012-03-04", NOT_MET),
        ("people.1.birth_date", None, ASK),
        ("family.abuse_began_on", "2025-09-04", NOT_MET),
        ("family.abuse_is_pattern", None, ASK),
        ("referral.transport_arranged", False, MET),
        ("referral.referrer_profession", None, MET),
        ("people.1.strand", None, MET),
        ("people.0.strand", None, ASK),
        ("people.1.uses_abuse_towards_parent", False, NOT_MET),
    ],
)
def test_one_fact_changed(path: str, value: object, outcome: Outcome) -> None:
    assert screened("pact", changed(PACT, path, value)).outcome is outcome


def test_not_met_outweighs_not_yet_known() -> None:
    document = changed(changed(PACT, "people.0.gender", "male"), "family.abuse_is_pattern", None)
    assert screened("pact", document).outcome is NOT_MET


def test_the_child_of_concern_need_not_take_part() -> None:
    document = changed(PACT, "people.1.strand", None)
    screening = screened("pact", document)
    assert outcome_of(screening, "child_age") is MET
    assert outcome_of(screening, "takes_part_young_people") is NOT_MET
    assert [finding.reason.key for finding in screening.to_weigh] == ["takes_part_young_people"]
    too_young = changed(document, "people.1.birth_date", "2013-01-01")
    assert screened("pact", too_young).outcome is NOT_MET


def test_nobody_named_as_the_child() -> None:
    document = {**PACT, "people": [PACT["people"][0]]}
    screening = screened("pact", document)
    assert outcome_of(screening, "child_age") is ASK
    assert any("Which child" in question.ask for question in screening.questions)


def test_ages_are_taken_on_the_day_and_the_day_is_said() -> None:
    document = changed(PACT, "people.1.birth_date", "2012-03-03")
    assert screened("pact", document).outcome is MET
    day_before = screen(built_in_definition("pact"), facts(document), FIRST_SESSION.replace(day=2), "a look ahead")
    assert day_before.outcome is NOT_MET
    assert (day_before.on_day.day, day_before.on_day_why) == (2, "a look ahead")
    [finding] = [each for each in day_before.findings if each.reason.key == "child_age"]
    assert "13 years on Mon 2 March 2026 (born Sat 3 March 2012)" in finding.reason.words


def test_questions_say_whom_to_ask_and_are_asked_once() -> None:
    document = {"facts_version": 1, "people": [{"name": "Dawn", "strand": "parents"}]}
    screening = screened("pact", document)
    asked = {(question.ask_whom, question.fact, question.about) for question in screening.questions}
    assert ("the parent or carer", "abuse_is_pattern", "The family") in asked
    assert ("the parent or carer", "experiences_abuse_from_child", "Dawn") in asked
    assert len(asked) == len(screening.questions)


def test_victims_still_with_the_partner_fit_needs_but_not_behaviour_change() -> None:
    document = changed(DVACT, "people.0.lives_with_abusive_partner", True)
    document = changed(document, "people.0.in_relationship_with_abusive_partner", True)
    victim = {**document, "people": [{**document["people"][0], "strand": "victim"}]}
    assert screened("dvact-behaviour-change", victim).outcome is NOT_MET
    assert screened("dvact-needs", victim).outcome is MET


def test_victims_apart_and_ready_fit_behaviour_change_but_not_needs() -> None:
    victim = {**DVACT, "people": [{**DVACT["people"][0], "strand": "victim"}]}
    assert screened("dvact-behaviour-change", victim).outcome is MET
    assert screened("dvact-needs", victim).outcome is NOT_MET


def test_both_parents_are_placed_by_what_they_did() -> None:
    screening = screened("dvact-behaviour-change", DVACT)
    assert screening.proposed
    assert [(place.name, place.strand_key) for place in screening.places] == [
        ("Priya", "victim"),
        ("Owen", "perpetrator"),
    ]
    assert screening.outcome is MET


def test_a_denying_parent_leaves_the_other_to_take_part() -> None:
    screening = screened("dvact-behaviour-change", changed(DVACT, "people.1.acceptance", "none"))
    assert [place.name for place in screening.places] == ["Priya"]
    assert screening.outcome is MET


@pytest.mark.parametrize(
    ("profession", "outcome"), [("social_worker", MET), ("school", NOT_MET), ("self", NOT_MET), ("", ASK)]
)
def test_who_may_refer(profession: str, outcome: Outcome) -> None:
    assert may_refer(built_in_definition("dvact-needs"), profession).outcome is outcome
    assert may_refer(built_in_definition("pact"), profession).outcome is MET


@pytest.mark.parametrize(
    ("stage", "needed"),
    [
        ("care_proceedings", {"referral_form", "court_bundle"}),
        (
            "child_protection",
            {"referral_form", "social_work_chronology", "assessments", "child_protection_minutes"},
        ),
        (None, {"referral_form"}),
    ],
)
def test_documents_by_circumstance(stage: str | None, needed: set[str]) -> None:
    document = changed(DVACT, "family.legal_stage", stage)
    found = documents_needed(built_in_definition("dvact-needs"), facts(document), FIRST_SESSION)
    assert {paper.key for paper, outcome in found if outcome is MET} == needed
    assert any(outcome is ASK for _, outcome in found) is (stage is None)


def test_a_missing_document_is_asked_for_and_an_alternative_will_do() -> None:
    document = changed(DVACT, "family.legal_stage", "child_protection")
    papers = ["referral_form", "social_work_chronology", "child_protection_minutes"]
    document = changed(document, "referral.documents", papers)
    screening = screened("dvact-behaviour-change", document)
    assert screening.outcome is ASK
    assert [question.ask for question in screening.questions] == [
        "Please send: Any assessments completed or: A line saying that no assessment has been made."
    ]
    document = changed(document, "referral.documents", [*papers, "no_assessments_made"])
    assert screened("dvact-behaviour-change", document).outcome is MET


def test_too_young_a_brother_is_left_out_of_a_proposal() -> None:
    screening = screened("m-pact", M_PACT)
    assert [place.name for place in screening.places] == ["Lou", "Bea"]
    assert screening.outcome is MET


def test_nobody_old_enough_is_explained() -> None:
    document = {**M_PACT, "people": [M_PACT["people"][0], M_PACT["people"][2]]}
    screening = screened("m-pact", document)
    assert screening.outcome is NOT_MET
    assert outcome_of(screening, "child_age") is NOT_MET


def test_children_go_to_the_group_of_their_age() -> None:
    people = [
        {"name": name, "family_role": "child", "birth_date": born, "affected_by_domestic_abuse": True}
        for name, born in (("Ana", "2021-01-01"), ("Ben", "2017-01-01"), ("Cat", "2011-01-01"))
    ]
    screening = screened("northumbria-group", {"facts_version": 1, "family": {"lives_in_area": True}, "people": people})
    assert {place.name: place.strand_key for place in screening.places} == {
        "Ana": "under_sevens",
        "Ben": "sevens_to_elevens",
        "Cat": "twelves_and_over",
    }
    assert screening.outcome is MET


def test_strands_that_are_not_there() -> None:
    document = changed(PACT, "people.0.strand", "parent")
    [wrong] = wrong_strands(built_in_definition("pact"), facts(document))
    assert (wrong.where, wrong.right) == ("people[0].strand", '"parents" (did you mean that?)')


def test_what_else_would_suit_ranks_and_explains() -> None:
    suggestions = what_else_suits(built_in_definitions(), facts(PACT), FIRST_SESSION)
    assert len(suggestions) == len(built_in_definitions())
    order = [(MET, ASK, NOT_MET).index(each.outcome) for each in suggestions]
    assert order == sorted(order)
    assert suggestions[0].screening.programme_key == "pact"
    assert suggestions[0].taking_part == ("Dawn: Parents' group", "Kyle: Young people's groups")
    assert all(each.words for each in suggestions)


def test_a_screening_survives_storage() -> None:
    for definition in built_in_definitions():
        for document in (PACT, DVACT, M_PACT):
            made = screen(definition, facts(document), FIRST_SESSION, "the first session")
            assert Screening.from_dict(json.loads(json.dumps(made.as_dict()))) == made


# Properties -------------------------------------------------------------------------------------------

keys = st.sampled_from([definition.key for definition in built_in_definitions()])
documents = st.sampled_from([PACT, DVACT, M_PACT])


def said(document: Document) -> list[tuple[str, str]]:
    """List every fact of a document as a path, with whose it is."""
    paths = [(f"{part}.{key}", part) for part in ("family", "referral") for key in document.get(part, {})]
    for position, person in enumerate(document["people"]):
        paths += [(f"people.{position}.{key}", "people") for key in person if key not in ("name", "strand")]
    return paths


def by_person(screening: Screening) -> dict[tuple[str, str], Outcome]:
    return {(finding.reason.key, finding.reason.about): finding.outcome for finding in screening.findings}


@given(keys, documents, st.randoms(use_true_random=False))
def test_the_order_of_people_never_matters(key: str, document: Document, chance: random.Random) -> None:
    people = list(document["people"])
    chance.shuffle(people)
    one, other = screened(key, document), screened(key, {**document, "people": people})
    assert by_person(one) == by_person(other)
    assert one.outcome is other.outcome


@given(keys, documents, st.data())
def test_taking_a_fact_away_never_settles_anything(key: str, document: Document, data: st.DataObject) -> None:
    """Adding it back never turns met into not yet known."""
    definition = built_in_definition(key)
    people = [{**person} for person in document["people"]]
    for person in people:
        person["strand"] = data.draw(st.sampled_from([*definition.strand_keys, ""])) or None
    document = {**document, "programme": key, "people": people}
    if not any(person["strand"] for person in people):
        return
    path, _ = data.draw(st.sampled_from(said(document)))
    full, less = by_person(screened(key, document)), by_person(screened(key, changed(document, path, None)))
    for about, outcome in less.items():
        if outcome is MET and about in full:
            assert full[about] is not ASK
        if outcome is ASK or about not in full or path.endswith("child_of_concern"):
            continue
        assert full[about] in (outcome, MET, NOT_MET)


@given(keys, documents, st.data())
def test_knowing_less_never_turns_not_met_into_met(key: str, document: Document, data: st.DataObject) -> None:
    definition = built_in_definition(key)
    people = [{**person, "strand": data.draw(st.sampled_from(definition.strand_keys))} for person in document["people"]]
    document = {**document, "programme": key, "people": people}
    path, _ = data.draw(st.sampled_from(said(document)))
    full, less = by_person(screened(key, document)), by_person(screened(key, changed(document, path, None)))
    for about in full.keys() & less.keys():
        if full[about] is NOT_MET:
            assert less[about] in (NOT_MET, ASK)


@given(keys, documents)
def test_the_decision_follows_from_the_reasons(key: str, document: Document) -> None:
    screening = screened(key, document)
    deciding = {reason.outcome for reason in screening.reasons if reason.blocks}
    assert (screening.outcome is MET) is (deciding == {MET})
    assert (screening.outcome is NOT_MET) is (NOT_MET in deciding)
    for reason in screening.reasons:
        assert bool(reason.question) is (reason.outcome is ASK)
