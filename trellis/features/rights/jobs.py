"""Background work of rights: gathering."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from trellis.features.rights.actions import deciding
from trellis.features.rights.queries import gathering
from trellis.features.rights.queries import requests as queries
from trellis.kernel.decisions import RuleBroken
from trellis.platform.jobs.registry import Result, background

if TYPE_CHECKING:
    from trellis.platform.jobs.progress import Progress


@background("rights.gather")
def gather(progress: Progress, arguments: dict[str, Any]) -> Result:
    """Gather everything that is held of the person of a request, as whoever began it may see it."""
    by = progress.by
    asked = queries.request(by, uuid.UUID(arguments["request"]))
    if asked.person is None:
        raise RuleBroken("Nobody is left whom this request is about.")
    progress.step(0, 1, "Looking through every part of the record")
    recipients = [asked.asker_person_id] if asked.asker_person_id else []
    search = gathering.search_for(by, asked.person, recipients)
    count = deciding.keep_gathered(by=by, request=asked, search=search, found=gathering.gather(search))
    return Result(f"{count} items are ready to be decided.", reverse("rights:items", args=[asked.pk]))
