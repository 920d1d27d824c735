"""What of a referral's answers is left when facts of its people are sealed from whoever reads them.

What is left looks as if it had never been answered: no word says that something was taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from trellis.features.families.rules import AT_SCHOOL, SealedFact
from trellis.features.referrals.rules.answers import Document

Kept = Mapping[str, frozenset[SealedFact]]
LEAST_TO_FIND = 4


def without_sealed(document: Mapping[str, Mapping[str, Mapping[str, object]]], kept: Kept) -> Document:
    """Return the answers without the facts in `kept`, by the id of the person whose they are.

    An address takes the home's place along, who drives them, and post; a school takes the other agencies along, since
    one of them may be that school. What was taken out is also taken out of sentences that repeat it.
    """
    copied: Document = {
        section: {item: dict(page) for item, page in pages.items()} for section, pages in document.items()
    }
    if not any(kept.values()):
        return copied
    gone: list[str] = []
    for person, facts in kept.items():
        for fact in sorted(facts):
            _TAKE[fact](copied, person, gone)
    return _unsaid(copied, gone)


def _take_address(document: Document, person: str, gone: list[str]) -> None:
    for home in document.get("homes", {}).values():
        if person in _people(home):
            gone += _values(home, ("address", "postcode", "kept_from"))
            home.update({"address": "", "postcode": "", "secret": "no", "kept_from": ""})
    contact = document.get("contact", {}).get(person, {})
    if contact.get("channel") == "post":
        gone += _values(contact, ("post",))
        document["contact"].pop(person)
    for page in document.get("practical", {}).values():
        if "transport" in page:
            page["transport"] = ""


def _take_contact(document: Document, person: str, gone: list[str]) -> None:
    contact = document.get("contact", {}).get(person, {})
    if contact and contact.get("channel") != "post":
        gone += _values(contact, ("mobile", "landline", "email", "value"))
        document["contact"].pop(person)


def _take_school(document: Document, person: str, gone: list[str]) -> None:
    _take_doing(document, person, gone, at_school=True)
    for agency in document.get("agencies", {}).values():
        gone += _values(agency, ("name",))
    if "agencies" in document:
        document["agencies"] = {"any": {"any": "no"}}


def _take_work(document: Document, person: str, gone: list[str]) -> None:
    _take_doing(document, person, gone, at_school=False)


def _take_doing(document: Document, person: str, gone: list[str], *, at_school: bool) -> None:
    doing = document.get("occupations", {}).get(person, {})
    if doing and (doing.get("kind") in AT_SCHOOL) == at_school:
        gone += _values(doing, ("name",))
        document["occupations"].pop(person)


def _take_presence(document: Document, person: str, gone: list[str]) -> None:
    said = document.get("people", {}).pop(person, {})
    full = " ".join(str(said.get(key, "")) for key in ("given_name", "family_name")).strip()
    gone += [full, *_values(said, ("given_name", "known_as"))]
    for section in ("contact", "each_person", "occupations", "needs", "ties"):
        document.get(section, {}).pop(person, None)
    for page in document.get("ties", {}).values():
        for key in [key for key in page if person in key.split("_")]:
            page.pop(key)
    for home in document.get("homes", {}).values():
        home["people"] = [one for one in _people(home) if one != person]


_TAKE = {
    SealedFact.ADDRESS: _take_address,
    SealedFact.CONTACT: _take_contact,
    SealedFact.SCHOOL: _take_school,
    SealedFact.WORK: _take_work,
    SealedFact.PRESENCE: _take_presence,
}


def _people(home: Mapping[str, Any]) -> list[str]:
    said = home.get("people", [])
    return [str(one) for one in said] if isinstance(said, list) else []


def _values(page: Mapping[str, Any], keys: Iterable[str]) -> list[str]:
    found = [str(page.get(key, "")) for key in keys]
    return [line.strip() for value in found for line in (value, *value.splitlines())]


def _unsaid(document: Document, gone: list[str]) -> Document:
    words = sorted({word for word in gone if len(word) >= LEAST_TO_FIND}, key=len, reverse=True)
    if not words:
        return document
    found = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words), re.IGNORECASE)
    for pages in document.values():
        for page in pages.values():
            for key, value in page.items():
                if isinstance(value, str) and found.search(value):
                    page[key] = re.sub(r"\s{2,}", " ", found.sub("", value)).strip()
    return document
