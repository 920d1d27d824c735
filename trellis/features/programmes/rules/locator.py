"""Find the line on which each key of a TOML file stands, which `tomllib` does not tell."""

import re
from collections.abc import Mapping
from contextlib import suppress

type Path = tuple[str | int, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_STRINGS = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'',
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]\}\n#]+")


def lines_of(text: str) -> Mapping[Path, int]:
    """Map each key path to its line, counted from 1.

    The text must already have been read by `tomllib` without an error; anything else gives what was
    found until the scan lost its way, never an exception.
    """
    scan = _Scan(text)
    with suppress(IndexError, AssertionError, RecursionError):
        scan.document()
    return scan.lines


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """Return the line of a key path, or of the nearest thing that holds it; 1 when nothing does."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 1


class _Scan:
    """Walk through TOML text, noting where each key begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.table: Path = ()
        self.counts: dict[Path, int] = {}

    def document(self) -> None:
        self._skip(_SPACE)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                self._header()
            else:
                self._pair(self.table)
            self._skip(_SPACE)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        assert match is not None
        self.at = match.end()
        return match[0]

    def _note(self, path: Path, at: int) -> None:
        self.lines.setdefault(path, self.text.count("\n", 0, at) + 1)

    def _header(self) -> None:
        start = self.at
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        path = self._inside_latest(self._dotted())
        self.at += 2 if many else 1
        if many:
            self._note(path, start)
            self.counts[path] = self.counts.get(path, -1) + 1
            path = (*path, self.counts[path])
        self._note(path, start)
        self.table = path

    def _inside_latest(self, names: list[str]) -> Path:
        """Follow names through arrays of tables, each time into its latest element."""
        path: Path = ()
        for position, name in enumerate(names):
            path = (*path, name)
            if path in self.counts and position < len(names) - 1:
                path = (*path, self.counts[path])
        return path

    def _dotted(self) -> list[str]:
        names = []
        while True:
            self._skip(_BLANK)
            quoted = self.text[self.at] in "\"'"
            name = self._skip(_STRINGS if quoted else _BARE)
            names.append(name[1:-1] if quoted else name)
            self._skip(_BLANK)
            if self.text[self.at] != ".":
                return names
            self.at += 1

    def _pair(self, table: Path) -> None:
        start = self.at
        path = table
        for name in self._dotted():
            path = (*path, name)
            self._note(path, start)
        self.at += 1
        self._skip(_BLANK)
        self._value(path)

    def _value(self, path: Path) -> None:
        match self.text[self.at]:
            case "[":
                self._listed(path, "]")
            case "{":
                self._listed(path, "}")
            case '"' | "'":
                self._skip(_STRINGS)
            case _:
                self._skip(_SCALAR)

    def _listed(self, path: Path, closing: str) -> None:
        self.at += 1
        position = 0
        while True:
            self._skip(_SPACE)
            if self.text[self.at] == closing:
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
                continue
            if closing == "]":
                self._note((*path, position), self.at)
                self._value((*path, position))
                position += 1
            else:
                self._pair(path)
