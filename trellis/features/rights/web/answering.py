"""Pages of the answer: checking it, giving it, opening our copy, and erasing when that was asked."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from trellis.features.rights.actions import answering, erasing
from trellis.features.rights.queries import keeping
from trellis.features.rights.queries import requests as queries
from trellis.features.rights.rules import Asked, RequestStatus
from trellis.features.rights.web.requests import ANSWER, BOTH
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system.forms import Confirm, GovukForm, Text
from trellis.platform.documents.web.serving import serve


class ReleaseForm(GovukForm):
    """How it reaches them."""

    sent_how = Text(
        label="How does it reach them?",
        hint="In whose hands, or by which way that is safe for them",
        max_length=300,
        noun="how it reaches them",
    )


class EraseForm(GovukForm):
    """That somebody means it."""

    sure = Confirm(label="I have looked at what goes, and it may go. It cannot be brought back.")


@page(ANSWER, methods=BOTH)
def check(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Show what would go out, word for word, to whoever checks it; and give it."""
    asked = queries.request(request.viewer, request_id)
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answering.release(by=request.viewer, request=asked, sent_how=form.cleaned_data["sent_how"])
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "The answer is ready. Take the paper and the file, and give them.")
            return redirect("rights:request", asked.pk)
    viewed(request.viewer, asked)
    counts = queries.progress(request.viewer, asked.pk)
    complete = bool(counts["items"]) and not counts[""] and asked.person is not None
    context = {
        "asked": asked,
        "form": form,
        "counts": counts,
        "released": queries.payload(request.viewer, asked, timezone.localdate()) if complete else None,
        "withheld": list(queries.items(request.viewer, asked.pk, state="withheld")) if complete else [],
        "decided_own": queries.decided_any(request.viewer, asked.pk),
        "papers": queries.released_papers(request.viewer, asked.pk),
    }
    return render(request, "rights/check.jinja", context)


@page(ANSWER, methods=("POST",))
def send(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Ask another supervisor to check."""
    asked = queries.request(request.viewer, request_id)
    try:
        answering.send_to_check(by=request.viewer, request=asked)
    except RuleBroken as broken:
        messages.warning(request, str(broken))
    else:
        messages.success(request, "It waits for another supervisor to check it.")
    return redirect("rights:request", asked.pk)


@page(ANSWER, methods=("POST",))
def back(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Send it back, so that decisions can be changed."""
    asked = queries.request(request.viewer, request_id)
    try:
        answering.send_back(by=request.viewer, request=asked)
    except RuleBroken as broken:
        messages.warning(request, str(broken))
    else:
        messages.success(request, "Decisions can be changed again.")
    return redirect("rights:request", asked.pk)


@page(ANSWER)
def answer_pdf(request: HttpRequest, request_id: uuid.UUID) -> HttpResponseBase:
    """Open our copy of the answer, as paper."""
    asked = queries.request(request.viewer, request_id)
    if asked.document is None or not queries.may_open_copy(request.viewer, asked):
        raise Http404
    viewed(request.viewer, asked)
    return serve(asked.document)


@page(ANSWER)
def answer_json(request: HttpRequest, request_id: uuid.UUID) -> HttpResponseBase:
    """Open our copy of the answer, as a file that other programs read."""
    asked = queries.request(request.viewer, request_id)
    if not asked.released or not queries.may_open_copy(request.viewer, asked):
        raise Http404
    viewed(request.viewer, asked)
    answer = HttpResponse(queries.as_bytes(asked.released), content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="record.json"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@page(ANSWER, methods=BOTH)
def erase(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Show what would go and what keeps it, and erase."""
    asked = queries.request(request.viewer, request_id)
    if asked.asked != Asked.ERASURE or asked.person is None or asked.status != RequestStatus.OPEN:
        raise Http404
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            erasing.erase_on_request(by=request.viewer, request=asked)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "They are erased. What is left says only that, when, why and by whom.")
            return redirect("rights:request", asked.pk)
    kept = keeping.kept_of_person(request.viewer, asked.person, timezone.localdate())
    context = {
        "asked": asked,
        "form": form,
        "kept": kept,
        "back_href": reverse("rights:request", args=[asked.pk]),
    }
    return render(request, "rights/erase.jinja", context)
