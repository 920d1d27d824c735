"""Questions that are put to a referrer after screening."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trellis.features.referrals.rules.questions import is_empty


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the referrer: about a fact of the vocabulary, or in free words.

    ``about`` is the id of the referred person, empty for the family and the referral. ``key`` names the question
    on its page.
    """

    key: str
    question: str
    fact: str = ""
    about: str = ""
    name: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return plain values for the record of the decision."""
        return {
            "key": self.key,
            "question": self.question,
            "fact": self.fact,
            "about": self.about,
            "name": self.name,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, str]) -> Asked:
        """Read a question back."""
        return cls(**{name: str(values.get(name, "")) for name in ("key", "question", "fact", "about", "name")})

    def answered(self, answer: object) -> bool:
        """Tell whether an answer says anything."""
        return not is_empty(answer)
