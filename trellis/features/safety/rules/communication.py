"""A child's own plan for being talked with: theirs, and shown to those they chose."""

from __future__ import annotations

from dataclasses import dataclass

from trellis.kernel.decisions import RuleBroken


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the plan, as the child is asked."""

    key: str
    title: str
    hint: str


PARTS = (
    Part("triggers", "What sets me off", "Places, times, words, sounds"),
    Part("helps", "What helps", "What others can do, and what I do"),
    Part("does_not_help", "What does not help", "What people do that makes it worse"),
    Part("words_i_choose", "Words I choose", "What I want to be called; words for what happened; a word for “stop”"),
    Part("talk_to", "Who I talk to", "Whom I would tell, and how: in the car, by text, drawing"),
)


def check_parts(parts: dict[str, str]) -> None:
    """Raise RuleBroken for a plan with nothing in it."""
    if not any(parts.get(part.key, "").strip() for part in PARTS):
        raise RuleBroken("Write at least one thing that the child said.", PARTS[0].key)
