"""Safety work for tests, made through the actions."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from trellis.features.families.models import Family, Person
from trellis.features.safety import actions
from trellis.features.safety.models import (
    CommunicationPlan,
    ExploitationConcern,
    RiskAssessment,
    RiskNote,
    SafetyFlag,
    SafetyPlan,
)
from trellis.platform.access.viewer import Viewer


def ahead(days: int) -> datetime.date:
    """Return a day from today on."""
    return timezone.localdate() + datetime.timedelta(days=days)


def flag(by: Viewer, family: Family, **values: Any) -> SafetyFlag:
    """Put up a flag."""
    given = {"kind": "dog", "words": "A large dog in the yard", "review_on": ahead(30)}
    return actions.raise_flag(by=by, family=family, **{**given, **values})


def assessment(by: Viewer, family: Family, assessed: Person, **values: Any) -> RiskAssessment:
    """Keep a score against somebody who is not in the file."""
    given = {
        "sheet": "dash",
        "on": timezone.localdate(),
        "score": 9,
        "assessed": assessed,
        "connection": "former_partners",
        "said_sixteen": True,
    }
    if "harming" not in values:
        given["harming_name"] = "Former partner"
    return actions.record_assessment(by=by, family=family, **{**given, **values})


def note(by: Viewer, family: Family, person: Person, **values: Any) -> RiskNote:
    """Write a risk note."""
    given = {
        "on": timezone.localdate(),
        "person": person,
        "level": "serious",
        "concern": "Hits out at bedtime.",
        "doing": "Early help on Monday.",
        "review_on": ahead(14),
    }
    return actions.write_note(by=by, family=family, **{**given, **values})


def plan_words(people: tuple[Person, ...] = (), **values: Any) -> actions.PlanWords:
    """Return what a version says; sections by name, and the rest."""
    sections = {
        "warning_signs": "Doors slam\nShe goes quiet",
        "safe_places": "Next door\nThe library",
        "safe_people": "Nan, any time",
        "code_words": "“Pineapple” means: ring the police",
        "young_person_does": "Walks the dog\nTexts pineapple to Nan",
        "parents_do": "Leaves the room",
        "professionals_do": "Hannah rings on Fridays",
    }
    for key in list(sections):
        if key in values:
            sections[key] = values.pop(key)
    given: dict[str, Any] = {
        "paper": "safe",
        "agreed_on": timezone.localdate(),
        "review_on": ahead(60),
        "agreed_by": people,
        "agreed_others": "" if people else "Aunt Rose",
    }
    return actions.PlanWords(sections=sections, **{**given, **values})


def plan(
    by: Viewer, family: Family, people: tuple[Person, ...] = (), name: str = "Evenings", **values: Any
) -> SafetyPlan:
    """Make a safety plan."""
    return actions.make_plan(by=by, family=family, name=name, words=plan_words(people, **values))


def communication_plan(by: Viewer, family: Family, person: Person, **values: Any) -> CommunicationPlan:
    """Write a child's own plan; nobody is chosen unless given."""
    given = {"parts": {"helps": "A walk first", "words_i_choose": "Call me Jay"}, "shown_to_staff": False}
    return actions.make_communication_plan(by=by, family=family, person=person, **{**given, **values})


def concern(by: Viewer, family: Family, person: Person, **values: Any) -> ExploitationConcern:
    """Write down a fear of exploitation."""
    given = {
        "person": person,
        "kind": "county_lines",
        "seen_on": timezone.localdate(),
        "indicators": ["missing", "telephones"],
        "told": "not_yet",
        "told_words": "Dad’s friend may be part of it.",
        "follow_up_on": ahead(7),
    }
    return actions.write_concern(by=by, family=family, **{**given, **values})
