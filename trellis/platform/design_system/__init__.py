"""The look, the layout, the forms and the components that every room uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def render(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Answer with a Jinja template in the house's layout; `status` is the HTTP status."""
    from django.http import HttpResponse
    from django.template.loader import get_template

    return HttpResponse(get_template(template, using="jinja2").render(context, request), status=status)
