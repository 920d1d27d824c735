"""What several pages of journeys show alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from trellis.features.journeys.rules import JourneyStatus
from trellis.platform.design_system.words import age

if TYPE_CHECKING:
    from trellis.features.journeys.models import Participant

LOOKS = {
    JourneyStatus.WAITING: "open",
    JourneyStatus.IN_PROGRAMME: "good",
    JourneyStatus.COMPLETED: "quiet",
    JourneyStatus.ENDED_EARLY: "look",
    JourneyStatus.CLOSED_BEFORE_START: "quiet",
}


def people_words(people: Iterable[Participant], today: date) -> str:
    """Write who takes part with ages: "Dawn, 41; Jamie, 15"."""
    words = {
        each.person_id: f"{each.person.short_name}, {age(each.person.birth_date, today)}"
        if each.person.birth_date
        else each.person.short_name
        for each in people
    }
    return "; ".join(words.values())
