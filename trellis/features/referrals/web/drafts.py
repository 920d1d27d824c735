"""Writing a referral: choosing a programme, the task list, its pages."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from trellis.features.programmes import queries as programmes
from trellis.features.referrals import actions, permissions
from trellis.features.referrals.rules.page import Page
from trellis.features.referrals.rules.problems import SectionState, may_be_sent, problems_on, state_of
from trellis.features.referrals.rules.sections import PARTS, SECTIONS, Draft, Section
from trellis.features.referrals.web.attaching import document_context
from trellis.features.referrals.web.forms import PageForm, form_for
from trellis.features.referrals.web.shared import called, context_of, own_draft, section_or_404, viewer_of
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.access.viewer import Viewer

if TYPE_CHECKING:
    from trellis.features.referrals.models import Referral

TASK_STATES = {
    SectionState.COMPLETED: "done",
    SectionState.IN_PROGRESS: "in_progress",
    SectionState.NOT_STARTED: "to_do",
    SectionState.TO_CORRECT: "problem",
    SectionState.CANNOT_START: "cannot_start",
}


@page(permissions.MAKE, methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Choose the programme to which a family is referred."""
    viewer = viewer_of(request)
    offered = [
        {"version": version, "definition": programmes.definition(version.pk)} for version in programmes.on_offer(viewer)
    ]
    errors: list[dict[str, str]] = []
    chosen = request.POST.get("programme") or request.GET.get("programme", "")
    if request.method == "POST":
        try:
            if not chosen:
                raise RuleBroken("Choose a programme.", "programme")
            draft = actions.begin_referral(by=viewer, programme_key=chosen)
            return redirect("referrals:referral", draft.pk)
        except RuleBroken as broken:
            errors = [{"text": broken.message, "href": "#programme"}]
    context = {"offered": offered, "errors": errors, "chosen": chosen}
    return render(request, "referrals/new.jinja", context, status=200)


def task_list(request: HttpRequest, viewer: Viewer, referral: Referral, draft: Draft) -> HttpResponse:
    """Show how far each part of a draft has come; the page of a draft itself."""
    states = {section.key: state_of(draft, section) for section in SECTIONS}
    parts = [
        {
            "title": part,
            "tasks": [
                _task(referral, draft, section, states[section.key]) for section in SECTIONS if section.part == part
            ],
        }
        for part in PARTS
    ]
    done = sum(state is SectionState.COMPLETED for state in states.values())
    context = {
        **context_of(viewer, referral),
        "parts": parts,
        "done": done,
        "all": len(SECTIONS),
        "may_be_sent": may_be_sent(draft),
    }
    return render(request, "referrals/task_list.jinja", context)


def _task(referral: Referral, draft: Draft, section: Section, state: SectionState) -> dict[str, Any]:
    names = [person.short_name for person in draft.answers.people]
    return {
        "title": section.title,
        "href": reverse("referrals:section", args=[referral.pk, section.key]),
        "state": TASK_STATES[state],
        "state_text": "Something to correct" if state is SectionState.TO_CORRECT else "",
        "hint": ", ".join(names) if section.key == "people" else "",
    }


@page(permissions.MAKE)
def section(request: HttpRequest, referral_id: uuid.UUID, key: str) -> HttpResponse:
    """Open a section: its only page, or the list of its pages."""
    viewer = viewer_of(request)
    referral, draft = own_draft(viewer, referral_id)
    chosen = section_or_404(key)
    if state_of(draft, chosen) is SectionState.CANNOT_START:
        messages.info(request, "Add the people of the family first: this part asks about each of them.")
        return redirect("referrals:section", referral.pk, chosen.after)
    pages = draft.pages(chosen)
    if len(pages) == 1 and not chosen.adds:
        return redirect("referrals:page", referral.pk, key, pages[0].item)
    context = {
        **context_of(viewer, referral),
        "section": chosen,
        "items": [_item(referral, draft, chosen, each) for each in pages],
        "removable": bool(chosen.adds),
        "nothing": _nothing(chosen),
        "may_add": bool(chosen.adds) and not _none_there(draft, chosen),
    }
    return render(request, "referrals/section.jinja", context)


def _nothing(chosen: Section) -> str:
    if chosen.key == "each_person":
        return "This programme needs to know nothing more about each person."
    return "Nobody takes part yet, so there is nothing to ask here." if not chosen.adds else f"No {chosen.one} yet."


def _none_there(draft: Draft, chosen: Section) -> bool:
    return chosen.key == "agencies" and draft.kept(draft.pages(chosen)[0]).get("any") != "yes"


def _item(referral: Referral, draft: Draft, chosen: Section, each: Page) -> dict[str, Any]:
    problems = problems_on(draft, each, draft.kept(each))
    wrong = [problem for problem in problems if not problem.missing]
    untouched = not any(draft.kept(each).values())
    if not problems:
        state, look = "Completed", "quiet"
    elif wrong:
        state, look = "Something to correct", "danger"
    else:
        state, look = ("Not started", "quiet") if untouched else ("In progress", "open")
    args = [referral.pk, chosen.key, each.item]
    return {
        "page": each,
        "href": reverse("referrals:page", args=args),
        "state": state,
        "look": look,
        "done": not problems,
        "note": _note(draft, chosen, each),
        "remove": reverse("referrals:remove", args=args) if chosen.adds and each.item != "any" else "",
    }


def _note(draft: Draft, chosen: Section, each: Page) -> str:
    person = draft.answers.person(each.item)
    if chosen.key != "people" or person is None:
        return ""
    titles = {strand.key: strand.title for strand in draft.definition.strands}
    return titles.get(person.strand, "Not taking part")


@page(permissions.MAKE, methods=("POST",))
def add(request: HttpRequest, referral_id: uuid.UUID, key: str) -> HttpResponse:
    """Make room for one more person, home or agency, and open its page."""
    viewer = viewer_of(request)
    referral, _ = own_draft(viewer, referral_id)
    chosen = section_or_404(key)
    try:
        item = actions.add_item(by=viewer, referral=referral, section=chosen.key)
    except RuleBroken as broken:
        messages.warning(request, broken.message)
        return redirect("referrals:section", referral.pk, chosen.key)
    return redirect("referrals:page", referral.pk, chosen.key, item)


def _page_or_404(draft: Draft, chosen: Section, item: str) -> Page:
    found = draft.page(chosen, item)
    if found is None:
        raise Http404
    return found


@page(permissions.MAKE, methods=("GET", "POST"))
def one_page(request: HttpRequest, referral_id: uuid.UUID, key: str, item: str) -> HttpResponse:
    """Show and keep one page of the task list; what was typed is kept before anything is said about it."""
    viewer = viewer_of(request)
    referral, draft = own_draft(viewer, referral_id)
    chosen = section_or_404(key)
    shown = _page_or_404(draft, chosen, item)
    kept = draft.kept(shown)
    if request.method == "POST":
        form = PageForm(shown, data=request.POST)
        right = form.check(draft, missing=True)
        actions.save_page(by=viewer, referral=referral, section=key, item=item, values=form.values())
        if "later" in request.POST:
            messages.success(request, "Saved. Come back to it whenever you like.")
            return redirect("referrals:referral", referral.pk)
        if right:
            return _onwards(request, viewer, referral, chosen, shown)
    else:
        form = form_for(shown, kept, draft)
    context = {
        **context_of(viewer, referral),
        "section": chosen,
        "shown": shown,
        "form": form,
        "groups": _groups(shown),
        "autosave": reverse("referrals:autosave", args=[referral.pk, key, item]),
        "back": _back(request, referral, draft, chosen),
        "from_check": request.GET.get("from") == "check",
        "remove": reverse("referrals:remove", args=[referral.pk, key, item]) if chosen.adds and item != "any" else "",
    }
    if chosen.key == "documents":
        context |= document_context(viewer, referral, draft)
    return render(request, "referrals/page.jinja", context)


def _groups(shown: Page) -> list[dict[str, Any]]:
    """Return the questions under their headings; pages without headings have one group without a name."""
    groups: dict[str, list[str]] = {}
    for question in shown.questions:
        groups.setdefault(question.group, []).append(question.name)
    return [{"title": title, "names": names} for title, names in groups.items()]


def _back(request: HttpRequest, referral: Referral, draft: Draft, chosen: Section) -> dict[str, str]:
    if request.GET.get("from") == "check":
        return {"href": reverse("referrals:check", args=[referral.pk]), "text": "Check your answers"}
    if chosen.adds or len(draft.pages(chosen)) > 1:
        return {"href": reverse("referrals:section", args=[referral.pk, chosen.key]), "text": chosen.title}
    return {"href": reverse("referrals:referral", args=[referral.pk]), "text": "The task list"}


def _onwards(
    request: HttpRequest, viewer: Viewer, referral: Referral, chosen: Section, shown: Page
) -> HttpResponseRedirect:
    """Go to where the person came from, or to the next page of the section that has something left."""
    if request.GET.get("from") == "check":
        return redirect("referrals:check", referral.pk)
    _, draft = own_draft(viewer, referral.pk)
    if chosen.adds:
        asked = draft.kept(shown)
        ended = shown.item == "any" and asked.get("any") != "yes"
        return (
            redirect("referrals:referral", referral.pk)
            if ended
            else redirect("referrals:section", referral.pk, chosen.key)
        )
    pages = list(draft.pages(chosen))
    here = next((number for number, each in enumerate(pages) if each.item == shown.item), len(pages))
    for following in pages[here + 1 :]:
        if problems_on(draft, following, draft.kept(following)) or not draft.kept(following):
            return redirect("referrals:page", referral.pk, chosen.key, following.item)
    return redirect("referrals:referral", referral.pk)


@page(permissions.MAKE, methods=("POST",))
def autosave(request: HttpRequest, referral_id: uuid.UUID, key: str, item: str) -> HttpResponse:
    """Keep what is typed so far, without a word about whether it is right."""
    viewer = viewer_of(request)
    referral, draft = own_draft(viewer, referral_id)
    shown = _page_or_404(draft, section_or_404(key), item)
    form = PageForm(shown, data=request.POST)
    form.is_valid()
    actions.save_page(by=viewer, referral=referral, section=key, item=item, values=form.values())
    return HttpResponse(status=204)


@page(permissions.MAKE, methods=("GET", "POST"))
def remove(request: HttpRequest, referral_id: uuid.UUID, key: str, item: str) -> HttpResponse:
    """Ask before a person, a home or an agency is taken out, then take it out."""
    viewer = viewer_of(request)
    referral, draft = own_draft(viewer, referral_id)
    chosen = section_or_404(key)
    shown = _page_or_404(draft, chosen, item)
    if not chosen.adds or item == "any":
        raise Http404
    if request.method == "POST":
        actions.remove_item(by=viewer, referral=referral, section=key, item=item)
        messages.success(request, f"{shown.called} was taken out.")
        return redirect("referrals:section", referral.pk, key)
    context = {**context_of(viewer, referral), "section": chosen, "shown": shown, "name": called(referral)}
    return render(request, "referrals/remove.jinja", context)
