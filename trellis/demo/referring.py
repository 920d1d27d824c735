"""Referrals of the demonstration, made, sent and decided through the actions that people use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from trellis.demo.clock import as_of
from trellis.demo.families import DemoFamily
from trellis.features.journeys.models import Journey
from trellis.features.programmes import queries as programmes
from trellis.features.referrals import actions
from trellis.features.referrals.models import Referral
from trellis.features.referrals.rules import ReferralStatus
from trellis.features.referrals.rules.answers import Document, Doing, Home, ReferralAnswers, ReferredPersonAnswers, Tie
from trellis.features.referrals.rules.papers import needed_documents
from trellis.features.referrals.rules.writing import as_document
from trellis.features.referrals.tests.families import answers_for
from trellis.kernel.dates import add_months
from trellis.platform.access.viewer import Viewer
from trellis.platform.documents.tests.files import pdf, upload


def answers_of(family: DemoFamily, programme_key: str, day: date, referrer: Viewer) -> ReferralAnswers:
    """Write what a referrer would say of a family whom the programme suits."""
    definition = programmes.definition(programmes.latest_version(programme_key).pk)
    profession = referrer.profession or "social_worker"
    base = answers_for(definition, day, surname=family.surname, profession=profession)
    people = tuple(_named(person, family) for person in base.people)
    ties = list(base.ties)
    if family.sibling:
        people += (_sibling(family, day, f"p{len(people) + 1}"),)
        ties += _ties_of_sibling(people)
    return replace(
        base,
        people=people,
        ties=tuple(ties),
        homes=(
            Home("Family home", tuple(each.id for each in people), f"{_house(family)} {family.street}", "ZZ99 3WZ"),
        ),
        what_happens=family.what_happens,
        hopes=family.hopes,
        safety_now="Nobody is in danger today. A plan for a bad evening has been talked through.",
        evenings=family.evenings,
        agency=referrer.agency or base.agency,
        referrer_name=referrer.name,
        referrer_telephone="07700 900105",
    )


def _house(family: DemoFamily) -> int:
    return 3 + sum(map(ord, family.surname + family.parent)) % 90


def _named(person: ReferredPersonAnswers, family: DemoFamily) -> ReferredPersonAnswers:
    contact = person.contact and replace(person.contact, value=f"07700 900{200 + _house(family) * 8 % 799:03}")
    if not person.is_child:
        return replace(person, given_name=family.parent, contact=contact)
    return replace(person, given_name=family.child, gender=family.child_gender, contact=contact)


def _sibling(family: DemoFamily, day: date, person_id: str) -> ReferredPersonAnswers:
    return ReferredPersonAnswers(
        id=person_id,
        given_name=family.sibling,
        family_name=family.surname,
        birth_date=add_months(day, -(9 * 12 + 5)),
        gender="another" if family.sibling in {"Sam", "Ollie"} else "female",
        family_role="child",
        interpreter_needed=False,
        doing=Doing("school", "Weir Street Primary School"),
    )


def _ties_of_sibling(people: Sequence[ReferredPersonAnswers]) -> list[Tie]:
    sibling = people[-1]
    adults = [each for each in people if not each.is_child]
    children = [each for each in people[:-1] if each.is_child]
    return [Tie(adult.id, sibling.id, "mother", "yes") for adult in adults] + [
        Tie(child.id, sibling.id, "sibling") for child in children
    ]


def begun(family: DemoFamily, programme_key: str, day: date, referrer: Viewer, *, complete: bool = True) -> Referral:
    """Begin a referral on a day; an incomplete one lacks what is asked last."""
    document: Document = as_document(answers_of(family, programme_key, day, referrer))
    if not complete:
        document = {name: document[name] for name in ("people", "ties", "happening")}
    with as_of(day, 9):
        return actions.begin_referral(by=referrer, programme_key=programme_key, answers=document)


def sent(family: DemoFamily, programme_key: str, day: date, referrer: Viewer) -> Referral:
    """Make a referral and send it on a day, with every document that the programme needs."""
    referral = begun(family, programme_key, day, referrer)
    definition = programmes.definition(referral.programme_version_id)
    answers = answers_of(family, programme_key, day, referrer)
    with as_of(day, 11):
        for paper in needed_documents(definition, answers):
            attached = upload(f"{paper.document.title[:60]}.pdf", pdf())
            actions.attach_document(by=referrer, referral=referral, kind_key=paper.document.key, upload=attached)
        return actions.submit(by=referrer, referral=referral)


def to_screen(family: DemoFamily, programme_key: str, day: date, referrer: Viewer, coordinator: Viewer) -> Referral:
    """Send a referral and say who its people are, so that it can be screened."""
    referral = sent(family, programme_key, day, referrer)
    if referral.status == ReferralStatus.IDENTITY_CHECK:
        with as_of(day, 14):
            referral = actions.identify(by=coordinator, referral=referral, known={})
    return referral


def accepted(family: DemoFamily, programme_key: str, day: date, referrer: Viewer, coordinator: Viewer) -> Journey:
    """Send a referral on a day and accept it four days later; return the journey that waits."""
    referral = to_screen(family, programme_key, day, referrer, coordinator)
    decided = day + timedelta(days=4)
    with as_of(decided, 15):
        actions.accept(by=coordinator, referral=referral, on_day=decided, on_day_why="The day of the decision")
    return Journey.objects.of_organisation(coordinator).get(referral=referral)
