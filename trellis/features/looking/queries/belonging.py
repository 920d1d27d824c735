"""To whose file a record belongs: what the log writes beside each event, and by what it is hidden."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Q

from trellis.features.families.models import FamilyMember, families_of
from trellis.platform.access.viewer import Viewer

FAMILY, PERSON = "families.family", "families.person"
ON_THE_WAY = ("journey", "referral", "participant", "household", "session", "goal", "review_point")
FARTHEST = 3
# What is written about who may look is no work with the family: whoever opens a file in need has not worked for it.
NOT_WORK = Q(event__startswith="looking.") | Q(
    about_kind__in=[f"families.{kind}" for kind in ("breakglass", "shutout", "sides", "closedfamily", "seal")]
)


def families_of_records(records: Sequence[models.Model]) -> list[uuid.UUID | None]:
    """Return, for each record of one event, the family to whose file it belongs, or None.

    A person without a family of their own on the record belongs to the family that the other records are about; only
    when those are of none or of several is it looked up, for all people at once.
    """
    found = [_family_of(record) for record in records]
    around = {family for family in found if family is not None}
    open_ = [n for n, record in enumerate(records) if found[n] is None and record._meta.label_lower == PERSON]
    if not open_:
        return found
    if len(around) == 1:
        (only,) = around
        known = dict.fromkeys((records[n].pk for n in open_), only)
    else:
        known = _first_families([records[n].pk for n in open_])
    for n in open_:
        found[n] = known.get(records[n].pk)
    return found


def _first_families(people: list[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    rows = FamilyMember.objects.filter(person_id__in=people).order_by("-created_at", "-pk")
    return dict(rows.values_list("person_id", "family_id"))


def _family_of(record: Any, far: int = 0) -> uuid.UUID | None:
    """Follow what is loaded already; no query is made for it."""
    if record._meta.label_lower == FAMILY:
        return record.pk
    if getattr(record, "family_id", None) is not None:
        return record.family_id
    if far == FARTHEST:
        return None
    for name in ON_THE_WAY:
        near = record._state.fields_cache.get(name)
        if near is not None and (found := _family_of(near, far + 1)) is not None:
            return found
    return None


def visible_events(viewer: Viewer) -> Q:
    """Return the condition that an event of the log is about no family, or about one that the viewer may see."""
    return Q(about_family__isnull=True) | families_of(viewer, "about_family")
