"""Decisions with three outcomes, and the reasons that carry them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from trellis.kernel.labelled import LabelledEnum


class Outcome(LabelledEnum):
    """Say whether something asked for is so, is not so, or cannot be told yet."""

    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"
    NOT_YET_KNOWN = "not_yet_known", "Not yet known"


@dataclass(frozen=True, slots=True)
class Reason:
    """Explain the outcome of one criterion for one person (or for the family or the referral).

    ``fact`` is the key of the fact looked at and ``found`` its value in words. ``question`` and
    ``ask_whom`` are filled when the outcome is not yet known. ``blocks`` is false for what should be
    seen and weighed but does not decide.
    """

    key: str
    outcome: Outcome
    words: str
    fact: str = ""
    found: str = ""
    why: str = ""
    source: str = ""
    about: str = ""
    question: str = ""
    ask_whom: str = ""
    blocks: bool = True

    def as_dict(self) -> dict[str, Any]:
        """Return plain values that JSON can hold; ``Reason(**...)`` through `from_dict` reads them back."""
        return {
            "key": self.key,
            "outcome": self.outcome.value,
            "words": self.words,
            "fact": self.fact,
            "found": self.found,
            "why": self.why,
            "source": self.source,
            "about": self.about,
            "question": self.question,
            "ask_whom": self.ask_whom,
            "blocks": self.blocks,
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Reason":
        """Read a reason back from `as_dict`; raises KeyError or ValueError for anything else."""
        return cls(**{**values, "outcome": Outcome(values["outcome"])})


@dataclass(frozen=True, slots=True)
class Decision:
    """Hold an outcome together with every reason for it."""

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()

    @classmethod
    def of(cls, reasons: Iterable[Reason]) -> "Decision":
        """Decide from reasons: one not met settles it; else one not yet known; else met.

        Reasons with ``blocks=False`` are kept and do not decide.
        """
        kept = tuple(reasons)
        outcomes = {reason.outcome for reason in kept if reason.blocks}
        if Outcome.NOT_MET in outcomes:
            return cls(Outcome.NOT_MET, kept)
        if Outcome.NOT_YET_KNOWN in outcomes:
            return cls(Outcome.NOT_YET_KNOWN, kept)
        return cls(Outcome.MET, kept)

    @property
    def met(self) -> tuple[Reason, ...]:
        """Return the reasons that are met."""
        return tuple(reason for reason in self.reasons if reason.outcome is Outcome.MET)

    @property
    def not_met(self) -> tuple[Reason, ...]:
        """Return the reasons that are not met."""
        return tuple(reason for reason in self.reasons if reason.outcome is Outcome.NOT_MET)

    @property
    def not_yet_known(self) -> tuple[Reason, ...]:
        """Return the reasons for which something has still to be asked."""
        return tuple(reason for reason in self.reasons if reason.outcome is Outcome.NOT_YET_KNOWN)


class RuleBroken(Exception):
    """Refuse something with words for the person who asked for it.

    ``field`` names the form field that the words belong beside, when there is one. Several refusals at
    once travel in ``problems`` as (field or None, words).
    """

    def __init__(
        self,
        message: str,
        field: str | None = None,
        *,
        problems: Iterable[tuple[str | None, str]] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.problems: tuple[tuple[str | None, str], ...] = tuple(problems) or ((field, message),)

    def __str__(self) -> str:
        return self.message
