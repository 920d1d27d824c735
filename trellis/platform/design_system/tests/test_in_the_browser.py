"""The components as people meet them: in Chromium, checked by axe, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, sync_playwright

from trellis.platform.design_system.environment import plain_environment

pytestmark = [pytest.mark.browser, pytest.mark.urls("trellis.platform.design_system.web.urls")]

AXE = settings.PROJECT / "node_modules/axe-core/axe.min.js"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SAVING_PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>x</title>
<script type="module" src="/static/design_system/trellis.js"></script></head>
<body class="govuk-template__body js-enabled govuk-frontend-supported" data-csrf="tok" {attributes}>
<main><h1>Referral</h1><form data-autosave="/saved/"><label>Name <input name="name" id="name"></label>
<input type="hidden" name="csrfmiddlewaretoken" value="tok"></form></main></body></html>"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield opened
        opened.close()


def _findings(page: Page) -> list[tuple[str, str]]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(finding["id"], node["html"][:120]) for finding in found for node in finding["nodes"]]


def _refusals(page: Page) -> list[str]:
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.mark.parametrize("width", [1366, 390])
def test_axe_finds_nothing_and_nothing_is_refused(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 768})
    heard = _refusals(page)
    for path in ("/components/", "/accessibility/", "/components/paper/"):
        page.goto(address + path)
        assert _findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"
    page.goto(f"{address}/components/")
    page.get_by_label("Urgent", exact=True).check()
    assert page.get_by_label("Why it is urgent").is_visible()
    page.get_by_role("button", name="Save and continue").click()
    assert page.title().startswith("Error: ")
    assert "govuk-error-summary" in page.evaluate("document.activeElement.className")
    page.get_by_role("link", name="Enter the birth date").click()
    assert page.evaluate("document.activeElement.id") == "id_birth_date_day"
    assert _findings(page) == []
    assert heard == []
    page.close()


def test_everything_is_there_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/components/")
    assert page.get_by_label("Why it is urgent").is_visible()
    assert not page.get_by_role("button", name="Print this page").is_visible()
    page.get_by_role("button", name="Save and continue").click()
    assert page.get_by_text("There is a problem").is_visible()
    context.close()


def test_the_exit_button_stays_within_reach(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 700})
    page.goto(f"{address}/components/")
    page.evaluate("scrollTo(0, 3000)")
    box = page.locator(".govuk-exit-this-page__button").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 20
    page.close()


def _saving_page(browser: Browser, address: str, attributes: str, status: list[int]) -> tuple[Page, list[Any]]:
    page = browser.new_page()
    saved: list[Any] = []

    def save(route: Any) -> None:
        saved.append(route.request.post_data)
        route.fulfill(status=status[0])

    page.route("**/form/", lambda route: route.fulfill(
        body=SAVING_PAGE.replace("{attributes}", attributes), content_type="text/html"))  # fmt: skip
    page.route("**/saved/", save)
    page.route("**/session/keep-alive/", save)
    page.clock.install()
    page.goto(f"{address}/form/")
    return page, saved


def test_what_is_typed_saves_itself(browser: Browser, address: str) -> None:
    status = [204]
    page, saved = _saving_page(browser, address, "", status)
    words = page.locator(".trellis-saved")
    page.fill("#name", "Dana")
    page.clock.run_for(2500)
    words.filter(has_text="Saved at").wait_for()
    assert "Dana" in saved[0]
    assert "tok" in saved[0]
    status[0] = 403
    page.fill("#name", "Dana Ashworth")
    page.clock.run_for(2500)
    words.filter(has_text="Not saved: you have been signed out").wait_for()
    assert page.input_value("#name") == "Dana Ashworth"
    page.close()


def test_a_warning_comes_before_the_session_ends_and_nothing_typed_is_lost(browser: Browser, address: str) -> None:
    attributes = 'data-session-seconds="1200" data-keep-alive-url="/session/keep-alive/"'
    page, saved = _saving_page(browser, address, attributes, [200])
    dialog = page.locator("dialog")
    page.clock.run_for(890_000)
    assert not dialog.is_visible()
    page.clock.run_for(15_000)
    assert "You will be signed out soon" in dialog.inner_text()
    assert page.evaluate("document.activeElement.id") == "trellis-session-heading"
    assert _findings(page) == []
    page.get_by_role("button", name="Stay signed in").click()
    dialog.wait_for(state="hidden")
    assert len(saved) == 1
    page.evaluate("document.getElementById('name').value = 'Dana'")
    page.clock.run_for(1_205_000)
    assert "You have been signed out" in dialog.inner_text()
    page.get_by_role("button", name="I have signed in again").click()
    dialog.wait_for(state="hidden")
    assert page.input_value("#name") == "Dana"
    page.close()


def test_progress_looks_again_until_it_is_done(browser: Browser, address: str) -> None:
    page = browser.new_page()
    seen = {"done": 10}

    def draw(route: Any) -> None:
        finished = seen["done"] >= 100
        shown = plain_environment().from_string(
            "{{ ui.progress('Reading the spreadsheet', done, 100, finished=finished) }}"
        )
        html = SAVING_PAGE.replace("{attributes}", "").replace(
            "<h1>Referral</h1>", shown.render(done=seen["done"], finished=finished)
        )
        route.fulfill(body=html, content_type="text/html")

    page.route("**/background/", draw)
    page.clock.install()
    page.goto(f"{address}/background/")
    words = page.locator("[data-progress-words]")
    assert words.inner_text() == "10%: 10 of 100"
    seen["done"] = 60
    page.clock.run_for(2100)
    words.filter(has_text="60%: 60 of 100").wait_for()
    assert page.evaluate("document.querySelector('progress').value") == 60
    seen["done"] = 100
    page.clock.run_for(2100)
    page.locator('[data-finished="true"]').wait_for()
    page.close()
