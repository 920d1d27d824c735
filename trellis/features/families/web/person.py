"""The page of one person in a family's file."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from trellis.features.families import queries
from trellis.features.families.rules import BOTH_WAYS, PARENT_KINDS
from trellis.features.families.rules.responsibility import Holding
from trellis.features.families.web.family_page import (
    age_words,
    contact_card,
    is_child,
    occupation_words,
    quality_lines,
    tie_word,
    ties_of,
)
from trellis.features.families.web.writing import one_of
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed

if TYPE_CHECKING:
    from trellis.features.families.models import Household

LOOKS = {
    Holding.HAS: "good",
    Holding.SAID: "look",
    Holding.ASK: "look",
    Holding.HAS_NOT: "quiet",
    Holding.HAD: "quiet",
}


@page("families.see")
def person(request: HttpRequest, family_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    """Show one person: how contact is safe, where they live, who they are to whom, who may decide for them."""
    viewer = request.viewer
    family = queries.family(viewer, family_id)
    shown = one_of(queries.people_of(viewer, family.pk), person_id)
    today = timezone.localdate()
    ties = queries.relationships_of(viewer, family.pk)
    child = is_child(shown, today)
    rows = [row for row in queries.responsibilities_of(viewer, family.pk) if row.child_id == shown.pk]
    viewed(viewer, family, people=[shown])
    context = {
        **contact_card(list(shown.safe_contacts.all()), queries.plans_of(viewer, family.pk).get(shown.pk)),
        "family": family,
        "person": shown,
        "age": age_words(shown, today),
        "is_child": child,
        "young_parent": child and any(tie.from_person_id == shown.pk and tie.kind in PARENT_KINDS for tie in ties),
        "occupations": [
            f"{occupation_words(one)}{f', since {one.since:%B %Y}' if one.since else ''}"
            for one in shown.occupations.all()
        ],
        "ties": [words for words in ties_of(shown, ties, today).split("; ") if words],
        "tied_to": [
            f"{tie.from_person.short_name} is their {tie_word(tie, today)}"
            for tie in ties
            if tie.to_person_id == shown.pk and tie.kind not in BOTH_WAYS
        ],
        "homes": _homes(queries.households_of(viewer, family.pk), shown.pk),
        "answers": [
            {"answer": answer, "look": LOOKS[answer.holding]}
            for answer in (queries.who_is_responsible(shown, rows, ties, today) if child or rows else ())
        ],
        "rows": rows,
        "qualities": quality_lines(
            family,
            [
                row
                for row in queries.tie_qualities_of(viewer, family.pk)
                if shown.pk in {row.from_person_id, row.to_person_id}
            ],
            today,
        ),
        "arrangements": [
            row
            for row in queries.arrangements_of(viewer, family.pk)
            if shown.pk in {row.child_id, row.person_id} and row.is_current(today)
        ],
        "also_in": queries.also_in(viewer, family.pk).get(shown.pk, []),
        "may_change": viewer.may("families.change"),
        "back_href": reverse("families:family", args=[family.pk]),
    }
    return render(request, "families/person.jinja", context)


def _homes(homes: Iterable[Household], person_id: uuid.UUID) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for home in homes:
        for member in [*home.living_now, *home.past_members]:
            if member.person_id == person_id:
                others = [one.person.short_name for one in home.living_now if one.person_id != person_id]
                found.append({"home": home, "member": member, "others": others})
    return sorted(found, key=lambda one: (bool(one["member"].until), one["member"].since))
