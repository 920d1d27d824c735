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


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400: the request could not be read."""
    return problem_page(
        request,
        "We could not read what was sent",
        ["Nothing was saved.",
         "Go back, check what you typed, and try again. If you sent a file, it may be too large."],
        status=400,
    )  # fmt: skip


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403: the person may not do this."""
    return another_role_needed(request, str(exception or ""))


def another_role_needed(request: HttpRequest, why: str = "") -> HttpResponse:
    """Answer 403 and say that the page belongs to another role; `why` is a sentence for this person."""
    sentences = [why] if why else []
    sentences.append("If you need it for your work, ask the administrator of your organisation.")
    return problem_page(request, "This page needs another role", sentences, status=403)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 when the form's token is no longer right, which happens after signing in again."""
    return problem_page(
        request,
        "This form was opened before you signed in",
        ["Nothing was saved yet, and what you typed is still in the page before this one.",
         "Go back, reload that page, and send it again. Forms that save as you type have kept your words."],
        status=403,
    )  # fmt: skip


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404; says the same for what does not exist and for what this person may not see."""
    return problem_page(
        request,
        "Page not found",
        ["If you typed the address, check it. If you followed a link, what it led to may have moved.",
         "It may also be something that you cannot see with your role."],
        status=404,
    )  # fmt: skip


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without looking anything up, so that it works when the database does not."""
    from trellis.platform.design_system.environment import plain_environment

    context = {
        "title": "Something went wrong on our side",
        "sentences": [
            "What you saved before is safe. What you just sent may not have been saved.",
            "Go back and try again in a few minutes. If it happens again, tell the people who run Trellis here, "
            "and what you were doing.",
        ],
    }
    try:
        page = plain_environment().get_template("errors/page.jinja").render(context)
    except Exception:
        log.exception("The page for errors could not be drawn")
        page = LAST_RESORT
    return HttpResponse(page, status=500)
