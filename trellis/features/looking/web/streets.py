"""One's own streets: where to open a family's file should come up by itself."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from trellis.features.looking import actions, queries
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import get_or_404, page
from trellis.platform.design_system.forms import GovukForm, Text

POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}")


class StreetForm(GovukForm):
    """A street of one's own."""

    street = Text(label="Street", hint="Without the number, for example: Alder Road", required=False, max_length=120)
    postcode = Text(label="Postcode", hint="For example, NE1 4XF", width=10, max_length=8)

    def clean_postcode(self) -> str:
        """Read a whole postcode, in any letters."""
        typed: Any = str(self.cleaned_data["postcode"]).upper().strip()
        if not POSTCODE.fullmatch(typed):
            raise ValidationError("Enter a whole postcode, such as NE1 4XF")
        return f"{typed[:-3].strip()} {typed[-3:]}"


@page("looking.own_streets", methods=("GET", "POST"))
def streets(request: HttpRequest) -> HttpResponse:
    """Show the streets that one named, and name another."""
    form = StreetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_street(by=request.viewer, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "The street is kept. Nobody but you sees it.")
            return redirect("looking:streets")
    return render(
        request, "looking/streets.jinja", {"form": form, "streets": list(queries.own_streets(request.viewer))}
    )


@page("looking.own_streets", methods=("POST",))
def take_away(request: HttpRequest, street_id: uuid.UUID) -> HttpResponse:
    """Take away a street that one named."""
    actions.take_street_away(by=request.viewer, street=get_or_404(queries.own_streets(request.viewer), pk=street_id))
    messages.success(request, "The street is gone.")
    return redirect("looking:streets")
