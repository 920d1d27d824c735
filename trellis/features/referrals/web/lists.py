"""The list of referrals, and the same as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from trellis.features.programmes import queries as programmes
from trellis.features.referrals import permissions, queries
from trellis.features.referrals.rules import ReferralStatus
from trellis.features.referrals.web.shared import called, look_of, status_words, viewer_of
from trellis.platform.access.pages import page
from trellis.platform.access.roles import Profession, Role
from trellis.platform.audit.actions import searched, viewed
from trellis.platform.design_system.forms import GovukForm, Select, Text
from trellis.platform.design_system.lists import address_with
from trellis.platform.documents.kinds import Kind
from trellis.platform.documents.spreadsheet import Sheet, write_csv, write_xlsx
from trellis.platform.documents.web.serving import download_of

if TYPE_CHECKING:
    from trellis.features.referrals.models import Referral
    from trellis.platform.access.viewer import Viewer

PAGE = 25
MOST_EXPORTED = 20_000
FOR_REFERRERS = (("more_needed", "We need more from you"), ("draft", "Not sent yet"), ("accepted", "Accepted"),
                 ("declined", "Not accepted"), ("withdrawn", "Withdrawn"))  # fmt: skip


class FilterForm(GovukForm):
    """What narrows the list."""

    marks_optional = False
    search = Text(label="Reference or family name", required=False, max_length=120)
    status = Select(label="Status", required=False, empty_label="Any")
    programme = Select(label="Programme", required=False, empty_label="Any")
    whose = Select(label="Whose", required=False, empty_label="Everybody's", choices=[("mine", "Made by me")])

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if viewer.role == Role.REFERRER:
            self.fields["status"].choices = FOR_REFERRERS
            del self.fields["whose"]
        else:
            known = [(status.value, status.label) for status in ReferralStatus if status is not ReferralStatus.DRAFT]
            self.fields["status"].choices = [("to_do", "Still to decide"), *known]
        found = programmes.latest_versions()
        self.fields["programme"].choices = [(version.key, version.name) for version in found]

    def chosen(self) -> dict[str, str]:
        """Return the filters that are set and right."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


@page(permissions.SEE)
def referrals(request: HttpRequest) -> HttpResponse:
    """List referrals: what needs doing first; filters and search are kept in the address."""
    viewer = viewer_of(request)
    form = FilterForm(request.GET or None, viewer=viewer, auto_id="filter_%s")
    chosen = form.chosen()
    number = _number(request)
    start = (number - 1) * PAGE
    found = queries.what_needs_doing_first(queries.referrals(viewer, **chosen), start, PAGE + 1)
    today = timezone.localdate()
    viewed(viewer, *found[:PAGE])
    searched(viewer, "referrals", str(chosen.get("search", "")), len(found))
    context = {
        "form": form,
        "rows": [_row(viewer, each, today) for each in found[:PAGE]],
        "chosen": [
            {"text": _words(form, name, value), "href": address_with(request, **{name: None, "page": None})}
            for name, value in chosen.items()
        ],
        "number": number,
        "more": len(found) > PAGE,
        "earlier_href": address_with(request, page=number - 1) if number > 1 else "",
        "later_href": address_with(request, page=number + 1),
        "may_make": viewer.may(permissions.MAKE),
        "may_export": viewer.may(permissions.EXPORT),
        "imports_href": reverse("referrals:imports") if viewer.may(permissions.IMPORT) else "",
        "is_referrer": viewer.role == Role.REFERRER,
        "query": request.GET.urlencode(),
    }
    return render(request, "referrals/list.jinja", context)


def _number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return min(max(int(asked), 1), 10_000) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _words(form: FilterForm, name: str, value: str) -> str:
    labels = dict(getattr(form.fields[name], "choices", ()))
    return str(labels.get(value, value))


def _row(viewer: Viewer, each: Referral, today: Any) -> dict[str, Any]:
    open_still = ReferralStatus(each.status) in {
        ReferralStatus.IDENTITY_CHECK,
        ReferralStatus.SCREENING,
        ReferralStatus.MORE_NEEDED,
    }
    sent = timezone.localtime(each.submitted_at).date() if each.submitted_at else None
    return {
        "referral": each,
        "called": called(each),
        "programme": each.programme_version.name,
        "status": status_words(viewer, each),
        "look": look_of(viewer, each),
        "sent": sent,
        "days": (today - sent).days if sent and open_still else None,
        "by": each.agency or each.made_by.user.name,
    }


@page(permissions.EXPORT)
def export(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Hand out the list, as filtered, as CSV or XLSX in which no cell can act."""
    viewer = viewer_of(request)
    if ending not in {"csv", "xlsx"}:
        raise Http404
    chosen = FilterForm(request.GET or None, viewer=viewer).chosen()
    found = list(queries.referrals(viewer, **chosen)[:MOST_EXPORTED])
    headers = ["Reference", "Family", "Programme", "Status", "Sent on", "Decided on", "Agency", "Profession"]
    rows = [_cells(viewer, each) for each in found]
    viewed(viewer, *found)
    name = f"referrals-{timezone.localdate().isoformat()}.{ending}"
    if ending == "csv":
        return download_of(write_csv([headers, *rows]), name, Kind.CSV)
    return download_of(write_xlsx([Sheet("Referrals", headers, rows)]), name, Kind.XLSX)


def _cells(viewer: Viewer, each: Referral) -> list[Any]:
    return [
        each.reference,
        each.family_name,
        each.programme_version.name,
        status_words(viewer, each),
        timezone.localtime(each.submitted_at).date() if each.submitted_at else None,
        timezone.localtime(each.decided_at).date() if each.decided_at else None,
        each.agency,
        Profession(each.profession).label if each.profession in set(Profession) else each.profession,
    ]
