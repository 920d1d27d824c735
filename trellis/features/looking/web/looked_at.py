"""Who looked at a family: on the screen, on paper and as a file; and whether it is watched over."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from trellis.features.families import queries as families
from trellis.features.looking import actions, queries
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.access.queries import names
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system import lists
from trellis.platform.design_system.forms import DateParts, GovukForm, Select, Text
from trellis.platform.documents.spreadsheet import write_csv

BOTH = ("GET", "POST")
KINDS = {"changes": False, "looks": True}


class LookedAtFilterForm(GovukForm):
    """Which part to show."""

    marks_optional = False
    by = Select(label="Who", required=False)
    kind = Select(
        label="What", choices=[("", "Everything"), ("looks", "Looks"), ("changes", "Changes")], required=False
    )
    first = DateParts(label="From", latest="today", required=False, noun="first day")
    last = DateParts(label="Until", latest="today", required=False, noun="last day")

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"].choices = [("", "Everybody"), *names(viewer)]

    def clean(self) -> dict[str, Any]:
        """Check that the days are in order."""
        typed = super().clean() or {}
        if typed.get("first") and typed.get("last") and typed["last"] < typed["first"]:
            self.add_error("last", "The last day must be on or after the first day")
        return typed


class WatchForm(GovukForm):
    """Why a family is watched over."""

    reason = Text(
        label="Why is the family watched over?",
        hint="For example: in the newspaper, or known in the town. Whoever works with the family is not affected.",
        max_length=300,
        noun="reason",
    )


@page("looking.review")
def looked_at(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Show who looked at a family and changed its file: those without work with it first."""
    family = families.family(request.viewer, family_id)
    form, chosen = _chosen(request)
    found = queries.looked_at(request.viewer, family, chosen)
    viewed(request.viewer, family)
    context = {
        "family": family,
        "form": form,
        "found": found,
        "watched": queries.watched(request.viewer, family),
        "printed_at": timezone.now(),
        "older": lists.address_with(request, page=chosen.page + 1) if found.has_older else "",
        "newer": lists.address_with(request, page=chosen.page - 1) if chosen.page > 1 else "",
        "file": f"{reverse('looking:csv', args=[family.pk])}?{request.GET.urlencode()}",
    }
    return render(request, "looking/looked_at.jinja", context)


@page("looking.review")
def as_csv(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Give what the page shows as a file, all pages of it."""
    family = families.family(request.viewer, family_id)
    _, chosen = _chosen(request)
    viewed(request.viewer, family)
    rows: list[tuple[Any, ...]] = [("When", "Who", "What", "About", "Name")]
    for entry in queries.everything(request.viewer, family, chosen):
        when = timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")
        rows.append((when, entry.by, entry.what, entry.kind, entry.name))
    answer = HttpResponse(write_csv(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="looked-at.csv"'
    return answer


@page("looking.review", methods=BOTH)
def watched(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Watch over a family, or stop it."""
    family = families.family(request.viewer, family_id)
    back = reverse("looking:looked_at", args=[family.pk])
    kept = queries.watched(request.viewer, family)
    form = GovukForm(request.POST or None) if kept else WatchForm(request.POST or None)
    if request.method == "POST" and (kept or form.is_valid()):
        try:
            if kept:
                actions.stop_watching(by=request.viewer, family=family)
            else:
                actions.watch_over(by=request.viewer, family=family, reason=form.cleaned_data["reason"])
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(
                request,
                "The family is not watched over any more."
                if kept
                else "From now on every look by somebody who does not work with the family comes up for review.",
            )
            return redirect(back)
    context = {
        "form": form,
        "title": "Stop watching over this family" if kept else "Watch over this family",
        "caption": family.name,
        "intro": f"It is watched over because: {kept.reason}" if kept else "",
        "submit_text": "Stop watching" if kept else "Watch over it",
        "back_href": back,
        "cancel_href": back,
    }
    return render(request, "layouts/one_thing_page.jinja", context)


def _chosen(request: HttpRequest) -> tuple[LookedAtFilterForm, queries.Filters]:
    form = LookedAtFilterForm(request.viewer, request.GET or None, auto_id="filter_%s")
    typed = form.cleaned_data if form.is_bound and form.is_valid() else {}
    asked = request.GET.get("page", "1")
    return form, queries.Filters(
        by=uuid.UUID(typed["by"]) if typed.get("by") else None,
        is_view=KINDS.get(typed.get("kind", "")),
        first=typed.get("first"),
        last=typed.get("last"),
        page=max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1,
    )
