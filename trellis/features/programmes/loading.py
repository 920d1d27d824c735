"""Bring definition files into the database as versions that never change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from trellis.features.programmes.models import ProgrammeVersion, StoredDefinition
from trellis.features.programmes.rules.checking import read_files
from trellis.features.programmes.rules.schema import ProgrammeDefinition


@dataclass(frozen=True, slots=True)
class Loaded:
    """Hold what a load did: versions added and unchanged (as "key 1"), and what stood in the way."""

    added: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@transaction.atomic
def load_definitions(folders: Iterable[Path]) -> Loaded:
    """Add a version for each new definition in the folders; all of them, or none when one is refused.

    The same key may stand in several folders with different versions. A file that has changed while its
    version has not is refused: what runs on that version must find it as it was.
    """
    loaded = Loaded()
    definitions: list[ProgrammeDefinition] = []
    for folder in folders:
        read, problems = read_files([folder])
        definitions.extend(read)
        loaded.refused.extend(str(problem) for problem in problems)
    stored = {
        (row.key, row.version): row.checksum for row in ProgrammeVersion.objects.only("checksum", "key", "version")
    }
    new: dict[tuple[str, int], ProgrammeVersion] = {}
    for definition in definitions:
        _sort_out(definition, stored, new, loaded)
    if loaded.refused:
        return Loaded(refused=loaded.refused)
    for row in new.values():
        keep(row)
    return loaded


def _sort_out(
    definition: ProgrammeDefinition,
    stored: dict[tuple[str, int], str],
    new: dict[tuple[str, int], ProgrammeVersion],
    loaded: Loaded,
) -> None:
    row = as_row(definition)
    at = (row.key, row.version)
    words = f"{row.key} {row.version}"
    held = stored.get(at) or (new[at].checksum if at in new else None)
    if held is None:
        new[at] = row
        loaded.added.append(words)
    elif held == row.checksum:
        loaded.unchanged.append(words)
    else:
        highest = max(version for key, version in (*stored, *new) if key == row.key)
        loaded.refused.append(
            f"{row.key}: version {row.version} is loaded already and says something else. "
            f"Right would be version {highest + 1} or higher."
        )


def as_row(definition: ProgrammeDefinition) -> ProgrammeVersion:
    """Make the row, not yet kept, of one version of a definition, with what it says beside it."""
    held = definition.model_dump(mode="json")
    written = json.dumps(held, sort_keys=True, ensure_ascii=False)
    row = ProgrammeVersion(
        key=definition.key,
        version=definition.version,
        name=definition.name,
        checksum=hashlib.sha256(written.encode()).hexdigest(),
    )
    row.stored = StoredDefinition(version=row, definition=held)
    return row


def keep(row: ProgrammeVersion) -> ProgrammeVersion:
    """Save a row of `as_row` and what it says."""
    row.save(force_insert=True)
    row.stored.save(force_insert=True)
    return row
