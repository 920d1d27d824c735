"""Reads of programmes. Versions are public knowledge; what an organisation offers is asked for by its viewer."""

from __future__ import annotations

import uuid
from functools import lru_cache
from typing import TYPE_CHECKING

from trellis.features.programmes.models import Offer, ProgrammeVersion
from trellis.features.programmes.rules.schema import ProgrammeDefinition

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


@lru_cache(maxsize=256)
def definition(programme_version_id: uuid.UUID) -> ProgrammeDefinition:
    """Return the definition of one version. Versions never change, so it is read once in a process."""
    stored = ProgrammeVersion.objects.values_list("definition", flat=True).get(pk=programme_version_id)
    return ProgrammeDefinition.model_validate(stored)


def latest_version(key: str) -> ProgrammeVersion:
    """Return the newest version of a programme; raises ProgrammeVersion.DoesNotExist when there is none."""
    found = ProgrammeVersion.objects.filter(key=key).order_by("-version").first()
    if found is None:
        raise ProgrammeVersion.DoesNotExist(key)
    return found


def latest_versions() -> list[ProgrammeVersion]:
    """Return the newest version of every programme, by name."""
    newest = ProgrammeVersion.objects.order_by("key", "-version").distinct("key")
    return sorted(newest, key=lambda version: version.name)


def on_offer(viewer: Viewer) -> list[ProgrammeVersion]:
    """Return the newest version of every programme that the viewer's organisation takes referrals to, by name."""
    keys = Offer.objects.visible_to(viewer).filter(is_open=True).values("programme_key")
    newest = ProgrammeVersion.objects.filter(key__in=keys).order_by("key", "-version").distinct("key")
    return sorted(newest, key=lambda version: version.name)
