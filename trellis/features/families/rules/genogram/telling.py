"""A genogram in words, from the same people and ties: for those who do not see the drawing, and for paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trellis.features.families.rules.genogram.people import (
    Bond,
    BondTie,
    Couple,
    CoupleTie,
    Kin,
    Parentage,
    ParentTie,
    Shape,
    Someone,
)

_BOND_WORDS = {
    Bond.CLOSE: "{a} and {b} are close.",
    Bond.VERY_CLOSE: "{a} and {b} are very close.",
    Bond.DISTANT: "{a} and {b} are distant from each other.",
    Bond.CUT_OFF: "{a} and {b} have no contact with each other.",
    Bond.CONFLICT: "There is conflict between {a} and {b}.",
    Bond.VIOLENCE: "There is violence by {a} towards {b}.",
    Bond.OTHER: "{a} and {b} have another tie.",
}
_PARENT_WORDS = {
    Shape.CIRCLE: {Parentage.BIRTH: "mother", Parentage.ADOPTIVE: "adoptive mother", Parentage.FOSTER: "foster mother"}
    | {Parentage.STEP: "stepmother", Parentage.GRANDPARENT: "grandmother"},
    Shape.SQUARE: {Parentage.BIRTH: "father", Parentage.ADOPTIVE: "adoptive father", Parentage.FOSTER: "foster father"}
    | {Parentage.STEP: "stepfather", Parentage.GRANDPARENT: "grandfather"},
    Shape.DIAMOND: {},
}


_ENDED = {
    Couple.SEPARATED: ("separated", "have separated"),
    Couple.DIVORCED: ("divorced", "are divorced"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """The words under one heading."""

    title: str
    sentences: tuple[str, ...]


def tell(kin: Kin) -> tuple[Told, ...]:
    """Tell everybody and every tie: who is in the family, couples, parents, siblings, homes, what is between people."""
    teller = _Teller(kin)
    parts = (
        Told("Who is drawn", tuple(teller.people())),
        Told("Couples", tuple(teller.couples())),
        Told("Parents and children", tuple(teller.parents())),
        Told("Brothers and sisters", tuple(teller.siblings())),
        Told("Who lives together", tuple(teller.homes())),
        Told("What is between them", tuple(teller.bonds())),
    )
    return tuple(part for part in parts if part.sentences)


def in_one(parts: Iterable[Told]) -> str:
    """Return all that is told as one text."""
    return " ".join(sentence for part in parts for sentence in part.sentences)


def listed(words: list[str]) -> str:
    """Join words as a sentence does: "A, B and C"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


class _Teller:
    def __init__(self, kin: Kin) -> None:
        self.kin = kin
        self.named = kin.named()

    def _name(self, key: str) -> str:
        return self.named[key].name

    def _aged(self, key: str) -> str:
        person = self.named[key]
        return f"{person.name}, {person.age}" if person.age is not None and not person.has_died else person.name

    def _known(self, *keys: str) -> bool:
        return len(set(keys)) == len(keys) and all(key in self.named for key in keys)

    def people(self) -> Iterable[str]:
        """Say who everybody is: age or years of life, and about whom the file is."""
        for person in self.kin.people:
            yield f"{person.name}{_life(person)}{', about whom the file is' if person.is_focus else ''}."

    def couples(self) -> Iterable[str]:
        """Say who is or was a couple, and since or until when."""
        for tie in self.kin.couples:
            if self._known(tie.first, tie.second):
                yield f"{self._name(tie.first)} and {self._name(tie.second)} {_couple(tie)}."

    def parents(self) -> Iterable[str]:
        """Say for each parent of whom they are what."""
        grouped: dict[tuple[str, Parentage], list[ParentTie]] = {}
        for tie in self.kin.parents:
            if self._known(tie.parent, tie.child):
                grouped.setdefault((tie.parent, tie.kind), []).append(tie)
        for (parent, kind), ties in grouped.items():
            children = listed([self._aged(tie.child) for tie in ties])
            name = self._aged(parent)
            comma = "," if "," in name else ""
            yield f"{name}{comma} {_parent(self.named[parent], kind)} of {children}."

    def siblings(self) -> Iterable[str]:
        """Say who are brothers and sisters as written; those of whom the parents are written show from these."""
        for tie in self.kin.siblings:
            if self._known(tie.first, tie.second):
                what = "half-brother or half-sister" if tie.half else "brother or sister"
                yield f"{self._name(tie.first)} and {self._name(tie.second)} are {what} to each other."

    def homes(self) -> Iterable[str]:
        """Say who lives together; a home is named as on its page."""
        for home in self.kin.homes:
            people = [self._name(key) for key in home.people if key in self.named]
            if len(people) > 1:
                yield f"{home.label}: {listed(people)} live together."
            elif people:
                yield f"{home.label}: {people[0]} lives there."

    def bonds(self) -> Iterable[str]:
        """Say what is between people."""
        for bond in self.kin.bonds:
            if self._known(bond.first, bond.second):
                yield self._bond(bond)

    def _bond(self, bond: BondTie) -> str:
        first, second = self._name(bond.first), self._name(bond.second)
        if bond.words:
            return f"{first} is {second}’s {bond.words}."
        return _BOND_WORDS[bond.bond].format(a=first, b=second)


def _life(person: Someone) -> str:
    if person.has_died:
        died = f"died in {person.died.year}" if person.died else "has died"
        return f", {died}{f', aged {person.age}' if person.age is not None and person.died else ''}"
    return f", {person.age}" if person.age is not None else ", age not known"


def _parent(person: Someone, kind: Parentage) -> str:
    """Write that somebody is the mother, a carer, an adoptive parent."""
    word = _PARENT_WORDS[person.shape].get(kind, kind.label)
    article = "the" if kind == Parentage.BIRTH and person.shape != Shape.DIAMOND else "a"
    article = "an" if article == "a" and word[0] in "aeiou" else article
    return f"{'was' if person.has_died else 'is'} {article} {word}"


def _couple(tie: CoupleTie) -> str:
    """Write how two people stand as a couple."""
    if tie.state in _ENDED:
        when, plain = _ENDED[tie.state]
        since = f" (together from {tie.since})" if tie.since else ""
        return (f"{when} in {tie.until}" if tie.until else plain) + since
    if tie.until:
        years = f", {tie.since} to {tie.until}" if tie.since else f" until {tie.until}"
        return f"were {'married or civil partners' if tie.state == Couple.MARRIED else 'partners'}{years}"
    what = {Couple.MARRIED: "married or civil partners", Couple.TOGETHER: "partners"}.get(tie.state)
    if what is None:
        return "may be or may have been a couple: it is not written"
    return f"have been {what} since {tie.since}" if tie.since else f"are {what}"
