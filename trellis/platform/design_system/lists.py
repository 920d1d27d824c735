"""Lists whose filters, order and page are kept in the address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator

if TYPE_CHECKING:
    from django.http import HttpRequest

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `order` names what its heading sorts by, "" when it does not sort."""

    label: str
    order: str = ""
    numeric: bool = False
    hidden_label: bool = False


def address_with(request: HttpRequest, **changes: Any) -> str:
    """Return this page's address with some of its query changed; None or "" takes a name out."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        elif isinstance(value, (list, tuple)):
            query.setlist(name, [str(item) for item in value])
        else:
            query[name] = str(value)
    text = query.urlencode()
    return f"{request.path}?{text}" if text else request.path


def order_of(request: HttpRequest, columns: Iterable[Column], default: str) -> str:
    """Return the order asked for in `?order=`, such as "name" or "-days"; anything unknown gives the default."""
    asked = request.GET.get("order", "")
    known = {column.order for column in columns if column.order}
    return asked if asked.removeprefix("-") in known else default


def headings(request: HttpRequest, columns: Sequence[Column], order: str) -> list[dict[str, Any]]:
    """Return the headings of a table for `ui.table(headings=...)`, with links that sort."""
    return [_heading(request, column, order) for column in columns]


def _heading(request: HttpRequest, column: Column, order: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "label": column.label,
        "numeric": column.numeric,
        "hidden_label": column.hidden_label,
        "href": "",
        "sort": "",
    }
    if column.order:
        made["sort"] = {column.order: "ascending", f"-{column.order}": "descending"}.get(order, "none")
        following = f"-{column.order}" if order == column.order else column.order
        made["href"] = address_with(request, order=following, page=None)
    return made


def page_of(request: HttpRequest, items: Any, per_page: int = PER_PAGE) -> Page[Any]:
    """Return the page of a list that `?page=` asks for; a wrong number gives the nearest page."""
    return Paginator(items, per_page).get_page(request.GET.get("page"))


def page_links(request: HttpRequest, page: Page[Any]) -> dict[str, Any]:
    """Return what `govuk.pagination` needs to go through the pages with the query kept."""
    paginator = page.paginator
    items: list[dict[str, Any]] = []
    for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if isinstance(number, int):
            href = address_with(request, page=number)
            items.append({"number": number, "href": href, "current": number == page.number})
        else:
            items.append({"ellipsis": True})
    links: dict[str, Any] = {"landmarkLabel": "Pages of this list", "items": items}
    if page.has_previous():
        links["previous"] = {"href": address_with(request, page=page.previous_page_number())}
    if page.has_next():
        links["next"] = {"href": address_with(request, page=page.next_page_number())}
    return links


def bar(value: float, most: float, width: int = 100) -> int:
    """Return the length of a bar from 0 to `width`; something more than nothing is at least 2 long."""
    if value <= 0 or most <= 0:
        return 0
    return min(width, max(2, round(width * value / most)))
