"""Words for incidents, and what may be recorded."""

from __future__ import annotations

from datetime import date
from enum import IntEnum

from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken
from trellis.kernel.labelled import LabelledEnum


class IncidentKind(LabelledEnum):
    """What kind of abuse it was."""

    PHYSICAL = "physical", "Physical violence"
    THREATS = "threats", "Threats or intimidation"
    VERBAL = "verbal", "Verbal or emotional abuse"
    COERCIVE = "coercive", "Controlling or coercive behaviour"
    PROPERTY = "property", "Damage to property"
    ECONOMIC = "economic", "Money or belongings taken"
    SEXUAL = "sexual", "Sexual harm"
    OTHER = "other", "Something else"


class Severity(IntEnum):
    """How serious it was, in words that two workers would use the same way."""

    UPSETTING = 1
    FRIGHTENING = 2
    INJURY = 3
    SERIOUS_INJURY = 4

    @property
    def label(self) -> str:
        """Return the words for the screen."""
        return {
            1: "1: upsetting, nobody afraid or hurt",
            2: "2: somebody was afraid",
            3: "3: somebody was hurt",
            4: "4: serious injury or danger to life",
        }[self.value]


def check_incident_day(on: date, today: date) -> None:
    """Raise RuleBroken for a day that has not come yet."""
    if on > today:
        raise RuleBroken(f"The day must be today or earlier, not {in_words(on)}.", "on")
