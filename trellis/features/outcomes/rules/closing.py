"""What a closing summary says, and in what order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trellis.kernel.decisions import RuleBroken


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the summary: `prompt` helps the writer, and is not printed."""

    key: str
    title: str
    prompt: str
    is_needed: bool


SECTIONS = (
    Section("set_out", "What we set out to do", "The family’s own goals, in words they would use.", True),
    Section("did", "What we did together", "Sessions, family session, what each person took part in.", True),
    Section(
        "changed", "What has changed", "Say only what was seen or told. What is still hard belongs here too.", True
    ),
    Section("strengths", "What you are good at", "Strengths seen in the parent, in the child and in the family.", True),
    Section("next", "What comes next, and who can help", "People and places, with how to reach them safely.", True),
    Section(
        "parent_words", "In the parent’s or carer’s own words", "As they said it. Leave empty if not asked.", False
    ),
    Section(
        "child_words", "In the child’s or young person’s own words", "As they said it. Leave empty if not asked.", False
    ),
)


def check_sections(typed: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the sections as kept ({key, title, words}); raise RuleBroken for the first needed one that is missing."""
    for section in SECTIONS:
        if section.is_needed and not typed.get(section.key, "").strip():
            raise RuleBroken(f"Write something under “{section.title}”.", section.key)
    return [
        {"key": section.key, "title": section.title, "words": typed[section.key].strip()}
        for section in SECTIONS
        if typed.get(section.key, "").strip()
    ]
