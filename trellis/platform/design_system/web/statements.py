"""What we say about the service itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.platform.design_system import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return render(request, "design_system/accessibility.jinja")
