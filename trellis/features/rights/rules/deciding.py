"""What may go out, what is taken out of it, what is kept back, and on what ground."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trellis.kernel.decisions import RuleBroken
from trellis.kernel.labelled import LabelledEnum

MARK = "[taken out]"


class Choice(LabelledEnum):
    """What becomes of one item."""

    RELEASE = "release", "Release"
    REDACT = "redact", "Release with parts taken out"
    WITHHOLD = "withhold", "Keep back"


class ItemKind(LabelledEnum):
    """What an item is to the person."""

    OWN = "own", "About them alone"
    SHARED = "shared", "About them and others"
    MENTION = "mention", "Mentions them"
    PAPER = "paper", "A stored paper"
    LOG = "log", "Who looked"
    ELSEWHERE = "elsewhere", "In another family's file"


@dataclass(frozen=True, slots=True)
class Basis:
    """A ground for keeping something back.

    `silent`: that something was kept back is not told, because the telling itself would do the harm.
    """

    key: str
    label: str
    words: str
    source: str
    confidence: str
    silent: bool = False


BASES = (
    Basis(
        "third_party",
        "Somebody else's facts, and it is not reasonable to tell them without consent",
        "It is about somebody else, who has not agreed, and it would not be reasonable to tell it without that.",
        "Data Protection Act 2018, Schedule 2, Part 3, paragraph 16",
        "law",
    ),
    Basis(
        "other_family",
        "From another family's file",
        "",
        "Data Protection Act 2018, Schedule 2, Part 3, paragraph 16",
        "law",
        silent=True,
    ),
    Basis(
        "serious_harm",
        "Telling it would be likely to cause serious harm to somebody (social work)",
        "",
        "Data Protection Act 2018, Schedule 3, Part 3, paragraph 11; the test in paragraph 10",
        "to confirm",
        silent=True,
    ),
    Basis(
        "child_abuse",
        "Child abuse data, and it is not in the child's best interests",
        "",
        "Data Protection Act 2018, Schedule 3, Part 5, paragraph 21",
        "to confirm",
        silent=True,
    ),
    Basis(
        "crime",
        "It would be likely to prejudice the prevention or detection of crime",
        "",
        "Data Protection Act 2018, Schedule 2, Part 1, paragraph 2",
        "law",
        silent=True,
    ),
    Basis(
        "court",
        "Papers of family proceedings, which need the court's permission",
        "It belongs to court proceedings; only the court can permit that it is passed on.",
        "Family Procedure Rules 12.73 and Practice Direction 12G; Schedule 3, Part 3, paragraph 9",
        "to confirm",
    ),
    Basis(
        "privilege",
        "Legal advice",
        "It is confidential advice from a lawyer.",
        "Data Protection Act 2018, Schedule 2, Part 4, paragraph 19",
        "law",
    ),
    Basis(
        "not_theirs",
        "It is not about them after all",
        "",
        "UK GDPR Article 15(1)",
        "law",
        silent=True,
    ),
)
BASIS = {basis.key: basis for basis in BASES}


@dataclass(frozen=True, slots=True)
class Part:
    """One fact of an item: its key, what it is called, its words, and whether it tells of somebody else."""

    key: str
    label: str
    words: str
    others: bool = False
    free_text: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What would be right if nothing speaks against it; a person still decides."""

    choice: str
    basis: str
    whole: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    why: str


def suggestion(
    kind: str, parts: Sequence[Part], *, is_contact_of_others: bool, other_names: Iterable[str] = ()
) -> Suggestion:
    """Suggest what becomes of an item.

    Where somebody else is, or how to reach them, is never suggested for release; nor is anything of another family's
    file. Words that name others are suggested to be taken out.
    """
    if kind == ItemKind.ELSEWHERE:
        return Suggestion(Choice.WITHHOLD, "other_family", (), {}, "It stands in another family's file.")
    if is_contact_of_others:
        return Suggestion(
            Choice.WITHHOLD, "third_party", (), {}, "It tells where somebody else is, or how to reach them."
        )
    if kind == ItemKind.PAPER:
        return Suggestion("", "", (), {}, "Read the paper: a stored file goes out whole, or not at all.")
    whole = tuple(part.key for part in parts if part.others and part.words)
    names = tuple(other_names)
    words = {part.key: found for part in parts if part.key not in whole and (found := named_in(part.words, names))}
    if whole or words:
        return Suggestion(Choice.REDACT, "third_party", whole, words, "It tells of somebody else.")
    if any(part.free_text and part.words for part in parts):
        return Suggestion(Choice.RELEASE, "", (), {}, "Read the words: they may tell of somebody without a name.")
    return Suggestion(Choice.RELEASE, "", (), {}, "It is about them alone.")


def named_in(words: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that stand in some words, as whole words in any case, longest first."""
    longest_first = sorted(
        {name.strip() for name in names if len(name.strip()) > 1}, key=lambda name: (-len(name), name)
    )
    return tuple(name for name in longest_first if whole_word(name).search(words))


def whole_word(name: str) -> re.Pattern[str]:
    """Return a pattern that finds a name as whole words, in any case, with any white space between them."""
    inner = r"\s+".join(re.escape(part) for part in name.split())
    return re.compile(rf"(?<!\w){inner}(?!\w)", re.IGNORECASE)


def told(parts: Sequence[Part], choice: str, whole: Iterable[str], words: Mapping[str, Sequence[str]]) -> list[Part]:
    """Return the parts as they go out: nothing of an item kept back, marks where something was taken out."""
    if choice == Choice.WITHHOLD:
        return []
    if choice == Choice.RELEASE:
        return list(parts)
    gone = set(whole)
    return [
        Part(part.key, part.label, MARK if part.key in gone else _without(part.words, words.get(part.key, ())))
        for part in parts
    ]


def _without(words: str, taken_out: Sequence[str]) -> str:
    for each in sorted(taken_out, key=len, reverse=True):
        if each.strip():
            words = whole_word(each).sub(MARK, words)
    return words


def check_choice(
    parts: Sequence[Part],
    choice: str,
    basis: str,
    reason: str,
    whole: Iterable[str] = (),
    words: Mapping[str, Sequence[str]] | None = None,
    *,
    is_contact_of_others: bool = False,
    is_paper: bool = False,
) -> None:
    """Raise RuleBroken unless a choice says all that it must."""
    if choice not in set(Choice):
        raise RuleBroken("Choose whether it is released, released with parts taken out, or kept back.", "choice")
    if choice == Choice.RELEASE:
        if is_contact_of_others and len(reason.strip()) < 10:
            raise RuleBroken("It tells where somebody else is. Say why that may be told, and who agreed.", "reason")
        return
    if basis not in BASIS:
        raise RuleBroken("Choose the ground on which it is kept back.", "basis")
    if not reason.strip():
        raise RuleBroken("Say in a sentence why that ground applies here.", "reason")
    if choice == Choice.REDACT:
        _check_redaction(parts, set(whole), words or {}, is_paper)


def _check_redaction(
    parts: Sequence[Part], whole: set[str], words: Mapping[str, Sequence[str]], is_paper: bool
) -> None:
    if is_paper:
        raise RuleBroken("A stored paper goes out whole, or not at all.", "choice")
    by_key = {part.key: part for part in parts}
    if not whole and not any(words.values()):
        raise RuleBroken("Say what is to be taken out: whole facts, or words.", "words")
    for key in whole:
        if key not in by_key:
            raise RuleBroken("Choose facts of this item.", "whole")
    for key, taken_out in words.items():
        for each in taken_out:
            if key not in by_key or not whole_word(each).search(by_key[key].words):
                raise RuleBroken(f"“{each}” does not stand in it. Write the words as they stand there.", "words")


def check_release(undecided: int, decided_by: Iterable[object], checked_by: object) -> None:
    """Raise RuleBroken unless everything is decided, and checked by somebody who decided none of it."""
    if undecided:
        raise RuleBroken(f"{undecided} item{'s are' if undecided > 1 else ' is'} not decided yet. Nothing goes out.")
    if checked_by in set(decided_by):
        raise RuleBroken("Somebody who decided none of it has to check it.")
