"""Programmes for tests: the files that come with Trellis, loaded."""

from __future__ import annotations

from trellis.features.programmes.models import Offer, ProgrammeVersion
from trellis.features.programmes.rules.built_in import built_in_definition
from trellis.platform.access.models import Organisation


def programme_version(key: str = "pact") -> ProgrammeVersion:
    """Load a programme that comes with Trellis into the database."""
    definition = built_in_definition(key)
    version, _ = ProgrammeVersion.objects.get_or_create(
        key=key,
        version=definition.version,
        defaults={"name": definition.name, "definition": definition.model_dump(mode="json"), "checksum": "0" * 64},
    )
    return version


def offer(organisation: Organisation, key: str = "pact") -> Offer:
    """Let an organisation take referrals to a programme that comes with Trellis."""
    programme_version(key)
    made, _ = Offer.objects.get_or_create(organisation=organisation, programme_key=key)
    return made
