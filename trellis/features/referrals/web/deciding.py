"""Deciding after screening, and the referrer's answers to what was asked."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from trellis.features.programmes.rules.facts import FACTS
from trellis.features.referrals import actions, permissions, queries
from trellis.features.referrals.rules import ReferralStatus
from trellis.features.referrals.rules.asking import Asked
from trellis.features.referrals.rules.questions import Kind, Question, question_for
from trellis.features.referrals.web.attaching import document_context
from trellis.features.referrals.web.forms import MadeForm, field_for, plain
from trellis.features.referrals.web.screening import being_screened, chosen_day, screening_context
from trellis.features.referrals.web.shared import context_of, draft_of, viewer_of
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system.forms import Checkboxes, GovukForm, LongText

if TYPE_CHECKING:
    from trellis.features.referrals.models import Referral
    from trellis.features.referrals.rules.days import ScreeningDay
    from trellis.platform.access.viewer import Viewer

DONE = {
    "accept": "The family is accepted and on the waiting list.",
    "override": "The family is accepted and on the waiting list. Your reason is kept beside the screening.",
    "decline": "The referral is declined, and the referrer has been told why and what may help instead.",
    "ask": "The referrer has been asked. The referral comes back here when they have answered.",
}


class AcceptForm(GovukForm):
    """A note for the record."""

    note = LongText(label="Anything to note for the record", required=False, max_length=1000, rows=3)


class OverrideForm(GovukForm):
    """Why the family is accepted although a criterion is not met."""

    reasons = LongText(
        label="Why is the family accepted although not everything is met?",
        hint="This is kept beside the screening, which stays as it is",
        missing="Enter why the family is accepted although a criterion is not met",
        max_length=2000,
    )


class DeclineForm(GovukForm):
    """The reasons and what may help instead, both read by the referrer."""

    reasons = LongText(
        label="Why, in words that the family could read",
        missing="Enter the reasons in words that the family could read",
        max_length=2000,
    )
    signpost = LongText(
        label="What may help the family instead",
        hint="A service, a person or another programme, and how to reach it",
        missing="Enter what may help the family instead",
        max_length=2000,
    )


class AskForm(GovukForm):
    """Which questions go to the referrer."""

    marks_optional = False

    questions = Checkboxes(label="What should the referrer be asked?", required=False)
    own = LongText(label="A question of your own", required=False, max_length=1000, rows=3)

    def __init__(self, *args: Any, asked: list[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.fields["questions"].choices = [
            (each.key, f"{each.name}: {each.question}" if each.name else each.question) for each in asked
        ]
        if not asked:
            del self.fields["questions"]

    def chosen(self) -> list[Asked]:
        """Return the questions ticked, and the one written."""
        ticked = set(self.cleaned_data.get("questions") or ())
        own = self.cleaned_data.get("own") or ""
        return [each for each in self.asked if each.key in ticked] + ([Asked("own", own)] if own else [])


def _decision_page(
    request: HttpRequest,
    referral_id: uuid.UUID,
    kind: str,
    make_form: Callable[[dict[str, Any]], GovukForm],
    act: Callable[[Viewer, Referral, ScreeningDay, Any], object],
) -> HttpResponse:
    """Show the form of one decision beside the screening it rests on, and take it."""
    viewer = viewer_of(request)
    referral = being_screened(viewer, referral_id)
    day = chosen_day(request, viewer, referral)
    context = screening_context(viewer, referral, day)
    form = make_form(context)
    if request.method == "POST" and form.is_valid():
        try:
            act(viewer, referral, day, form)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, DONE[kind])
            return redirect("referrals:referral", referral.pk)
    return render(request, "referrals/decide.jinja", {**context, "form": form, "kind": kind})


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@page(permissions.SCREEN, methods=("GET", "POST"))
def accept(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Accept a family that everything is met for."""

    def act(viewer: Viewer, referral: Referral, day: ScreeningDay, form: Any) -> object:
        note = form.cleaned_data["note"]
        return actions.accept(by=viewer, referral=referral, on_day=day.day, on_day_why=day.why, note=note)

    return _decision_page(request, referral_id, "accept", lambda _: AcceptForm(_data(request)), act)


@page(permissions.OVERRIDE, methods=("GET", "POST"))
def override(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Accept although something is not met, with a reason."""

    def act(viewer: Viewer, referral: Referral, day: ScreeningDay, form: Any) -> object:
        reasons = form.cleaned_data["reasons"]
        return actions.override_accept(
            by=viewer, referral=referral, on_day=day.day, on_day_why=day.why, reasons=reasons
        )

    return _decision_page(request, referral_id, "override", lambda _: OverrideForm(_data(request)), act)


@page(permissions.SCREEN, methods=("GET", "POST"))
def decline(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Decline with reasons and a signpost; what was not met is filled in to start from."""

    def make(context: dict[str, Any]) -> GovukForm:
        not_met = [row for row in context["table"] if row["outcome"] == "not_met"]
        start = " ".join(dict.fromkeys(row["why"] for row in not_met))
        return DeclineForm(_data(request), initial={"reasons": start})

    def act(viewer: Viewer, referral: Referral, day: ScreeningDay, form: Any) -> object:
        said = form.cleaned_data
        return actions.decline(by=viewer, referral=referral, on_day=day.day, on_day_why=day.why, **said)

    return _decision_page(request, referral_id, "decline", make, act)


@page(permissions.SCREEN, methods=("GET", "POST"))
def ask(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Choose what to ask the referrer."""

    def make(context: dict[str, Any]) -> GovukForm:
        asked = [
            Asked(f"q{number}", each["question"], each["fact"], each["about_id"], each["about"])
            for number, each in enumerate(context["to_ask"], 1)
        ]
        return AskForm(_data(request), asked=asked)

    def act(viewer: Viewer, referral: Referral, day: ScreeningDay, form: Any) -> object:
        return actions.ask_for_more(
            by=viewer, referral=referral, on_day=day.day, on_day_why=day.why, questions=form.chosen()
        )

    return _decision_page(request, referral_id, "ask", make, act)


class MoreForm(MadeForm):
    """What was asked of the referrer."""

    def __init__(self, *args: Any, asked: list[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.take({each.key: field_for(_question(each)) for each in asked})

    def answers(self) -> dict[str, Any]:
        """Return the answers that were given."""
        return {name: plain(value) for name, value in self.cleaned_data.items() if value not in (None, "", [])}


def _question(asked: Asked) -> Question:
    words = f"{asked.name}: {asked.question}" if asked.name else asked.question
    if asked.fact in FACTS:
        return question_for(FACTS[asked.fact], ask=words, name=asked.key)
    return Question(asked.key, Kind.LONG_TEXT, words, most=3000)


@page(permissions.MAKE, methods=("GET", "POST"))
def more(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Ask the referrer what screening could not tell, and send the answers back."""
    viewer = viewer_of(request)
    referral = queries.referral(viewer, referral_id)
    if referral.made_by_id != viewer.membership_id:
        raise Http404
    if referral.status != ReferralStatus.MORE_NEEDED:
        messages.info(request, "Nothing is asked of you at present.")
        return redirect("referrals:referral", referral.pk)
    form = MoreForm(_data(request), asked=queries.questions_asked(viewer, referral))
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_questions(by=viewer, referral=referral, answers=form.answers())
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "Thank you. Your answers were sent, and we will look at the referral again.")
            return redirect("referrals:referral", referral.pk)
    viewed(viewer, referral)
    context = {
        **context_of(viewer, referral),
        **document_context(viewer, referral, draft_of(viewer, referral)),
        "form": form,
        "documents_href": reverse("referrals:documents", args=[referral.pk]),
    }
    return render(request, "referrals/more.jinja", context)
