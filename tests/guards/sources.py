"""The project's own files, as the guards read them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
ROOMS = sorted(path.name for path in (PROJECT / "trellis" / "features").iterdir() if (path / "apps.py").exists())


@cache
def tracked_files() -> tuple[Path, ...]:
    """Return every file that git keeps, or would keep once it is added."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(PROJECT / line for line in listed.stdout.splitlines() if (PROJECT / line).is_file())


def python_files(*, tests: bool = False, migrations: bool = False) -> list[Path]:
    """Return the product's Python files; with or without tests and migrations."""
    return [
        path
        for path in tracked_files()
        if path.suffix == ".py"
        and path.is_relative_to(PROJECT / "trellis")
        and (tests or "tests" not in path.parts)
        and (migrations or "migrations" not in path.parts)
    ]


def templates() -> list[Path]:
    """Return every page's template."""
    return [path for path in tracked_files() if path.suffix == ".jinja"]


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports_at_run_time(path: Path) -> Iterator[tuple[int, str]]:
    """Give (line, module) of every import that is carried out, not only read by the type checker."""
    skipped = {
        id(node)
        for branch in ast.walk(tree(path))
        if isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.unparse(branch.test)
        for statement in branch.body
        for node in ast.walk(statement)
    }
    for node in ast.walk(tree(path)):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{name.name}") for name in node.names)
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)


def shown(path: Path) -> str:
    """Return a path as it is written in a message."""
    return str(path.relative_to(PROJECT))
