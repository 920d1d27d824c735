"""Spreadsheets read and brought in behind the scenes."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse

from trellis.features.referrals.models import ReferralImport
from trellis.features.referrals.spreadsheet import actions, queries
from trellis.platform.jobs.progress import Progress
from trellis.platform.jobs.registry import Result, background


@background(actions.READ_JOB)
def read_import(progress: Progress, arguments: dict[str, Any]) -> Result:
    """Read a spreadsheet, so that its owner can look at what is in it."""
    imported = _import(progress, arguments)
    imported = actions.read_import(by=progress.by, imported=imported, tell=progress.step)
    if imported.problem_count:
        words = f"{imported.problem_count:,} problems were found. Nothing can be brought in before they are put right."
    else:
        words = f"{imported.families:,} families can be brought in. Look at them first."
    return Result(words, _page(imported))


@background(actions.BRING_IN_JOB)
def bring_in(progress: Progress, arguments: dict[str, Any]) -> Result:
    """Bring in the referrals of a spreadsheet."""
    imported = actions.bring_in(by=progress.by, imported=_import(progress, arguments), tell=progress.step)
    words = f"{imported.made:,} referrals were brought in. {imported.already_here:,} were here already."
    return Result(words, _page(imported))


def _import(progress: Progress, arguments: dict[str, Any]) -> ReferralImport:
    return queries.imported(progress.by, uuid.UUID(arguments["import"]))


def _page(imported: ReferralImport) -> str:
    return reverse("referrals:import", args=[imported.pk])
