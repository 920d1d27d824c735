"""Who has parental responsibility for a child, and why (Children Act 1989; Adoption and Children Act 2002)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trellis.features.families.rules.responsibility_words import RULES, Basis
from trellis.features.families.rules.rough_dates import (
    check_not_before_birth,
    check_span,
    earliest,
    is_over,
    latest,
    rough_in_words,
    span_in_words,
)
from trellis.features.families.rules.words import ParentalResponsibility, RelationshipKind
from trellis.kernel.dates import age_on
from trellis.kernel.decisions import RuleBroken
from trellis.kernel.labelled import LabelledEnum

GROWN_UP = 18


class Holding(LabelledEnum):
    """How it stands with somebody's parental responsibility."""

    HAS = "has", "Has it"
    SAID = "said", "Said to have it; on what it rests is not written"
    ASK = "ask", "Not known"
    HAS_NOT = "has_not", "Does not have it"
    HAD = "had", "Had it"


@dataclass(frozen=True, slots=True)
class Told:
    """A row: holder (name and key, or a body), basis, since, until, what we saw."""

    key: str
    holder: str
    basis: Basis
    since: str = ""
    until: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ParentTold:
    """What a relationship says: somebody is the `kind` of the child, with or without parental responsibility."""

    key: str
    name: str
    kind: RelationshipKind
    said: str = ParentalResponsibility.NOT_KNOWN


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether one holder has it, why, from which law, and what to know."""

    holder: str
    holding: Holding
    why: str
    law: str = ""
    note: str = ""
    span: str = ""
    source: str = ""
    key: str = ""


def who_has(
    told: Sequence[Told], parents: Sequence[ParentTold], birth_date: date | None, today: date
) -> tuple[Answer, ...]:
    """Return everybody who has or had parental responsibility for a child, or may have, those who have it first.

    It ends at 18 for all (Children Act 1989 s105(1)), and for everybody else with an adoption (2002 Act s46(2)).
    """
    grown_up = birth_date is not None and birth_date <= today and age_on(birth_date, today) >= GROWN_UP
    ended_others = [
        row.since for row in told if RULES[row.basis].ends_others and not (row.until and is_over(row.until, today))
    ]
    answers = [_answer(row, ended_others, grown_up, today) for row in told]
    known = {row.key for row in told}
    answers += [
        _from_tie(parent, bool(ended_others), grown_up)
        for parent in parents
        if parent.key not in known and _counts(parent)
    ]
    order = list(Holding)
    return tuple(sorted(answers, key=lambda answer: order.index(answer.holding)))


def _answer(row: Told, ended_others: Sequence[str], grown_up: bool, today: date) -> Answer:
    rule = RULES[row.basis]
    holding, why = Holding.HAS, row.basis.label
    if row.until and is_over(row.until, today):
        holding = Holding.HAD
    elif grown_up:
        holding, why = Holding.HAD, f"{row.basis.label}; it ended at 18"
    elif ended_others and not rule.ends_others and not _after(row.since, ended_others):
        holding, why = Holding.HAD, f"{row.basis.label}; ended by the adoption"
    note = rule.note if holding is Holding.HAS else ""
    return Answer(row.holder, holding, why, rule.source, note, span_in_words(row.since, row.until), row.source, row.key)


def _after(since: str, ended_others: Sequence[str]) -> bool:
    """Say whether something began later than an adoption: whoever adopted may share it since."""
    return bool(since) and all(ended and earliest(since) > latest(ended) for ended in ended_others)


def _counts(parent: ParentTold) -> bool:
    kinds = {
        RelationshipKind.MOTHER,
        RelationshipKind.FATHER,
        RelationshipKind.PARENT,
        RelationshipKind.ADOPTIVE_PARENT,
    }
    return parent.kind in kinds or parent.said != ParentalResponsibility.NOT_KNOWN


def _from_tie(parent: ParentTold, adopted: bool, grown_up: bool) -> Answer:
    word = parent.kind.label
    if parent.said == ParentalResponsibility.NO:
        return Answer(parent.name, Holding.HAS_NOT, f"{word}; told so", key=parent.key)
    by_law = {
        RelationshipKind.MOTHER: (Basis.MOTHER, adopted),
        RelationshipKind.ADOPTIVE_PARENT: (Basis.ADOPTION, False),
    }.get(parent.kind)
    if by_law:
        basis, ended = by_law
        over = "it ended at 18" if grown_up else "ended by the adoption" if ended else ""
        why = f"{word}, so by law{'; ' + over if over else ''}"
        return Answer(parent.name, Holding.HAD if over else Holding.HAS, why, RULES[basis].source, key=parent.key)
    if grown_up or adopted:
        over = "it ended at 18" if grown_up else "ended by the adoption"
        return Answer(parent.name, Holding.HAD, f"{word}; if it was so, {over}", key=parent.key)
    if parent.said == ParentalResponsibility.YES:
        return Answer(parent.name, Holding.SAID, word, key=parent.key)
    return Answer(parent.name, Holding.ASK, f"{word}: ask whether married to the mother, on the birth certificate, "
                  "or by an agreement or order", RULES[Basis.BIRTH_CERTIFICATE].source, key=parent.key)  # fmt: skip


def check_responsibility(
    basis: Basis, *, is_body: bool, since: str, until: str, child: str, birth_date: date | None, today: date
) -> None:
    """Raise RuleBroken for parental responsibility that could not be so."""
    rule = RULES[basis]
    if rule.by_body and not is_body:
        raise RuleBroken(f"{basis.label}: a local authority or agency holds it. Enter its name.", "body")
    if is_body and not rule.by_body:
        raise RuleBroken(f"{basis.label}: a person holds it. Choose who.", "holder")
    check_span(since, until, today)
    check_not_before_birth(since, birth_date, child)
    check_not_before_birth(until, birth_date, child, "until")
    begun = since or (birth_date.isoformat() if birth_date and not rule.begins_at_birth else "")
    if rule.not_before and begun and latest(begun) < rule.not_before and since:
        raise RuleBroken(
            f"{basis.label} gives parental responsibility only when the birth was registered on or after "
            f"{rough_in_words(rule.not_before.isoformat())} ({rule.source}). Check the date, or choose another basis.",
            "since",
        )
