"""What was done and looked at, for supervisors."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse

from trellis.platform.access.pages import page
from trellis.platform.access.queries import names
from trellis.platform.access.viewer import Viewer, viewer_of
from trellis.platform.audit import queries
from trellis.platform.design_system import lists, render
from trellis.platform.design_system.forms import DateParts, GovukForm, Hidden, Select

KINDS = {"changes": False, "views": True}


class LogFilterForm(GovukForm):
    """Which part of the log to show."""

    marks_optional = False
    by = Select(label="Who", required=False, empty_label="Everybody")
    kind = Select(
        label="What",
        choices=[("changes", "Changes"), ("views", "Looking at a record")],
        required=False,
        empty_label="Everything",
    )
    day = DateParts(label="On this day", latest="today", required=False)
    about = Hidden()

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"].choices = [("", "Everybody"), *names(viewer)]


@page("audit.read")
def log(request: HttpRequest) -> HttpResponse:
    """Show the log, newest first."""
    viewer = viewer_of(request)
    assert viewer is not None
    form = LogFilterForm(viewer, request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    about = about_of(chosen.get("about", ""))
    found = queries.log(
        viewer,
        by=uuid.UUID(chosen["by"]) if chosen.get("by") else None,
        is_view=KINDS.get(chosen.get("kind", "")),
        day=chosen.get("day"),
        about=about,
        before=request.GET.get("before", ""),
    )
    context = {
        "form": form,
        "entries": found.entries,
        "older": lists.address_with(request, before=found.older) if found.older else "",
        "newest": lists.address_with(request, before=None) if request.GET.get("before") else "",
        "checked": queries.latest_check(viewer),
        "one_record": queries.kind_in_words(about[0]) if about else "",
        "whole_log": lists.address_with(request, about=None, before=None),
    }
    return render(request, "audit/log.jinja", context)


def about_of(text: str) -> tuple[str, uuid.UUID] | None:
    """Read "families.family:<id>" as a kind and an id; None for anything else."""
    kind, _, pk = text.partition(":")
    try:
        return kind, uuid.UUID(pk)
    except ValueError:
        return None
