"""Pages that write how contact with a person is safe."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from trellis.features.families import actions, queries
from trellis.features.families.rules import Texting
from trellis.features.families.web.forms import ContactForm
from trellis.features.families.web.forms_care import PlanForm
from trellis.features.families.web.writing import (
    BOTH,
    ask,
    choices_of,
    done,
    one_of,
    people_by_key,
    person_of,
    saved,
    to_person,
)
from trellis.platform.access.pages import page

if TYPE_CHECKING:
    from trellis.features.families.models import ContactPlan

PLAN_FIELDS = (
    "caller",
    "ask_for",
    "we_are",
    "may_say",
    "say_words",
    "not_before",
    "not_after",
    "never_when",
    "post",
    "agreed_on",
    "review_on",
)


@page("families.change", methods=BOTH)
def contact(
    request: HttpRequest, family_id: uuid.UUID, person_id: uuid.UUID, contact_id: uuid.UUID | None = None
) -> HttpResponse:
    """Write one way to reach a person."""
    viewer = request.viewer
    family = queries.family(viewer, family_id)
    person = person_of(request, family.pk, person_id)
    existing = one_of(person.safe_contacts.all(), contact_id) if contact_id else None
    fields = ("channel", "value", "voicemail", "texts", "best_times", "note")
    initial = {name: getattr(existing, name) for name in fields} if existing else {}
    if existing:
        initial["is_safe"] = "yes" if existing.is_safe else "no"
    form = ContactForm(request.POST or None, initial=initial or None)

    def save() -> None:
        values = {**form.cleaned_data, "is_safe": form.cleaned_data["is_safe"] == "yes"}
        values["texts"] = values["texts"] or Texting.NOT_ASKED
        actions.record_safe_contact(by=viewer, family=family, person=person, safe_contact=existing, **values)

    back = to_person(family.pk, person.pk)
    if request.method == "POST" and saved(form, save):
        return done(request, f"How to reach {person.short_name} has been saved.", back)
    remove = reverse("families:remove_contact", args=[family.pk, person.pk, contact_id]) if existing else ""
    return ask(
        request, form, f"How to reach {person.short_name}", back, remove=remove, remove_text="Take this way away"
    )


@page("families.change", methods=("POST",))
def remove_contact(
    request: HttpRequest, family_id: uuid.UUID, person_id: uuid.UUID, contact_id: uuid.UUID
) -> HttpResponse:
    """Take away a way to reach a person."""
    person = person_of(request, family_id, person_id)
    actions.remove_safe_contact(by=request.viewer, safe_contact=one_of(person.safe_contacts.all(), contact_id))
    words = f"One way to reach {person.short_name} has been taken away."
    return done(request, words, to_person(family_id, person.pk))


@page("families.change", methods=BOTH)
def plan(request: HttpRequest, family_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    """Write by whom, when and how a person wants to be reached, and who must never know."""
    viewer = request.viewer
    family = queries.family(viewer, family_id)
    people = people_by_key(request, family.pk)
    person = one_of(people.values(), person_id)
    staff = {str(one.pk): one for one in queries.staff_of(viewer)}
    form = PlanForm(
        request.POST or None,
        initial=_told(queries.plans_of(viewer, family.pk).get(person.pk)),
        staff=[(key, str(one.user)) for key, one in staff.items()],
        people=choices_of(people, leaving_out=[person.pk]),
    )

    def save() -> None:
        values = dict(form.cleaned_data)
        actions.record_contact_plan(
            by=viewer,
            family=family,
            person=person,
            named=staff.get(values.pop("named", "") or ""),
            kept_from=[people[key] for key in values.pop("kept_from", [])],
            kept_from_names=values.pop("others").splitlines(),
            weekdays="".join(values.pop("weekdays")),
            **values,
        )

    back = to_person(family.pk, person.pk)
    if request.method == "POST" and saved(form, save):
        return done(request, f"How contact with {person.short_name} is safe has been saved.", back)
    return ask(request, form, f"How contact with {person.short_name} is safe", back, caption=family.name)


def _told(existing: ContactPlan | None) -> dict[str, Any] | None:
    if existing is None:
        return None
    kept: list[queries.KeptFrom] = existing.kept
    return {
        **{name: getattr(existing, name) for name in PLAN_FIELDS},
        "named": str(existing.named_id or ""),
        "weekdays": list(existing.weekdays),
        "kept_from": [str(one.person_id) for one in kept if one.person_id],
        "others": "\n".join(one.name for one in kept if one.person_id is None),
    }
