"""The page of a programme's figures, and the same as files."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from trellis.features.insight import queries
from trellis.features.insight.rules import Period, year_of, years_until
from trellis.features.programmes.queries import definition
from trellis.kernel.dates import in_words
from trellis.platform.access.pages import page
from trellis.platform.design_system.forms import DateParts, GovukForm, Select
from trellis.platform.documents.spreadsheet import Sheet, write_csv, write_xlsx


class PeriodForm(GovukForm):
    """Between which days families were referred."""

    first = DateParts(label="Referred from", latest="today", noun="first day")
    last = DateParts(label="Referred until", latest="today", noun="last day")

    def clean(self) -> dict[str, Any]:
        """Check that the days are in order."""
        typed = super().clean() or {}
        if typed.get("first") and typed.get("last") and typed["last"] < typed["first"]:
            self.add_error("last", "The last day must be on or after the first day")
        return typed


class YearForm(GovukForm):
    """In which year families were referred: for those to whom days would tell more than figures."""

    first = Select(label="Referred in the year", noun="year")

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].choices = [(year.first.isoformat(), _words(year)) for year in years_until(today)]


@page("insight.see")
def programmes(request: HttpRequest) -> HttpResponse:
    """List the programmes that have figures."""
    found = queries.programmes_with_figures(request.viewer)
    return render(request, "insight/programmes.jinja", {"programmes": found})


@page("insight.see")
def programme(request: HttpRequest, key: str) -> HttpResponse:
    """Show the figures of one programme."""
    form, period = _period(request)
    found = _figures(request, key, period)
    context = {
        "form": form,
        "figures": found,
        "period": _words(period),
        "query": f"first={period.first.isoformat()}&last={period.last.isoformat()}",
    }
    return render(request, "insight/programme.jinja", context)


@page("insight.see")
def as_csv(request: HttpRequest, key: str) -> HttpResponse:
    """Give the figures as CSV: the same numbers, held back the same way."""
    _, period = _period(request)
    found = _figures(request, key, period)
    rows: list[tuple[Any, ...]] = [("Table", "Row", "Heading", "Figure")]
    for table in _tables(found):
        for row in table.rows:
            rows += [
                (table.caption, row[0], heading, cell)
                for heading, cell in zip(table.headings[1:], row[1:], strict=True)
            ]
    return _file(write_csv(rows), "text/csv; charset=utf-8", f"figures-{key}.csv")


@page("insight.see")
def as_xlsx(request: HttpRequest, key: str) -> HttpResponse:
    """Give the figures as a workbook, a sheet for each table."""
    _, period = _period(request)
    found = _figures(request, key, period)
    sheets = [
        Sheet(
            f"{number} {table.key}"[:31],
            [heading or "What" for heading in table.headings],
            [list(r) for r in table.rows],
        )
        for number, table in enumerate(_tables(found), 1)
    ]
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(write_xlsx(sheets), kind, f"figures-{key}.xlsx")


def _tables(found: queries.Figures) -> list[queries.Table]:
    way = queries.Table("way", "The way through", ("Step", "Families", "Share of those referred"), found.way)
    return [way, *found.tables]


def _figures(request: HttpRequest, key: str, period: Period) -> queries.Figures:
    version = next((v for v in queries.programmes_with_figures(request.viewer) if v.key == key), None)
    if version is None:
        raise Http404
    return queries.figures(request.viewer, key, period, definition(version.pk))


def _period(request: HttpRequest) -> tuple[GovukForm, Period]:
    today = timezone.localdate()
    if not queries.sees_every_number(request.viewer):
        return _year(request, today)
    usual = Period(today - datetime.timedelta(days=365), today)
    asked = any(name.startswith(("first", "last")) for name in request.GET)
    form = PeriodForm(request.GET if asked else None, initial={"first": usual.first, "last": usual.last})
    chosen = usual
    if asked and form.is_valid():
        chosen = Period(form.cleaned_data["first"], form.cleaned_data["last"])
    return form, chosen


def _year(request: HttpRequest, today: datetime.date) -> tuple[GovukForm, Period]:
    form = YearForm({"first": request.GET["first"]} if "first" in request.GET else None, today=today)
    if form.is_bound and form.is_valid():
        return form, year_of(datetime.date.fromisoformat(form.cleaned_data["first"]))
    return form, year_of(today)


def _words(period: Period) -> str:
    return f"{in_words(period.first)} to {in_words(period.last)}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
