"""No module waits for another that waits for it: whichever is imported first, all can be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def module_name(path: Path) -> str:
    parts = list(path.relative_to(PROJECT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_at_once(tree: ast.Module) -> Iterator[str]:
    """Go through what a module imports while it is itself imported: not in functions, not for types only."""
    waiting: list[ast.stmt] = list(tree.body)
    while waiting:
        statement = waiting.pop()
        match statement:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                yield module
                yield from (f"{module}.{name.name}" for name in names)
            case ast.If(test=test, body=body, orelse=orelse):
                waiting += orelse if "TYPE_CHECKING" in ast.dump(test) else [*body, *orelse]
            case ast.Try(body=body, handlers=handlers, orelse=orelse):
                waiting += [*body, *orelse, *(inner for handler in handlers for inner in handler.body)]
            case _:
                pass


def graph() -> dict[str, set[str]]:
    paths = [p for p in (PROJECT / "trellis").rglob("*.py") if "migrations" not in p.parts and "tests" not in p.parts]
    trees = {module_name(path): ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    edges: dict[str, set[str]] = {}
    for name, tree in trees.items():
        found = set()
        for imported in imported_at_once(tree):
            parts = imported.split(".")
            packages = {".".join(parts[:length]) for length in range(1, len(parts) + 1)}
            found |= {p for p in packages if p in trees and not f"{name}.".startswith(f"{p}.")}
        edges[name] = found
    return edges


def circle_in(edges: dict[str, set[str]]) -> list[str]:
    """Return one circle as the modules on it, or nothing."""
    done: set[str] = set()
    for start in sorted(edges):
        path: list[str] = []
        on_path: set[str] = set()
        steps: list[tuple[str, Iterator[str]]] = []
        if start not in done:
            steps.append((start, iter(sorted(edges[start]))))
            path.append(start)
            on_path.add(start)
        while steps:
            module, following = steps[-1]
            for other in following:
                if other in on_path:
                    return [*path[path.index(other) :], other]
                if other not in done:
                    steps.append((other, iter(sorted(edges[other]))))
                    path.append(other)
                    on_path.add(other)
                    break
            else:
                steps.pop()
                path.pop()
                on_path.discard(module)
                done.add(module)
    return []


def test_a_circle_is_found_where_there_is_one() -> None:
    assert circle_in({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert circle_in({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_no_import_circle() -> None:
    assert circle_in(graph()) == []
