"""Pages that shut staff out of a file, close it, and part the two sides of a case."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from trellis.features.confidentiality import actions, queries
from trellis.features.confidentiality.web.asking import BOTH, ask, done, saved, to_family
from trellis.features.confidentiality.web.forms import (
    DeclareForm,
    FileSearchForm,
    PartForm,
    PeopleIKnowForm,
    ReasonForm,
    SettleForm,
    ShutOutForm,
    WhyForm,
)
from trellis.features.families import queries as families
from trellis.platform.access.pages import page

if TYPE_CHECKING:
    from trellis.features.families.models import Family

OVERVIEW = "confidentiality:overview"


@page("confidentiality.declare", methods=BOTH)
def declare(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Say that one knows this family: it is gone from one's sight at once."""
    family = families.family(request.viewer, family_id)
    form = DeclareForm(request.POST or None)
    if request.method == "POST" and saved(
        form, lambda: actions.declare_knowing(by=request.viewer, family=family, how=form.cleaned_data["how"])
    ):
        return done(request, reverse(OVERVIEW), "Thank you. You no longer see this family, and supervisors know.")
    return ask(
        request,
        form,
        "I know this family",
        to_family(family.pk),
        caption=family.name,
        intro="You will not see this family any more, from the moment that you send this. A supervisor is told, and "
        "sees who works with the family instead.",
        submit_text="I know this family",
    )


@page("confidentiality.declare", methods=BOTH)
def people_i_know(request: HttpRequest) -> HttpResponse:
    """Name people whom one knows and who may be with us."""
    form = PeopleIKnowForm(request.POST or None)
    if request.method == "POST" and saved(
        form, lambda: actions.say_whom_one_knows(by=request.viewer, **form.cleaned_data)
    ):
        return done(
            request, reverse(OVERVIEW), "Thank you. A supervisor sees to it; whether they are with us is not said."
        )
    return ask(request, form, "People whom I know", reverse(OVERVIEW), submit_text="Send to a supervisor")


@page("confidentiality.shut_out", methods=BOTH)
def settle(request: HttpRequest, known_id: uuid.UUID) -> HttpResponse:
    """See whether people whom a member of staff knows are with us."""
    viewer = request.viewer
    known = queries.known(viewer, known_id)
    search = FileSearchForm(request.GET or None)
    files = _files(viewer, request.GET.get("search", ""), known.pk)
    form = SettleForm(request.POST or None, files=_choices(files))

    def save() -> None:
        family = files.get(form.cleaned_data["other"])
        actions.settle_known(by=viewer, known=known, family=family)

    if request.method == "POST" and saved(form, save):
        return done(request, reverse(OVERVIEW), "That is seen to.")
    context = {
        "form": form,
        "search": search,
        "title": f"{known.membership.user.name} knows: {known.names}",
        "intro": known.how,
        "back": reverse(OVERVIEW),
        "submit": "Save",
    }
    return render(request, "confidentiality/other_file.jinja", context)


@page("confidentiality.shut_out", methods=BOTH)
def shut_out(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Shut a member of staff out of a file."""
    viewer = request.viewer
    family = families.family(viewer, family_id)
    staff = {str(membership.pk): membership for membership in queries.staff(viewer)}
    form = ShutOutForm(request.POST or None, staff=[(key, one.user.name) for key, one in staff.items()])

    def save() -> None:
        given = form.cleaned_data
        actions.shut_out(by=viewer, family=family, membership=staff[given["membership"]], reason=given["reason"])

    if request.method == "POST" and saved(form, save):
        return done(request, to_family(family.pk), "They no longer find this family.")
    return ask(
        request, form, "Shut a member of staff out", to_family(family.pk), caption=family.name, submit_text="Shut out"
    )


@page("confidentiality.shut_out", methods=BOTH)
def let_in(request: HttpRequest, family_id: uuid.UUID, shut_id: uuid.UUID) -> HttpResponse:
    """Let a member of staff find a family again."""
    shut = queries.shut_out(request.viewer, family_id, shut_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and saved(
        form, lambda: actions.end_shut_out(by=request.viewer, shut=shut, why=form.cleaned_data["why"])
    ):
        return done(request, to_family(family_id), "They find this family again.")
    title = f"Let {shut.membership.user.name} find this family again"
    return ask(request, form, title, to_family(family_id), submit_text="Let them in")


@page("confidentiality.shut_out", methods=BOTH)
def close(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Close a file to all who do not work with it."""
    family = families.family(request.viewer, family_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and saved(
        form, lambda: actions.close_file(by=request.viewer, family=family, reason=form.cleaned_data["reason"])
    ):
        return done(request, to_family(family.pk), "The file is closed to all who do not work with this family.")
    intro = "Co-ordinators and supervisors who do not work with this family will not find it any more. You will."
    return ask(
        request, form, "Close this file", to_family(family.pk), caption=family.name, intro=intro, submit_text="Close"
    )


@page("confidentiality.shut_out", methods=BOTH)
def open_again(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Open a closed file again."""
    family = families.family(request.viewer, family_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and saved(
        form, lambda: actions.open_file_again(by=request.viewer, family=family, why=form.cleaned_data["why"])
    ):
        return done(request, to_family(family.pk), "The file is open again.")
    return ask(request, form, "Open this file again", to_family(family.pk), caption=family.name, submit_text="Open")


@page("confidentiality.sides", methods=BOTH)
def part(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Say which other file is the other side of this case."""
    viewer = request.viewer
    family = families.family(viewer, family_id)
    files = _files(viewer, request.GET.get("search", ""), family.pk)
    form = PartForm(request.POST or None, files=_choices(files))

    def save() -> None:
        given = form.cleaned_data
        actions.part_sides(by=viewer, one=family, other=files[given["other"]], reason=given["reason"])

    if request.method == "POST" and saved(form, save):
        return done(request, to_family(family.pk), "The two files are parted. Neither side finds the other.")
    context = {
        "form": form,
        "search": FileSearchForm(request.GET or None),
        "title": "The other side of this case",
        "intro": "Whoever works with one of the two files will not find the other, now or later. You look after the "
        "wall and see both; nobody else sees either unless they work with it.",
        "back": to_family(family.pk),
        "submit": "Part the two sides",
    }
    return render(request, "confidentiality/other_file.jinja", context)


@page("confidentiality.sides", methods=BOTH)
def join(request: HttpRequest, family_id: uuid.UUID, sides_id: uuid.UUID) -> HttpResponse:
    """Take the wall between two files down."""
    families.family(request.viewer, family_id)
    sides = queries.sides(request.viewer, sides_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and saved(
        form, lambda: actions.join_sides(by=request.viewer, sides=sides, why=form.cleaned_data["why"])
    ):
        return done(request, to_family(family_id), "The wall is down. Both files stay closed until you open them.")
    return ask(request, form, "They are no longer two sides", to_family(family_id), submit_text="Take the wall down")


def _files(viewer: Any, search: str, leaving_out: uuid.UUID) -> dict[str, Family]:
    return {str(family.pk): family for family in queries.families_named(viewer, search, leaving_out)}


def _choices(files: dict[str, Family]) -> list[tuple[str, str]]:
    return [(key, family.name) for key, family in files.items()]
