"""One word for one thing, and nothing that ties the project to a machine or a registry."""

from __future__ import annotations

import re

from tests.guards.sources import PROJECT, python_files, shown, templates, tracked_files

TEXT = {".py", ".jinja", ".toml", ".md", ".mjs", ".js", ".scss", ".json", ".in", ".txt", ".cfg", ".yml", ""}
WORDS_NOT_FOR_PEOPLE = re.compile(r"\b(clients?|caseloads?|service users?|perps?|dv survivors?)\b", re.IGNORECASE)
TAGS = re.compile(r"<[^>]*>|\{[%#{].*?[%#}]\}", re.DOTALL)
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
MACHINE = re.compile(
    "|".join(["/" + "work/", "/" + "root/", "/home/" + r"\w+/", "/tmp/" + r"\w+/", "/Users/" + r"\w+/"])
)
REGISTRIES = re.compile(
    "|".join(["files.python" + "hosted", r"pypi\." + "org", r"registry\." + "npmjs", r"registry\." + "yarnpkg"])
)


def test_pages_speak_of_people_and_families() -> None:
    found = {
        shown(path): words
        for path in templates()
        if (words := WORDS_NOT_FOR_PEOPLE.findall(TAGS.sub(" ", path.read_text(encoding="utf-8"))))
    }
    assert found == {}


def test_nothing_is_left_for_later() -> None:
    files = [*python_files(tests=True), *templates()]
    assert [shown(path) for path in files if UNFINISHED.search(path.read_text(encoding="utf-8"))] == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in tracked_files():
        if path.suffix not in TEXT:
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        if MACHINE.search(text) or REGISTRIES.search(text):
            found.append(shown(path))
    assert found == []


def test_every_requirement_has_its_reason_beside_it() -> None:
    bare = [
        f"{name}: {line}"
        for name in ("requirements.in", "requirements-dev.in", "requirements-bench.in")
        for line in (PROJECT / name).read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith(("#", "-r ", "-c ")) and "  # " not in line
    ]
    assert bare == []


def test_every_requirement_is_pinned_with_its_checksum() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (PROJECT / name).read_text(encoding="utf-8")
        pins = re.findall(r"^[\w.\-\[\],]+==\S+", text, re.MULTILINE)
        assert len(pins) > 30
        assert len(re.findall(r"^[\w.\-\[\],]+==[^\\\n]*\\\n    --hash=sha256:", text, re.MULTILINE)) == len(pins)
