"""Reads of requests; the first argument is the viewer."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from trellis.features.families import queries as families
from trellis.features.families.models import Family, FamilyMember, Person, Seal, Sides
from trellis.features.rights.models import GatheredItem, RequestPause, SubjectRequest
from trellis.features.rights.rules import BASIS, Choice, Due, Part, RequestStatus, Stretch, due_on, told
from trellis.platform.access.pages import get_or_404
from trellis.platform.access.viewer import Viewer
from trellis.platform.contributions.registry import hooks

OPEN = (RequestStatus.OPEN, RequestStatus.CHECKING)
FILTERS = ("undecided", "released", "redacted", "withheld")


@dataclass(frozen=True, slots=True)
class Listed:
    """A request with its clock and how far its decisions are."""

    request: SubjectRequest
    due: Due
    items: int
    undecided: int


@dataclass(frozen=True, slots=True)
class ItemToDecide:
    """An item with its parts, what is suggested, and how it would go out now."""

    item: GatheredItem
    parts: list[Part]
    out: list[Part]

    @property
    def suggested(self) -> dict[str, Any]:
        """Return what is suggested."""
        found: dict[str, Any] = self.item.suggested
        return found


def requests(viewer: Viewer, *, only_open: bool = True) -> QuerySet[SubjectRequest]:
    """Return requests, those due first; with only the open ones unless all are asked for."""
    found = SubjectRequest.objects.visible_to(viewer).select_related("person", "opened_by__user")
    if only_open:
        return found.filter(status__in=OPEN).order_by("received_on", "pk")
    return found.exclude(status__in=OPEN).order_by("-received_on", "-pk")


def request(viewer: Viewer, request_id: uuid.UUID) -> SubjectRequest:
    """Return one request, or answer 404."""
    found = SubjectRequest.objects.visible_to(viewer).select_related(
        "person", "asker_person", "opened_by__user", "checked_by__user", "document"
    )
    answer: SubjectRequest = get_or_404(found, pk=request_id)
    return answer


def pauses(viewer: Viewer, request_id: uuid.UUID) -> list[RequestPause]:
    """Return when the clock of a request stood still."""
    return list(RequestPause.objects.visible_to(viewer).filter(request_id=request_id).order_by("first", "pk"))


def due(viewer: Viewer, asked: SubjectRequest, today: date) -> Due:
    """Return when a request is due."""
    return _due(asked, pauses(viewer, asked.pk), today)


def _due(asked: SubjectRequest, found: list[RequestPause], today: date) -> Due:
    stretches = [Stretch(each.first, each.until) for each in found]
    return due_on(asked.received_on, today, stretches=stretches, extended=asked.extended_on is not None)


def listed(viewer: Viewer, shown: list[SubjectRequest], today: date) -> list[Listed]:
    """Return requests with their clocks and counts, the soonest due first; two queries however many."""
    ids = [each.pk for each in shown]
    counts = _counts(viewer, ids)
    stood: dict[uuid.UUID, list[RequestPause]] = {}
    for pause in RequestPause.objects.visible_to(viewer).filter(request_id__in=ids):
        stood.setdefault(pause.request_id, []).append(pause)
    rows = [Listed(each, _due(each, stood.get(each.pk, []), today), *counts.get(each.pk, (0, 0))) for each in shown]
    return sorted(rows, key=lambda row: (row.due.day, str(row.request.pk)))


def _counts(viewer: Viewer, ids: list[uuid.UUID]) -> dict[uuid.UUID, tuple[int, int]]:
    rows = GatheredItem.objects.visible_to(viewer).filter(request_id__in=ids).values("request_id")
    rows = rows.annotate(items=Count("pk"), undecided=Count("pk", filter=Q(choice=""))).order_by()
    return {row["request_id"]: (row["items"], row["undecided"]) for row in rows}


def items(
    viewer: Viewer, request_id: uuid.UUID, *, kind: str = "", section: str = "", state: str = ""
) -> QuerySet[GatheredItem]:
    """Return the items of a request in their order, filtered."""
    found = GatheredItem.objects.visible_to(viewer).filter(request_id=request_id).select_related("decided_by__user")
    if kind:
        found = found.filter(kind=kind)
    if section:
        found = found.filter(section=section)
    if state in FILTERS:
        wanted = {"undecided": "", "released": "release", "redacted": "redact", "withheld": "withhold"}[state]
        found = found.filter(choice=wanted)
    return found.order_by("number")


def item(viewer: Viewer, request_id: uuid.UUID, item_id: uuid.UUID) -> GatheredItem:
    """Return one item of a request, or answer 404."""
    found: GatheredItem = get_or_404(items(viewer, request_id), pk=item_id)
    return found


def parts_of_item(found: GatheredItem) -> list[Part]:
    """Return an item's parts as they were gathered."""
    return [Part(**part) for part in found.parts]


def to_decide(found: GatheredItem) -> ItemToDecide:
    """Return an item as the page of decisions shows it."""
    parts = parts_of_item(found)
    return ItemToDecide(found, parts, told(parts, found.choice or Choice.RELEASE, found.whole, found.words))


def progress(viewer: Viewer, request_id: uuid.UUID) -> Counter[str]:
    """Count a request's items by what was decided ("" for not yet), and all of them under "items"."""
    rows = GatheredItem.objects.visible_to(viewer).filter(request_id=request_id).order_by()
    counted = Counter(dict(rows.values_list("choice").annotate(Count("pk"))))
    counted["items"] = sum(counted.values())
    return counted


def sections_of(viewer: Viewer, request_id: uuid.UUID) -> list[tuple[str, str]]:
    """Return (key, label) of the sections that a request's items are of, in their order."""
    rows = GatheredItem.objects.visible_to(viewer).filter(request_id=request_id).order_by("number")
    return list(dict.fromkeys(rows.values_list("section", "section_label")))


def payload(viewer: Viewer, asked: SubjectRequest, answered_on: date) -> dict[str, Any]:
    """Return what goes out, word for word, built from the decisions alone: the same again at any time.

    What is kept back on a silent ground leaves nothing: no number, no gap, no heading, no count.
    """
    entries: dict[str, list[dict[str, Any]]] = {}
    papers, grounds = [], []
    for found in items(viewer, asked.pk):
        if found.choice == Choice.WITHHOLD:
            basis = BASIS[found.basis]
            if not basis.silent:
                grounds.append(basis.words)
            continue
        facts = [
            {"label": part.label, "words": part.words}
            for part in told(parts_of_item(found), found.choice, found.whole, found.words)
        ]
        if found.choice == Choice.REDACT and not BASIS[found.basis].silent:
            grounds.append(BASIS[found.basis].words)
        if found.document_id and found.choice == Choice.RELEASE:
            papers.append(facts[0]["words"])
        day = found.on.isoformat() if found.on else None
        entries.setdefault(found.section_label, []).append({"title": found.label, "day": day, "facts": facts})
    return {
        "version": 1,
        "from": viewer.organisation_name,
        "about": asked.person.full_name if asked.person else "",
        "asked_on": asked.received_on.isoformat(),
        "answered_on": answered_on.isoformat(),
        "looked_for": asked.scope,
        "sections": [{"title": title, "entries": found} for title, found in entries.items()],
        "papers": papers,
        "kept_back": sorted(set(grounds)),
    }


def as_bytes(released: dict[str, Any]) -> bytes:
    """Return what went out as JSON, the same bytes each time."""
    return json.dumps(released, ensure_ascii=False, indent=2, sort_keys=True).encode()


def checksum(released: dict[str, Any]) -> str:
    """Return the checksum of what went out."""
    return hashlib.sha256(as_bytes(released)).hexdigest()


def released_papers(viewer: Viewer, request_id: uuid.UUID) -> list[GatheredItem]:
    """Return the stored papers that go out with an answer."""
    return list(items(viewer, request_id, state="released").filter(document__isnull=False).select_related("document"))


def clocks_due(viewer: Viewer, today: date, most: int = 5) -> list[Listed]:
    """Return the open requests that are due soonest."""
    return listed(viewer, list(requests(viewer)[:100]), today)[:most]


def people_to_ask_for(viewer: Viewer, search: str) -> list[tuple[Family, list[Person]]]:
    """Return families that a search finds, with their people, for whom a request may be taken down."""
    if not search.strip():
        return []
    found = list(families.families(viewer, search)[:10])
    members = FamilyMember.objects.visible_to(viewer).filter(family__in=found).select_related("person")
    people: dict[uuid.UUID, list[Person]] = {family.pk: [] for family in found}
    for member in members.order_by("position", "pk"):
        people[member.family_id].append(member.person)
    return [(family, people[family.pk]) for family in found]


def people_around(viewer: Viewer, person: Person) -> list[Person]:
    """Return the others of somebody's families, who may ask for them."""
    found = FamilyMember.objects.visible_to(viewer).filter(person=person).values("family_id")
    people = Person.objects.visible_to(viewer).filter(memberships__family_id__in=found).exclude(pk=person.pk)
    return list(people.distinct().order_by("given_name", "family_name", "pk"))


def next_undecided(viewer: Viewer, request_id: uuid.UUID, after: int) -> GatheredItem | None:
    """Return the next item that is not decided, going round at the end."""
    left = items(viewer, request_id, state="undecided")
    return left.filter(number__gt=after).first() or left.first()


def may_open_copy(viewer: Viewer, asked: SubjectRequest) -> bool:
    """Tell whether our copy of an answer opens: for whoever took the request down, and for whoever checked it.

    It may hold what the person may know and another supervisor may not.
    """
    return viewer.membership_id in {asked.opened_by_id, asked.checked_by_id}


def decided_any(viewer: Viewer, request_id: uuid.UUID) -> bool:
    """Tell whether the viewer decided anything of a request, and so cannot check it."""
    return items(viewer, request_id).filter(decided_by_id=viewer.membership_id).exists()


def dangers(viewer: Viewer, asked: SubjectRequest) -> list[str]:
    """Return what a supervisor must see before anything is given; it never goes out."""
    asker, person = asked.asker_person_id, asked.person_id
    if not person:
        return []
    found = []
    if asker:
        found += [words for hook in hooks("rights.danger_between") for words in hook.call(viewer, asker, person)]
        if (
            Seal.objects.visible_to(viewer)
            .filter(person_id=person, against__person_id=asker, lifted_at__isnull=True)
            .exists()
        ):
            found.append("Facts of this person are sealed from whoever asks. They are not gathered.")
    own = FamilyMember.objects.visible_to(viewer).filter(person_id=person).values("family_id")
    sides = Sides.objects.visible_to(viewer).filter(ended_at__isnull=True)
    if sides.filter(Q(one_id__in=own) | Q(other_id__in=own)).exists():
        found.append("There are two sides to this case. Nothing of the other side may show, not even that it is there.")
    return found
