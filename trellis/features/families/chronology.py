"""What the family file tells of a family's events: births, deaths, ties, homes, orders, contact, needs.

No address and no place of contact is told: a line of time is printed and handed on.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from trellis.features.families.models import (
    ContactArrangement,
    FamilyMember,
    HouseholdMember,
    LimitingOrder,
    Need,
    Relationship,
    Responsibility,
    Signpost,
)
from trellis.features.families.rules import (
    Basis,
    CameOfIt,
    ContactKind,
    Ending,
    NeedKind,
    OrderKind,
    RelationshipKind,
    SignpostKind,
    rough_in_words,
)
from trellis.features.families.rules.rough_dates import earliest
from trellis.platform.contributions.records import ChronologyEntry
from trellis.platform.database.together import in_one_query

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

LASTING = ~Q(since="") | ~Q(until="")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One event as the file has it: `on` is as exact as it is known, `part` names it within its row."""

    on: str
    words: str
    kind: str
    part: str = ""
    source: str = ""
    why: str = ""


def chronology_entries(
    viewer: Viewer, family: Any, since: date | None, until: date | None
) -> Iterator[ChronologyEntry]:
    """Give the events of the family file from one day to another, in no order; both days are counted."""
    latest = min(until or date.max, timezone.localdate())
    for name, row in in_one_query(_asked(viewer, family.pk)):
        for told in _TELL[name](row):
            on = earliest(told.on)
            if (since is None or on >= since) and on <= latest:
                yield ChronologyEntry(
                    on=on,
                    words=told.words,
                    source=told.source,
                    kind=told.kind,
                    link=reverse(_PAGES.get(name, "families:family"), args=[family.pk]),
                    significant=bool(told.why),
                    significance=told.why,
                    key=".".join(part for part in ("families", name, row["pk"], told.part) if part),
                    on_words="" if len(told.on) == len("2026-03-03") else rough_in_words(told.on),
                )


def _person(path: str) -> dict[str, str]:
    return {f"{path}_known": f"{path}__known_as", f"{path}_given": f"{path}__given_name"}


def _asked(viewer: Viewer, family_id: uuid.UUID) -> dict[str, Any]:
    def seen(model: Any, *conditions: Q) -> Any:
        return model.objects.visible_to(viewer).filter(*conditions, family_id=family_id)

    lasting = {"pk": "pk", "since": "since", "until": "until"}
    homes = HouseholdMember.objects.visible_to(viewer).filter(LASTING, household__family_id=family_id)
    return {
        "member": (
            seen(FamilyMember),
            {"pk": "pk", **_person("person"), "born": "person__birth_date", "died": "person__died_on"},
        ),
        "tie": (
            seen(Relationship, LASTING),
            {**lasting, **_person("from_person"), **_person("to_person"), "kind": "kind", "ending": "ending",
             "words": "words"},
        ),
        "home": (homes, {**lasting, **_person("person"), "label": "household__label"}),
        "contact": (
            seen(ContactArrangement, LASTING),
            {**lasting, **_person("child"), **_person("person"), "kind": "kind", "often": "often"},
        ),
        "responsibility": (
            seen(Responsibility, LASTING),
            {**lasting, **_person("child"), **_person("holder"), "body": "body", "basis": "basis", "source": "source"},
        ),
        "order": (
            seen(LimitingOrder),
            {"pk": "pk", **_person("against"), "against_name": "against_name", "kind": "kind", "court": "court",
             "made": "made_on", "expires": "expires_on", "ended": "ended_on", "terms": "terms", "source": "source"},
        ),
        "need": (
            seen(Need),
            {"pk": "pk", **_person("person"), "on": "noticed_on", "kind": "kind", "words": "words",
             "by": "noticed_by__user__name"},
        ),
        "signpost": (
            seen(Signpost),
            {"pk": "pk", **_person("person"), "on": "made_on", "kind": "kind", "service": "service",
             "came_on": "came_on", "came": "came_of_it", "by": "made_by__user__name"},
        ),
    }  # fmt: skip


def _name(row: Row, path: str) -> str:
    return row[f"{path}_known"] or row[f"{path}_given"] or ""


def _member(row: Row) -> Iterator[Told]:
    name = _name(row, "person")
    if row["born"]:
        yield Told(row["born"], f"{name} was born.", "Birth", "born")
    if row["died"]:
        yield Told(row["died"], f"{name} died.", "Death", "died", why="Somebody of the family died")


def _tie(row: Row) -> Iterator[Told]:
    first, second = _name(row, "from_person"), _name(row, "to_person")
    kind = RelationshipKind(row["kind"])
    is_couple = kind in {RelationshipKind.PARTNER, RelationshipKind.EX_PARTNER}
    label = row["words"] or kind.label.lower()
    if row["since"]:
        words = f"{first} and {second} became partners." if is_couple else f"{first} became {second}’s {label}."
        yield Told(row["since"], words, "Relationship", "began")
    if row["until"]:
        how = f" {Ending(row['ending']).label}." if row["ending"] else ""
        over = (
            f"{first} and {second} are partners no longer."
            if is_couple
            else f"{first} is {second}’s {label} no longer."
        )
        yield Told(row["until"], f"{over}{how}", "Relationship", "ended")


def _home(row: Row) -> Iterator[Told]:
    name = _name(row, "person")
    if row["since"]:
        yield Told(row["since"], f"{name} came to live in: {row['label']}.", "Home", "began")
    if row["until"]:
        yield Told(row["until"], f"{name} moved out of: {row['label']}.", "Home", "ended")


def _contact(row: Row) -> Iterator[Told]:
    pair = f"{_name(row, 'child')} and {_name(row, 'person')}"
    kind = ContactKind(row["kind"])
    often = f", {row['often']}" if row["often"] else ""
    if row["since"]:
        words = f"Contact between {pair}: {kind.label[0].lower()}{kind.label[1:]}{often}."
        why = "A child and somebody close have no contact" if kind is ContactKind.NONE else ""
        yield Told(row["since"], words, "Contact", "began", why=why)
    if row["until"]:
        yield Told(row["until"], f"This arrangement for contact between {pair} ended.", "Contact", "ended")


def _responsibility(row: Row) -> Iterator[Told]:
    child, holder = _name(row, "child"), _name(row, "holder") or row["body"]
    basis, source = Basis(row["basis"]).label, row["source"]
    if row["since"]:
        words = f"{holder} came to have parental responsibility for {child}: {basis}."
        yield Told(
            row["since"], words, "Parental responsibility", "began", source, "Who may decide for a child changed"
        )
    if row["until"]:
        words = f"{holder}’s parental responsibility for {child} ended: {basis}."
        yield Told(
            row["until"], words, "Parental responsibility", "ended", source, "Who may decide for a child changed"
        )


def _order(row: Row) -> Iterator[Told]:
    label = OrderKind(row["kind"]).label
    who = _name(row, "against") or row["against_name"]
    source = "; ".join(part for part in (row["court"], row["source"]) if part)
    words = f"{label} against {who}. {row['terms']}"
    yield Told(row["made"], words, "Order", "made", source, "It limits who may be near whom")
    over = row["ended"] or row["expires"]
    if over:
        how = "was discharged" if row["ended"] else "ran out"
        yield Told(over, f"{label} against {who} {how}.", "Order", "over", source, "What protected somebody ended")


def _need(row: Row) -> Iterator[Told]:
    words = f"{_name(row, 'person')} needs: {NeedKind(row['kind']).label}. {row['words']}".strip()
    yield Told(row["on"], words, "Need", source=row["by"])


def _signpost(row: Row) -> Iterator[Told]:
    name, service = _name(row, "person"), row["service"]
    did = "was referred to" if row["kind"] == SignpostKind.REFERRAL else "was told about"
    yield Told(row["on"], f"{name} {did} {service}.", "Help elsewhere", "asked", row["by"])
    if row["came_on"]:
        came = CameOfIt(row["came"]).label
        yield Told(row["came_on"], f"{service}, for {name}: {came}.", "Help elsewhere", "came", row["by"])


_TELL: dict[str, Callable[[Row], Iterator[Told]]] = {
    "member": _member,
    "tie": _tie,
    "home": _home,
    "contact": _contact,
    "responsibility": _responsibility,
    "order": _order,
    "need": _need,
    "signpost": _signpost,
}
_PAGES = {
    "contact": "families:contact_and_orders",
    "order": "families:contact_and_orders",
    "responsibility": "families:contact_and_orders",
    "need": "families:needs",
    "signpost": "families:needs",
}
