"""Check files of definitions: everything that is wrong in all of them, at once."""

from collections.abc import Iterable
from pathlib import Path as FilePath

from trellis.features.programmes.rules.crosschecks import cross_problems
from trellis.features.programmes.rules.locator import Path
from trellis.features.programmes.rules.problems import Problem
from trellis.features.programmes.rules.reading import LARGEST_FILE, Read, read_definition
from trellis.features.programmes.rules.schema import ProgrammeDefinition


def check_text(text: str, file: str) -> tuple[ProgrammeDefinition | None, list[Problem]]:
    """Read one definition and say all that is wrong with it; the definition only when nothing is."""
    read = read_definition(text, file)
    problems = list(read.problems)
    if read.definition is not None:
        for path, found, right in cross_problems(read.definition):
            if not _follows_from_wrong(path, read):
                problems.append(read.problem(path, found, right))
    return (None if problems else read.definition), sorted(set(problems))


def _follows_from_wrong(path: Path, read: Read) -> bool:
    """Tell whether a disagreement only comes from a value already named as wrong."""
    for wrong in read.wrong_paths:
        if wrong and wrong[-1] == "key" and path and path[-1] not in ("number", "theme"):
            return True
        around = wrong[:-1]
        if around and path[: len(around)] == around:
            return True
        listed = next((wrong[:n] for n in range(len(wrong) - 1, 0, -1) if isinstance(wrong[n], int)), ())
        if listed and path[: len(listed)] == listed:
            return True
        if wrong[:1] == path[:1] and len(wrong) == 1:
            return True
    return False


def check_files(paths: Iterable[FilePath]) -> list[Problem]:
    """Check definition files and folders of them; return every problem of all, in order of file and line.

    Two files with the same programme key are a problem of the second.
    """
    return read_files(paths)[1]


def read_files(paths: Iterable[FilePath]) -> tuple[list[ProgrammeDefinition], list[Problem]]:
    """Read definition files and folders of them: the sound definitions, and every problem."""
    definitions: list[ProgrammeDefinition] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for path in _files_in(paths, problems):
        text = _text_of(path, problems)
        if text is None:
            continue
        definition, wrong = check_text(text, str(path))
        problems.extend(wrong)
        if definition is None:
            continue
        if definition.key in seen:
            right = f"a key of its own; {seen[definition.key]} has that one"
            problems.append(Problem(str(path), 1, "key", f'"{definition.key}" again', right))
            continue
        seen[definition.key] = str(path)
        definitions.append(definition)
    return definitions, problems


def _files_in(paths: Iterable[FilePath], problems: list[Problem]) -> list[FilePath]:
    files: list[FilePath] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(path.glob("*.toml"))
            if not inside:
                problems.append(Problem(str(path), 1, "the folder", "no .toml file in it", "a definition file"))
            files.extend(inside)
        else:
            files.append(path)
    return files


def _text_of(path: FilePath, problems: list[Problem]) -> str | None:
    """Read a file as text, or note why it cannot be read."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            right = f"{LARGEST_FILE:,} bytes at most"
            problems.append(Problem(str(path), 1, "the file", f"{path.stat().st_size:,} bytes", right))
            return None
        written = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        problems.append(Problem(str(path), 1, "the file", reason, "a file that can be read"))
        return None
    try:
        return written.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = written.count(b"\n", 0, error.start) + 1
        problems.append(Problem(str(path), line, "the file", "letters that are not UTF-8", "a file saved as UTF-8"))
        return None
