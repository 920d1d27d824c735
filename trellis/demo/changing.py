"""What families set out to change, how it went, and how journeys of the demonstration ended."""

from __future__ import annotations

from datetime import date, timedelta

from trellis.demo.clock import as_of
from trellis.features.families.models import Person
from trellis.features.families.rules import OccupationKind
from trellis.features.journeys.models import Journey
from trellis.features.outcomes import actions as outcomes
from trellis.features.outcomes.models import Goal
from trellis.features.outcomes.rules import Point
from trellis.features.programmes import queries as programmes
from trellis.features.programmes.rules.delivery import MeasureKind
from trellis.features.safety import actions as safety
from trellis.platform.access.viewer import Viewer

SCALES = {MeasureKind.SAFETY, MeasureKind.RELATIONSHIP, MeasureKind.CONFIDENCE, MeasureKind.READINESS}
GOALS = ("We say no to each other without shouting", "Everybody is home for tea on Sundays")
SUMMARY = {
    "set_out": "You wanted evenings without shouting, and to be able to say no without being afraid of what follows.",
    "did": "You came to the parents' group and to the young people's group, and to a family session of your own.",
    "changed": "No violence for seven weeks. Mornings are still hard, and you both know what helps then.",
    "strengths": "You keep coming back to each other after a bad day. You notice early, and you say so.",
    "next": "School keeps its Tuesday talk. You can ring Riverside whenever you want to speak with somebody you know.",
    "parent_words": "I thought I was the only one. I am not afraid of half past three any more.",
    "child_words": "I can walk off now. I did not know you could just walk off.",
}


def _people(journey: Journey) -> tuple[Person, Person]:
    """Return the parent and the child of a family (one and the same where only one is known)."""
    people = list(Person.objects.filter(families=journey.family_id).order_by("birth_date"))
    taking_part = set(journey.participants.values_list("person_id", flat=True))
    young = [each for each in people[1:] if each.pk in taking_part] or people[1:]
    return people[0], (young or people)[0]


def incidents(by: Viewer, journey: Journey, days: dict[date, tuple[str, int, str]]) -> None:
    """Record what happened on days: (kind, severity, words)."""
    parent, child = _people(journey)
    for day, (kind, severity, words) in days.items():
        with as_of(day + timedelta(days=1), 10):
            safety.record_incident(
                by=by,
                family=journey.family,
                on=day,
                kind=kind,
                severity=severity,
                harmed=parent,
                done_by=child if child.pk != parent.pk else None,
                what_happened=words,
                police_called=severity >= 3,
                told_by="the parent",
            )


def fading(by: Viewer, journey: Journey, began: date, today: date) -> None:
    """Record incidents that grow fewer and milder over the weeks from a day on."""
    told = (
        (-40, "physical", 3, "Pushed her against the kitchen wall; her wrist was hurt."),
        (-26, "property", 2, "Kicked the bedroom door through."),
        (-9, "threats", 2, "Said he would smash the television when the router was off."),
        (12, "verbal", 2, "Shouted in her face for an hour, then sat on the stairs."),
        (33, "verbal", 1, "Swore and walked off; came back and said sorry."),
    )
    days = {began + timedelta(days=ago): (kind, severity, words) for ago, kind, severity, words in told}
    incidents(by, journey, {day: told for day, told in days.items() if day < today})


def goals(by: Viewer, journey: Journey, day: date) -> list[Goal]:
    """Set two goals: the parent's and the child's."""
    parent, child = _people(journey)
    with as_of(day, 16):
        return [
            outcomes.set_goal(by=by, journey=journey, words=words, person=person)
            for words, person in zip(GOALS, (parent, child), strict=True)
        ]


def looked_at(by: Viewer, journey: Journey, aims: list[Goal], point: Point, day: date, level: int) -> None:
    """Write down one look at how things are; `level` is about where ratings stand, 0 to 10."""
    journey.refresh_from_db()
    rule = programmes.definition(journey.programme_version_id)
    parent, child = _people(journey)
    people = {parent.pk: ("work", None), child.pk: (OccupationKind.SCHOOL, min(100, 55 + level * 5))}
    scales = {
        (person, measure.key): min(10, level + place)
        for place, person in enumerate(people)
        for measure in rule.measures
        if measure.kind in SCALES and point in measure.when
    }
    with as_of(day, 16):
        outcomes.record_review_point(
            by=by,
            journey=journey,
            point=point,
            on=day,
            note="Said with parent and child in the room, then each alone.",
            goals={goal.pk: min(10, level + place) for place, goal in enumerate(aims)},
            scales=scales,
            circumstances=people,
        )


def closed(by: Viewer, journey: Journey, day: date, outcome: str = "completed", reason: str = "") -> None:
    """End a journey with its closing summary."""
    journey.refresh_from_db()
    with as_of(day, 15):
        outcomes.close_journey(by=by, journey=journey, outcome=outcome, reason=reason, sections=SUMMARY, on=day)
