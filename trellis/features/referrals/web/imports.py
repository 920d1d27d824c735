"""Referrals from a spreadsheet: upload, look, bring in."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from trellis.features.programmes import queries as programmes
from trellis.features.programmes.rules.facts import FAMILY_ROLES
from trellis.features.referrals import permissions
from trellis.features.referrals.spreadsheet import actions, queries
from trellis.features.referrals.spreadsheet.template import template_csv, template_xlsx
from trellis.kernel.dates import age_on
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system import render
from trellis.platform.design_system.forms import FileUpload, GovukForm, Radios
from trellis.platform.documents.kinds import Kind, in_megabytes
from trellis.platform.documents.spreadsheet import write_csv
from trellis.platform.documents.web import download_of

if TYPE_CHECKING:
    from trellis.features.referrals.models import ReferralImport

SHOWN_PROBLEMS = 200
_TEMPLATES = {"xlsx": (template_xlsx, Kind.XLSX), "csv": (template_csv, Kind.CSV)}


class ImportForm(GovukForm):
    """Which programme, and the file."""

    programme = Radios(
        label="Which programme are these families referred to?",
        choices=[],
        missing="Choose the programme that the families are referred to",
    )
    upload = FileUpload(
        label="The spreadsheet",
        hint="An Excel spreadsheet (.xlsx) or a CSV file, filled in from the template",
        kinds=(".xlsx", ".csv"),
        missing="Choose the file to bring in",
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].most_bytes = settings.TRELLIS_UPLOAD_LIMIT
        self.fields["programme"].choices = [(each.key, each.name) for each in programmes.on_offer(viewer)]


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer
    return viewer


@page(permissions.IMPORT)
def imports(request: HttpRequest) -> HttpResponse:
    """List the spreadsheets that were brought in or are on their way."""
    number = _number(request)
    found, more = queries.imports(_viewer(request), number)
    return render(request, "referrals/imports.jinja", {"found": found, "number": number, "has_next": more})


def _number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


@page(permissions.IMPORT, methods=("GET", "POST"))
def new_import(request: HttpRequest) -> HttpResponse:
    """Take in a spreadsheet; templates to fill in are here too."""
    viewer = _viewer(request)
    sent = request.method == "POST"
    form = ImportForm(request.POST, request.FILES, viewer=viewer) if sent else ImportForm(viewer=viewer)
    if sent and form.is_valid():
        try:
            imported = actions.begin_import(
                by=viewer,
                programme_key=form.cleaned_data["programme"],
                upload=form.cleaned_data["upload"],
            )
        except RuleBroken as refused:
            form.add_rule_broken(refused)
        else:
            return HttpResponseRedirect(reverse("referrals:import", args=[imported.pk]))
    context = {
        "form": form,
        "offered": programmes.on_offer(viewer),
        "limit": in_megabytes(settings.TRELLIS_UPLOAD_LIMIT),
    }
    return render(request, "referrals/new_import.jinja", context)


@page(permissions.IMPORT)
def template(request: HttpRequest, key: str, ending: str) -> HttpResponseBase:
    """Send the template of a programme that is on offer."""
    version = next((each for each in programmes.on_offer(_viewer(request)) if each.key == key), None)
    if version is None or ending not in _TEMPLATES:
        raise Http404
    make, kind = _TEMPLATES[ending]
    return download_of(make(programmes.definition(version.pk)), f"referrals-{key}.{ending}", kind)


@page(permissions.IMPORT)
def one_import(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Show how far one spreadsheet is: being read, what is wrong in it, what would be brought in, what was."""
    viewer = _viewer(request)
    imported = queries.imported(viewer, import_id)
    stopped = imported.status in {"reading", "running"} and imported.job and imported.job.status == "failed"
    state = "stopped" if stopped else imported.status
    number = _number(request)
    context: dict[str, Any] = {"imported": imported, "state": state, "number": number, "has_next": False}
    if state == "previewed":
        viewed(viewer, imported)
        context |= {
            "families": [_family(imported, shown) for shown in imported.preview],
            "new": imported.families - imported.already_here,
            "before": queries.brought_in_before(viewer, imported),
        }
    elif state == "refused":
        context["wrong_cells"] = imported.problems[:SHOWN_PROBLEMS]
    elif state == "done":
        context["made"], context["has_next"] = queries.referrals_made(viewer, imported, number)
        viewed(viewer, imported, *context["made"])
    response = render(request, "referrals/import.jinja", context)
    response["Cache-Control"] = "no-store"
    return response


def _family(imported: ReferralImport, shown: dict[str, Any]) -> dict[str, Any]:
    definition = queries.definition_of(imported)
    strands = {strand.key: strand.title for strand in definition.strands}
    today = timezone.localdate()
    return {
        **shown,
        "people": [
            {
                "name": person["name"],
                "age": str(age_on(date.fromisoformat(person["born"]), today)) if person["born"] else "",
                "part": strands.get(person["strand"]) or FAMILY_ROLES.get(person["role"], ""),
            }
            for person in shown["people"]
        ],
    }


@page(permissions.IMPORT)
def problems(request: HttpRequest, import_id: uuid.UUID) -> HttpResponseBase:
    """Send every problem of a spreadsheet as CSV."""
    imported = queries.imported(_viewer(request), import_id)
    names = ("row", "column", "heading", "found", "right")
    rows = [["Row", "Column", "Heading", "What was found", "What would be right"]]
    rows += [[str(problem[name] or "") for name in names] for problem in imported.problems]
    return download_of(write_csv(rows), "problems.csv", Kind.CSV)


@page(permissions.IMPORT, methods=("POST",))
def bring_in(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Bring in what was looked at."""
    return _act(request, import_id, lambda viewer, it: actions.ask_to_bring_in(by=viewer, imported=it), "")


@page(permissions.IMPORT, methods=("POST",))
def drop(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Decide not to bring it in."""
    words = "Nothing was brought in, and the file is deleted."
    return _act(request, import_id, lambda viewer, it: actions.drop_import(by=viewer, imported=it), words)


def _act(request: HttpRequest, import_id: uuid.UUID, act: Any, words: str) -> HttpResponse:
    viewer = _viewer(request)
    try:
        act(viewer, queries.imported(viewer, import_id))
    except RuleBroken as refused:
        messages.warning(request, refused.message)
    else:
        if words:
            messages.success(request, words)
    return HttpResponseRedirect(reverse("referrals:import", args=[import_id]))
