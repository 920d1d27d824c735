"""The facts of a referral, as screening reads them: what was written, and what was learned since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from trellis.features.programmes.rules.facts import FACTS, About, FactKind
from trellis.features.programmes.rules.facts_document import FamilyFacts, PersonFacts
from trellis.features.programmes.rules.matching import FactValue
from trellis.features.referrals.rules.answers import ReferralAnswers
from trellis.features.referrals.rules.questions import fact_value


@dataclass(frozen=True, slots=True)
class Told:
    """A fact that somebody told after the referral was sent; ``about`` is the position of the person, or None."""

    key: str
    value: object
    about: int | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody in the referral as their row says: their item in the answers, name and strand."""

    id: str
    name: str
    strand: str


def typed_value(key: str, value: object) -> FactValue | None:
    """Return a kept fact as screening compares it: days as dates, lists as tuples; None when it is not known."""
    fact = FACTS[key]
    kept = fact_value(fact, _as_answer(value))
    if kept is None:
        return None
    if fact.kind is FactKind.DATE and isinstance(kept, str):
        return date.fromisoformat(kept)
    if isinstance(kept, list):
        return tuple(str(each) for each in kept)
    return kept if isinstance(kept, str | int | bool) else None


def _as_answer(value: object) -> object:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def facts_of_referral(
    programme_key: str,
    people: Iterable[Named],
    answers: ReferralAnswers,
    uploaded: Iterable[str],
    told: Iterable[Told],
) -> FamilyFacts:
    """Return the facts for screening. ``told`` comes oldest first: the last telling of a fact counts."""
    latest = {(each.about, each.key): each.value for each in told}
    family = _with_told(answers.family_facts, latest, None, About.FAMILY)
    referral = _with_told(_of_referral(answers), latest, None, About.REFERRAL)
    referral["documents"] = tuple(sorted(uploaded))
    return FamilyFacts(
        people=tuple(
            PersonFacts(named.name, named.strand, _with_told(_of_person(answers, named), latest, n, About.PERSON))
            for n, named in enumerate(people)
        ),
        family=family,
        referral=referral,
        programme=programme_key,
    )


def _of_person(answers: ReferralAnswers, named: Named) -> dict[str, object]:
    person = answers.person(named.id)
    if person is None:
        return {}
    return {
        **person.facts,
        "family_role": person.family_role,
        "birth_date": person.birth_date.isoformat() if person.birth_date else None,
        "gender": person.gender,
        "child_of_concern": person.child_of_concern,
    }


def _of_referral(answers: ReferralAnswers) -> dict[str, object]:
    return {
        **answers.referral_facts,
        "referrer_profession": answers.profession,
        "referrer_stays_involved": answers.stays_involved,
        "transport_arranged": answers.transport_arranged,
    }


def _with_told(
    written: Mapping[str, object], told: Mapping[tuple[int | None, str], object], about: int | None, kind: About
) -> dict[str, FactValue]:
    values = {**written, **{key: value for (whom, key), value in told.items() if whom == about}}
    found: dict[str, FactValue] = {}
    for key, value in values.items():
        fact = FACTS.get(key)
        if fact is not None and fact.about is kind and not fact.derived_from:
            known = typed_value(key, value)
            if known is not None:
                found[key] = known
    return found
