"""What the pages of safety share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from trellis.features.families import queries as families
from trellis.kernel.decisions import RuleBroken

if TYPE_CHECKING:
    from trellis.features.families.models import Family, Person
    from trellis.platform.design_system.forms import GovukForm

BOTH = ("GET", "POST")
ONE_THING = "layouts/one_thing_page.jinja"


class People:
    """The people of a family as a form offers them."""

    def __init__(self, request: HttpRequest, family: Family) -> None:
        self.by_key: dict[str, Person] = {str(one.pk): one for one in families.people_of(request.viewer, family.pk)}

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Return (id, name) pairs."""
        return [(key, one.full_name) for key, one in self.by_key.items()]

    def chosen(self, key: str) -> Person | None:
        """Return the person of a choice; None for none."""
        return self.by_key.get(key)

    def the_one(self, key: str) -> Person:
        """Return the person of a choice that had to be made."""
        return self.by_key[key]

    def all_chosen(self, keys: list[str]) -> list[Person]:
        """Return the people of several choices."""
        return [self.by_key[key] for key in keys if key in self.by_key]


def answered(
    request: HttpRequest,
    form: GovukForm,
    do: Callable[[dict[str, Any]], Any],
    *,
    done: str,
    onward: str | Callable[[Any], str],
    context: dict[str, Any],
    template: str = ONE_THING,
) -> HttpResponse:
    """Show a form; once it is sent and right, do what it asks and go on. A broken rule stands beside its field."""
    if request.method == "POST" and form.is_valid():
        try:
            made = do(dict(form.cleaned_data))
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, done)
            return redirect(onward(made) if callable(onward) else onward)
    back = context.get("back_href") or (onward if isinstance(onward, str) else "")
    return render(
        request, template, {"submit_text": "Save", "back_href": back, "cancel_href": back, **context, "form": form}
    )


def overview(family: Family) -> str:
    """Return the address of a family's Safety page."""
    return reverse("safety:safety", args=[family.pk])


def came_from(request: HttpRequest, otherwise: str) -> str:
    """Return the address to go back to that a link gave, if it is one of ours."""
    asked = request.GET.get("back", "")
    return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith("/") else otherwise


def three_valued(answer: str | None) -> bool | None:
    """Return yes, no, or not known, as the records keep it."""
    return {"yes": True, "no": False}.get(answer or "")
