"""One page of the task list."""

from __future__ import annotations

from dataclasses import dataclass

from trellis.features.referrals.rules.questions import Question


@dataclass(frozen=True, slots=True)
class Page:
    """A page: which item of which section it fills, what it asks, and whom it is about."""

    section: str
    item: str
    title: str
    questions: tuple[Question, ...]
    intro: str = ""
    about: str = ""
    short: str = ""

    @property
    def called(self) -> str:
        """Return the page's name in lists: whom it is about, or its title."""
        return self.short or self.title
