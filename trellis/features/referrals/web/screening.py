"""Screening: every criterion with what was found, what to ask whom, and what else would suit."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from trellis.features.programmes.rules.facts import FACTS, About
from trellis.features.referrals import actions, permissions, queries
from trellis.features.referrals.queries.one import facts_told
from trellis.features.referrals.rules import ReferralStatus
from trellis.features.referrals.rules.answers import NO_STRAND
from trellis.features.referrals.rules.days import ScreeningDay
from trellis.features.referrals.rules.questions import day_from, question_for
from trellis.features.referrals.rules.wanted import asked_fact
from trellis.features.referrals.web.forms import MadeForm, field_for, plain
from trellis.features.referrals.web.shared import context_of, programme_name, viewer_of
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import Outcome, RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system.forms import DateParts, GovukForm, Radios, Text

if TYPE_CHECKING:
    from trellis.features.referrals.models import Referral, ReferredPerson
    from trellis.features.screening.rules import Finding
    from trellis.platform.access.viewer import Viewer

OTHER = "other"
BEING_SCREENED = frozenset({ReferralStatus.SCREENING, ReferralStatus.MORE_NEEDED})


class DayForm(GovukForm):
    """The day on which ages are taken."""

    marks_optional = False

    day = Radios(label="On which day should ages be taken?", required=False, reveals={OTHER: ["other"]})
    other = DateParts(label="Which day?", noun="day", hint="For example, 21 9 2026", earliest=date(2000, 1, 1))

    def __init__(self, *args: Any, days: list[ScreeningDay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(each.day.isoformat(), f"{in_words(each.day)}: {each.why}") for each in days]
        self.fields["day"].choices = [*known, (OTHER, "Another day")]


def chosen_day(request: HttpRequest, viewer: Viewer, referral: Referral) -> ScreeningDay:
    """Return the day in the address (`?day=2026-03-03`), or the first one proposed, with why that day."""
    days = queries.screening_days(viewer, referral)
    asked = day_from((request.POST if request.method == "POST" else request.GET).get("day", ""))
    if asked is None:
        return days[0]
    return next((each for each in days if each.day == asked), ScreeningDay(asked, f"A day chosen by {viewer.name}"))


def being_screened(viewer: Viewer, referral_id: uuid.UUID) -> Referral:
    """Return a referral that is being screened, or answer 404."""
    referral = queries.referral(viewer, referral_id)
    if referral.status not in BEING_SCREENED:
        raise Http404
    return referral


@page(permissions.SCREEN, methods=("GET",))
def screening(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Show the criteria as they come out on the day that matters, and what may be decided."""
    viewer = viewer_of(request)
    referral = queries.referral(viewer, referral_id)
    if referral.status not in BEING_SCREENED:
        return redirect("referrals:referral", referral.pk)
    days = queries.screening_days(viewer, referral)
    form = DayForm(request.GET if "choose" in request.GET else None, days=days)
    if form.is_bound and form.is_valid():
        answer = form.cleaned_data["day"]
        picked = form.cleaned_data["other"].isoformat() if answer == OTHER else answer
        return redirect(f"{request.path}?{urlencode({'day': picked})}")
    day = chosen_day(request, viewer, referral)
    if not form.is_bound:
        known = {each.day for each in days}
        start = {"day": day.day.isoformat() if day.day in known else OTHER, "other": day.day}
        form = DayForm(days=days, initial=start)
    context = screening_context(viewer, referral, day)
    return render(request, "referrals/screening.jinja", {**context, "form": form})


def screening_context(viewer: Viewer, referral: Referral, day: ScreeningDay) -> dict[str, Any]:
    """Return everything that the screening page shows; also logs that the family was looked at."""
    found = queries.screened(viewer, referral, day.day, day.why)
    people = queries.people_of(viewer, referral)
    viewed(viewer, referral, people=[row.person for row in people if row.person is not None])
    query = urlencode({"day": day.day.isoformat()})
    deciding = [finding for finding in found.findings if finding.reason.blocks]
    return {
        **context_of(viewer, referral),
        "screening": found,
        "day": day,
        "query": query,
        "table": [_row(finding) for finding in _by_outcome(deciding)],
        "to_weigh": [_row(finding) for finding in _by_outcome(f for f in found.findings if not f.reason.blocks)],
        "to_ask": to_ask(referral, people, found.findings),
        "told": [_told(each) for each in facts_told(viewer, referral)],
        "places": found.places,
        "titles": {strand.key: strand.title for strand in _definition(referral).strands},
        "may_accept": found.outcome is Outcome.MET and referral.status == ReferralStatus.SCREENING,
        "may_place": True,
        "may_override": viewer.may(permissions.OVERRIDE) and found.outcome is not Outcome.MET,
        "waits_for_referrer": referral.status == ReferralStatus.MORE_NEEDED,
    }


def _definition(referral: Referral) -> Any:
    from trellis.features.programmes import queries as programmes

    return programmes.definition(referral.programme_version_id)


_TURN = {Outcome.NOT_MET: 0, Outcome.NOT_YET_KNOWN: 1, Outcome.MET: 2}


def _by_outcome(findings: Any) -> list[Finding]:
    return sorted(findings, key=lambda finding: _TURN[finding.outcome])


def _row(finding: Finding) -> dict[str, Any]:
    return {
        "outcome": finding.outcome,
        "title": finding.title,
        "about": finding.reason.about,
        "found": finding.reason.found or "–",
        "words": finding.reason.words,
        "why": finding.reason.why,
        "source": finding.reason.source,
    }


def _told(each: Any) -> dict[str, Any]:
    fact = FACTS[each.key]
    value = (
        {True: "Yes", False: "No", None: "Not known"}.get(each.value, each.value)
        if not isinstance(each.value, list)
        else ", ".join(map(str, each.value))
    )
    return {
        "label": fact.label,
        "about": str(each.about) if each.about_id else fact.about.label,
        "value": fact.choices.get(str(value), value),
        "said_by": each.said_by,
        "by": each.recorded_by.user.name,
        "at": each.created_at,
    }


def to_ask(referral: Referral, people: list[ReferredPerson], findings: Any) -> list[dict[str, Any]]:
    """List what is not yet known: what to ask whom, about whom, and where to write the answer down."""
    asked: dict[tuple[str, str], dict[str, Any]] = {}
    for finding in findings:
        if finding.outcome is not Outcome.NOT_YET_KNOWN:
            continue
        for question in finding.missing:
            person = people[finding.position] if finding.position is not None else None
            fact = asked_fact(question.fact)
            about = str(person.pk) if person else ""
            fits = fact is not None and fact.key != "documents" and (fact.about is About.PERSON) == (person is not None)
            key = fact.key if fact is not None and fits else question.fact
            asked.setdefault(
                (key, about or question.ask),
                {
                    "question": question.ask,
                    "whom": question.ask_whom,
                    "about": str(person) if person else "",
                    "about_id": about,
                    "fact": key if fits else "",
                    "blocks": finding.reason.blocks,
                    "href": reverse("referrals:fact", args=[referral.pk, key, about or "family"]) if fits else "",
                    "why": finding.reason.why,
                },
            )
    return list(asked.values())


class FactForm(MadeForm):
    """One fact, and who said it."""

    said_by = Text(
        label="Who said so, and how", hint="For example, the mother, by telephone", missing="Enter who said so"
    )

    def __init__(self, *args: Any, fact_key: str, **kwargs: Any) -> None:
        self.question = question_for(FACTS[fact_key], name="answer")
        super().__init__(*args, **kwargs)
        self.take({"answer": field_for(self.question)})
        self.order_fields(["answer", "said_by"])

    def answer(self) -> Any:
        """Return the answer as it is kept."""
        return plain(self.cleaned_data.get("answer"))


@page(permissions.SCREEN, methods=("GET", "POST"))
def fact(request: HttpRequest, referral_id: uuid.UUID, key: str, about: str) -> HttpResponse:
    """Ask one thing and keep who said it; the screening follows at once."""
    viewer = viewer_of(request)
    referral = being_screened(viewer, referral_id)
    known = FACTS.get(key)
    people = {str(person.pk): person for person in queries.people_of(viewer, referral)}
    person = people.get(about)
    if known is None or known.derived_from or (known.about is About.PERSON) != (person is not None):
        raise Http404
    day = chosen_day(request, viewer, referral)
    form = FactForm(request.POST if request.method == "POST" else None, fact_key=key)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_fact(
                by=viewer, referral=referral, key=key, answer=form.answer(), about=person,
                said_by=form.cleaned_data["said_by"],
            )  # fmt: skip
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, f"Kept: {known.label.lower()}.")
            return redirect(f"{reverse('referrals:screening', args=[referral.pk])}?day={day.day.isoformat()}")
    viewed(viewer, referral)
    context = {
        **context_of(viewer, referral),
        "form": form,
        "title": known.label,
        "about": str(person) if person else "",
        "whom": known.ask_whom,
        "meaning": known.meaning,
        "day": day,
    }
    return render(request, "referrals/fact.jinja", context)


class PlacesForm(MadeForm):
    """For each person, what they take part in."""

    def __init__(self, *args: Any, people: list[ReferredPerson], strands: tuple[tuple[str, str], ...], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [*strands, (NO_STRAND, "Not taking part")]
        self.take(
            {
                f"person_{person.position}": Radios(
                    label=f"What does {person} take part in?",
                    choices=choices,
                    initial=person.strand_key or NO_STRAND,
                    missing=f"Choose what {person} takes part in",
                )
                for person in people
            }
        )

    def strands(self, people: list[ReferredPerson]) -> dict[uuid.UUID, str]:
        """Return the strand of each person, empty for not taking part."""
        answers = {person.pk: self.cleaned_data[f"person_{person.position}"] for person in people}
        return {pk: "" if answer == NO_STRAND else answer for pk, answer in answers.items()}


@page(permissions.SCREEN, methods=("GET", "POST"))
def places(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Change who takes part in which strand, as it turned out after the referral was sent."""
    viewer = viewer_of(request)
    referral = being_screened(viewer, referral_id)
    people = queries.people_of(viewer, referral)
    strands = tuple((strand.key, strand.title) for strand in _definition(referral).strands)
    day = chosen_day(request, viewer, referral)
    form = PlacesForm(request.POST if request.method == "POST" else None, people=people, strands=strands)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_places(by=viewer, referral=referral, strands=form.strands(people))
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "Kept: who takes part.")
            return redirect(f"{reverse('referrals:screening', args=[referral.pk])}?day={day.day.isoformat()}")
    viewed(viewer, referral, people=[person.person for person in people if person.person is not None])
    context = {**context_of(viewer, referral), "form": form, "title": "Who takes part?", "about": "", "day": day}
    context["meaning"] = "What the referrer wrote is kept as it was sent."
    return render(request, "referrals/fact.jinja", context)


@page(permissions.SCREEN)
def what_else(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Screen the family against every other programme on offer and explain, what suits best first."""
    viewer = viewer_of(request)
    referral = queries.referral(viewer, referral_id)
    if not referral.family_id:
        raise Http404
    day = chosen_day(request, viewer, referral)
    viewed(viewer, referral)
    context = {
        **context_of(viewer, referral),
        "suggestions": [
            {
                "suggestion": each,
                "rows": [_row(finding) for finding in _by_outcome(each.screening.findings)],
                "key": each.screening.programme_key,
            }
            for each in queries.what_else(viewer, referral, day.day, day.why)
        ],
        "day": day,
        "programme": programme_name(referral),
        "query": urlencode({"day": day.day.isoformat()}),
    }
    return render(request, "referrals/what_else.jinja", context)
