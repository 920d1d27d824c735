"""Rows of a spreadsheet as families: each with the same document of answers that the task list would have made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from trellis.features.families.rules import Channel, RelationshipKind, match_name
from trellis.features.referrals.rules.answers import Document, ReferralAnswers, read_answers
from trellis.features.referrals.spreadsheet import columns as c
from trellis.features.referrals.spreadsheet.cells import (
    WrongCell,
    answer_from,
    by_name,
    plain,
    telephone_in,
    text_of,
)
from trellis.features.referrals.spreadsheet.columns import Column, Level
from trellis.features.referrals.spreadsheet.headings import Headings
from trellis.platform.documents.spreadsheet import Cell, CellProblem, Row

_BOTH_WAYS = frozenset(
    {RelationshipKind.PARTNER, RelationshipKind.EX_PARTNER, RelationshipKind.SIBLING, RelationshipKind.OTHER}
)
_TELEPHONES = frozenset({Channel.MOBILE.value, Channel.LANDLINE.value})
_WITH_VALUE = _TELEPHONES | {Channel.EMAIL.value, Channel.POST.value}
_ADULTS = frozenset({"parent", "carer", "other_adult"})


@dataclass(frozen=True, slots=True)
class SheetFamily:
    """Hold one family of a spreadsheet: its rows, who is on which row, and the document of its answers.

    `key` is the same for the same people referred to the same programme under the same reference, whatever the order
    of the rows: it keeps a family from being brought in twice.
    """

    number: str
    rows: tuple[int, ...]
    row_of: dict[str, int]
    document: Document
    answers: ReferralAnswers
    key: str


@dataclass(slots=True)
class FamilyReader:
    """Reads the rows of one family at a time, and collects what is wrong with their cells."""

    columns: Sequence[Column]
    headings: Headings
    programme_key: str
    today: date
    problems: list[CellProblem] = field(default_factory=list)
    _by_key: dict[str, Column] = field(init=False)

    def __post_init__(self) -> None:
        self._by_key = {column.key: column for column in self.columns}

    def read(self, number: str, rows: Sequence[Row]) -> SheetFamily:
        """Return the family that these rows make."""
        ids = {f"p{position}": row for position, row in enumerate(rows, start=1)}
        document: Document = {
            "people": {}, "ties": {}, "homes": {}, "contact": {}, "happening": {"words": {}, "facts": {}},
            "each_person": {}, "occupations": {}, "needs": {}, "agencies": {},
            "practical": {"involved": {}, "coming": {}, "confirmed": {}}, "documents": {"papers": {"to_follow": []}},
            "referrer": {"about": {}},
        }  # fmt: skip
        for person_id, row in ids.items():
            self._person(document, person_id, row)
            self._contact(document, person_id, row)
        for column in self.columns:
            if column.level is Level.FAMILY and column.section:
                document[column.section][column.item][column.name] = self._of_family(column, rows)
        self._homes(document, ids)
        self._agencies(document, rows)
        self._ties(document, ids)
        answers = read_answers(document)
        reference = str(self._of_family(c.YOUR_REFERENCE, rows))
        return SheetFamily(
            number=number,
            rows=tuple(row.number for row in rows),
            row_of={person_id: row.number for person_id, row in ids.items()},
            document=document,
            answers=answers,
            key=_key(self.programme_key, answers, reference),
        )

    def cell(self, key: str, row: Row) -> Cell:
        """Return what is in a row's cell of a column; None when the spreadsheet has no such column."""
        place = self.headings.places.get(key)
        return None if place is None else row.cells[place]

    def wrong(self, key: str, row: Row, right: str) -> None:
        """Note that a cell is wrong, and what would be right."""
        found = text_of(self.cell(key, row)) or "nothing"
        shortened = found if len(found) <= 80 else f"{found[:79]}…"
        self.problems.append(CellProblem(row.number, self.headings.letter(key), shortened, right))

    def _answer(self, column: Column, row: Row) -> object:
        try:
            return answer_from(column, self.cell(column.key, row), self.today)
        except WrongCell as wrong:
            self.wrong(column.key, row, str(wrong))
            return column.blank

    def _of_family(self, column: Column, rows: Sequence[Row]) -> object:
        """Return the answer of the first row that has one; another row that says something else is a problem."""
        first: Row | None = None
        answer: object = column.blank
        for row in rows:
            if self.cell(column.key, row) is None:
                continue
            said = self._answer(column, row)
            if first is None:
                first, answer = row, said
            elif said != answer:
                right = f"The same as in row {first.number}, or nothing: this is about the family as a whole."
                self.wrong(column.key, row, right)
        return answer

    def _person(self, document: Document, person_id: str, row: Row) -> None:
        for section in ("people", "each_person", "occupations", "needs"):
            answers = {
                column.name: self._answer(column, row)
                for column in self.columns
                if column.section == section and column.name
            }
            if answers:
                document[section][person_id] = answers
        person = document["people"][person_id]
        # A day that is written wrongly is not the same as a day that nobody knows.
        person["birth_date_not_known"] = self.cell("people.birth_date", row) is None
        if person.get("family_role") != "child":
            person.pop("child_of_concern", None)

    def _contact(self, document: Document, person_id: str, row: Row) -> None:
        answers = {
            column.name: self._answer(column, row)
            for column in self.columns
            if column.section == "contact" and column.name
        }
        if not answers.get("channel"):
            return
        document["contact"][person_id] = answers
        channel = str(answers["channel"])
        cell = self.cell(c.CONTACT_VALUE.key, row)
        if cell is not None and channel in _WITH_VALUE:
            answers[channel] = telephone_in(cell) if channel in _TELEPHONES else text_of(cell)

    def _homes(self, document: Document, ids: dict[str, Row]) -> None:
        by_label: dict[str, list[str]] = {}
        for person_id, row in ids.items():
            if label := str(self._answer(c.HOME, row)):
                by_label.setdefault(plain(label), []).append(person_id)
        for number, living in enumerate(by_label.values(), start=1):
            rows = [ids[person_id] for person_id in living]
            home = {
                column.name: self._of_family(column, rows)
                for column in self.columns
                if column.section == "homes" and column.key != c.HOME.key
            }
            home["label"] = text_of(self.cell(c.HOME.key, rows[0]))
            home["people"] = list(living)
            home["postcode"] = str(home.get("postcode", "")).upper()
            home["secret"] = "yes" if home.get("kept_from") else "no"
            document["homes"][f"h{number}"] = home

    def _agencies(self, document: Document, rows: Sequence[Row]) -> None:
        named: dict[str, dict[str, object]] = {}
        for row in rows:
            answers = {
                column.name: self._answer(column, row) for column in self.columns if column.section == "agencies"
            }
            if answers.get("name"):
                named.setdefault(plain(str(answers["name"])), answers)
            elif any(answers.values()):
                self.wrong("agencies.name", row, "The name of the agency that the next columns are about.")
        document["agencies"] = {f"a{number}": answers for number, answers in enumerate(named.values(), start=1)}
        document["agencies"]["any"] = {"any": "yes" if named else "no"}

    def _ties(self, document: Document, ids: dict[str, Row]) -> None:
        people = document["people"]
        children = [person_id for person_id in ids if people[person_id].get("family_role") == "child"]
        adults = [person_id for person_id in ids if people[person_id].get("family_role") in _ADULTS]
        names = {person_id: _names(people[person_id]) for person_id in ids}
        told = {
            column.key: {
                person_id: self._told(column, row, names, children if column is not c.TIE_ADULTS else adults, person_id)
                for person_id, row in ids.items()
            }
            for column in (c.TIE_CHILDREN, c.RESPONSIBILITY, c.TIE_ADULTS)
        }
        pages = document["ties"]
        for child in children:
            pages[child] = {}
            for adult in adults:
                pages[child][f"kind_{adult}"] = told[c.TIE_CHILDREN.key][adult].get(child, "")
                responsible = told[c.RESPONSIBILITY.key][adult].get(child, "not_known")
                pages[child][f"responsibility_{adult}"] = responsible
        pages["adults"] = {
            f"kind_{first}_{second}": _between(told[c.TIE_ADULTS.key], first, second, "")
            for first, second in combinations(adults, 2)
        }
        pages["children"] = {
            f"kind_{first}_{second}": _between(told[c.TIE_CHILDREN.key], first, second, RelationshipKind.SIBLING.value)
            for first, second in combinations(children, 2)
        }

    def _told(
        self, column: Column, row: Row, names: dict[str, frozenset[str]], others: Sequence[str], person_id: str
    ) -> dict[str, str]:
        """Return what one row says of each of the others, by their ids."""
        try:
            for_all, by_names = by_name(column, self.cell(column.key, row))
        except WrongCell as wrong:
            self.wrong(column.key, row, str(wrong))
            return {}
        said = {other: for_all for other in others if for_all and other != person_id}
        for name, kind in by_names.items():
            meant = [other for other in others if name in names[other] and other != person_id]
            if len(meant) == 1:
                said[meant[0]] = kind
            else:
                right = "Nobody" if not meant else "More than one person"
                self.wrong(column.key, row, f"{right} in this family is called “{name}”. Write a name of its rows.")
        return said


def _names(person: dict[str, object]) -> frozenset[str]:
    given, family, known = (str(person.get(name) or "") for name in ("given_name", "family_name", "known_as"))
    return frozenset(plain(name) for name in (given, known, f"{given} {family}", f"{known} {family}") if name.strip())


def _between(told: dict[str, dict[str, str]], first: str, second: str, otherwise: str) -> str:
    """Return who the first is to the second; what the second says holds too where it is the same both ways."""
    if said := told[first].get(second):
        return said
    other = told[second].get(first, "")
    return other if other in _BOTH_WAYS else otherwise


def _key(programme_key: str, answers: ReferralAnswers, reference: str) -> str:
    people = sorted(
        (match_name(person.given_name, person.family_name), person.birth_date.isoformat() if person.birth_date else "")
        for person in answers.people
    )
    parts: list[object] = [programme_key, plain(reference), people]
    if not any(born for _, born in people):
        # Names alone do not tell two families apart.
        parts += [sorted(home.postcode.replace(" ", "") for home in answers.homes), match_name(answers.what_happens)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def in_families(rows: Sequence[Row], number_of: Sequence[str]) -> Iterator[tuple[str, list[Row]]]:
    """Go through the families in the order in which they first appear, each with its rows."""
    found: dict[str, tuple[str, list[Row]]] = {}
    for row, number in zip(rows, number_of, strict=True):
        if number:
            found.setdefault(plain(number), (number, []))[1].append(row)
    yield from found.values()
