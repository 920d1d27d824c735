"""The waiting list and the caseload."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from trellis.features.families.rules import Gender
from trellis.features.journeys import queries
from trellis.features.journeys.permissions import MANAGE, SEE
from trellis.features.journeys.queries.waiting import ORDERS, StripCount, WaitingRow
from trellis.features.journeys.rules import JourneyStatus, Priority
from trellis.features.journeys.rules.waiting import evenings_in_words
from trellis.features.journeys.web.forms import CaseloadFilterForm, WaitingFilterForm
from trellis.features.journeys.web.shared import LOOKS, people_words
from trellis.features.programmes.queries import definition, latest_versions
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import searched, viewed
from trellis.platform.design_system import lists
from trellis.platform.documents.spreadsheet import Sheet, write_csv, write_xlsx

COLUMNS = (
    lists.Column("Family"),
    lists.Column("Waiting", order="days"),
    lists.Column("Priority", order="priority"),
    lists.Column("Waits for"),
    lists.Column("Can come"),
    lists.Column("Still missing"),
    lists.Column("Support"),
)
HEADERS = (
    "Family", "Who takes part", "Programme", "Waiting since", "Days waiting", "Priority", "Why", "Waits for",
    "Can come", "Still missing", "Keyworker", "Times supported", "Last support",
)  # fmt: skip
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(SEE)
def waiting_list(request: HttpRequest) -> HttpResponse:
    """Show who waits: one row a family, most urgent and longest waiting first."""
    today = timezone.localdate()
    programme, form = _programme(request)
    order = _order(request)
    shown = queries.waiting_page(
        request.viewer, today, programme_key=programme, order=order, after=request.GET.get("after", "")
    )
    counts, cut = queries.strip(request.viewer, programme)
    viewed(request.viewer, *[row.journey for row in shown.rows])
    context = {
        "form": form,
        "rows": [_listed(row) for row in shown.rows],
        "following": shown.following,
        "is_first": not request.GET.get("after"),
        "order": order,
        "headings": lists.headings(request, COLUMNS, "" if order == "priority" else order),
        "strip": _strip(counts),
        "cut": cut,
        "programme": programme,
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
        "may_manage": request.viewer.may(MANAGE),
    }
    return render(request, "journeys/waiting_list.jinja", context)


@page(SEE)
def waiting_paper(request: HttpRequest) -> HttpResponse:
    """Show the waiting list as paper."""
    programme, _ = _programme(request)
    today = timezone.localdate()
    rows = queries.waiting_all(request.viewer, today, programme_key=programme, order=_order(request))
    viewed(request.viewer, *[row.journey for row in rows])
    context = {"rows": [_listed(row) for row in rows], "today": today, "back": reverse("journeys:waiting_list")}
    return render(request, "journeys/waiting_paper.jinja", context)


@page(SEE)
def waiting_export(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the waiting list as a spreadsheet: "csv" or "xlsx"."""
    if kind not in {"csv", "xlsx"}:
        raise Http404
    programme, _ = _programme(request)
    today = timezone.localdate()
    rows = queries.waiting_all(request.viewer, today, programme_key=programme, order=_order(request))
    viewed(request.viewer, *[row.journey for row in rows])
    cells = [_cells(row) for row in rows]
    if kind == "csv":
        answer = HttpResponse(write_csv([HEADERS, *cells]), content_type="text/csv; charset=utf-8")
    else:
        sheet = Sheet("Waiting list", HEADERS, cells, date_columns=frozenset({3, 12}))
        answer = HttpResponse(write_xlsx([sheet]), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="waiting-list-{today.isoformat()}.{kind}"'
    return answer


@page(SEE)
def caseload(request: HttpRequest) -> HttpResponse:
    """List the families in programmes that the viewer may see."""
    form = CaseloadFilterForm(request.GET or None, programmes=_programmes())
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    chosen = queries.CaseloadFilter(
        programme_key=data.get("programme", ""),
        status=str(data.get("status") or ""),
        mine=bool(data.get("mine")),
        attention=bool(data.get("attention")),
        search=data.get("search", "").replace("\x00", "").strip(),
    )
    shown = queries.caseload(request.viewer, chosen, request.GET.get("after", ""))
    viewed(request.viewer, *shown.rows)
    searched(request.viewer, "families in programmes", chosen.search, len(shown.rows))
    context = {
        "form": form,
        "rows": [
            {
                "journey": journey,
                "people": people_words(journey.participants.all(), timezone.localdate()),
                "programme": definition(journey.programme_version_id).short_name,
                "status": JourneyStatus(journey.status),
                "look": LOOKS[JourneyStatus(journey.status)],
            }
            for journey in shown.rows
        ],
        "following": shown.following,
        "is_first": not request.GET.get("after"),
        "filtered": any([chosen.programme_key, chosen.status, chosen.mine, chosen.attention, chosen.search]),
        "search": chosen.search,
    }
    return render(request, "journeys/caseload.jinja", context)


def _programmes() -> list[tuple[str, str]]:
    return [(version.key, version.name) for version in latest_versions()]


def _programme(request: HttpRequest) -> tuple[str, WaitingFilterForm]:
    form = WaitingFilterForm(request.GET or None, programmes=_programmes())
    if form.is_bound and form.is_valid():
        return form.cleaned_data["programme"], form
    return "", form


def _order(request: HttpRequest) -> str:
    asked = request.GET.get("order", "")
    return asked if asked in ORDERS else "priority"


def _listed(row: WaitingRow) -> dict[str, Any]:
    journey = row.journey
    return {
        "row": row,
        "journey": journey,
        "people": people_words(row.people, timezone.localdate()),
        "programme": definition(journey.programme_version_id).short_name,
        "priority": Priority(journey.priority),
        "evenings": evenings_in_words(journey.evenings),
        "href": reverse("journeys:journey", args=[journey.pk]),
    }


def _cells(row: WaitingRow) -> list[Any]:
    journey = row.journey
    return [
        journey.family.name,
        "; ".join(each.person.full_name for each in row.people),
        journey.programme_version.name,
        journey.waiting_since,
        row.days,
        Priority(journey.priority).label,
        journey.priority_why,
        journey.waiting_for,
        evenings_in_words(journey.evenings),
        "; ".join(row.missing),
        "; ".join(row.keyworkers),
        row.supports,
        row.last_support,
    ]


def _strip(counts: list[StripCount]) -> list[dict[str, Any]]:
    """Group the counts by programme and strand, with words for each gender."""
    cards: dict[tuple[str, str], dict[str, Any]] = {}
    for count in counts:
        rule = definition(count.programme_version_id)
        strand = rule.strand(count.strand_key)
        card = cards.setdefault(
            (rule.key, strand.key),
            {"programme": rule.short_name, "strand": strand.title, "total": 0, "genders": {}},
        )
        card["total"] += count.people
        label = Gender(count.gender).label
        card["genders"][label] = card["genders"].get(label, 0) + count.people
    return [
        {**card, "words": ", ".join(f"{number} {label.lower()}" for label, number in card["genders"].items())}
        for card in cards.values()
    ]
