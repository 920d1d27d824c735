"""What an address asks of a chronology: parts, kinds, days, order; the same for the page, the paper and the files."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from trellis.features.chronology import queries
from trellis.features.chronology.rules import Asked, Line, in_order, kinds_of, rooms_of
from trellis.features.chronology.web.forms import FilterForm
from trellis.features.families import queries as families
from trellis.platform.design_system import lists
from trellis.platform.design_system.words import day_short

if TYPE_CHECKING:
    from trellis.features.families.models import Family

COLUMNS = (
    lists.Column("Date", order="on"),
    lists.Column("Event"),
    lists.Column("Source"),
    lists.Column("Significance"),
    lists.Column("Change", hidden_label=True),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A family's line of time as an address asks for it. `found` says whether there is any event at all."""

    family: Family
    form: FilterForm
    asked: Asked
    lines: list[Line]
    found: bool
    chosen: list[dict[str, str]]


def read(request: HttpRequest, family_id: uuid.UUID) -> Reading:
    """Read a family's line of time, or answer 404."""
    family = families.family(request.viewer, family_id)
    everything = queries.chronology(request.viewer, family)
    form = FilterForm(request.GET or None, auto_id="filter_%s", rooms=rooms_of(everything), kinds=kinds_of(everything))
    order = lists.order_of(request, COLUMNS, default="on")
    asked = _asked(form, newest_first=order == "-on")
    chosen = _chosen(request, asked, dict(rooms_of(everything)))
    return Reading(family, form, asked, in_order(everything, asked), bool(everything), chosen)


def _asked(form: FilterForm, *, newest_first: bool) -> Asked:
    if not form.is_bound:
        return Asked(newest_first=newest_first)
    form.is_valid()  # What does not fit narrows nothing, and is said beside its box.
    given: dict[str, Any] = form.cleaned_data
    return Asked(
        room=given.get("room") or "",
        kind=given.get("kind") or "",
        since=given.get("since"),
        until=given.get("until"),
        only_significant=bool(given.get("significant")),
        newest_first=newest_first,
    )


def _chosen(request: HttpRequest, asked: Asked, rooms: dict[str, str]) -> list[dict[str, str]]:
    made = []
    for name, words in (("room", rooms.get(asked.room, "")), ("kind", asked.kind)):
        if words:
            made.append({"text": words, "href": lists.address_with(request, page=None, **{name: None})})
    for name, words in (("since", "From"), ("until", "Until")):
        if day := getattr(asked, name):
            parts: dict[str, Any] = {f"{name}_{part}": None for part in ("day", "month", "year")}
            text = f"{words} {day_short(day)}"
            made.append({"text": text, "href": lists.address_with(request, page=None, **parts)})
    if asked.only_significant:
        href = lists.address_with(request, significant=None, page=None)
        made.append({"text": "What stands out", "href": href})
    return made
