"""Definitions in files: those that come with Trellis, and those in a service's own folders."""

import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from trellis.features.programmes.rules.checking import read_files
from trellis.features.programmes.rules.problems import Problem, did_you_mean
from trellis.features.programmes.rules.schema import ProgrammeDefinition

BUILT_IN_FOLDER = Path(__file__).parent.parent / "definitions"
FOLDERS_VARIABLE = "TRELLIS_PROGRAMME_FOLDERS"


class NoSuchProgramme(Exception):
    """Refuse a programme that is not there, or whose file is wrong; the words are for the person."""


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


def folders_in(environment: Mapping[str, str]) -> list[Path]:
    """Return the built-in folder and those named in TRELLIS_PROGRAMME_FOLDERS."""
    named = environment.get(FOLDERS_VARIABLE, "").split(os.pathsep)
    return [BUILT_IN_FOLDER, *(Path(folder) for folder in named if folder)]


def newest_definitions(folders: Iterable[Path]) -> tuple[dict[str, ProgrammeDefinition], list[Problem]]:
    """Read folders of definitions; keep the highest version of each key, and every problem."""
    newest: dict[str, ProgrammeDefinition] = {}
    problems: list[Problem] = []
    for folder in folders:
        definitions, wrong = read_files([folder])
        problems.extend(wrong)
        for definition in definitions:
            held = newest.get(definition.key)
            if held is None or held.version < definition.version:
                newest[definition.key] = definition
    return dict(sorted(newest.items())), problems


def find_definition(name: str, folders: Iterable[Path]) -> ProgrammeDefinition:
    """Find a programme by its key, or by the path of its file; raises NoSuchProgramme in words."""
    if name.endswith(".toml") or os.sep in name:
        definitions, problems = read_files([Path(name)])
        if problems:
            raise NoSuchProgramme("\n".join(str(problem) for problem in problems))
        return definitions[0]
    newest, problems = newest_definitions(folders)
    if name in newest:
        return newest[name]
    words = f"There is no programme {name!r}; right would be {did_you_mean(name, newest)}."
    raise NoSuchProgramme("\n".join([words, *(str(problem) for problem in problems)]))
