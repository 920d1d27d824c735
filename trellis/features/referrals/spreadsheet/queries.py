"""Reads of imports, and of the spreadsheets behind them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from trellis.features.programmes import queries as programmes
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.referrals.models import Referral, ReferralImport
from trellis.features.referrals.spreadsheet.columns import columns_for
from trellis.features.referrals.spreadsheet.reading import SheetReading, Step, read_families
from trellis.features.referrals.spreadsheet.template import SHEET
from trellis.platform.access.pages import get_or_404
from trellis.platform.access.viewer import Viewer
from trellis.platform.documents import queries as documents
from trellis.platform.documents.spreadsheet import Table, read_table

PAGE = 25
_CHUNK = 2_000


def imported(viewer: Viewer, import_id: uuid.UUID) -> ReferralImport:
    """Return one import, or answer 404."""
    found = ReferralImport.objects.visible_to(viewer).select_related("document", "job", "programme_version", "by__user")
    return get_or_404(found, pk=import_id)


def imports(viewer: Viewer, number: int) -> tuple[list[ReferralImport], bool]:
    """Return a page of the organisation's imports, newest first, and whether there are older ones."""
    found: QuerySet[ReferralImport] = (
        ReferralImport.objects.visible_to(viewer)
        .select_related("document", "programme_version", "by__user", "job")
        .order_by("-id")
    )
    first = (number - 1) * PAGE
    page = list(found.defer("preview", "problems")[first : first + PAGE + 1])
    return page[:PAGE], len(page) > PAGE


def referrals_made(viewer: Viewer, imported: ReferralImport, number: int) -> tuple[list[Referral], bool]:
    """Return a page of the referrals that an import made, by the name of the family, and whether there are more."""
    found = Referral.objects.visible_to(viewer).filter(brought_in=imported).order_by("family_name", "id")
    first = (number - 1) * PAGE
    page = list(found.defer("answers")[first : first + PAGE + 1])
    return page[:PAGE], len(page) > PAGE


def already_here(viewer: Viewer, keys: Iterable[str]) -> dict[str, str]:
    """Return which families of a spreadsheet have been brought in before: import keys with references."""
    wanted = list(keys)
    found: dict[str, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        rows = Referral.objects.of_organisation(viewer).filter(import_key__in=wanted[start : start + _CHUNK])
        found |= dict(rows.values_list("import_key", "reference"))
    return found


def brought_in_before(viewer: Viewer, imported: ReferralImport) -> ReferralImport | None:
    """Return the import that brought in this very file, if there is one."""
    same = ReferralImport.objects.visible_to(viewer).filter(
        checksum=imported.checksum, programme_version=imported.programme_version_id, status="done"
    )
    return same.exclude(pk=imported.pk).select_related("by__user", "job").order_by("id").first()


def definition_of(imported: ReferralImport) -> ProgrammeDefinition:
    """Return the definition of the programme that an import is for."""
    return programmes.definition(imported.programme_version_id)


def table_of(imported: ReferralImport) -> Table:
    """Return the table in an import's spreadsheet; raises RuleBroken, in words, when it cannot be read."""
    document = imported.document
    return read_table(documents.content_of(document), documents.kind_of(document), sheet=SHEET)


def read(imported: ReferralImport, table: Table, step: Step) -> SheetReading:
    """Return every family and every problem of an import's table."""
    return read_families(table, definition_of(imported), timezone.localdate(), step=step)


def columns_of(imported: ReferralImport) -> int:
    """Return how many columns the programme's spreadsheet has."""
    return len(columns_for(definition_of(imported)))
