"""Safety plans: what they hold, when paper is safe, and what the discreet page leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trellis.features.safety.rules.flags import check_review_date
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken
from trellis.kernel.labelled import LabelledEnum


class Paper(LabelledEnum):
    """Whether a page may lie about in the home."""

    SAFE = "safe", "Yes, the whole plan"
    DISCREET = "discreet", "Only a discreet page: no code words, nothing that says what it is for"
    UNSAFE = "unsafe", "No: paper is not safe in this home"

    @property
    def strictness(self) -> int:
        """Return the place in order, freest first."""
        return list(Paper).index(self)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a plan; `plain_title` heads it on the discreet page, which leaves it out when that is empty."""

    key: str
    title: str
    hint: str
    plain_title: str = ""


SECTIONS = (
    Section("warning_signs", "Early warning signs", "What do you see, hear or feel before it starts?", "What I notice"),
    Section("safe_places", "Safe places", "Which room, house or street? Which way out?", "Where I can go"),
    Section("safe_people", "Safe people", "Who can be rung or gone to, at any hour?", "Who I can ring"),
    Section("code_words", "Code words", "What do you say or send, and what does it mean?"),
    Section("young_person_does", "What the young person does", "In their words", "What I do"),
    Section(
        "parents_do", "What parents do", "In their words; what helps, and what makes it worse", "What we do at home"
    ),
    Section("professionals_do", "What professionals do", "Who, what, by when"),
)
NEEDED = ("warning_signs", "safe_places", "safe_people")
# Words that tell a stranger what a page is for. A line that has one, or a code word, is left off the discreet page.
TELLING = re.compile(
    r"\b(abus\w*|violen\w*|assault\w*|attack\w*|batter\w*|beat\w*|hit\w*|hurt\w*|harm\w*|weapon\w*|knife|knives|threat\w*"
    r"|perpetrat\w*|victim\w*|surviv\w*|refuge\w*|police|marac|idva|dash|safeguard\w*|social (care|work\w*|services)"
    r"|court|non-molestation|injunction|safety plan|code ?words?|escap\w*|leav(e|ing) (him|her|them)|danger\w*|afraid"
    r"|scared|frighten\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DiscreetSection:
    """A part of the discreet page."""

    title: str
    lines: tuple[str, ...]


def lines_of(words: str) -> tuple[str, ...]:
    """Return the lines of a text that hold something, without marks that people put before them."""
    return tuple(line for each in words.splitlines() if (line := each.strip().lstrip("-*•").strip()))


def code_words_in(words: str) -> tuple[str, ...]:
    """Return the code words themselves: what stands in quotation marks, or else before “means”, a dash or a colon."""
    found: list[str] = []
    for line in lines_of(words):
        quoted = re.findall(r"[“\"‘']([^“”\"‘’']{2,60})[”\"’']", line)
        found.extend(quoted or [re.split(r"\s+(?:means|=|–|-)\s+|[:=]", line)[0]])
    return tuple(word.strip().casefold() for word in found if word.strip())


def tells(line: str, code_words: Iterable[str]) -> bool:
    """Say whether a line would tell a stranger what the page is for, or give a code word away."""
    plain = line.casefold()
    return bool(TELLING.search(line)) or any(word in plain for word in code_words)


def discreet(sections: dict[str, str]) -> tuple[tuple[DiscreetSection, ...], int]:
    """Return the parts of the discreet page, and how many lines were left off because they tell too much.

    Code words and what professionals do are left out whole; they are not counted.
    """
    secret = code_words_in(sections.get("code_words", ""))
    kept, left_off = [], 0
    for section in SECTIONS:
        if not section.plain_title:
            continue
        lines = lines_of(sections.get(section.key, ""))
        plain = tuple(line for line in lines if not tells(line, secret))
        left_off += len(lines) - len(plain)
        if plain:
            kept.append(DiscreetSection(section.plain_title, plain))
    return tuple(kept), left_off


def strictest(papers: Iterable[Paper]) -> Paper:
    """Return the strictest of what several plans of one home say; no plan says nothing against paper."""
    return max(papers, key=lambda paper: paper.strictness, default=Paper.SAFE)


def may_print(paper: Paper, *, discreetly: bool) -> bool:
    """Say whether a page may be printed: the whole plan, or the discreet page."""
    return paper is not Paper.UNSAFE if discreetly else paper is Paper.SAFE


def check_plan(
    sections: dict[str, str], *, agreed_on: date, agreed_by: int, agreed_others: str, review_on: date, today: date
) -> None:
    """Raise RuleBroken, with every problem at once, for a plan that nobody agreed or that says too little."""
    titles = {section.key: section.title for section in SECTIONS}
    problems: list[tuple[str | None, str]] = [
        (key, f"Write something under “{titles[key]}”.") for key in NEEDED if not sections.get(key, "").strip()
    ]
    if not agreed_by and not agreed_others.strip():
        problems.append(("agreed_by", "A plan is made with the family. Choose who agreed it."))
    if agreed_on > today:
        problems.append(("agreed_on", f"The day it was agreed must be today or earlier, not {in_words(agreed_on)}."))
    try:
        check_review_date(review_on, today)
    except RuleBroken as broken:
        problems.extend(broken.problems)
    if problems:
        raise RuleBroken(problems[0][1], problems[0][0], problems=problems)
