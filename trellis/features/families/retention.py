"""How long the family file is kept."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import F, Max

from trellis.features.families.models import FamilyMember
from trellis.kernel.dates import add_months, age_on
from trellis.platform.access.viewer import Viewer
from trellis.platform.contributions.records import RetentionRule, RetentionTrigger

Days = Iterable[tuple[uuid.UUID, Any, date | None]]
FROM = date(2026, 1, 1)


def _members(viewer: Viewer, families: Collection[uuid.UUID] | None) -> Any:
    found = FamilyMember.objects.visible_to(viewer)
    return found if families is None else found.filter(family_id__in=families)


def eighteenth_birthdays(viewer: Viewer, families: Collection[uuid.UUID] | None = None) -> Days:
    """Give the 18th birthday of everybody who was under 18 when they were written down."""
    rows = _members(viewer, families).filter(person__birth_date__isnull=False)
    for family, person, born, since in rows.values_list(
        "family_id", "person_id", "person__birth_date", "person__created_at"
    ):
        if born <= since.date() and age_on(born, since.date()) < 18:
            yield family, person, add_months(born, 18 * 12)


def file_opened(viewer: Viewer, families: Collection[uuid.UUID] | None = None) -> Days:
    """Give the day on which the newest person of each file was written down."""
    rows = _members(viewer, families).values("family_id").annotate(last=Max(F("person__created_at"))).order_by()
    for row in rows:
        yield row["family_id"], None, row["last"].date()


TRIGGERS = (
    RetentionTrigger("eighteenth_birthday", "The 18th birthday of somebody who was a child", eighteenth_birthdays),
    RetentionTrigger("file_opened", "The newest person of the file was written down", file_opened),
)
RULES = (
    RetentionRule(
        key="young_person",
        label="A child's record, until 25",
        trigger="eighteenth_birthday",
        months=84,
        floor=0,
        basis="Public task; so that a young adult can still ask for their record",
        source="Common practice of children's services for records that are not of care or child protection",
        jurisdiction="England and Wales",
        confidence="to confirm",
        effective_from=FROM,
    ),
    RetentionRule(
        key="file",
        label="A file in which nothing happened",
        trigger="file_opened",
        months=24,
        floor=6,
        basis="Storage limitation: no longer than is needed (UK GDPR Article 5(1)(e))",
        source="Set by the service",
        jurisdiction="England and Wales",
        confidence="practice",
        effective_from=FROM,
    ),
)
