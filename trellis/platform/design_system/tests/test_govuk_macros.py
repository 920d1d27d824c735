"""The Jinja macros draw what the GOV.UK package itself draws, for every one of its own examples."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings

from trellis.platform.design_system.environment import GovukMacros

EXAMPLES = settings.PROJECT / "node_modules/govuk-frontend/dist/govuk/components"
EXPECTED_NUMBER = 657


class _Pieces(HTMLParser):
    """Takes HTML apart into tags, attributes in one order, and words with single spaces."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Any] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted((name, " ".join((value or "").split())) for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if words := " ".join(data.split()):
            self.found.append(words)


def _pieces(html: str) -> list[Any]:
    parser = _Pieces()
    parser.feed(html)
    return parser.found


def test_every_example_of_the_package_comes_out_the_same() -> None:
    if not EXAMPLES.exists():
        pytest.fail("The npm packages are not installed: run npm ci.")
    macros, compared, different = GovukMacros(), 0, []
    for path in sorted(EXAMPLES.glob("*/fixtures.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        draw = getattr(macros, content["component"].replace("-", "_"))
        for example in content["fixtures"]:
            compared += 1
            if _pieces(str(draw(example["options"]))) != _pieces(example["html"]):
                different.append(f"{content['component']}: {example['name']}")
    assert different == []
    assert compared == EXPECTED_NUMBER
