"""What the sources say, written here a second time, against the files."""

from __future__ import annotations

import pytest

from trellis.features.programmes.rules.built_in import BUILT_IN_FOLDER, built_in_definition, built_in_definitions
from trellis.features.programmes.rules.checking import check_text
from trellis.features.programmes.rules.criteria import StaysInvolved, TransportBy
from trellis.features.programmes.rules.facts import FACTS, FactKind
from trellis.features.programmes.rules.parts import Confidence
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.programmes.rules.strands import Delivery, Format, HeldWith, Needed
from trellis.features.programmes.rules.vocabulary import facts_asked

ALL = built_in_definitions()

# programme, strand, sessions, weeks, format
STRANDS = [
    ("pact", "parents", 12, 12, Format.GROUP),
    ("pact", "young_people", 12, 12, Format.GROUP),
    ("dvact-behaviour-change", "victim", 12, 6, Format.ONE_TO_ONE),
    ("dvact-behaviour-change", "capacity_to_protect", 12, 6, Format.ONE_TO_ONE),
    ("dvact-behaviour-change", "perpetrator", 24, 12, Format.ONE_TO_ONE),
    ("dvact-needs", "victim", 12, 6, Format.ONE_TO_ONE),
    ("dvact-needs", "perpetrator", 12, 6, Format.ONE_TO_ONE),
    ("dvact-traumasense", "parent", 24, 12, Format.ONE_TO_ONE),
    ("m-pact", "children", 10, 10, Format.MULTI_FAMILY),
    ("m-pact", "adults", 10, 10, Format.MULTI_FAMILY),
    ("northumbria-one-to-one", "younger_child", 10, 12, Format.ONE_TO_ONE),
    ("northumbria-one-to-one", "child", 10, 12, Format.ONE_TO_ONE),
    ("northumbria-group", "under_sevens", 8, 8, Format.GROUP),
    ("northumbria-parent-and-child", "child", 8, 8, Format.FAMILY),
    ("northumbria-parental-engagement", "parents", 6, 6, Format.GROUP),
    ("youth-justice-parenting-programme", "parents", 10, 10, Format.GROUP),
    ("youth-justice-one-to-one", "parent", 8, 12, Format.ONE_TO_ONE),
    ("youth-justice-parents-group", "parents", 8, 8, Format.GROUP),
]

# programme, strands bought together, pounds
FEES = [
    ("dvact-behaviour-change", {"victim"}, 4700),
    ("dvact-behaviour-change", {"perpetrator"}, 5600),
    ("dvact-behaviour-change", {"victim", "perpetrator"}, 7800),
    ("dvact-needs", {"victim"}, 4700),
    ("dvact-needs", {"perpetrator"}, 4700),
    ("dvact-needs", {"victim", "perpetrator"}, 6500),
    ("dvact-traumasense", {"parent"}, 4900),
]


@pytest.mark.parametrize(("key", "strand_key", "sessions", "weeks", "form"), STRANDS)
def test_strands(key: str, strand_key: str, sessions: int, weeks: int, form: Format) -> None:
    strand = built_in_definition(key).strand(strand_key)
    assert (len(strand.sessions), strand.weeks, strand.format) == (sessions, weeks, form)


@pytest.mark.parametrize(("key", "strands", "pounds"), FEES)
def test_fees(key: str, strands: set[str], pounds: int) -> None:
    assert [fee.pounds for fee in built_in_definition(key).fees if set(fee.strands) == strands] == [pounds]


def test_pact() -> None:
    pact = built_in_definition("pact")
    assert pact.who_may_refer.anyone
    assert pact.who_may_refer.stays_involved is StaysInvolved.EXPECTED
    assert pact.who_may_refer.transport_by is TransportBy.REFERRER
    assert [(line.role, line.count, line.gender) for line in pact.strand("parents").staffing] == [
        ("practitioner", 2, "female"),
        ("parent_mentor", 1, ""),
    ]
    assert [group.genders for group in pact.strand("young_people").gender_groups] == [("female",), ("male",)]
    assert pact.strand("young_people").needed is Needed.IDEALLY
    assert pact.cadence.same_week
    assert pact.cadence.same_time
    assert len(pact.family_sessions) == 1
    assert {part.strand for part in pact.pre_engagement} == {"parents", "young_people"}
    assert [session.theme for session in pact.strand("parents").sessions].index("staying_safe") == 1
    assert len(pact.aims) == 4


@pytest.mark.parametrize("key", ["dvact-behaviour-change", "dvact-needs", "dvact-traumasense"])
def test_dvact(key: str) -> None:
    definition = built_in_definition(key)
    assert definition.who_may_refer.professions == ("social_worker",)
    assert definition.cadence.sessions_per_week == 2
    assert {(clock.starts.value, clock.ends.value): clock.days for clock in definition.clocks} == {
        ("documents_received", "suitability_report"): 28,
        ("last_session", "final_report"): 42,
    }
    assert [interview.minutes for interview in definition.interviews if interview.kind == "initial"] == [120]
    assert all(strand.delivery is Delivery.VIDEO for strand in definition.strands)
    assert definition.completion.final_interview


def test_m_pact() -> None:
    definition = built_in_definition("m-pact")
    assert definition.licence.needed
    assert definition.licence.practitioners_trained == 2
    for strand in definition.strands:
        assert strand.size.families_max == 8
        alone = [session.number for session in strand.sessions if session.held_with is HeldWith.EACH_FAMILY]
        assert alone == [1, 10]
    assert sum(strand.staff_needed for strand in definition.strands) == 2


@pytest.mark.parametrize(
    "definition", [each for each in ALL if each.key.startswith("northumbria")], ids=lambda d: d.key
)
def test_northumbria(definition: ProgrammeDefinition) -> None:
    assert definition.waiting_support is not None
    assert definition.induction is not None
    assert definition.step_down


@pytest.mark.parametrize("definition", [each for each in ALL if each.key.startswith("youth")], ids=lambda d: d.key)
def test_youth_justice(definition: ProgrammeDefinition) -> None:
    assert definition.voluntary
    assert definition.cadence.max_gap_days == 14
    assert definition.cadence.max_weeks == 13


@pytest.mark.parametrize("definition", ALL, ids=lambda d: d.key)
def test_sessions_not_taken_from_a_source_say_so(definition: ProgrammeDefinition) -> None:
    for strand in definition.strands:
        for session in strand.sessions:
            assert strand.confidence_in(session) is Confidence.OWN_OUTLINE
            assert session.reinforce
            assert session.outline


@pytest.mark.parametrize("definition", ALL, ids=lambda d: d.key)
def test_words_are_plain(definition: ProgrammeDefinition) -> None:
    text = definition.model_dump_json().lower()
    for wrong in ("client", "offender", "—", "todo", "lorem"):
        assert wrong not in text, wrong
    for session in (session for strand in definition.strands for session in strand.sessions):
        assert len(session.aim) < 200


@pytest.mark.parametrize("definition", ALL, ids=lambda d: d.key)
def test_every_criterion_is_in_the_vocabulary_that_is_asked(definition: ProgrammeDefinition) -> None:
    asked = {fact.key for fact, _ in facts_asked(definition)}
    for criterion in definition.criteria:
        for condition in criterion.conditions:
            fact = FACTS[condition.fact]
            assert (fact.derived_from or fact.key) in asked


def test_every_fact_can_be_asked() -> None:
    for fact in FACTS.values():
        assert fact.ask.endswith("?")
        assert fact.ask_whom
        assert fact.meaning.endswith(".")
        assert (fact.kind is FactKind.CHOICE) <= bool(fact.choices)
        if fact.derived_from:
            assert FACTS[fact.derived_from].about is fact.about


def test_two_programmes_are_made_for_parent_and_child_together() -> None:
    assert {each.key for each in ALL if each.cadence.family_together} == {"pact", "m-pact"}


@pytest.mark.parametrize("word", ["separate_rooms", "safety_plan_needed"])
def test_together_asks_for_separate_rooms_and_a_plan(word: str) -> None:
    text = (BUILT_IN_FOLDER / "pact.toml").read_text(encoding="utf-8").replace(f"{word} = true", f"{word} = false")
    definition, problems = check_text(text, "pact.toml")
    assert definition is None
    assert any(f"cadence.{word}" in str(each) and "kept apart elsewhere" in str(each) for each in problems)


def test_a_file_that_does_not_say_the_word_reads_as_it_did_before_the_word_existed() -> None:
    assert "family_together" not in built_in_definition("dvact-needs").model_dump(mode="json")["cadence"]
    assert built_in_definition("pact").model_dump(mode="json")["cadence"]["family_together"] is True
