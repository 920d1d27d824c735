"""Safety work of the demonstration: flags, a score, plans, a child's own plan, a fear of exploitation."""

from __future__ import annotations

from datetime import timedelta

from trellis.demo.clock import as_of
from trellis.demo.setting import Service
from trellis.features.families.models import Family, FamilyMember, Person
from trellis.features.safety import actions as safety
from trellis.platform.access.models import Membership
from trellis.platform.access.viewer import Viewer


def tell(service: Service) -> None:
    """Write the safety work of five families."""
    _plan_by_heart(service)
    _plan_for_the_fridge(service)
    _scored(service)
    _feared(service)


def _family(service: Service, surname: str) -> tuple[Family, list[Person]]:
    """Return a family by its surname, with its people, the eldest first."""
    family = Family.objects.visible_to(service.coordinator).get(name__startswith=surname)
    members = FamilyMember.objects.visible_to(service.coordinator).filter(family=family)
    people = [one.person for one in members.select_related("person")]
    return family, sorted(people, key=lambda one: (one.birth_date is None, one.birth_date, one.pk))


def _plan_by_heart(service: Service) -> None:
    """A family in which a page on the fridge would be torn down: the plan is known by heart."""
    by, today = service.coordinator, service.today
    family, people = _family(service, "Quigley")
    with as_of(today - timedelta(days=40), 11):
        safety.raise_flag(
            by=by,
            family=family,
            kind="danger_at_door",
            words="Ring first and wait in the car; never knock after four.",
            review_on=today + timedelta(days=20),
        )
        safety.raise_flag(
            by=by,
            family=family,
            kind="dog",
            words="A young dog, friendly, jumps up.",
            review_on=today - timedelta(days=3),
        )
        safety.write_note(
            by=by,
            family=family,
            on=today - timedelta(days=41),
            person=people[0],
            harming=people[-1],
            level="serious",
            concern="Twice in a month she was pushed against the wall. She hides her telephone, and sleeps badly.",
            protects="Mum notices early. The neighbour opens at any hour.",
            doing="Early help on Monday; Hannah rings every other week.",
            routes=["early_help"],
            review_on=today + timedelta(days=6),
        )
        safety.make_plan(
            by=by,
            family=family,
            name="What we do on a bad evening",
            words=safety.PlanWords(
                sections={
                    "warning_signs": "He walks up and down\nThe music stops",
                    "safe_places": "Next door at Mrs Platt’s, through the yard\nThe bathroom, with the telephone",
                    "safe_people": "Mrs Platt, at any hour\nAunt Niamh",
                    "code_words": "“Is the washing in?” means: come and ring the police",
                    "young_person_does": "Goes to his room and puts the headphones on before it starts",
                    "parents_do": "Say it once, leave the room, take the little one along",
                    "professionals_do": "Hannah rings on Mondays at ten",
                },
                helplines=["childline", "ndah"],
                paper="unsafe",
                agreed_on=today - timedelta(days=40),
                review_on=today + timedelta(days=12),
                agreed_by=people[:1],
                agreed_others="Mrs Platt next door",
            ),
        )


def _plan_for_the_fridge(service: Service) -> None:
    """A family with a plan on the fridge, in its second version, and a son who said how to talk with him."""
    by, today = service.coordinator, service.today
    family, people = _family(service, "Ashworth")
    mother, son = people[0], people[1]
    sections = {
        "warning_signs": "School was bad and nobody has eaten\nHe goes quiet and stands in the door",
        "safe_places": "The garden\nGran’s, two streets away",
        "safe_people": "Gran, until ten at night\nUncle Rob, any time",
        "code_words": "“Pineapple” means: I need ten minutes, nobody follows me",
        "young_person_does": "Says the word and walks round the block\nTexts when he is back",
        "parents_do": "Lets him go, does not follow, puts the kettle on\nTalks the next day, not the same evening",
        "professionals_do": "Hannah asks about it every Tuesday",
    }
    first = today - timedelta(days=45)
    with as_of(first, 16):
        plan = safety.make_plan(
            by=by,
            family=family,
            name="Our evenings",
            words=safety.PlanWords(
                sections={**sections, "safe_places": "The garden"},
                helplines=["childline"],
                paper="safe",
                agreed_on=first,
                review_on=first + timedelta(days=30),
                agreed_by=[mother, son],
            ),
        )
    with as_of(today - timedelta(days=14), 16):
        safety.new_version(
            by=by,
            plan=plan,
            words=safety.PlanWords(
                sections=sections,
                helplines=["childline", "family_lives"],
                other_numbers="Gran: 07700 900181",
                paper="safe",
                agreed_on=today - timedelta(days=14),
                review_on=today + timedelta(days=42),
                agreed_by=[mother, son],
            ),
        )
    with as_of(today - timedelta(days=20), 17):
        safety.make_communication_plan(
            by=_practitioner(service),
            family=family,
            person=son,
            parts={
                "triggers": "Being asked about school before I have eaten\nPeople standing in the door",
                "helps": "Ten minutes by myself. Walking while we talk.",
                "does_not_help": "“Calm down.” Everybody talking at once.",
                "words_i_choose": "I say “losing it”, not “violence”. My word is pineapple.",
                "talk_to": "Gran. Hannah, in the car.",
            },
            shown_to_staff=True,
            people=[mother],
        )


def _scored(service: Service) -> None:
    """A mother whose former partner still comes to the door: a high score, and a judgement beside a lower one."""
    by, today = service.coordinator, service.today
    family, people = _family(service, "Szabo")
    day = today - timedelta(days=60)
    with as_of(day, 12):
        score = safety.record_assessment(
            by=by,
            family=family,
            sheet="dash",
            on=day,
            score=12,
            assessed=people[0],
            harming_name="Her former partner",
            connection="former_partners",
            said_sixteen=True,
            police_calls=2,
            behind_it="He waits outside her work. She has changed her way home.",
        )
        safety.judge(
            by=by,
            assessment=score,
            level="high",
            why="She is more afraid than the score shows, and he knows the new street.",
        )


def _feared(service: Service) -> None:
    """A son with two telephones and money that nobody can explain."""
    by, today = service.coordinator, service.today
    family, people = _family(service, "Vance")
    day = today - timedelta(days=18)
    with as_of(day, 15):
        fear = safety.write_concern(
            by=by,
            family=family,
            person=people[-1],
            kind="county_lines",
            seen_on=day,
            indicators=["telephones", "money", "missing"],
            what_was_seen="Two telephones and new shoes; away from Friday to Sunday, he would not say where.",
            told="yes",
            told_on=day,
            told_words="Mum knows all of this; she had seen the second telephone herself.",
            follow_up_on=today + timedelta(days=3),
        )
        safety.refer_concern(by=by, concern=fear, to="social_care", on=day, reference="NC-4471")
    with as_of(today - timedelta(days=9), 11):
        safety.record_outcome(
            by=by,
            referral=fear.referrals.get(),
            on=today - timedelta(days=9),
            outcome="A social worker has seen him twice; the council makes the referral to the NRM.",
        )


def _practitioner(service: Service) -> Viewer:
    staff = service.staff("Hannah Whitlock")
    memberships = Membership.objects.select_related("user", "organisation")
    return Viewer.from_membership(memberships.get(staff_member=staff))
