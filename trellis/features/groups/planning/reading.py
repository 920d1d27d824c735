"""Reads a problem from JSON values or a file, and refuses what does not hold together."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from trellis.features.groups.planning.fields import Field, ProblemRefused, unrepeated
from trellis.features.groups.planning.problem import (
    PROBLEM_FORMAT,
    Busy,
    Coefficients,
    Family,
    Offer,
    ParticipantRule,
    Person,
    Practitioner,
    Problem,
    Programme,
    Promise,
    Requirement,
    RuledOut,
    Separation,
    Slot,
    Strand,
    Taken,
    Venue,
)

SEXES = ("female", "male")
ROLES = ("facilitator", "parent_mentor")


def load(path: Path) -> object:
    """Return the JSON of a plain or gzipped file; raise ProblemRefused when there is none."""
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8")
        return json.loads(text, parse_constant=_no_constant)
    except (OSError, ValueError, EOFError) as wrong:
        raise ProblemRefused(f"{path} cannot be read as JSON: {wrong}.") from wrong


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not a JSON number")


def read_problem(source: object) -> Problem:
    """Return the problem that JSON values describe; raise ProblemRefused, naming the field, when they do not."""
    top = Field("", source)
    if top.inner("format").value != PROBLEM_FORMAT:
        raise top.inner("format").wrong(PROBLEM_FORMAT)
    programme = _programme(top.inner("programme"))
    venues = _each(top.inner("venues"), _venue, lambda venue: venue.id)
    slots = _each(top.inner("slots"), _slot, lambda slot: slot.id)
    venue_ids, slot_ids = [venue.id for venue in venues], [slot.id for slot in slots]
    offers = _each(top.inner("offers"), lambda field: _offer(field, venue_ids, slot_ids), lambda offer: offer.id)
    used = sorted({offer.venue for offer in offers})
    families = _each(
        top.inner("families"), lambda field: _family(field, programme, used, slot_ids), lambda family: family.id
    )
    _people_once(top.inner("families"))
    family_ids, offer_ids = {family.id for family in families}, {offer.id for offer in offers}
    practitioners = _each(
        top.inner("practitioners"), lambda field: _practitioner(field, slot_ids, family_ids), lambda who: who.id
    )
    return Problem(
        name=top.inner("name").text(),
        programme=programme,
        coefficients=_coefficients(top.inner("coefficients")),
        venues=venues,
        slots=slots,
        offers=offers,
        families=families,
        practitioners=practitioners,
        separations=tuple(_separation(field, family_ids) for field in top.optional("separations", []).items()),
        fixed=tuple(Promise(*pair) for pair in _pairs(top.optional("fixed", []), family_ids, offer_ids)),
        forbidden=tuple(RuledOut(*pair) for pair in _pairs(top.optional("forbidden", []), family_ids, offer_ids)),
        taken=tuple(_taken(field, venue_ids, slot_ids) for field in top.optional("taken", []).items()),
    )


def _each[T](field: Field, read: Callable[[Field], T], key: Callable[[T], str]) -> tuple[T, ...]:
    fields = list(field.items())
    found = tuple(read(each) for each in fields)
    unrepeated((each, key(value)) for each, value in zip(fields, found, strict=True))
    return found


def _programme(field: Field) -> Programme:
    strands = _each(field.inner("strands"), _strand, lambda strand: strand.id)
    return Programme(
        id=field.inner("id").text(),
        name=field.optional("name", field.inner("id").value).text(),
        by_family=field.inner("by_family").yes_or_no(),
        participants={role: _participants(rule) for role, rule in field.inner("participants").entries()},
        strands=strands,
    )


def _participants(field: Field) -> ParticipantRule:
    return ParticipantRule(
        sex=_sex_or_none(field.inner("sex")),
        min_age=field.inner("min_age").whole_or_none(),
        max_age=field.inner("max_age").whole_or_none(),
    )


def _sex_or_none(field: Field) -> str | None:
    return None if field.value is None else field.among(SEXES, "female, male or null")


def _strand(field: Field) -> Strand:
    least = field.inner("min").whole(0)
    return Strand(
        id=field.inner("id").text(),
        takes=tuple(each.text() for each in field.inner("takes").items()),
        split_by_sex=field.inner("split_by_sex").yes_or_no(),
        min=least,
        max=field.inner("max").whole(max(1, least)),
        requirements=_each(field.inner("requirements"), _requirement, lambda need: need.id),
    )


def _requirement(field: Field) -> Requirement:
    return Requirement(
        id=field.inner("id").text(),
        role=field.inner("role").text(),
        sex=_sex_or_none(field.inner("sex")),
        trained=field.inner("trained").yes_or_no(),
        count=field.inner("count").whole(0),
    )


def _coefficients(field: Field) -> Coefficients:
    return Coefficients(
        place=field.inner("place").whole(),
        wait_day=field.inner("wait_day").whole(),
        travel_minute=field.inner("travel_minute").whole(),
        open_cohort=field.inner("open_cohort").whole(),
    )


def _venue(field: Field) -> Venue:
    return Venue(id=field.inner("id").text(), rooms=field.inner("rooms").whole(0))


def _slot(field: Field) -> Slot:
    return Slot(id=field.inner("id").text(), weekday=field.inner("weekday").text())


def _offer(field: Field, venues: Sequence[str], slots: Sequence[str]) -> Offer:
    days = sorted(each.day() for each in field.inner("sessions").items())
    if not days:
        raise field.inner("sessions").wrong("at least one date")
    return Offer(
        id=field.inner("id").text(),
        venue=field.inner("venue").among(venues, "a venue of the problem"),
        slot=field.inner("slot").among(slots, "a slot of the problem"),
        first=days[0],
        last=days[-1],
    )


def _family(field: Field, programme: Programme, venues: Sequence[str], slots: Sequence[str]) -> Family:
    minutes = {venue: each.whole(0) for venue, each in field.inner("travel_minutes").entries()}
    for venue in venues:
        if venue not in minutes:
            raise ProblemRefused(f"{field.path}.travel_minutes: has nothing for venue {venue}; should have minutes.")
    people = _each(field.inner("people"), lambda each: _person(each, programme), lambda person: person.id)
    if not people:
        raise field.inner("people").wrong("at least one person")
    return Family(
        id=field.inner("id").text(),
        referred_on=field.inner("referred_on").day(),
        earliest=field.inner("earliest").day(),
        weight=field.inner("weight").whole(0),
        slots=frozenset(each.among(slots, "a slot of the problem") for each in field.inner("slots").items()),
        max_travel_minutes=field.inner("max_travel_minutes").whole(0),
        travel_minutes=minutes,
        people=people,
    )


def _person(field: Field, programme: Programme) -> Person:
    role = field.inner("role").among(programme.participants, "a role of programme.participants")
    if not any(role in strand.takes for strand in programme.strands):
        raise field.inner("role").wrong("a role that a strand takes")
    return Person(
        id=field.inner("id").text(),
        role=role,
        sex=field.inner("sex").among(SEXES, "female or male"),
        born=field.inner("born").day(),
    )


def _people_once(families: Field) -> None:
    people = [person for family in families.items() for person in family.inner("people").items()]
    unrepeated((person, person.inner("id").text()) for person in people)


def _practitioner(field: Field, slots: Sequence[str], families: set[str]) -> Practitioner:
    return Practitioner(
        id=field.inner("id").text(),
        role=field.inner("role").among(ROLES, "facilitator or parent_mentor"),
        sex=field.inner("sex").among(SEXES, "female or male"),
        trained=field.inner("trained").yes_or_no(),
        slots=frozenset(each.among(slots, "a slot of the problem") for each in field.inner("slots").items()),
        max_cohorts=field.inner("max_cohorts").whole(0),
        conflicts=frozenset(
            each.among(families, "a family of the problem") for each in field.optional("conflicts", []).items()
        ),
        busy=tuple(_busy(each, slots) for each in field.optional("busy", []).items()),
    )


def _busy(field: Field, slots: Sequence[str]) -> Busy:
    return Busy(field.inner("slot").among(slots, "a slot of the problem"), *_span(field))


def _taken(field: Field, venues: Sequence[str], slots: Sequence[str]) -> Taken:
    venue = field.inner("venue").among(venues, "a venue of the problem")
    slot = field.inner("slot").among(slots, "a slot of the problem")
    return Taken(venue, slot, *_span(field), field.inner("rooms").whole(1))


def _span(field: Field) -> tuple[date, date]:
    first, last = field.inner("from").day(), field.inner("to").day()
    if last < first:
        raise field.inner("to").wrong(f"{first} or a later day")
    return first, last


def _separation(field: Field, families: set[str]) -> Separation:
    pair = [each.among(families, "a family of the problem") for each in field.inner("families").items()]
    if len(pair) != 2 or pair[0] == pair[1]:
        raise field.inner("families").wrong("two different families")
    return Separation(pair[0], pair[1], field.inner("scope").among(("cohort", "venue"), "cohort or venue"))


def _pairs(field: Field, families: set[str], offers: set[str]) -> list[tuple[str, str]]:
    """Return pairs of family and offer, each once."""
    pairs: dict[tuple[str, str], None] = {}
    for each in field.items():
        family = each.inner("family").among(families, "a family of the problem")
        offer = each.inner("offer").among(offers, "an offer of the problem")
        pairs[family, offer] = None
    return list(pairs)
