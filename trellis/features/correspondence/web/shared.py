"""What the pages of correspondence share."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from trellis.features.families import queries as families
from trellis.kernel.decisions import RuleBroken

if TYPE_CHECKING:
    from trellis.features.families.models import Family, Person
    from trellis.platform.design_system.forms import GovukForm

BOTH = ("GET", "POST")
SEE, WRITE, OUTSIDE = "correspondence.see", "correspondence.write", "correspondence.return_address"


def person_of(request: HttpRequest, family_id: uuid.UUID, person_id: uuid.UUID) -> tuple[Family, Person]:
    """Return a family and one of its people whom the viewer may see; raise Http404 otherwise."""
    family = families.family(request.viewer, family_id)
    found = next((one for one in families.people_of(request.viewer, family.pk) if one.pk == person_id), None)
    if found is None:
        raise Http404
    return family, found


def answered(
    request: HttpRequest,
    form: GovukForm,
    do: Callable[[dict[str, Any]], Any],
    *,
    done: str,
    onward: Callable[[Any], str],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Show a form; once it is sent and right, do what it asks and go on. A refusal stands beside its field."""
    if request.method == "POST" and form.is_valid():
        try:
            made = do(dict(form.cleaned_data))
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, done)
            return redirect(onward(made))
    return render(request, template, {**context, "form": form})


def of_family(family: Family) -> str:
    """Return the address of a family's letters, calls and messages."""
    return reverse("correspondence:family", args=[family.pk])


def tabs(chosen: str) -> list[dict[str, Any]]:
    """Return the three lists as tabs."""
    return [
        {"text": text, "href": reverse(f"correspondence:{name}"), "active": name == chosen}
        for text, name in (("Post list", "post"), ("Call list", "calls"), ("Messages to send", "messages"))
    ]
