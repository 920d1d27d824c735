"""Programmes for the tests of rules: the real files, and variations of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import trellis.features.programmes
from trellis.features.programmes.rules.reading import read_definition
from trellis.features.programmes.rules.schema import ProgrammeDefinition

FOLDER = Path(trellis.features.programmes.__file__).parent / "definitions"


@cache
def programme(key: str) -> ProgrammeDefinition:
    """Return the definition in the file of a programme."""
    file = FOLDER / f"{key}.toml"
    read = read_definition(file.read_text(encoding="utf-8"), file.name)
    assert read.definition is not None, read.problems
    return read.definition


def with_cadence(definition: ProgrammeDefinition, **changes: Any) -> ProgrammeDefinition:
    """Return a programme whose sessions follow each other in another way."""
    return definition.model_copy(update={"cadence": definition.cadence.model_copy(update=changes)})


def group_programmes() -> list[str]:
    """List the keys of the programmes that meet in groups."""
    keys = sorted(file.stem for file in FOLDER.glob("*.toml"))
    return [key for key in keys if programme(key).meets_in_groups]


def circles_of(definition: ProgrammeDefinition) -> dict[str, str]:
    """Return the strand of every circle that a programme can have, by the circle's key."""
    found: dict[str, str] = {}
    for strand in definition.strands:
        if strand.is_group:
            for group in strand.gender_groups:
                found[f"{strand.key}:{group.key}"] = strand.key
            if not strand.gender_groups:
                found[strand.key] = strand.key
    return found
