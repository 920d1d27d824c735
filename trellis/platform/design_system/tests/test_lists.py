from __future__ import annotations

import pytest
from django.test import RequestFactory

from trellis.platform.design_system import lists

COLUMNS = (lists.Column("Family", order="name"), lists.Column("Waiting", order="days"), lists.Column("Priority"))


def test_an_address_keeps_the_rest_of_the_query() -> None:
    request = RequestFactory().get("/families/?name=Ash+worth&page=3&evening=tue&evening=thu")
    assert lists.address_with(request, page=4) == "/families/?name=Ash+worth&page=4&evening=tue&evening=thu"
    assert lists.address_with(request, page=None, evening="") == "/families/?name=Ash+worth"
    assert lists.address_with(request, name=None, page=None, evening=None) == "/families/"


@pytest.mark.parametrize(
    ("asked", "given"),
    [("name", "name"), ("-days", "-days"), ("password", "-days"), ("--name", "-days"), ("", "-days"), ("-", "-days")],
)
def test_only_known_orders_are_taken(asked: str, given: str) -> None:
    request = RequestFactory().get("/families/", {"order": asked})
    assert lists.order_of(request, COLUMNS, "-days") == given


def test_a_heading_turns_its_order_round_and_goes_to_the_first_page() -> None:
    request = RequestFactory().get("/families/?order=name&page=3")
    name, days, priority = lists.headings(request, COLUMNS, "name")
    assert (name["sort"], name["href"]) == ("ascending", "/families/?order=-name")
    assert (days["sort"], days["href"]) == ("none", "/families/?order=days")
    assert (priority["sort"], priority["href"]) == ("", "")


@pytest.mark.parametrize(("asked", "number"), [("2", 2), ("99", 5), ("nonsense", 1), ("\x00", 1), ("-1", 5)])
def test_a_wrong_page_gives_the_nearest(asked: str, number: int) -> None:
    request = RequestFactory().get("/families/", {"page": asked})
    assert lists.page_of(request, list(range(120))).number == number


def test_page_links_keep_the_query() -> None:
    request = RequestFactory().get("/families/?name=A&page=2")
    links = lists.page_links(request, lists.page_of(request, list(range(250))))
    assert links["previous"]["href"] == "/families/?name=A&page=1"
    assert links["next"]["href"] == "/families/?name=A&page=3"
    assert [item.get("number") for item in links["items"]] == [1, 2, 3, None, 10]


def test_a_bar_is_true() -> None:
    assert lists.bar(0, 100) == 0
    assert lists.bar(0.1, 100) == 2
    assert lists.bar(50, 100, 80) == 40
    assert lists.bar(500, 100) == 100
    assert lists.bar(5, 0) == 0
