"""Facts about a family, a referral and its people, as a typed document read from JSON."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model
from pydantic_core import ErrorDetails

from trellis.features.programmes.rules.facts import FACTS, UNKNOWN, About, Fact, FactKind, facts_about
from trellis.features.programmes.rules.impossible import impossible_facts
from trellis.features.programmes.rules.matching import FactValue
from trellis.features.programmes.rules.problems import did_you_mean, shown

FACTS_VERSION = 1
LARGEST_DOCUMENT = 1_000_000
MOST_PEOPLE = 100
_PLAIN_NAME = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"


@dataclass(frozen=True, slots=True)
class WrongFact:
    """Name one thing wrong in a facts document: where, what was found, what would be right."""

    where: str
    found: str
    right: str

    def __str__(self) -> str:
        return f"{self.where}: found {self.found}; right would be {self.right}"


class WrongFacts(ValueError):
    """Refuse a facts document with everything that is wrong in it, in ``problems``."""

    def __init__(self, problems: list[WrongFact]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Hold what is known about one person; ``strand`` is the strand they would take part in, if any."""

    name: str
    strand: str = ""
    values: Mapping[str, FactValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """Hold what is known about a referral, its family and its people. What is absent is not known."""

    people: tuple[PersonFacts, ...] = ()
    family: Mapping[str, FactValue] = field(default_factory=dict)
    referral: Mapping[str, FactValue] = field(default_factory=dict)
    programme: str = ""


def read_facts(text: str | bytes, *, today: date) -> FamilyFacts:
    """Read a facts document from JSON text.

    ``{"facts_version": 1, "programme": "pact", "referral": {...}, "family": {...}, "people": [...]}``;
    null or absent means not known. Raises WrongFacts with everything that is wrong, facts that cannot be
    (a birthday after ``today``, a child older than the parent) included.
    """
    return _typed(_json_of(text), today=today)


def facts_from(document: Mapping[str, Any], *, today: date) -> FamilyFacts:
    """Read facts from plain values as JSON has them (dates as "2026-03-31"); as `read_facts`."""
    return read_facts(json.dumps(document), today=today)


def _json_of(text: str | bytes) -> str:
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise WrongFacts([WrongFact("the file", "letters that are not UTF-8", "UTF-8 text")]) from None
    if len(text) > LARGEST_DOCUMENT:
        right = f"{LARGEST_DOCUMENT:,} characters at most"
        raise WrongFacts([WrongFact("the file", f"{len(text):,} characters", right)])
    repeated: list[str] = []
    try:
        read = json.loads(text, object_pairs_hook=_noting(repeated), parse_constant=_refused)
    except json.JSONDecodeError as error:
        found = f"{error.msg[0].lower()}{error.msg[1:]} in column {error.colno}"
        raise WrongFacts([WrongFact(f"line {error.lineno}", found, "JSON")]) from None
    except (RecursionError, ValueError) as error:
        raise WrongFacts([WrongFact("the file", str(error)[:80], "JSON of plain values")]) from None
    if not isinstance(read, dict):
        raise WrongFacts([WrongFact("the file", shown(read), "an object in curly brackets")])
    if repeated:
        raise WrongFacts([WrongFact(key, "the same key twice", "each key once") for key in repeated])
    return text


def _noting(repeated: list[str]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in found]
        repeated.extend(sorted({key for key in keys if keys.count(key) > 1}))
        return dict(found)

    return pairs


def _refused(constant: str) -> Any:
    raise ValueError(f"{constant} is not a value")


def _type_of(fact: Fact) -> Any:
    match fact.kind:
        case FactKind.DATE:
            return date | None
        case FactKind.WHOLE_NUMBER:
            return int | None
        case FactKind.YES_NO:
            return bool | None
        case FactKind.CHOICE:
            return Literal[tuple(fact.choices)] | None
        case FactKind.CHOICES if fact.choices:
            return tuple[Literal[tuple(fact.choices)], ...] | None  # type: ignore[misc]
        case FactKind.CHOICES:
            return tuple[str, ...] | None
        case _:
            return str | None


@cache
def _model_of(about: About) -> type[BaseModel]:
    """Make the model of the facts about a person, family or referral from the vocabulary."""
    fields: dict[str, Any] = {fact.key: (_type_of(fact), None) for fact in facts_about(about, asked_only=True)}
    if about is About.PERSON:
        fields["name"] = (str, Field(max_length=200, pattern=_PLAIN_NAME))
        fields["strand"] = (str | None, Field(default=None, max_length=60))
    strict = ConfigDict(extra="forbid", strict=True)
    return create_model(f"{about.label} facts", __config__=strict, **fields)


@cache
def _document_model() -> type[BaseModel]:
    person = _model_of(About.PERSON)
    return create_model(
        "Facts document",
        __config__=ConfigDict(extra="forbid", strict=True),
        facts_version=(Literal[1], ...),
        programme=(str | None, None),
        referral=(_model_of(About.REFERRAL), Field(default_factory=_model_of(About.REFERRAL))),
        family=(_model_of(About.FAMILY), Field(default_factory=_model_of(About.FAMILY))),
        people=(tuple[person, ...], Field(min_length=1, max_length=MOST_PEOPLE)),  # type: ignore[valid-type]
    )


def _typed(text: str, *, today: date) -> FamilyFacts:
    try:
        document = _document_model().model_validate_json(text)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        within = {details["loc"][:1] for details in errors if len(details["loc"]) > 1}
        raise WrongFacts([_wrong(each) for each in errors if each["loc"] not in within]) from None
    read = document.model_dump()
    facts = FamilyFacts(
        people=tuple(
            PersonFacts(person.pop("name").strip(), person.pop("strand") or "", _known(person))
            for person in read["people"]
        ),
        family=_known(read["family"]),
        referral=_known(read["referral"]),
        programme=read["programme"] or "",
    )
    people = [(person.name, person.values) for person in facts.people]
    impossible = [WrongFact(*wrong) for wrong in impossible_facts(people, facts.family, today=today)]
    if impossible:
        raise WrongFacts(impossible)
    return facts


def _known(values: dict[str, Any]) -> Mapping[str, FactValue]:
    known = {key: value for key, value in values.items() if value is not None and value != UNKNOWN}
    return MappingProxyType(known)


_ABOUT_IN = {"people": About.PERSON, "family": About.FAMILY, "referral": About.REFERRAL}
_AT_TOP = ("facts_version", "programme", "referral", "family", "people")


def _wrong(details: ErrorDetails) -> WrongFact:
    loc = details["loc"]
    where = _where(loc)
    about = _ABOUT_IN.get(str(loc[0])) if loc else None
    name = next((str(step) for step in reversed(loc) if isinstance(step, str)), "the file")
    if details["type"] == "extra_forbidden":
        return WrongFact(where, f'the unknown fact "{name}"', _known_instead(name, about))
    found = "nothing" if details["type"] == "missing" else shown(details["input"])
    at = 2 if about is About.PERSON else 1
    fact = FACTS.get(str(loc[at])) if about and len(loc) > at else None
    return WrongFact(where, found, fact.right if fact else _right_at(loc))


def _known_instead(name: str, about: About | None) -> str:
    if about is None:
        return did_you_mean(name, _AT_TOP)
    fact = FACTS.get(name)
    if fact is not None and fact.derived_from:
        return f'"{fact.derived_from}": {name} is worked out from it'
    if fact is not None:
        return f"the same fact about {fact.about.label.lower()}"
    known = [each.key for each in facts_about(about, asked_only=True)]
    return did_you_mean(name, known + (["name", "strand"] if about is About.PERSON else []))


def _right_at(loc: tuple[str | int, ...]) -> str:
    match loc:
        case ("facts_version",):
            return f"{FACTS_VERSION}"
        case ("people",):
            return f"a list of 1 to {MOST_PEOPLE} people"
        case ("people", int()) | ("family",) | ("referral",):
            return "an object in curly brackets"
        case (*_, "name"):
            return "the person's name, in plain letters"
        case _:
            return "words in quotation marks"


def _where(loc: tuple[str | int, ...]) -> str:
    words = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in loc)
    return words.removeprefix(".") or "the file"
