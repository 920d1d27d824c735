"""Pages of requests: the list with days left, one request as a list of tasks, and its clock."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from trellis.features.families import queries as families
from trellis.features.rights.actions import asking
from trellis.features.rights.queries import requests as queries
from trellis.features.rights.rules import REFUSALS, Asked, AskedBy, ChildAble, PauseReason, can_probably_decide
from trellis.features.rights.web.tasks import tasks_of
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system.forms import DateParts, GovukForm, LongText, Radios, Select, Text
from trellis.platform.design_system.lists import page_of

BOTH = ("GET", "POST")
ANSWER = "rights.answer"
GROUNDS = [(each.key, f"{each.label} ({each.source})") for each in REFUSALS]


class RequestForm(GovukForm):
    """What is asked, by whom and when."""

    asked = Radios(label="What is asked of us?", choices=Asked)
    asked_by = Radios(
        label="Who asks?", choices=AskedBy, reveals={"parent": ["child_able", "child_words"]}, noun="who asks"
    )
    child_able = Radios(label="Can the child decide this?", choices=ChildAble, noun="whether the child can decide")
    child_words = Text(label="What the child said", required=False, max_length=500)
    asker_person = Select(
        label="If it is somebody we know, who?",
        hint="What is kept from them is not gathered",
        required=False,
    )
    asker = Text(
        label="Their name, if it is somebody else than the person", required=False, max_length=160, noun="who asks"
    )
    received_on = DateParts(
        label="When did it come?",
        hint="The clock runs from this day, however it came and whoever it reached",
        latest="today",
        noun="day on which it came",
    )
    scope = LongText(
        label="What are they looking for?",
        hint="Leave it empty when they want everything",
        required=False,
        rows=3,
        max_length=500,
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asker_person"].choices = [("", "Nobody of the family"), *people]


class IdentityForm(GovukForm):
    """How we know who asks."""

    how = Text(
        label="How do you know that they are who they say they are?",
        hint="Such as a passport that you saw, or a worker who knows them well. Ask for no more than you need.",
        max_length=300,
        noun="how you know",
    )
    on = DateParts(label="On which day?", latest="today", noun="day")


class ChildForm(GovukForm):
    """Whether a child can decide."""

    able = Radios(label="Can the child decide this?", choices=ChildAble)
    words = Text(label="What the child said", required=False, max_length=500)


class StopForm(GovukForm):
    """Why the clock stands still."""

    reason = Radios(label="What did we ask for?", choices=PauseReason)
    first = DateParts(label="When did we ask?", latest="today", noun="day on which we asked")
    note = Text(label="What we asked, in a few words", required=False, max_length=300)


class StartForm(GovukForm):
    """When the answer came."""

    until = DateParts(label="When did the answer come?", latest="today", noun="day on which the answer came")


class LongerForm(GovukForm):
    """Why it takes longer."""

    why = LongText(
        label="Why is this request complex?",
        hint="Two months are added. The person must be told why within the first month.",
        rows=3,
        max_length=500,
        noun="reason",
    )


class RefuseForm(GovukForm):
    """On which ground it is refused."""

    ground = Radios(
        label="On which ground?", choices=[(each.key, f"{each.label} ({each.source})") for each in REFUSALS]
    )
    why = LongText(
        label="Why does that ground apply?",
        hint="The person reads this, and can complain to the Information Commissioner's Office.",
        rows=4,
        max_length=1000,
        noun="reason",
    )


@page(ANSWER)
def requests(request: HttpRequest) -> HttpResponse:
    """List the requests, the soonest due first."""
    closed = request.GET.get("show") == "closed"
    shown = page_of(request, queries.requests(request.viewer, only_open=not closed))
    rows = queries.listed(request.viewer, list(shown.object_list), timezone.localdate())
    return render(request, "rights/requests.jinja", {"shown": shown, "rows": rows, "closed": closed})


@page(ANSWER)
def find(request: HttpRequest) -> HttpResponse:
    """Find the person for whom a request is taken down."""
    search = request.GET.get("search", "").strip()[:80]
    found = queries.people_to_ask_for(request.viewer, search)
    return render(request, "rights/find.jinja", {"search": search, "found": found})


@page(ANSWER, methods=BOTH)
def new(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Take a request down."""
    person = families.person(request.viewer, person_id)
    around = queries.people_around(request.viewer, person)
    form = RequestForm(request.POST or None, people=[(str(each.pk), each.full_name) for each in around])
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        known = {str(each.pk): each for each in around}
        values["asker_person"] = known.get(values["asker_person"])
        try:
            made = asking.take_down_request(by=request.viewer, person=person, **values)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "The request has been taken down. Its clock is running.")
            return redirect("rights:request", made.pk)
    context = {
        "form": form,
        "title": "Take a request down",
        "caption": person.full_name,
        "back_href": reverse("rights:find"),
        "cancel_href": reverse("rights:requests"),
        "submit_text": "Save",
    }
    return render(request, "layouts/one_thing_page.jinja", context)


@page(ANSWER)
def request_page(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Show one request as a list of tasks, with its clock."""
    asked = queries.request(request.viewer, request_id)
    viewed(request.viewer, asked)
    today = timezone.localdate()
    counts = queries.progress(request.viewer, asked.pk)
    context = {
        "asked": asked,
        "due": queries.due(request.viewer, asked, today),
        "pauses": queries.pauses(request.viewer, asked.pk),
        "counts": counts,
        "tasks": tasks_of(asked, counts),
        "able": can_probably_decide(asked.person.birth_date, today) if asked.person else None,
        "dangers": queries.dangers(request.viewer, asked),
        "may_open": queries.may_open_copy(request.viewer, asked),
    }
    return render(request, "rights/request.jinja", context)


def _step(
    request: HttpRequest,
    request_id: uuid.UUID,
    form_class: Callable[..., Any],
    title: str,
    act: Callable[..., Any],
    done: str,
    *,
    submit_text: str = "Save",
    initial: dict[str, Any] | None = None,
) -> HttpResponse:
    asked = queries.request(request.viewer, request_id)
    form = form_class(request.POST or None, initial=initial or {})
    back = reverse("rights:request", args=[asked.pk])
    if request.method == "POST" and form.is_valid():
        try:
            act(by=request.viewer, request=asked, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, done)
            return redirect(back)
    context = {
        "form": form,
        "title": title,
        "caption": asked.person.full_name if asked.person else "",
        "back_href": back,
        "cancel_href": back,
        "submit_text": submit_text,
    }
    return render(request, "layouts/one_thing_page.jinja", context)


@page(ANSWER, methods=BOTH)
def identity(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Write down how we know who asks."""
    return _step(
        request, request_id, IdentityForm, "Who is it that asks?", asking.check_identity, "That has been written down."
    )


@page(ANSWER, methods=BOTH)
def child(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Write down whether a child can decide, and what the child wants."""
    asked = queries.request(request.viewer, request_id)
    initial = {"able": asked.child_able, "words": asked.child_words}
    return _step(
        request,
        request_id,
        ChildForm,
        "What does the child want?",
        asking.write_what_child_wants,
        "That has been written down.",
        initial=initial,
    )


@page(ANSWER, methods=BOTH)
def stop(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Stop the clock."""
    return _step(request, request_id, StopForm, "Stop the clock", asking.stop_clock, "The clock stands still.")


@page(ANSWER, methods=BOTH)
def start(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Let the clock go on."""
    return _step(request, request_id, StartForm, "Start the clock again", asking.start_clock, "The clock runs again.")


@page(ANSWER, methods=BOTH)
def longer(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Take two more months."""
    return _step(
        request,
        request_id,
        LongerForm,
        "Take longer",
        asking.take_longer,
        "Two months were added. Tell the person why.",
    )


@page(ANSWER, methods=BOTH)
def refuse(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Refuse a request."""
    return _step(
        request,
        request_id,
        RefuseForm,
        "Refuse this request",
        asking.refuse,
        "The request is refused. Tell the person why, and where they can complain.",
        submit_text="Refuse it",
    )


@page(ANSWER, methods=("POST",))
def withdraw(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Close a request that was taken back."""
    asked = queries.request(request.viewer, request_id)
    try:
        asking.withdraw(by=request.viewer, request=asked)
    except RuleBroken as broken:
        messages.warning(request, str(broken))
    else:
        messages.success(request, "The request is closed. What was gathered for it is gone.")
    return redirect("rights:request", asked.pk)
