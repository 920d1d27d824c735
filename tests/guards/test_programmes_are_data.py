"""No line of the product knows one programme from another."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache

from tests.guards.sources import PROJECT, python_files, shown, templates, tree
from trellis.features.programmes.rules.facts import PROFESSIONS
from trellis.platform.access.roles import Profession

DEFINITIONS = PROJECT / "trellis" / "features" / "programmes" / "definitions"


@cache
def names() -> frozenset[str]:
    """Return the keys and names of every programme that comes with the product, in small letters."""
    found = [tomllib.loads(path.read_text(encoding="utf-8")) for path in DEFINITIONS.glob("*.toml")]
    return frozenset(str(each[field]).lower() for each in found for field in ("key", "name"))


def test_there_are_programmes() -> None:
    assert {"pact", "m-pact"} <= names()


def test_no_code_names_a_programme() -> None:
    found = [
        f"{shown(path)}:{node.lineno} {node.value!r}"
        for path in python_files()
        if "demo" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.lower() in names()
    ]
    assert found == []


def test_no_page_asks_which_programme_it_is() -> None:
    quoted = re.compile("|".join(f"['\"]{re.escape(name)}['\"]" for name in sorted(names())), re.IGNORECASE)
    found = [shown(path) for path in templates() if quoted.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_referrers_professions_are_those_that_programmes_name() -> None:
    assert {profession.value for profession in Profession} == set(PROFESSIONS)
