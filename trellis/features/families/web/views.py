"""Pages that show families."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from trellis.features.families import queries
from trellis.features.families.web.family_page import limit_lines, person_cards, tie_lines
from trellis.features.families.web.forms import SearchForm
from trellis.features.families.web.tabs import tabs_of
from trellis.kernel.dates import age_on
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import searched, viewed
from trellis.platform.contributions.registry import panels

if TYPE_CHECKING:
    from trellis.features.families.models import Person


@page("families.see")
def families(request: HttpRequest) -> HttpResponse:
    """List the families that the viewer may see; search by the name of a family or of a person."""
    form = SearchForm(request.GET or None)
    search = form.cleaned_data["search"] if form.is_bound and form.is_valid() else ""
    number = _page_number(request)
    start = (number - 1) * queries.PAGE
    found = list(queries.families(request.viewer, search)[start : start + queries.PAGE + 1])
    viewed(request.viewer, *found[: queries.PAGE])
    searched(request.viewer, "families", search, len(found))
    today = timezone.localdate()
    rows = [
        {
            "family": family,
            "people": [_brief(member.person, today) for member in family.listed_members],
        }
        for family in found[: queries.PAGE]
    ]
    context = {
        "form": form,
        "search": search,
        "rows": rows,
        "number": number,
        "more": len(found) > queries.PAGE,
    }
    return render(request, "families/families.jinja", context)


@page("families.see")
def family(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Show a family: who is in it, what limits contact, how contact is safe, where they live, and what rooms add."""
    viewer = request.viewer
    shown = queries.family(viewer, family_id)
    people = queries.page_of(viewer, shown.pk)
    ties = queries.relationships_of(viewer, shown.pk)
    homes = queries.households_of(viewer, shown.pk)
    today = timezone.localdate()
    viewed(viewer, shown, people=people)
    plans = queries.plans_of(viewer, shown.pk)
    context = {
        "family": shown,
        "tabs": tabs_of(viewer, shown.pk, "families:family"),
        "orders": [one for one in queries.orders_of(viewer, shown.pk, today) if one.limit.is_in_force],
        "limits": limit_lines(queries.arrangements_of(viewer, shown.pk, with_places=False), today),
        "people": person_cards(shown, people, ties, homes, plans, today),
        "ties": tie_lines(shown, ties, today),
        "homes": homes,
        "panels": _panels(viewer, shown, today),
        "may_change": viewer.may("families.change"),
    }
    return render(request, "families/family.jinja", context)


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _brief(person: Person, today: Any) -> str:
    age = f", {age_on(person.birth_date, today)}" if person.birth_date else ""
    return f"{person.short_name}{age}"


def _panels(viewer: Any, shown: Any, today: Any) -> list[dict[str, Any]]:
    made = []
    for panel in panels("family"):
        if viewer.may(panel.permission):
            context = panel.context(viewer, shown, today)
            if context is not None:
                made.append({"title": panel.title, "template": panel.template, "context": context})
    return made
