"""Pages for what went wrong, in plain words and in the house's layout."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.http import HttpResponse

from trellis.platform.design_system import render

if TYPE_CHECKING:
    from django.http import HttpRequest

log = logging.getLogger(__name__)

LAST_RESORT = (
    '<!DOCTYPE html><html lang="en-GB"><meta charset="utf-8"><title>Something went wrong – Trellis</title>'
    "<h1>Something went wrong on our side</h1>"
    "<p>What you saved before is safe. Go back and try again in a few minutes.</p>"
    '<p><a href="/">Go to Today</a></p></html>'
)


def problem_page(request: HttpRequest, title: str, sentences: list[str], *, status: int) -> HttpResponse:
    """Answer with a page that says what is so and what to do."""
    context = {"title": title, "sentences": sentences}
    return render(request, "errors/page.jinja", context, status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without looking anything up, so that it works when the database does not."""
    from trellis.platform.design_system.environment import plain_environment

    try:
        page = plain_environment().get_template("500.jinja").render()
    except Exception:
        log.exception("The page for errors could not be drawn")
        page = LAST_RESORT
    return HttpResponse(page, status=500)
