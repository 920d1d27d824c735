"""Forms about goals and how things are."""

from __future__ import annotations

import uuid
from typing import Any

from trellis.features.families.rules import OccupationKind
from trellis.features.outcomes.rules import SECTIONS
from trellis.platform.design_system.forms import DateParts, GovukForm, LongText, Radios, Select, Text, WholeNumber

MOST_WORDS = 4000


class GoalForm(GovukForm):
    """Something that somebody wants to be different."""

    words = Text(label="What should be different?", hint="In the family’s own words", max_length=300, noun="goal")
    person = Select(label="Whose goal is it?", required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "The whole family’s"), *people]


class ReviewPointForm(GovukForm):
    """One look at how things are; its questions follow from the goals, the programme's scales and the people."""

    on = DateParts(label="When did you look at this together?", latest="today", noun="day")

    def __init__(
        self,
        *args: Any,
        goals: list[tuple[uuid.UUID, str]],
        scales: list[tuple[uuid.UUID, str, str]],
        people: list[tuple[uuid.UUID, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.goal_fields = {f"goal-{key}": key for key, _ in goals}
        self.scale_fields = {f"scale-{key}-{measure}": (key, measure) for key, measure, _ in scales}
        self.person_keys = [key for key, _ in people]
        added: dict[str, Any] = {}
        for key, words in goals:
            added[f"goal-{key}"] = _zero_to_ten(f"Goal: {words}")
        for key, measure, words in scales:
            added[f"scale-{key}-{measure}"] = _zero_to_ten(words)
        for key, name in people:
            added[f"occupation-{key}"] = Select(
                label=f"What does {name} do in the week?",
                choices=OccupationKind,
                required=False,
                empty_label="Not known",
            )
            added[f"percent-{key}"] = WholeNumber(
                label=f"{name}: attendance at school or college, in per cent",
                hint="The last half term, from the school. Leave empty when it is not known",
                most=100,
                required=False,
                suffix="%",
            )
        added["note"] = LongText(label="Anything else to remember", required=False, rows=3)
        for name, made in added.items():
            self.fields[name] = made
        self.settle()

    def settle(self) -> None:
        """Settle the messages of the fields that were added."""
        from trellis.platform.design_system.forms.looks import settle_messages

        for name, made in self.fields.items():
            settle_messages(made, name)

    def values(self) -> dict[str, Any]:
        """Return what `record_review_point` takes."""
        typed = self.cleaned_data
        return {
            "on": typed["on"],
            "note": typed["note"],
            "goals": {key: typed[name] for name, key in self.goal_fields.items() if typed[name] is not None},
            "scales": {key: typed[name] for name, key in self.scale_fields.items() if typed[name] is not None},
            "circumstances": {
                key: (typed[f"occupation-{key}"], typed[f"percent-{key}"])
                for key in self.person_keys
                if typed[f"occupation-{key}"]
            },
        }


def _zero_to_ten(label: str) -> WholeNumber:
    return WholeNumber(label=label, hint="0 is not at all, 10 is fully", most=10, required=False, noun="rating")


class ClosingForm(GovukForm):
    """How a journey ends, and its summary."""

    outcome = Radios(
        label="How does this journey end?",
        choices=[("completed", "The programme was completed"), ("ended_early", "It ends early")],
        reveals={"completed": ["completed_reason"], "ended_early": ["early_reason"]},
    )
    completed_reason = Radios(label="How it was completed", noun="way it was completed")
    early_reason = Radios(label="Why does it end early?")
    on = DateParts(label="On which day does it end?", latest="today", noun="day")

    def __init__(
        self, *args: Any, completed: list[tuple[str, str]], early: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["completed_reason"].choices = completed
        self.fields["early_reason"].choices = early
        if len(completed) == 1:
            self.fields["completed_reason"].initial = completed[0][0]
        for section in SECTIONS:
            self.fields[section.key] = LongText(
                label=section.title,
                hint=section.prompt,
                rows=5,
                max_length=MOST_WORDS,
                required=section.is_needed,
                missing=f"Write something under “{section.title}”",
            )

    def sections(self) -> dict[str, str]:
        """Return the words of each section."""
        return {section.key: self.cleaned_data[section.key] for section in SECTIONS}

    @property
    def reason(self) -> str:
        """Return the key of the reason chosen."""
        return str(self.cleaned_data["completed_reason"] or self.cleaned_data["early_reason"])
