"""What waits to go out, and whom to call."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from trellis.features.correspondence import actions, queries
from trellis.features.correspondence.web.forms import ReturnAddressForm
from trellis.features.correspondence.web.shared import BOTH, OUTSIDE, SEE, answered, tabs
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed


@page(SEE)
def post(request: HttpRequest) -> HttpResponse:
    """List the letters that wait to go out."""
    found = queries.post_list(request.viewer)
    if found:
        viewed(request.viewer, *(one.letter for one in found))
    return render(
        request,
        "correspondence/post.jinja",
        {
            "tabs": tabs("post"),
            "letters": found,
            "today": timezone.localdate(),
            "return_address": queries.return_address(request.viewer),
            "may_write_return_address": request.viewer.may(OUTSIDE),
        },
    )


@page(SEE)
def calls(request: HttpRequest) -> HttpResponse:
    """List whom to call before the sessions of the coming week."""
    found = queries.call_list(request.viewer, timezone.localdate())
    if found:
        viewed(request.viewer, *(one.line.person for one in found))
    return render(request, "correspondence/calls.jinja", {"tabs": tabs("calls"), "people": found})


@page(SEE)
def messages(request: HttpRequest) -> HttpResponse:
    """List the messages that wait to be sent by hand."""
    found = queries.to_send(request.viewer)
    if found:
        viewed(request.viewer, *(one.message for one in found))
    return render(request, "correspondence/messages.jinja", {"tabs": tabs("messages"), "messages_to_send": found})


@page(OUTSIDE, methods=BOTH)
def return_address(request: HttpRequest) -> HttpResponse:
    """Write where letters come back to."""
    back = reverse("correspondence:post")
    return answered(
        request,
        ReturnAddressForm(request.POST or None, initial={"lines": queries.return_address(request.viewer)}),
        lambda given: actions.write_return_address(by=request.viewer, **given),
        done="The return address is kept.",
        onward=lambda _: back,
        template="layouts/one_thing_page.jinja",
        context={"title": "Return address", "submit_text": "Save", "back_href": back, "cancel_href": back},
    )
