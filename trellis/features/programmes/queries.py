"""Reads of programmes. Versions are public knowledge; what an organisation offers is asked for by its viewer."""

from __future__ import annotations

import uuid
from functools import lru_cache
from typing import TYPE_CHECKING

from trellis.features.programmes.models import Offer, ProgrammeVersion, StoredDefinition
from trellis.features.programmes.permissions import CHANGE_OFFERS
from trellis.features.programmes.rules.schema import ProgrammeDefinition

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


@lru_cache(maxsize=256)
def definition(programme_version_id: uuid.UUID) -> ProgrammeDefinition:
    """Return the definition of one version. Versions never change, so it is read once in a process."""
    stored = StoredDefinition.objects.values_list("definition", flat=True).get(version_id=programme_version_id)
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


def open_keys(viewer: Viewer) -> set[str]:
    """Return the keys of the programmes that the viewer's organisation takes referrals to."""
    return set(Offer.objects.visible_to(viewer).filter(is_open=True).values_list("programme_key", flat=True))


def find_definition(viewer: Viewer, key: str, version: int | None = None) -> ProgrammeDefinition | None:
    """Return the newest definition of a programme, or one version of it, that the organisation has offered.

    Nothing for one that was never on offer here, unless the viewer's role decides what is.
    """
    offered = Offer.objects.visible_to(viewer).filter(programme_key=key).exists()
    if not offered and not viewer.may(CHANGE_OFFERS):
        return None
    versions = ProgrammeVersion.objects.filter(key=key)
    if version is not None:
        versions = versions.filter(version=version)
    found = versions.order_by("-version").values_list("pk", flat=True).first()
    return None if found is None else definition(found)
