"""What a screening finds, kept whole so that it can be stored and shown as it was."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from trellis.kernel.decisions import Decision, Outcome, Reason


@dataclass(frozen=True, slots=True)
class Place:
    """Put one person in one strand; ``position`` is the person's in the facts, from 0."""

    position: int
    name: str
    strand_key: str


@dataclass(frozen=True, slots=True)
class Question:
    """Ask one thing of somebody, about somebody."""

    fact: str
    ask: str
    ask_whom: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold the reason for one criterion and one person (or family or referral), and its standing.

    ``kind`` is a CriterionKind value; ``confidence`` a Confidence value; ``position`` is the person's in
    the facts, or None when it is not about one person.
    """

    reason: Reason
    title: str
    kind: str
    confidence: str
    strand_key: str = ""
    position: int | None = None
    missing: tuple[Question, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Return the reason's outcome."""
        return self.reason.outcome

    def as_dict(self) -> dict[str, Any]:
        """Return plain values that JSON can hold."""
        return {
            "reason": self.reason.as_dict(),
            "title": self.title,
            "kind": self.kind,
            "confidence": self.confidence,
            "strand_key": self.strand_key,
            "position": self.position,
            "missing": [_question_as_dict(question) for question in self.missing],
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Finding":
        """Read a finding back from `as_dict`."""
        return cls(
            **{
                **values,
                "reason": Reason.from_dict(values["reason"]),
                "missing": tuple(Question(**question) for question in values["missing"]),
            }
        )


def _question_as_dict(question: Question) -> dict[str, str]:
    return {
        "fact": question.fact,
        "ask": question.ask,
        "ask_whom": question.ask_whom,
        "about": question.about,
    }


@dataclass(frozen=True, slots=True)
class Screening:
    """Hold the whole answer: who takes part, every finding, and the day on which ages were taken.

    ``proposed`` tells that nobody had said who takes part, so that places were proposed.
    """

    programme_key: str
    programme_version: int
    programme_name: str
    on_day: date
    on_day_why: str
    places: tuple[Place, ...]
    proposed: bool
    findings: tuple[Finding, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Return the reason of every finding, in the definition's order."""
        return tuple(finding.reason for finding in self.findings)

    @property
    def decision(self) -> Decision:
        """Return the decision that follows from all the reasons."""
        return Decision.of(self.reasons)

    @property
    def outcome(self) -> Outcome:
        """Return the decision's outcome."""
        return self.decision.outcome

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return what to ask whom, each question once."""
        asked = (question for finding in self.findings for question in finding.missing)
        return tuple(dict.fromkeys(asked))

    def with_outcome(self, outcome: Outcome, *, deciding: bool = True) -> tuple[Finding, ...]:
        """Return the findings with an outcome; ``deciding`` False returns those that are only weighed."""
        return tuple(
            finding for finding in self.findings if finding.outcome is outcome and finding.reason.blocks is deciding
        )

    @property
    def to_weigh(self) -> tuple[Finding, ...]:
        """Return what does not decide and is not met, or not yet known."""
        return tuple(
            finding for finding in self.findings if not finding.reason.blocks and finding.outcome is not Outcome.MET
        )

    def as_dict(self) -> dict[str, Any]:
        """Return plain values that JSON can hold; `from_dict` reads them back."""
        return {
            "programme_key": self.programme_key,
            "programme_version": self.programme_version,
            "programme_name": self.programme_name,
            "on_day": self.on_day.isoformat(),
            "on_day_why": self.on_day_why,
            "outcome": self.outcome.value,
            "proposed": self.proposed,
            "places": [
                {"position": place.position, "name": place.name, "strand_key": place.strand_key}
                for place in self.places
            ],
            "findings": [finding.as_dict() for finding in self.findings],
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Screening":
        """Read a screening back from `as_dict`."""
        kept = {key: value for key, value in values.items() if key != "outcome"}
        return cls(
            **{
                **kept,
                "on_day": date.fromisoformat(values["on_day"]),
                "places": tuple(Place(**place) for place in values["places"]),
                "findings": tuple(Finding.from_dict(finding) for finding in values["findings"]),
            }
        )
