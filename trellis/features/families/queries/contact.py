"""Whether and how a person may be reached: what every message, letter, call and calendar entry asks first.

`contact_decision` says whether, with reasons; `delivery_for` says where a letter goes and in what envelope; `call_line`
gives what a caller must know. All of them read what the viewer may see and nothing else: a number or an address that is
sealed from the viewer looks like one that was never given. Where a person belongs to several files that the viewer may
see, the strictest of what was said in them counts.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch
from django.db.models.functions import JSONObject
from django.utils import timezone

from trellis.features.families.models import (
    ContactPlan,
    FamilyMember,
    FamilyWorker,
    HomeAddress,
    HouseholdMember,
    MustNotKnow,
    Person,
    SafeContact,
)
from trellis.features.families.rules import MaySay, Posting, Texting
from trellis.features.families.rules.contact import Asker, Channels, Plan, Way, may_reach, strictest, usable
from trellis.kernel.decisions import Decision, Outcome
from trellis.platform.access.models import Membership
from trellis.platform.access.roles import STAFF
from trellis.platform.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where a letter to a person goes: `lines` are empty unless the decision is met.

    `writing` is the decision of whether it may be written at all: the same whether an address is sealed or missing.
    """

    decision: Decision
    name: str
    lines: tuple[str, ...] = ()
    plain_envelope: bool = False
    we_are: str = ""
    writing: Decision | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How somebody is written to electronically: `values` are empty unless the decision is met."""

    decision: Decision
    name: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallLine:
    """What somebody must know who is about to call: whom to ask for, who we say we are, what may be said."""

    person: Person
    decision: Decision
    numbers: tuple[Channels, ...]
    ask_for: str
    we_are: str
    may_say: str
    say_words: str
    never_when: str
    kept_from: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptFrom:
    """Somebody who must never know: a person of the file, or a name."""

    person_id: uuid.UUID | None
    name: str


@dataclass(frozen=True, slots=True)
class _Known:
    """All that the viewer may know of how to reach one person."""

    person: Person
    plan: Plan
    asker: Asker
    homes: tuple[HomeAddress, ...]
    rows: tuple[ContactPlan, ...]


def contact_decision(
    viewer: Viewer,
    person: Person,
    way: Way,
    *,
    moment: datetime | None = None,
    what: MaySay = MaySay.SERVICE,
) -> Decision:
    """Decide whether the viewer may reach a person this way at this moment (now unless given), saying this much."""
    return contact_decisions(viewer, [person], way, moment=moment, what=what)[person.pk]


def contact_decisions(
    viewer: Viewer,
    people: Iterable[Person],
    way: Way,
    *,
    moment: datetime | None = None,
    what: MaySay = MaySay.SERVICE,
) -> dict[uuid.UUID, Decision]:
    """Decide for many people at once, in seven queries however many they are."""
    local = timezone.localtime(moment or timezone.now())
    return {
        known.person.pk: may_reach(known.plan, way, local, known.asker, what) for known in _known(viewer, list(people))
    }


def letter_decision(viewer: Viewer, person: Person, *, what: MaySay = MaySay.SERVICE) -> Decision:
    """Decide whether the viewer may write a letter to a person, whoever posts it.

    Says the same where the address is sealed from the viewer and where none was given.
    """
    (known,) = _known(viewer, [person])
    return _writing(known, what, known.asker)


def plan_of(viewer: Viewer, person: Person) -> Plan:
    """Return how a person wants to be reached, as much of it as the viewer may see; the strictest of their files."""
    return _known(viewer, [person])[0].plan


def delivery_for(viewer: Viewer, person: Person, *, what: MaySay = MaySay.SERVICE) -> Delivery:
    """Say where a letter to a person goes, and whether in a plain envelope; no lines when none may be sent."""
    (known,) = _known(viewer, [person])
    return _delivery(known, what, known.asker)


def deliveries_of_post(viewer: Viewer, wanted: Sequence[tuple[Person, MaySay]]) -> list[Delivery]:
    """Say where letters go that others wrote and the viewer would post, in their order.

    Who may make contact was asked of the writer: whoever puts a letter into the post makes none.
    """
    known = {one.person.pk: one for one in _known(viewer, _once(wanted))}
    posting = Asker(works_with=True, is_named=True)
    return [_delivery(known[person.pk], what, posting) for person, what in wanted]


def _writing(known: _Known, what: MaySay, asker: Asker) -> Decision:
    return may_reach(replace(known.plan, posted_by_others=True), Way.POST, timezone.localtime(), asker, what)


def _once(wanted: Sequence[tuple[Person, MaySay]]) -> list[Person]:
    return list({person.pk: person for person, _ in wanted}.values())


def _delivery(known: _Known, what: MaySay, asker: Asker) -> Delivery:
    decision = may_reach(known.plan, Way.POST, timezone.localtime(), asker, what)
    name = _first(known.rows, "ask_for") or known.person.full_name
    we_are = _first(known.rows, "we_are")
    writing = _writing(known, what, asker)
    if decision.outcome is not Outcome.MET:
        return Delivery(decision, name, we_are=we_are, writing=writing)
    plain = known.plan.post in {Posting.PLAIN, Posting.ELSEWHERE}
    elsewhere = usable(known.plan, Way.POST)
    if known.plan.post == Posting.ELSEWHERE:
        return Delivery(decision, name, _lines(elsewhere[0].value), plain, we_are, writing)
    home = known.homes[0]
    return Delivery(decision, name, _lines(f"{home.address}\n{home.postcode}"), plain, we_are, writing)


def call_line(
    viewer: Viewer, person: Person, *, moment: datetime | None = None, what: MaySay = MaySay.SERVICE
) -> CallLine:
    """Return what a caller must know; `numbers` are empty when the person must not be called now."""
    return call_lines(viewer, [person], moment=moment, what=what)[0]


def call_lines(
    viewer: Viewer, people: Iterable[Person], *, moment: datetime | None = None, what: MaySay = MaySay.SERVICE
) -> list[CallLine]:
    """Return what a caller must know of many people, in their order."""
    local = timezone.localtime(moment or timezone.now())
    lines = []
    for known in _known(viewer, list(people)):
        decision = may_reach(known.plan, Way.CALL, local, known.asker, what)
        met = decision.outcome is Outcome.MET
        lines.append(
            CallLine(
                person=known.person,
                decision=decision,
                numbers=usable(known.plan, Way.CALL) if met else (),
                ask_for=_first(known.rows, "ask_for") or known.person.short_name,
                we_are=_first(known.rows, "we_are"),
                may_say=MaySay(known.plan.may_say).label,
                say_words="; ".join(row.say_words for row in known.rows if row.say_words),
                never_when=known.plan.never_when,
                kept_from=known.plan.kept_from,
            )
        )
    return lines


def reaches_of(viewer: Viewer, wanted: Sequence[tuple[Person, Way, MaySay]]) -> list[Reach]:
    """Say to which numbers or addresses messages would go now, in their order."""
    known = {one.person.pk: one for one in _known(viewer, _once([(person, what) for person, _, what in wanted]))}
    local = timezone.localtime()
    found = []
    for person, way, what in wanted:
        one = known[person.pk]
        decision = may_reach(one.plan, way, local, one.asker, what)
        safe = usable(one.plan, way) if decision.outcome is Outcome.MET else ()
        values = tuple(each.value for each in safe if way is not Way.TEXT or _may_text(each, what))
        found.append(Reach(decision, _first(one.rows, "ask_for") or person.short_name, values))
    return found


def _may_text(channel: Channels, what: MaySay) -> bool:
    """Tell whether this very number takes a text message that says so much."""
    short = what in {MaySay.NOT_ASKED, MaySay.PLEASE_CALL}
    return channel.texts == Texting.YES or (channel.texts == Texting.PLEASE_CALL_ONLY and short)


def plans_of(viewer: Viewer, family_id: uuid.UUID) -> dict[uuid.UUID, ContactPlan]:
    """Return the contact plans written in a family's file, by person; `kept` (a list) must never know."""
    kept = MustNotKnow.objects.visible_to(viewer).filter(plan=OuterRef("pk")).order_by("pk")
    told = JSONObject(
        id="person_id", name="name", given="person__given_name", known_as="person__known_as", last="person__family_name"
    )
    rows = (
        ContactPlan.objects.visible_to(viewer)
        .filter(family_id=family_id)
        .select_related("named__user")
        .annotate(kept_told=ArraySubquery(kept.values_list(told)))
        .order_by("-outside_seal", "pk")
    )
    found: dict[uuid.UUID, ContactPlan] = {}
    for row in rows:
        row.kept = [_kept(one) for one in row.kept_told]  # type: ignore[attr-defined]
        found[row.person_id] = row
    return found


def _kept(told: dict[str, str | None]) -> KeptFrom:
    names = f"{told['given'] or ''} {told['last'] or ''}".strip()
    return KeptFrom(uuid.UUID(told["id"]) if told["id"] else None, told["name"] or names)


def _known(viewer: Viewer, people: list[Person]) -> list[_Known]:
    ids = [person.pk for person in people]
    channels = _by_person(
        SafeContact.objects.visible_to(viewer).filter(person_id__in=ids).order_by("outside_seal", "pk")
    )
    kept = MustNotKnow.objects.visible_to(viewer).select_related("person").order_by("pk")
    plans = _by_person(
        ContactPlan.objects.visible_to(viewer)
        .filter(person_id__in=ids)
        .prefetch_related(Prefetch("kept_from", kept))
        .order_by("pk")
    )
    homes = _homes(viewer, ids)
    worked_with = _worked_with(viewer, ids)
    found = []
    for person in people:
        rows = tuple(plans.get(person.pk, ()))
        kept_ids = {one.person_id for row in rows for one in row.kept_from.all() if one.person_id}
        safe_homes = tuple(home for home, living in homes.get(person.pk, ()) if not kept_ids & living.keys())
        there = {
            name
            for _, living in homes.get(person.pk, ())
            for key, name in living.items()
            if key in kept_ids and not safe_homes
        }
        base = Plan(
            name=person.short_name,
            channels=tuple(_channels(row) for row in channels.get(person.pk, ())),
            has_home=bool(safe_homes),
            kept_from_at_home=tuple(sorted(there)),
            has_died=person.has_died,
        )
        asker = Asker(
            works_with=person.pk in worked_with,
            is_named=all(row.named_id in {None, viewer.membership_id} for row in rows),
        )
        found.append(_Known(person, strictest(base, [_plan(base, row) for row in rows]), asker, safe_homes, rows))
    return found


def _plan(base: Plan, row: ContactPlan) -> Plan:
    return replace(
        base,
        caller=row.caller,
        may_say=row.may_say,
        weekdays=row.weekdays,
        not_before=row.not_before,
        not_after=row.not_after,
        never_when=row.never_when,
        post=row.post,
        kept_from=tuple(one.person.short_name if one.person else one.name for one in row.kept_from.all()),
    )


def _channels(row: SafeContact) -> Channels:
    return Channels(row.channel, row.value, row.is_safe, row.voicemail, row.texts)


def _homes(viewer: Viewer, ids: list[uuid.UUID]) -> dict[uuid.UUID, list[tuple[HomeAddress, dict[uuid.UUID, str]]]]:
    """Return, by person, each address where they live now with everybody who lives there."""
    living = HouseholdMember.objects.visible_to(viewer).filter(until="").select_related("person")
    homes_of_people = living.filter(person_id__in=ids).values("household_id")
    residents: dict[uuid.UUID, dict[uuid.UUID, str]] = {}
    for member in living.filter(household_id__in=homes_of_people).order_by("pk"):
        residents.setdefault(member.household_id, {})[member.person_id] = member.person.short_name
    newest = {
        address.household_id: address
        for address in HomeAddress.objects.visible_to(viewer)
        .filter(household_id__in=list(residents))
        .order_by("-outside_seal", "pk")
    }
    found: dict[uuid.UUID, list[tuple[HomeAddress, dict[uuid.UUID, str]]]] = {}
    for household_id, there in residents.items():
        address = newest.get(household_id)
        if address is not None and address.address:
            for person_id in there:
                found.setdefault(person_id, []).append((address, there))
    return found


def _worked_with(viewer: Viewer, ids: list[uuid.UUID]) -> set[uuid.UUID]:
    working = FamilyWorker.objects.filter(membership_id=viewer.membership_id, until__isnull=True)
    with_whom = {(row.family_id, row.with_person_id) for row in working}
    families = {family_id for family_id, _ in with_whom}
    members = FamilyMember.objects.filter(family_id__in=families, person_id__in=ids)
    return {
        person_id
        for family_id, person_id in members.values_list("family_id", "person_id")
        if {(family_id, None), (family_id, person_id)} & with_whom
    }


def _by_person[Row: (SafeContact, ContactPlan)](rows: Iterable[Row]) -> dict[uuid.UUID, list[Row]]:
    found: dict[uuid.UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def _first(rows: Iterable[ContactPlan], field: str) -> str:
    return next((value for row in rows if (value := getattr(row, field))), "")


def _lines(words: str) -> tuple[str, ...]:
    parts = (part.strip(" ,") for line in words.splitlines() for part in line.split(","))
    return tuple(part for part in parts if part)


def staff_of(viewer: Viewer) -> list[Membership]:
    """Return the staff of the viewer's organisation who could make contact, by name."""
    rows = Membership.objects.of_organisation(viewer).filter(role__in=STAFF, is_active=True).select_related("user")
    return sorted(rows, key=lambda one: (str(one.user), one.pk))
