"""Spreadsheets of referrals: taken in, read, looked at, and brought in as a whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from trellis.features.programmes import queries as programmes
from trellis.features.referrals import permissions
from trellis.features.referrals.models import ReferralImport
from trellis.features.referrals.spreadsheet import queries
from trellis.features.referrals.spreadsheet.families import SheetFamily
from trellis.features.referrals.spreadsheet.making import make_referrals, one_import_at_a_time
from trellis.features.referrals.spreadsheet.reading import SheetReading, heading_of
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action
from trellis.platform.documents import actions as documents
from trellis.platform.documents.kinds import SPREADSHEETS
from trellis.platform.documents.spreadsheet import Table
from trellis.platform.jobs.actions import start

READ_JOB = "referrals.read_import"
BRING_IN_JOB = "referrals.import"
READ_AT_ONCE = 48 * 1024
SHOWN_FAMILIES = 20
KEPT_PROBLEMS = 2_000

Tell = Callable[[int, int, str], None]


@action("referrals.import_begun", permissions.IMPORT)
def begin_import(*, by: Viewer, programme_key: str, upload: Any) -> ReferralImport:
    """Take in a spreadsheet for a programme that the organisation offers, and read it: a large one in the background.

    Nothing is made yet: `ask_to_bring_in` does that once somebody has looked. Raises RuleBroken for the fields
    `programme` and `upload`.
    """
    version = next((offered for offered in programmes.on_offer(by) if offered.key == programme_key), None)
    if version is None:
        raise RuleBroken("Choose a programme that takes referrals at present.", "programme")
    try:
        document = documents.store_upload(by=by, upload=upload, kinds=SPREADSHEETS)
    except RuleBroken as refused:
        raise RuleBroken(refused.message, "upload") from refused
    imported = ReferralImport.objects.create(
        organisation_id=by.organisation_id,
        programme_version=version,
        document=document,
        checksum=document.checksum,
        by_id=by.membership_id,
    )
    about(imported, size=document.size)
    if document.size <= READ_AT_ONCE:
        imported = read_import(by=by, imported=imported)
    else:
        imported.job = start(
            READ_JOB, by=by, label=f"Read the spreadsheet {document.name}", arguments={"import": str(imported.pk)}
        )
        imported.save(update_fields=["job"])
    return imported


def _say_nothing(done: int, total: int, words: str) -> None:
    """Be told how far the work is, and keep it to oneself."""


@action("referrals.import_read", permissions.IMPORT)
def read_import(*, by: Viewer, imported: ReferralImport, tell: Tell = _say_nothing) -> ReferralImport:
    """Read a spreadsheet: every problem at once, or what would be brought in."""
    imported = _held(by, imported)
    if imported.status != "reading":
        raise RuleBroken("This spreadsheet has been read already.")
    tell(0, 1, "Opening the file")
    try:
        table = queries.table_of(imported)
    except RuleBroken as refused:
        imported.problems = [
            {"row": 0, "column": "", "heading": "", "found": imported.document.name, "right": str(refused)}
        ]
        imported.problem_count, imported.status = 1, "refused"
    else:
        reading = queries.read(imported, table, lambda done, total: tell(done, total, "Checking families"))
        _keep(by, imported, table, reading)
    imported.save()
    about(imported, rows=imported.rows, families=imported.families, problems=imported.problem_count)
    return imported


def _keep(by: Viewer, imported: ReferralImport, table: Table, reading: SheetReading) -> None:
    here = queries.already_here(by, (family.key for family in reading.families))
    imported.rows, imported.families, imported.already_here = reading.rows, len(reading.families), len(here)
    imported.problem_count = len(reading.problems)
    imported.status = "refused" if reading.problems else "previewed"
    imported.problems = [
        {
            "row": problem.row,
            "column": problem.column,
            "heading": heading_of(table.headers, problem.column),
            "found": problem.found,
            "right": problem.right,
        }
        for problem in reading.problems[:KEPT_PROBLEMS]
    ]
    imported.preview = [] if reading.problems else [_shown(f, here) for f in reading.families[:SHOWN_FAMILIES]]


def _shown(family: SheetFamily, here: dict[str, str]) -> dict[str, Any]:
    return {
        "number": family.number,
        "rows": list(family.rows),
        "reference": here.get(family.key, ""),
        "people": [
            {
                "name": person.full_name,
                "born": person.birth_date.isoformat() if person.birth_date else "",
                "role": person.family_role,
                "strand": person.strand,
            }
            for person in family.answers.people
        ],
    }


@action("referrals.import_asked", permissions.IMPORT)
def ask_to_bring_in(*, by: Viewer, imported: ReferralImport) -> ReferralImport:
    """Bring in, in the background, what was shown: all of it or nothing. One that stopped may be asked for again."""
    imported = _held(by, imported)
    stopped = imported.status == "running" and imported.job is not None and imported.job.status == "failed"
    if imported.status != "previewed" and not stopped:
        raise RuleBroken(f"This spreadsheet is “{imported.get_status_display()}”, so it cannot be brought in now.")
    imported.status = "running"
    imported.job = start(
        BRING_IN_JOB,
        by=by,
        label=f"Bring in referrals from {imported.document.name}",
        arguments={"import": str(imported.pk)},
    )
    imported.save(update_fields=["status", "job"])
    about(imported, families=imported.families)
    return imported


@action("referrals.imported", permissions.IMPORT)
def bring_in(*, by: Viewer, imported: ReferralImport, tell: Tell = _say_nothing) -> ReferralImport:
    """Make the referrals of a spreadsheet: all that are not here yet, in one transaction.

    Families whose people cannot be anybody known are made at once; the others wait for a co-ordinator to look. Raises
    RuleBroken, and makes nothing, when the spreadsheet has come to have a problem since it was looked at.
    """
    imported = _held(by, imported)
    if imported.status != "running":
        raise RuleBroken(f"This spreadsheet is “{imported.get_status_display()}”, so it cannot be brought in now.")
    if imported.programme_version.key not in programmes.open_keys(by):
        raise RuleBroken("This programme takes no referrals at present, so nothing was brought in.")
    one_import_at_a_time(by)
    tell(0, 1, "Opening the file")
    reading = queries.read(
        imported, queries.table_of(imported), lambda done, total: tell(done, total, "Checking families")
    )
    if reading.problems:
        first = reading.problems[0]
        raise RuleBroken(
            f"Row {first.row} has come to have a problem since this was looked at, so nothing was brought in: "
            f"{first.right} Put it right in the file, and send the file again."
        )
    here = queries.already_here(by, (family.key for family in reading.families))
    new = [family for family in reading.families if family.key not in here]
    made, to_identify = make_referrals(by, imported, new, lambda done: tell(done, len(new), "Bringing in families"))
    imported.already_here, imported.made, imported.to_identify = len(here), made, to_identify
    imported.status, imported.preview = "done", []
    imported.save()
    _forget_file(imported)
    about(imported, made=made, already_here=len(here), to_identify=to_identify)
    return imported


@action("referrals.import_dropped", permissions.IMPORT)
def drop_import(*, by: Viewer, imported: ReferralImport) -> ReferralImport:
    """Decide not to bring in a spreadsheet; the file and what was read of it are deleted."""
    imported = _held(by, imported)
    stopped = imported.job is not None and imported.job.status == "failed"
    if imported.status not in {"refused", "previewed"} and not (stopped and imported.status in {"reading", "running"}):
        raise RuleBroken(f"This spreadsheet is “{imported.get_status_display()}”, so it cannot be dropped.")
    imported.status, imported.preview, imported.problems = "dropped", [], []
    imported.save()
    _forget_file(imported)
    about(imported)
    return imported


def _held(by: Viewer, imported: ReferralImport) -> ReferralImport:
    """Return the import as it is now, held until the action ends; only one that `by` may see."""
    found: ReferralImport = (
        ReferralImport.objects.visible_to(by)
        .select_related("document", "job", "programme_version")
        .select_for_update(of=("self",))
        .get(pk=imported.pk)
    )
    return found


def _forget_file(imported: ReferralImport) -> None:
    """Delete the file's bytes, which hold whole families' lives, as soon as what was decided is kept."""
    document = imported.document
    document.removed_at = timezone.now()
    document.save(update_fields=["removed_at"])
    transaction.on_commit(lambda: default_storage.delete(document.storage_name))
