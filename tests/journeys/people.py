"""A person at a browser: what they read, press and type, and what axe finds on each page that they see."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import Any

from django.urls import resolve
from playwright.sync_api import Locator, Page

from trellis.platform.access.models import Membership
from trellis.platform.access.tests.factories import PASSWORD

PROJECT = Path(__file__).resolve().parents[2]
AXE = (PROJECT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
PICTURES = PROJECT / "docs/guide/images"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PATIENCE = 5.0  # seconds for a page to come that a script goes to
_looked_at: set[tuple[str, int]] = set()


class Person:
    """Somebody who is signed in, at a browser window of their own."""

    def __init__(self, page: Page, membership: Membership, *, scripts: bool = True) -> None:
        self.page = page
        self.membership = membership
        self.scripts = scripts
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))

    def sign_in(self) -> None:
        """Sign in by the page that everybody uses."""
        self.page.goto("/sign-in/")
        self.page.get_by_label("E-mail address").fill(self.membership.user.email)
        self.page.locator("main input[type=password]").first.fill(PASSWORD)
        self.page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
        self.look()

    def open(self, address: str) -> None:
        """Open an address."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.ok, f"{address} answered {answer.status}"
        self.look()

    def press(self, name: str | re.Pattern[str], *, within: Locator | None = None, exact: bool = False) -> None:
        """Press a button or follow a link by its words."""
        place = within or self.page.locator("body")
        named = place.get_by_role("button", name=name, exact=exact).or_(
            place.get_by_role("link", name=name, exact=exact)
        )
        named.first.click()
        self.page.wait_for_load_state()
        self.look()

    def type(self, label: str | re.Pattern[str], words: str, *, within: Locator | None = None) -> None:
        """Type into the box with this label."""
        (within or self.page.locator("main")).get_by_label(label, exact=isinstance(label, str)).first.fill(words)

    def choose(self, label: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Choose a radio button or tick a box by its label."""
        (within or self.page.locator("main")).get_by_label(label, exact=isinstance(label, str)).first.check()

    def pick(self, label: str | re.Pattern[str], option: str) -> None:
        """Pick from a list."""
        self.page.locator("main").get_by_label(label, exact=isinstance(label, str)).first.select_option(label=option)

    def day(self, name: str, day: Any) -> None:
        """Fill the three boxes of a day by the field's name."""
        for part in ("day", "month", "year"):
            self.page.locator(f"[name='{name}_{part}']").fill(str(getattr(day, part)))

    def question(self, words: str | re.Pattern[str]) -> Locator:
        """Return the group of answers with this question."""
        return self.page.get_by_role("group", name=words).first

    def reads(self, words: str | re.Pattern[str]) -> None:
        """Check that the page says something within a few seconds, however its lines are broken."""
        until = time.monotonic() + PATIENCE
        while True:
            text = " ".join(self.page.locator("body").inner_text().split())
            if re.search(words, text) if isinstance(words, re.Pattern) else words in text:
                return
            if time.monotonic() > until:
                break
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{self.page.url} does not say {words!r}. It says:\n{text[:3000]}")

    def does_not_read(self, words: str) -> None:
        """Check that the page does not say something, in its text or in its source."""
        assert words not in self.page.content(), f"{self.page.url} says {words!r}"

    def picture(self, name: str, *, whole: bool = True) -> None:
        """Take a picture for the guide, when the guide is being made: of the whole page, or of the window as it is."""
        if os.environ.get("TRELLIS_GUIDE"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)

    def look(self) -> None:
        """Check a page as it is first seen: no script error, and nothing that axe finds (once for each page type)."""
        assert not self.problems, self.problems
        width = (self.page.viewport_size or {"width": 0})["width"]
        path = re.sub(r"^https?://[^/]+", "", self.page.url).split("?")[0].split("#")[0]
        view = resolve(path).view_name or path
        if not self.scripts or (view, width) in _looked_at:
            return
        _looked_at.add((view, width))
        self.page.evaluate(AXE)
        found = self.page.evaluate("options => axe.run(document, options)", RULES)
        wrong = [
            f"{one['id']} ({one['help']}): " + "; ".join(node["html"][:200] for node in one["nodes"][:3])
            for one in found["violations"]
        ]
        assert not wrong, f"axe finds on {view} ({self.page.url}, {width} px wide):\n" + "\n".join(wrong)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, f"{view} is {wide} px wider than a window of {width} px"
