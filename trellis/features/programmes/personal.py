"""Programmes are public knowledge."""

from __future__ import annotations

from trellis.platform.contributions.records import PersonalSection

PUBLIC = "What a programme is; the same for everybody"

PERSONAL = (
    PersonalSection(
        key="programmes",
        label="Programmes",
        order=900,
        not_personal={
            "programmes.ProgrammeVersion": PUBLIC,
            "programmes.StoredDefinition": PUBLIC,
            "programmes.Offer": PUBLIC,
        },
    ),
)
