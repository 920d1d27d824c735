from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.template import engines
from django.test import RequestFactory
from jinja2 import Environment

from trellis.platform.contributions.records import NavigationEntry
from trellis.platform.design_system import layout

ENTRIES = (
    NavigationEntry(label="Today", url_name="today", permission="today.see"),
    NavigationEntry(label="Groups", url_name="groups", permission="groups.see"),
    NavigationEntry(label="Administration", url_name="administration", permission="house.manage"),
    NavigationEntry(label="Not built", url_name="", permission="today.see"),
)
ADDRESSES = {"today": "/", "groups": "/groups/", "administration": "/administration/"}


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(layout, "navigation", lambda: ENTRIES)
    monkeypatch.setattr(layout, "unread_count", lambda viewer: 3)
    monkeypatch.setattr(layout, "_address", lambda name, otherwise: ADDRESSES.get(name, otherwise))
    request = RequestFactory().get("/groups/spring/")
    request.viewer = SimpleNamespace(  # type: ignore[attr-defined]
        name="Kit Moran",
        role=SimpleNamespace(label="Practitioner"),
        organisation_name="Northside <b>",
        may=lambda permission: permission != "house.manage",
    )
    request.user = SimpleNamespace(is_authenticated=True)  # type: ignore[assignment]
    return engines["jinja2"].get_template("400.jinja").render({}, request)


def test_the_frame_names_the_house_and_the_person(page: str) -> None:
    assert "Northside &lt;b&gt;" in page
    assert "Kit Moran" in page
    assert "(Practitioner)" in page


def test_navigation_holds_what_this_person_may_open_and_marks_where_they_are(page: str) -> None:
    assert "Administration" not in page
    assert "Not built" not in page
    assert page.count('aria-current="true"') == 1
    assert page.index('aria-current="true"') < page.index("Groups</strong>")


def test_the_session_is_announced_to_scripts_and_in_words(page: str) -> None:
    assert 'data-session-seconds="1800"' in page
    assert "you are signed out after 30 minutes" in page
    assert 'data-csrf="' in page


def test_a_stranger_gets_no_session_and_no_navigation() -> None:
    page = engines["jinja2"].get_template("404.jinja").render({}, RequestFactory().get("/"))
    assert "data-session-seconds" not in page
    assert "Sign out" not in page


def test_errors_are_collected_from_everything_given_to_the_page() -> None:
    environment = Environment()
    context = environment.from_string("").new_context({"errors": [{"text": "Look", "href": ""}], "forms": ()})
    assert layout.problems_in(context) == [{"text": "Look", "href": ""}]
