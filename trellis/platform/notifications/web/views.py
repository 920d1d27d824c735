"""One's own messages."""

from __future__ import annotations

import uuid

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from trellis.platform.access.pages import page
from trellis.platform.access.viewer import Viewer, viewer_of
from trellis.platform.design_system import render
from trellis.platform.notifications import actions, queries

READ = "notifications.read"


def _viewer(request: HttpRequest) -> Viewer:
    viewer = viewer_of(request)
    assert viewer is not None
    return viewer


@page(READ)
def messages(request: HttpRequest) -> HttpResponse:
    """List one's messages, newest first."""
    asked = request.GET.get("page", "1")
    number = max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    found, has_next = queries.messages(_viewer(request), number)
    context = {"found": found, "number": number, "has_next": has_next, "unread": any(not m.read_at for m in found)}
    return render(request, "notifications/messages.jinja", context)


@page(READ)
def message(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Show one message, note that it was read, and link on to what it is about."""
    viewer = _viewer(request)
    found = queries.message(viewer, message_id)
    if found.read_at is None and request.method == "GET":
        actions.mark_read(by=viewer, message=found)
    return render(request, "notifications/message.jinja", {"message": found})


@page(READ, methods=("POST",))
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark every message as read."""
    actions.mark_all_read(by=_viewer(request))
    notes.success(request, "Every message is marked as read.")
    return HttpResponseRedirect(reverse("notifications:messages"))
