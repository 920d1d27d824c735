"""Programmes for tests: the built-in definitions as versions in the database."""

from __future__ import annotations

from trellis.features.programmes.loading import as_row, keep, load_definitions
from trellis.features.programmes.models import Offer, ProgrammeVersion
from trellis.features.programmes.rules.built_in import BUILT_IN_FOLDER, built_in_definition
from trellis.platform.access.models import Organisation


def programme_version(key: str = "pact") -> ProgrammeVersion:
    """Return the stored version of a programme that comes with Trellis, loading it if need be."""
    row = as_row(built_in_definition(key))
    held = ProgrammeVersion.objects.filter(key=row.key, version=row.version).first()
    if held is None:
        return keep(row)
    return held


def all_programmes() -> list[ProgrammeVersion]:
    """Load every programme that comes with Trellis."""
    load_definitions([BUILT_IN_FOLDER])
    return list(ProgrammeVersion.objects.order_by("key"))


def offer(organisation: Organisation, key: str = "pact", *, is_open: bool = True) -> Offer:
    """Let an organisation offer a programme."""
    programme_version(key)
    made, _ = Offer.objects.update_or_create(
        organisation=organisation, programme_key=key, defaults={"is_open": is_open}
    )
    return made
