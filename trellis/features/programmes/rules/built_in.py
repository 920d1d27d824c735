"""The definitions that come with Trellis."""

from functools import cache
from pathlib import Path

from trellis.features.programmes.rules.checking import read_files
from trellis.features.programmes.rules.schema import ProgrammeDefinition

BUILT_IN_FOLDER = Path(__file__).parent.parent / "definitions"


@cache
def built_in_definitions() -> tuple[ProgrammeDefinition, ...]:
    """Read every definition that comes with Trellis, in order of file name.

    Raises ValueError with every problem when one of them is wrong.
    """
    definitions, problems = read_files([BUILT_IN_FOLDER])
    if problems:
        raise ValueError("\n".join(str(problem) for problem in problems))
    return tuple(definitions)


def built_in_definition(key: str) -> ProgrammeDefinition:
    """Return a definition that comes with Trellis by its key; raises KeyError when there is none."""
    for definition in built_in_definitions():
        if definition.key == key:
            return definition
    raise KeyError(key)
