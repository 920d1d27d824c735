"""Pages of calls and messages to one person: what safe contact says, and what came of it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from trellis.features.correspondence import actions, queries
from trellis.features.correspondence.rules import SAID, WRITTEN_WAYS
from trellis.features.correspondence.web.forms import CallForm, MessageForm
from trellis.features.correspondence.web.shared import BOTH, WRITE, answered, of_family, person_of
from trellis.features.families import queries as families
from trellis.features.families.rules import MaySay
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import get_or_404, page
from trellis.platform.audit.actions import viewed


@page(WRITE, methods=BOTH)
def call(request: HttpRequest, family_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    """Show how somebody may be called now, and write down what came of it."""
    home, person = person_of(request, family_id, person_id)
    line = families.call_line(request.viewer, person, what=MaySay.PLEASE_CALL)
    viewed(request.viewer, person)
    return answered(
        request,
        CallForm(request.POST or None),
        lambda given: actions.note_call(by=request.viewer, family=home, person=person, **given),
        done="The call is written down.",
        onward=lambda _: of_family(home),
        template="correspondence/call.jinja",
        context={"family": home, "person": person, "line": line, "back_href": of_family(home)},
    )


@page(WRITE, methods=BOTH)
def message(request: HttpRequest, family_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    """Write a text message or an e-mail that is sent by hand."""
    home, person = person_of(request, family_id, person_id)
    wanted = [(person, way, SAID[0]) for way in WRITTEN_WAYS]
    reaches = zip(WRITTEN_WAYS, families.reaches_of(request.viewer, wanted), strict=True)
    return answered(
        request,
        MessageForm(request.POST or None),
        lambda given: actions.send_message(by=request.viewer, family=home, person=person, **given),
        done="The message waits to be sent by hand.",
        onward=lambda _: reverse("correspondence:messages"),
        template="correspondence/message.jinja",
        context={"family": home, "person": person, "reaches": list(reaches), "back_href": of_family(home)},
    )


@page(WRITE, methods=("POST",))
def sent(request: HttpRequest, family_id: uuid.UUID, message_id: uuid.UUID) -> HttpResponse:
    """Say that a message was sent by hand."""
    home = families.family(request.viewer, family_id)
    found = get_or_404(queries.messages_of(request.viewer, home.pk), pk=message_id)
    try:
        actions.mark_sent(by=request.viewer, message=found)
    except RuleBroken as broken:
        messages.warning(request, broken.message)
    else:
        messages.success(request, "The message is marked as sent.")
    return redirect("correspondence:messages")
