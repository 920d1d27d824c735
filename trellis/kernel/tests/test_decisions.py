from itertools import permutations

import pytest

from trellis.kernel.decisions import Decision, Outcome, Reason, RuleBroken
from trellis.kernel.labelled import LabelledEnum

MET = Reason("a", Outcome.MET, "It is.")
NOT_MET = Reason("b", Outcome.NOT_MET, "It is not.")
UNKNOWN = Reason("c", Outcome.NOT_YET_KNOWN, "Not told yet.", question="Is it?")


@pytest.mark.parametrize(
    ("reasons", "outcome"),
    [
        ((), Outcome.MET),
        ((MET,), Outcome.MET),
        ((MET, UNKNOWN), Outcome.NOT_YET_KNOWN),
        ((MET, UNKNOWN, NOT_MET), Outcome.NOT_MET),
        ((MET, Reason("d", Outcome.NOT_MET, "Worth knowing.", blocks=False)), Outcome.MET),
    ],
)
def test_an_outcome_from_its_reasons(reasons: tuple[Reason, ...], outcome: Outcome) -> None:
    for order in permutations(reasons):
        assert Decision.of(order).outcome is outcome


def test_reasons_by_outcome() -> None:
    decision = Decision.of([MET, NOT_MET, UNKNOWN])
    assert (decision.met, decision.not_met, decision.not_yet_known) == ((MET,), (NOT_MET,), (UNKNOWN,))


def test_a_reason_survives_json() -> None:
    assert Reason.from_dict(UNKNOWN.as_dict()) == UNKNOWN


def test_rule_broken() -> None:
    assert str(RuleBroken("Choose a day.", "day")) == "Choose a day."
    assert RuleBroken("Choose a day.", "day").problems == (("day", "Choose a day."),)


def test_labels() -> None:
    class Fruit(LabelledEnum):
        APPLE = "apple", "An apple"
        RED_PLUM = "red_plum"

    assert Fruit.choices() == [("apple", "An apple"), ("red_plum", "Red plum")]
    assert Fruit("apple") is Fruit.APPLE
    assert f"{Fruit.APPLE}" == "apple"
    assert Fruit.APPLE.label == "An apple"
