"""Pages that show families."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from trellis.features.families import queries
from trellis.features.families.rules import Channel, OccupationKind, ParentalResponsibility, RelationshipKind, Voicemail
from trellis.features.families.web.forms import SearchForm
from trellis.kernel.dates import age_on
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import searched, viewed
from trellis.platform.contributions.registry import panels

if TYPE_CHECKING:
    from trellis.features.families.models import Person, SafeContact


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
    """Show a family: who is in it, how they are related, where they live, how contact is safe, and what rooms add."""
    viewer = request.viewer
    shown = queries.family(viewer, family_id)
    people = queries.people_of(viewer, shown.pk)
    relationships = queries.relationships_of(viewer, shown.pk)
    today = timezone.localdate()
    viewed(viewer, shown, people=people)
    context = {
        "family": shown,
        "people": [_person_card(person, relationships, shown.pk, today) for person in people],
        "relationships": [
            {
                "words": f"{tie.from_person.short_name} is {tie.to_person.short_name}’s "
                f"{RelationshipKind(tie.kind).label.lower()}",
                "responsibility": ParentalResponsibility(tie.parental_responsibility),
                "remove": reverse("families:remove_relationship", args=[shown.pk, tie.pk]),
            }
            for tie in relationships
        ],
        "households": queries.households_of(viewer, shown.pk),
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


def _person_card(person: Person, relationships: list[Any], family_id: uuid.UUID, today: Any) -> dict[str, Any]:
    ties = [
        f"{RelationshipKind(tie.kind).label.lower()} of {tie.to_person.short_name}"
        for tie in relationships
        if tie.from_person_id == person.pk
    ]
    contacts = list(person.safe_contacts.all())
    occupation = next(iter(person.occupations.all()), None)
    return {
        "person": person,
        "age": age_on(person.birth_date, today) if person.birth_date else None,
        "relation": "; ".join(ties),
        "occupation": (
            f"{OccupationKind(occupation.kind).label}{f': {occupation.name}' if occupation.name else ''}"
            if occupation
            else ""
        ),
        "contact_state": "safe" if any(c.is_safe for c in contacts) else ("unsafe" if contacts else "unknown"),
        "contacts": [{"words": contact_words(contact), "contact": contact} for contact in contacts],
        "change": reverse("families:change_person", args=[family_id, person.pk]),
        "add_contact": reverse("families:add_contact", args=[family_id, person.pk]),
        "add_occupation": reverse("families:add_occupation", args=[family_id, person.pk]),
    }


def contact_words(contact: SafeContact) -> str:
    """Write one way to reach a person as a sentence that cannot be misread."""
    channel = Channel(contact.channel).label
    parts = [f"{channel}: {contact.value}" if contact.value else channel]
    parts.append("safe to use" if contact.is_safe else "DO NOT USE, it is not safe")
    if contact.is_safe and contact.channel in {Channel.MOBILE, Channel.LANDLINE}:
        parts.append(Voicemail(contact.voicemail).label.lower())
    if contact.best_times:
        parts.append(contact.best_times)
    if contact.note:
        parts.append(contact.note)
    return "; ".join(parts)
