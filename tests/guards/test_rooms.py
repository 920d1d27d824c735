"""The shape of a room, where import contracts cannot see it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.guards.sources import PROJECT, ROOMS, imports_at_run_time, python_files, shown, tree

LONGEST = 400
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common", "data", "service"}
PURE_WRITES = {"save", "delete", "create", "bulk_create", "bulk_update", "update", "get_or_create", "update_or_create"}


def web_files() -> list[Path]:
    """Return the files of every room's pages."""
    return [path for path in python_files() if "features" in path.parts and "web" in path.parts]


def action_files() -> list[Path]:
    """Return the files of every room's writes."""
    return [path for path in python_files() if "features" in path.parts and _is_actions(path)]


def _is_actions(path: Path) -> bool:
    return path.name == "actions.py" or path.parent.name == "actions"


def test_there_are_rooms() -> None:
    assert {"families", "referrals", "journeys", "groups", "sessions"} <= set(ROOMS)


def test_pages_never_import_models() -> None:
    found = [
        f"{shown(path)}:{line} imports {module}"
        for path in web_files()
        for line, module in imports_at_run_time(path)
        if re.fullmatch(r"trellis\.features\.\w+\.models(\.\w+)?", module)
    ]
    assert found == []


def test_pages_never_write() -> None:
    found = [
        f"{shown(path)}:{node.lineno} calls {ast.unparse(node.func)}"
        for path in web_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in PURE_WRITES
        and ".objects" in ast.unparse(node.func)
    ]
    assert found == []


def public_functions(path: Path) -> list[ast.FunctionDef]:
    """Return the functions of a module whose names other modules may use."""
    return [node for node in tree(path).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def decorator_names(function: ast.FunctionDef) -> set[str]:
    """Return the names of a function's decorators."""
    return {ast.unparse(each.func if isinstance(each, ast.Call) else each) for each in function.decorator_list}


@pytest.mark.parametrize("path", action_files(), ids=shown)
def test_decorated_actions_take_keywords_alone_and_who_acts(path: Path) -> None:
    wrong = [
        f"{shown(path)}:{function.lineno} {function.name}"
        for function in public_functions(path)
        if "action" in decorator_names(function)
        and (
            function.args.args
            or function.args.posonlyargs
            or "by" not in {argument.arg for argument in function.args.kwonlyargs}
        )
    ]
    assert wrong == []


@pytest.mark.parametrize("path", action_files(), ids=shown)
def test_whatever_writes_as_somebody_is_an_action(path: Path) -> None:
    wrong = [
        f"{shown(path)}:{function.lineno} {function.name} takes by= and writes, and is no @action"
        for function in public_functions(path)
        if "by" in {argument.arg for argument in function.args.kwonlyargs}
        and "action" not in decorator_names(function)
        and _writes(function)
    ]
    assert wrong == []


def _writes(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in PURE_WRITES - {"update"}
        for node in ast.walk(function)
    )


def test_no_file_is_too_long_to_read() -> None:
    files = [*python_files(tests=True), *(PROJECT / "tests").rglob("*.py"), *(PROJECT / "bench").rglob("*.py")]
    long = {shown(path): lines for path in files if (lines := path.read_text().count("\n")) > LONGEST}
    assert long == {}


def test_every_module_is_named_after_what_it_holds() -> None:
    assert [shown(path) for path in python_files(tests=True) if path.stem in EMPTY_NAMES] == []


def test_every_room_says_what_it_is() -> None:
    silent = [
        shown(path)
        for path in python_files()
        if path.name in {"rules.py", "models.py", "queries.py", "actions.py"}
        and path.read_text().strip()
        and ast.get_docstring(tree(path)) is None
    ]
    assert silent == []
