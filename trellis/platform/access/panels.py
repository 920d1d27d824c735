"""Draws what rooms contribute to a page that another room owns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import get_template
from django.utils import timezone
from markupsafe import Markup

from trellis.platform.access.viewer import Viewer
from trellis.platform.contributions.registry import panels


@dataclass(frozen=True, slots=True)
class DrawnPanel:
    """A panel as it stands on a page."""

    title: str
    html: Markup


def drawn_panels(request: HttpRequest, viewer: Viewer, place: str, subject: Any = None) -> list[DrawnPanel]:
    """Draw the panels of a place that this viewer may see and that have something to show, in their order."""
    today = timezone.localdate()
    drawn = []
    for panel in panels(place):
        if not viewer.may(panel.permission):
            continue
        context = panel.context(viewer, subject, today)
        if context is None:
            continue
        template = get_template(panel.template, using="jinja2")
        html = template.render(
            {"viewer": viewer, "subject": subject, "today": today, "panel": context, **context}, request
        )
        drawn.append(DrawnPanel(panel.title, Markup(html)))
    return drawn
