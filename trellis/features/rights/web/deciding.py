"""Pages of what was gathered: the list with many decisions at once, and one item."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from trellis.features.rights.actions import asking, deciding
from trellis.features.rights.queries import requests as queries
from trellis.features.rights.rules import BASES, Choice, ItemKind
from trellis.features.rights.web.requests import ANSWER, BOTH
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system.forms import Checkboxes, GovukForm, LongText, Radios, Select, Text
from trellis.platform.design_system.lists import page_of
from trellis.platform.documents.web.serving import serve

GROUNDS = [("", "Choose a ground"), *((basis.key, basis.label) for basis in BASES)]
STATES = (
    ("", "All"),
    ("undecided", "Not decided yet"),
    ("released", "Released"),
    ("redacted", "With parts taken out"),
    ("withheld", "Kept back"),
)


class FilterForm(GovukForm):
    """Which items are shown."""

    marks_optional = False
    state = Select(label="Decision", choices=STATES, required=False)
    kind = Select(label="What it is", choices=[("", "All"), *ItemKind.choices()], required=False)
    section = Select(label="Where from", required=False)

    def __init__(self, *args: Any, sections: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [("", "All"), *sections]


class ItemForm(GovukForm):
    """What becomes of one item."""

    choice = Radios(
        label="What becomes of it?",
        choices=Choice,
        reveals={"redact": ["whole", "words"]},
        noun="what becomes of it",
    )
    whole = Checkboxes(label="Take out the whole of", required=False)
    words = LongText(
        label="Take out these words",
        hint="One on each line, as they stand there; they are taken out wherever they stand in this item",
        rows=4,
        required=False,
    )
    basis = Select(label="Ground for keeping it back", choices=GROUNDS, required=False)
    reason = Text(label="Why that ground applies here", required=False, max_length=500, noun="reason")

    def __init__(self, *args: Any, parts: list[Any], is_paper: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        self.fields["whole"].choices = [(part.key, part.label) for part in parts]
        if is_paper:
            self.fields["choice"].choices = [pair for pair in Choice.choices() if pair[0] != Choice.REDACT]

    def taken_out(self) -> dict[str, list[str]]:
        """Return for each part the words that were written and stand in it; others go to the first, to be refused."""
        written = [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]
        found: dict[str, list[str]] = {}
        for line in written:
            places = [part.key for part in self.parts if line.casefold() in part.words.casefold()]
            for key in places or [self.parts[0].key]:
                found.setdefault(key, []).append(line)
        return found


@page(ANSWER, methods=BOTH)
def gather(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Begin gathering, after saying what it does."""
    asked = queries.request(request.viewer, request_id)
    if request.method == "POST":
        try:
            job = asking.begin_gathering(by=request.viewer, request=asked)
        except RuleBroken as broken:
            messages.warning(request, str(broken))
            return redirect("rights:request", asked.pk)
        return redirect("jobs:job", job)
    return render(request, "rights/gather.jinja", {"asked": asked})


@page(ANSWER, methods=BOTH)
def items(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """List what was gathered, filtered, and decide many at once."""
    asked = queries.request(request.viewer, request_id)
    if request.method == "POST":
        return _decide_many(request, asked)
    viewed(request.viewer, asked)
    sections = queries.sections_of(request.viewer, asked.pk)
    form = FilterForm(request.GET or None, sections=sections, auto_id="filter_%s")
    chosen = form.cleaned_data if form.is_valid() else {}
    wanted = {key: chosen.get(key) or "" for key in ("state", "kind", "section")}
    shown = page_of(request, queries.items(request.viewer, asked.pk, **wanted))
    context = {
        "asked": asked,
        "shown": shown,
        "rows": [queries.to_decide(each) for each in shown.object_list],
        "filter_form": form,
        "chosen": _chosen(request, wanted, sections),
        "grounds": GROUNDS,
        "counts": queries.progress(request.viewer, asked.pk),
        "here": request.get_full_path(),
    }
    return render(request, "rights/items.jinja", context)


def _chosen(request: HttpRequest, wanted: dict[str, str], sections: list[tuple[str, str]]) -> list[dict[str, str]]:
    labels = {"state": dict(STATES), "kind": dict(ItemKind.choices()), "section": dict(sections)}
    return [
        {
            "text": labels[key].get(value, value),
            "href": f"{request.path}?{urlencode({k: v for k, v in wanted.items() if v and k != key})}",
        }
        for key, value in wanted.items()
        if value
    ]


def _decide_many(request: HttpRequest, asked: Any) -> HttpResponse:
    ids = []
    for value in request.POST.getlist("items"):
        try:
            ids.append(uuid.UUID(value))
        except ValueError:
            continue
    back = f"{reverse('rights:items', args=[asked.pk])}?{request.GET.urlencode()}"
    try:
        count = deciding.decide_many(
            by=request.viewer,
            request=asked,
            item_ids=ids,
            choice=request.POST.get("choice", ""),
            basis=request.POST.get("basis", ""),
            reason=request.POST.get("reason", ""),
        )
    except RuleBroken as broken:
        messages.warning(request, f"Nothing was decided. {broken}")
    else:
        messages.success(request, f"{count} item{'s' if count != 1 else ''} decided.")
    return redirect(back)


@page(ANSWER, methods=BOTH)
def item(request: HttpRequest, request_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponse:
    """Show one item, and decide it; saving leads to the next that is not decided."""
    asked = queries.request(request.viewer, request_id)
    found = queries.item(request.viewer, asked.pk, item_id)
    shown = queries.to_decide(found)
    form = ItemForm(
        request.POST or None, parts=shown.parts, is_paper=found.document_id is not None, initial=_initial(found)
    )
    if request.method == "POST" and form.is_valid():
        try:
            deciding.decide(
                by=request.viewer,
                request=asked,
                item_id=found.pk,
                choice=form.cleaned_data["choice"],
                basis=form.cleaned_data["basis"],
                reason=form.cleaned_data["reason"],
                whole=form.cleaned_data["whole"],
                words=form.taken_out(),
            )
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            following = queries.next_undecided(request.viewer, asked.pk, found.number)
            if following is None:
                messages.success(request, "Everything is decided.")
                return redirect("rights:items", asked.pk)
            return redirect("rights:item", asked.pk, following.pk)
    return render(request, "rights/item.jinja", {"asked": asked, "shown": shown, "item": found, "form": form})


def _initial(found: Any) -> dict[str, Any]:
    if found.choice:
        source = {"choice": found.choice, "basis": found.basis, "whole": found.whole, "words": found.words}
        reason = found.reason
    else:
        source, reason = found.suggested, ""
        if source.get("choice") != Choice.RELEASE:
            reason = source.get("why", "")
    written = dict.fromkeys(word for words in source.get("words", {}).values() for word in words)
    return {
        "choice": source.get("choice", ""),
        "basis": source.get("basis", ""),
        "whole": source.get("whole", []),
        "words": "\n".join(written),
        "reason": reason,
    }


@page(ANSWER)
def paper(request: HttpRequest, request_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponseBase:
    """Open the stored paper of an item."""
    asked = queries.request(request.viewer, request_id)
    found = queries.item(request.viewer, asked.pk, item_id)
    if found.document is None:
        raise Http404
    viewed(request.viewer, found.document)
    return serve(found.document)
