"""What the pages of a programme say, made from its definition and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from trellis.features.programmes.rules.criteria import Condition, Criterion, CriterionAbout, CriterionKind
from trellis.features.programmes.rules.facts import FACTS, PROFESSIONS
from trellis.features.programmes.rules.matching import wanted_in_words
from trellis.features.programmes.rules.parts import Confidence
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.programmes.rules.strands import HeldWith, Session, Size, Strand
from trellis.kernel.money import Money

_GROUPS = (
    ("Who it suits", (CriterionKind.SUITABILITY,)),
    ("What must not stand in the way", (CriterionKind.EXCLUSION,)),
    ("Before it can start", (CriterionKind.GATE,)),
    ("Worth knowing: this does not decide", (CriterionKind.ADVICE,)),
)


def brief(definition: ProgrammeDefinition) -> dict[str, Any]:
    """Return a row of a list: names, what it is in a sentence, for whom, how long, who may refer."""
    return {
        "key": definition.key,
        "name": definition.name,
        "short_name": definition.short_name,
        "version": definition.version,
        "summary": _first_sentence(definition.summary.for_families),
        "who": list(dict.fromkeys(strand.who for strand in definition.strands)),
        "sessions": [
            f"{strand.title}: {len(strand.sessions)} in {strand.weeks} weeks" for strand in definition.strands
        ],
        "delivery": _or(sorted({strand.delivery.label for strand in definition.strands})),
        "who_may_refer": who_may_refer(definition),
    }


def _first_sentence(words: str) -> str:
    return " ".join(words.split()).partition(". ")[0].removesuffix(".") + "."


def who_may_refer(definition: ProgrammeDefinition) -> str:
    """Say who may refer, in words."""
    if definition.who_may_refer.anyone:
        return "Anybody"
    words = _or(PROFESSIONS[each].lower() for each in definition.who_may_refer.professions)
    return words[0].upper() + words[1:]


def for_referrers(definition: ProgrammeDefinition) -> dict[str, Any]:
    """Return what the referrer's page says."""
    return {
        "who_may_refer": who_may_refer(definition),
        "criteria": _criteria(definition),
        "documents": [
            {
                "title": " or: ".join([document.title, *(each.title for each in document.alternatives)]),
                "when": _circumstances(document.needed_when),
                "why": document.why,
            }
            for document in definition.documents
        ],
        "strands": [_strand(strand) for strand in definition.strands],
        "before": _before(definition),
        "around": _around(definition),
        "themes": _themes(definition),
        "clocks": [(clock.label, _days(clock.days, clock.kind_of_day.value)) for clock in definition.clocks],
        "fees": [
            {"label": fee.label, "price": str(Money.pounds(fee.pounds)), "note": _confidence(fee.confidence)}
            for fee in definition.fees
        ],
        "measures": [
            (measure.label, ", ".join(when.label.lower() for when in measure.when)) for measure in definition.measures
        ],
        "choices": [(choice.title, choice.why) for choice in definition.choices],
        "sources": _sources(definition),
    }


def for_facilitators(definition: ProgrammeDefinition) -> dict[str, Any]:
    """Return what the facilitator's page says: at a glance, before, and session by session."""
    return {
        "strands": [_strand(strand) for strand in definition.strands],
        "at_a_glance": _at_a_glance(definition),
        "before": _before(definition),
        "weeks": _weeks(definition),
        "around": _around(definition),
        "sources": _sources(definition),
        "own_outline": any(
            strand.confidence_in(session) is Confidence.OWN_OUTLINE
            for strand in definition.strands
            for session in strand.sessions
        ),
    }


def _criteria(definition: ProgrammeDefinition) -> list[dict[str, Any]]:
    found = []
    for title, kinds in _GROUPS:
        rows = [
            {
                "title": criterion.title,
                "about": _about(criterion, definition),
                "why": criterion.why,
                "wanted": [_wanted(condition) for condition in criterion.any],
                "note": _confidence(criterion.confidence),
            }
            for criterion in definition.criteria
            if criterion.kind in kinds
        ]
        if rows:
            found.append({"title": title, "rows": rows})
    return found


def _about(criterion: Criterion, definition: ProgrammeDefinition) -> str:
    if criterion.about is CriterionAbout.STRAND:
        return definition.strand(criterion.strand).title
    if criterion.about is CriterionAbout.CHILD_OF_CONCERN:
        return "The child"
    return criterion.about.label


def _wanted(condition: Condition) -> str:
    fact = FACTS[condition.fact]
    return f"{fact.label}: {wanted_in_words(fact, condition.test, condition.value).lower()}"


def _circumstances(conditions: Iterable[Condition]) -> str:
    words = [_wanted(condition) for condition in conditions]
    return f"When: {'; and '.join(words)}" if words else "Always"


def _strand(strand: Strand) -> dict[str, Any]:
    return {
        "key": strand.key,
        "title": strand.title,
        "who": strand.who,
        "needed": strand.needed_why or strand.needed.label,
        "meets": f"{strand.format.label}, {strand.delivery.label.lower()}",
        "length": f"{len(strand.sessions)} sessions of {strand.minutes} minutes in {strand.weeks} weeks",
        "length_note": _confidence(strand.minutes_confidence, "length"),
        "groups": " and ".join(group.title.lower() for group in strand.gender_groups),
        "groups_why": strand.gender_groups_why,
        "staffing": [
            {"label": _staff(line.label, line.count), "note": _confidence(line.confidence)} for line in strand.staffing
        ],
        "size": _size(strand.size),
        "size_note": _confidence(strand.size.confidence) if _size(strand.size) else "",
    }


def _staff(label: str, count: int) -> str:
    return label if count == 1 or not label[0].isupper() or label.split()[0] in _COUNTED else f"{count} × {label}"


_COUNTED = ("One", "Two", "Three", "Four")


def _size(size: Size) -> str:
    parts = []
    for noun, least, most in (
        ("people", size.people_min, size.people_max),
        ("families", size.families_min, size.families_max),
    ):
        if least and most:
            parts.append(f"{least} to {most} {noun}")
        elif most and most > 1:
            parts.append(f"up to {most} {noun}")
    words = ", ".join(parts)
    return words[:1].upper() + words[1:]


def _before(definition: ProgrammeDefinition) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if support := definition.waiting_support:
        found.append({"title": "While waiting", "words": support.words, "outline": support.outline, "note": ""})
    if induction := definition.induction:
        words = f"{induction.words} {induction.sessions} meetings of {induction.minutes} minutes."
        found.append({"title": "Welcome", "words": words, "outline": induction.outline, "note": ""})
    for part in definition.pre_engagement:
        words = f"{part.least} to {part.most} meetings of {part.minutes} minutes."
        found.append(
            {"title": part.title, "words": words, "outline": part.outline, "note": _confidence(part.confidence)}
        )
    return found + [_interview(definition, kind) for kind in ("initial",) if _has(definition, kind)]


def _has(definition: ProgrammeDefinition, kind: str) -> bool:
    return any(interview.kind == kind for interview in definition.interviews)


def _interview(definition: ProgrammeDefinition, kind: str) -> dict[str, Any]:
    interview = next(each for each in definition.interviews if each.kind == kind)
    words = f"{interview.minutes} minutes. {interview.aim}"
    return {
        "title": interview.title,
        "words": words,
        "outline": (),
        "note": _confidence(interview.confidence),
    }


def _around(definition: ProgrammeDefinition) -> list[dict[str, Any]]:
    """Return what happens beside and after the numbered sessions."""
    found = [
        {
            "title": part.title,
            "words": f"After session {part.after_session}, {part.minutes} minutes. {part.aim}",
            "outline": part.outline,
            "note": _confidence(part.confidence),
        }
        for part in (*definition.family_sessions, *definition.joint_reviews)
    ]
    if _has(definition, "final"):
        found.append(_interview(definition, "final"))
    found.extend(
        {
            "title": part.title,
            "words": f"{_weeks_after(part.weeks_after)}, {part.minutes} minutes. {part.aim}",
            "outline": part.outline,
            "note": _confidence(part.confidence),
        }
        for part in definition.step_down
    )
    return found


def _weeks_after(weeks: int) -> str:
    return "After the last session" if not weeks else f"{weeks} weeks after the last session"


def _themes(definition: ProgrammeDefinition) -> list[dict[str, Any]]:
    """Return, for each strand, the sessions with what others can reinforce; one list where strands keep step."""
    if definition.cadence.same_week:
        first = definition.strands[0]
        return [
            {
                "title": "In each week",
                "rows": [
                    {
                        "number": session.number,
                        "title": session.title,
                        "reinforce": _reinforced(definition, session.number),
                    }
                    for session in first.sessions
                ],
            }
        ]
    return [
        {
            "title": strand.title,
            "rows": [
                {
                    "number": session.number,
                    "title": session.title,
                    "reinforce": [{"who": "", "words": session.reinforce}],
                }
                for session in strand.sessions
            ],
        }
        for strand in definition.strands
    ]


def _reinforced(definition: ProgrammeDefinition, number: int) -> list[dict[str, str]]:
    words: dict[str, list[str]] = {}
    for strand in definition.strands:
        if number <= len(strand.sessions):
            words.setdefault(strand.session(number).reinforce, []).append(strand.title)
    alone = len(words) == 1
    return [{"who": "" if alone else " and ".join(who), "words": said} for said, who in words.items()]


def _weeks(definition: ProgrammeDefinition) -> list[dict[str, Any]]:
    """Return sessions to work from: side by side where strands keep step, else strand by strand."""
    if definition.cadence.same_week:
        most = max(len(strand.sessions) for strand in definition.strands)
        return [
            {
                "heading": f"Session {number}: {definition.strands[0].session(number).title}",
                "sessions": [
                    _session(strand, strand.session(number))
                    for strand in definition.strands
                    if number <= len(strand.sessions)
                ],
                "strand": "",
            }
            for number in range(1, most + 1)
        ]
    return [
        {
            "heading": f"Session {session.number}: {session.title}",
            "sessions": [_session(strand, session)],
            "strand": strand.title if session.number == 1 else "",
        }
        for strand in definition.strands
        for session in strand.sessions
    ]


def _session(strand: Strand, session: Session) -> dict[str, Any]:
    together = "All strands together in one room." if session.together else ""
    by_itself = "With each family by itself." if session.held_with is HeldWith.EACH_FAMILY else ""
    return {
        "strand": strand.title,
        "minutes": strand.minutes_of(session),
        "how": together or by_itself,
        "aim": session.aim,
        "outline": session.outline,
        "materials": ", ".join(session.materials),
        "reinforce": session.reinforce,
        "note": _confidence(strand.confidence_in(session)),
    }


def _at_a_glance(definition: ProgrammeDefinition) -> list[dict[str, str]]:
    cadence, attention = definition.cadence, definition.attention
    rhythm = "Once a week" if cadence.sessions_per_week == 1 else f"{cadence.sessions_per_week} times a week"
    rows = [{"key": "Rhythm", "value": f"{rhythm}. {cadence.why}".strip()}]
    if cadence.same_time:
        rooms = ", in separate rooms" if cadence.separate_rooms else ""
        plan = " A safety plan for arriving and leaving is needed." if cadence.safety_plan_needed else ""
        rows.append({"key": "At the same time", "value": f"The strands meet at once{rooms}.{plan}"})
    if cadence.family_together:
        words = "Made for parent and child together: people of one family who are kept apart elsewhere may both come."
        rows.append({"key": "Kept apart elsewhere", "value": words})
    missed = (
        f"Review after {attention.review_after_missed_in_a_row} missed in a row or "
        f"{attention.review_after_missed_in_all} in all. Catching up: {attention.catch_up.label.lower()}."
    )
    rows.append({"key": "Missed sessions", "value": missed})
    if attention.debrief_minutes:
        every = attention.supervision_every_weeks
        supervision = f" Supervision every {every} weeks." if every else ""
        words = f"{attention.debrief_minutes} minutes of debrief after each session.{supervision}"
        rows.append({"key": "Looking after staff", "value": words})
    rows.append({"key": "Completed when", "value": definition.completion.words})
    if definition.licence.needed:
        rows.append({"key": "Licence", "value": f"{definition.licence.licensor}. {definition.licence.words}"})
    return rows


def _sources(definition: ProgrammeDefinition) -> list[str]:
    return [
        ". ".join(part for part in (source.title, source.publisher, source.dated, source.note) if part)
        for source in definition.sources
    ]


_SHORT = {Confidence.SOURCE: "", Confidence.OWN_OUTLINE: "our own outline", Confidence.READ_ELSEWHERE: "to be checked"}


def _confidence(confidence: Confidence, what: str = "") -> str:
    words = _SHORT[confidence]
    return f"{what}: {words}" if what and words else words


def _days(days: int, kind: str) -> str:
    if kind == "calendar" and days % 7 == 0:
        return f"{days // 7} weeks"
    return f"{days} {'working ' if kind == 'working' else ''}days"


def _or(words: Iterable[str]) -> str:
    listed = list(words)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} or {listed[-1]}"
