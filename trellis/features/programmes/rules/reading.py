"""Read one definition from TOML text, with every error at its line."""

import copy
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from trellis.features.programmes.rules.locator import Path, line_of, lines_of
from trellis.features.programmes.rules.problems import Problem, did_you_mean, key_in_words, shown
from trellis.features.programmes.rules.schema import ProgrammeDefinition

LARGEST_FILE = 1_000_000
_AT_LINE = re.compile(r"\s*\(at line (\d+), column (\d+)\)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_IN_WORDS = {
    "illegal character '\\n'": "the line ends inside quotation marks",
    "invalid value": "no value, or one that is not TOML",
    "invalid statement": "neither a key nor a table",
    "unterminated string": "quotation marks that are never closed",
    "expected '=' after a key in a key/value pair": "no equals sign after the key",
    "expected newline or end of document after a statement": "more on the line than one key and its value",
}
_TYPES = {
    "int_type": "a whole number without quotation marks, like 12",
    "int_parsing": "a whole number without quotation marks, like 12",
    "int_from_float": "a whole number without a decimal point, like 12",
    "bool_type": "true or false, without quotation marks",
    "string_type": "words in quotation marks",
    "tuple_type": "a list in square brackets",
    "model_type": "a table with keys of its own",
    "string_too_short": "words, not nothing",
    "too_short": "a list with something in it",
    "none_required": "no value",
}
_BOUNDS = {
    "greater_than_equal": ("ge", "{} or more"),
    "less_than_equal": ("le", "{} or less"),
    "greater_than": ("gt", "more than {}"),
    "less_than": ("lt", "less than {}"),
    "string_too_long": ("max_length", "{} characters at most"),
}


@dataclass(frozen=True, slots=True)
class Read:
    """Hold what a file gave: its raw table, where each key stands, the definition or the problems."""

    file: str
    raw: Mapping[str, Any]
    lines: Mapping[Path, int]
    definition: ProgrammeDefinition | None
    problems: tuple[Problem, ...]
    wrong_paths: tuple[Path, ...] = ()

    def problem(self, path: Path, found: str, right: str) -> Problem:
        """Make a problem about a key of this file."""
        return Problem(self.file, line_of(self.lines, path), key_in_words(path), found, right)


def read_definition(text: str, file: str) -> Read:
    """Read one definition from TOML text; ``file`` is its name in messages.

    Checks syntax, keys and types. What else must be so is checked by `crosschecks.cross_problems`.
    """
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Read(file, {}, {}, None, (_syntax(text, file, str(error)),))
    lines = lines_of(text)
    try:
        definition = ProgrammeDefinition.model_validate(raw)
    except ValidationError as error:
        return _with_wrong_types(file, raw, lines, error)
    return Read(file, raw, lines, definition, ())


def _syntax(text: str, file: str, message: str) -> Problem:
    match = _AT_LINE.search(message)
    line = int(match[1]) if match else text.count("\n") + 1
    words = _AT_LINE.sub("", message).removesuffix(" (at end of document)").strip() or "something unreadable"
    words = _IN_WORDS.get(words.lower(), words)
    key = "TOML"
    if control := _CONTROL.search(text):
        words, line = "a control character", text.count("\n", 0, control.start()) + 1
    elif "overwrite" in words or "twice" in words:
        words = "the same key or table for the second time"
        return Problem(file, line, key, words, "each key once; for a list of tables write [[name]]")
    written = text.splitlines()[line - 1].strip() if line <= len(text.splitlines()) else ""
    found = f"{shown(written)} ({words[0].lower()}{words[1:]})" if written else words[0].lower() + words[1:]
    return Problem(file, line, key, found, 'TOML: key = "words", key = 12, [table] or [[list of tables]]')


def _with_wrong_types(file: str, raw: dict[str, Any], lines: Mapping[Path, int], error: ValidationError) -> Read:
    problems: dict[Path, Problem] = {}
    for details in error.errors(include_url=False):
        path = _path_in(raw, details["loc"])
        found, right = _explain(details, path)
        line = line_of(lines, path)
        problems.setdefault(path, Problem(file, line, key_in_words(path), found, right))
    definition = _mended(raw, error)
    return Read(file, raw, lines, definition, tuple(sorted(problems.values())), tuple(problems))


def _path_in(raw: Any, loc: tuple[str | int, ...]) -> Path:
    """Drop from a pydantic location the steps that name a branch of a union and not a key."""
    path: list[str | int] = []
    here = raw
    for position, step in enumerate(loc):
        if isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
        elif isinstance(here, dict) and isinstance(step, str) and (step in here or position == len(loc) - 1):
            here = here.get(step)
        else:
            break
        path.append(step)
    return tuple(path)


def _explain(details: ErrorDetails, path: Path) -> tuple[str, str]:
    kind, value = details["type"], details["input"]
    name = str(path[-1]) if path else ""
    if kind == "missing":
        return "nothing", f'a "{name}"'
    if kind == "extra_forbidden":
        return f'the unknown key "{name}"', did_you_mean(name, _keys_at(path[:-1]))
    if kind == "enum":
        words = str(details.get("ctx", {}).get("expected", ""))
        options = re.findall(r"'([^']*)'", words)
        return shown(value), did_you_mean(str(value), options)
    if kind == "string_pattern_mismatch":
        return shown(value), _pattern_in_words(name, str(details.get("ctx", {}).get("pattern", "")))
    if kind in _BOUNDS:
        name_of_bound, words = _BOUNDS[kind]
        return shown(value), words.format(details.get("ctx", {}).get(name_of_bound))
    if name == "value" or (len(path) > 1 and path[-2] == "value"):
        return shown(value), "words, a whole number, or a list of one or the other"
    return shown(value), _TYPES.get(kind, details["msg"][0].lower() + details["msg"][1:])


def _pattern_in_words(name: str, pattern: str) -> str:
    if "female" in pattern:
        return '"female", "male" or nothing'
    joins = "hyphens" if "(-" in pattern else "underscores"
    return f"a {name} of small letters and figures joined by {joins}, beginning with a letter"


def _keys_at(path: Path) -> tuple[str, ...]:
    """Return the keys that the schema knows at a path."""
    model: type[BaseModel] = ProgrammeDefinition
    for step in path:
        if isinstance(step, int):
            continue
        field = model.model_fields.get(step)
        inner = _model_in(field.annotation) if field else None
        if inner is None:
            return ()
        model = inner
    return tuple(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (tuple, Union, UnionType):
        return next((found for each in get_args(annotation) if (found := _model_in(each))), None)
    return None


def _mended(raw: dict[str, Any], error: ValidationError) -> ProgrammeDefinition | None:
    """Put harmless values in place of wrong ones, so that the rest of the file can still be checked."""
    mended = copy.deepcopy(raw)
    for _ in range(5):
        for details in error.errors(include_url=False):
            _mend(mended, _path_in(mended, details["loc"]), details)
        try:
            return ProgrammeDefinition.model_validate(mended)
        except ValidationError as still:
            error = still
    return None


def _mend(mended: dict[str, Any], path: Path, details: ErrorDetails) -> None:
    if not path:
        return
    here: Any = mended
    for step in path[:-1]:
        here = here[step]
    last = path[-1]
    if details["type"] == "extra_forbidden":
        here.pop(last, None) if isinstance(here, dict) else None
        return
    here[last] = _harmless(path)


def _harmless(path: Path) -> Any:
    """Return a value that the schema takes at a path; words where nothing better is known."""
    holder: Any = ProgrammeDefinition
    for step in path[:-1]:
        if isinstance(step, str):
            field = holder.model_fields.get(step) if holder else None
            holder = _model_in(field.annotation) if field else None
    name = path[-1]
    field = holder.model_fields.get(name) if holder and isinstance(name, str) else None
    return _harmless_for(field.annotation) if field else "unreadable"


def _harmless_for(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType):
        annotation = get_args(annotation)[0]
    if isinstance(annotation, type):
        if issubclass(annotation, BaseModel):
            return {name: _harmless_for(f.annotation) for name, f in annotation.model_fields.items() if f.is_required()}
        if issubclass(annotation, Enum):
            return next(iter(annotation)).value
        return {bool: False, int: 10, str: "unreadable"}.get(annotation, "unreadable")
    if get_origin(annotation) is tuple:
        return [_harmless_for(get_args(annotation)[0])]
    return "unreadable"
