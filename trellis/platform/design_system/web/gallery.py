"""A page that shows every component, for the people who build pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from markupsafe import Markup

from trellis.kernel.decisions import Outcome
from trellis.kernel.labelled import LabelledEnum
from trellis.platform.design_system import lists, render
from trellis.platform.design_system.forms import (
    Checkboxes,
    Confirm,
    DateParts,
    Email,
    FileUpload,
    GovukForm,
    Hidden,
    LongText,
    Password,
    Radios,
    Select,
    Telephone,
    Text,
    Time,
    WholeNumber,
    YesNo,
)

TODAY = date(2026, 3, 3)


class Priority(LabelledEnum):
    """How soon a family should start."""

    URGENT = "urgent", "Urgent"
    SOON = "soon", "Soon"
    STANDARD = "standard", "Standard"


class EveryFieldForm(GovukForm):
    """One of each field."""

    given_name = Text(label="Given name", width=20, autocomplete="off")
    birth_date = DateParts(label="Birth date", hint="For example, 27 3 2011", latest="today")
    telephone = Telephone(label="Mobile number", required=False)
    email = Email(label="E-mail address", required=False)
    starts = Time(label="Starts at")
    rating = WholeNumber(label="Rating", least=0, most=10, hint="0 is worst, 10 is best")
    priority = Radios(
        label="Priority",
        choices=Priority,
        hints={"urgent": "Somebody is being harmed now"},
        reveals={"urgent": ["why_urgent"]},
    )
    why_urgent = LongText(label="Why it is urgent", rows=3, max_length=500)
    interpreter = YesNo(label="Is an interpreter needed?", not_known=True)
    evenings = Checkboxes(
        label="Evenings the family can come",
        choices=[("tue", "Tuesday"), ("thu", "Thursday"), ("none", "None of these")],
        exclusive="none",
        divider_before="none",
    )
    venue = Select(label="Venue", choices=[("hall", "Community hall"), ("library", "Library")])
    report = FileUpload(label="Police report", kinds=(".pdf", ".docx"), required=False)
    password = Password(label="Password", required=False)
    agreed = Confirm(label="The family knows about this referral")
    token = Hidden()


class FilterForm(GovukForm):
    """Filters of the example list."""

    marks_optional = False
    search = Text(label="Name", required=False)
    priority = Select(label="Priority", choices=Priority, required=False, empty_label="Any")


COLUMNS = (
    lists.Column("Family", order="name"),
    lists.Column("Waiting", order="days"),
    lists.Column("Priority"),
    lists.Column("Children", order="children", numeric=True),
)

LINE = Markup(
    '<svg viewBox="0 0 320 120" width="320" height="120"><g stroke="#d3ccc1">'
    '<path d="M40 10h270M40 55h270M40 100h270"/>'
    '</g><path d="M40 90 130 70 220 40 310 25" fill="none" stroke="#1f5c4d" stroke-width="3"/>'
    '<g font-size="12" fill="#57514a"><text x="8" y="14">10</text><text x="14" y="104">0</text>'
    '<text x="40" y="117">Start</text><text x="275" y="117">End</text></g></svg>'
)


def _only_while_developing() -> None:
    if not (settings.DEBUG or getattr(settings, "TRELLIS_STRICT_TEMPLATES", False)):
        raise Http404


def paper(request: HttpRequest) -> HttpResponse:
    """Show a thing designed as paper; there only while developing and in tests."""
    _only_while_developing()
    return render(request, "gallery/paper.jinja", {"today": TODAY})


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component; there only while developing and in tests."""
    _only_while_developing()
    posted = request.method == "POST"
    form = EveryFieldForm(
        request.POST if posted else None, request.FILES if posted else None, initial={"priority": "soon"}
    )
    order = lists.order_of(request, COLUMNS, "-days")
    families = [{"name": f"Family {number}"} for number in range(1, 121)]
    context: dict[str, Any] = {
        "form": form,
        "filter_form": FilterForm(request.GET or None, auto_id="filter_%s"),
        "headings": lists.headings(request, COLUMNS, order),
        "page_of_families": lists.page_of(request, families),
        "today": TODAY,
        "outcomes": list(Outcome),
        "line": LINE,
    }
    return render(request, "gallery/components.jinja", context)
