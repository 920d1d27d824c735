"""Background work of rights: gathering, looking whose time has passed, erasing at night."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.features.rights.actions import answering, deciding, erasing
from trellis.features.rights.actions import keeping as keeping_actions
from trellis.features.rights.models import ErasureBatch, SubjectRequest
from trellis.features.rights.queries import gathering, keeping
from trellis.features.rights.queries import requests as queries
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.database import sight
from trellis.platform.jobs import actions as jobs
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


@background("rights.look")
def look(progress: Progress, arguments: dict[str, Any]) -> Result:
    """Find whose time has passed; nobody goes by this."""
    batch = keeping.batch(progress.by, uuid.UUID(arguments["batch"]))
    progress.step(0, 1, "Looking at every rule for everybody")
    count = keeping_actions.fill_batch(by=progress.by, batch=batch)
    words = f"{count} {'person' if count == 1 else 'people'} to look at. Nothing has gone."
    return Result(words, reverse("rights:batch", args=[batch.pk]))


@background("rights.erase")
def erase(progress: Progress, arguments: dict[str, Any]) -> Result:
    """Erase the people of an approved batch."""
    batch = keeping.batch(progress.by, uuid.UUID(arguments["batch"]))
    progress.step(0, 1, "Erasing")
    count = erasing.carry_out(by=progress.by, batch=batch)
    words = f"{count} {'person was' if count == 1 else 'people were'} erased."
    return Result(words, reverse("rights:batch", args=[batch.pk]))


@app.periodic(cron="40 2 * * *")
@app.task(name="rights.every_night", queueing_lock="rights.every_night", pass_context=False)
def every_night(timestamp: int) -> None:
    """Every night, carry out what was approved, and remove our copies of answers that have expired."""
    for organisation_id in sight.each_organisation():
        _carry_out(organisation_id)
        _forget_copies(organisation_id)


def _carry_out(organisation_id: uuid.UUID) -> None:
    waiting = ErasureBatch._base_manager.filter(
        organisation_id=organisation_id, approved_at__isnull=False, done_at__isnull=True, dropped_at__isnull=True
    )
    for batch in waiting.select_related("made_by__user", "made_by__organisation"):
        by = Viewer.from_membership(batch.made_by)
        jobs.start("rights.erase", by=by, label="Erasing what was approved", arguments={"batch": str(batch.pk)})


def _forget_copies(organisation_id: uuid.UUID) -> None:
    expired = SubjectRequest._base_manager.filter(
        organisation_id=organisation_id, expires_on__lte=timezone.localdate(), released__isnull=False
    )
    for found in expired.select_related("checked_by__user", "checked_by__organisation"):
        if found.checked_by is not None:
            answering.forget_copy(by=Viewer.from_membership(found.checked_by), request=found)
