"""Saying who the people of a referral are, and making the family from what was written."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from trellis.features.families import actions as families
from trellis.features.families import queries as family_queries
from trellis.features.families.rules import Channel, RelationshipKind, match_name, settled_kinds
from trellis.features.referrals import permissions
from trellis.features.referrals.actions.locking import locked, move
from trellis.features.referrals.models import Referral, ReferredPerson
from trellis.features.referrals.rules import ReferralStatus
from trellis.features.referrals.rules.answers import (
    Contact,
    Home,
    ReferralAnswers,
    ReferredPersonAnswers,
    read_answers,
)
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action

if TYPE_CHECKING:
    from trellis.features.families.models import Family, Person


@action("referral.identified", permissions.SCREEN)
def identify(
    *,
    by: Viewer,
    referral: Referral,
    known: Mapping[uuid.UUID, uuid.UUID],
    family_id: uuid.UUID | None = None,
) -> Referral:
    """Say who of the referral is somebody known already: ids of referred people to ids of people.

    Everybody else is somebody new. `family_id` is the family they all belong to, or None for a new one. Raises
    RuleBroken when two of the referral are said to be the same person.
    """
    held = locked(by, referral)
    if held.status != ReferralStatus.IDENTITY_CHECK:
        raise RuleBroken("It has already been confirmed who the people of this referral are.")
    if len(set(known.values())) < len(known):
        raise RuleBroken("Two people of the referral cannot be the same person. Choose again.")
    people = list(held.people.order_by("position"))
    chosen = {row.pk: family_queries.person(by, known[row.pk]) for row in people if row.pk in known}
    family = family_queries.family(by, family_id) if family_id else None
    make_family(by, held, people, chosen, family)
    move(by, held, "identify")
    held.save(update_fields=["status", "family", "changed_at"])
    about(held, known=len(chosen), people=len(people))
    return held


def make_family(
    by: Viewer,
    referral: Referral,
    rows: Sequence[ReferredPerson],
    known: Mapping[uuid.UUID, Person],
    family: Family | None,
) -> None:
    """Make (or add to) the family of a referral from its answers; for use inside an action that checks who may."""
    answers = read_answers(referral.answers)
    family = family or families.create_family(by=by, name=referral.family_name)
    made: dict[str, Person] = {}
    for row in rows:
        said = answers.person(str(row.answers.get("id", "")))
        person = known.get(row.pk)
        if person is not None:
            families.add_existing_person(by=by, family=family, person=person)
        else:
            person = _add(by, family, row, said)
        row.person = person
        row.save(update_fields=["person"])
        if said is not None:
            made[said.id] = person
            _record_about(by, family, person, said)
    _record_ties(by, family, answers, made)
    for home in answers.homes:
        _record_home(by, family, home, made)
    referral.family = family


def _add(by: Viewer, family: Family, row: ReferredPerson, said: ReferredPersonAnswers | None) -> Person:
    return families.add_person(
        by=by,
        family=family,
        given_name=row.given_name,
        family_name=row.family_name,
        birth_date=row.birth_date,
        gender=row.gender,
        known_as=said.known_as if said else "",
        first_language=said.first_language if said else "",
        interpreter_needed=said.interpreter_needed if said else None,
        access_needs=said.access_needs if said else "",
    )


def _record_about(by: Viewer, family: Family, person: Person, said: ReferredPersonAnswers) -> None:
    if said.contact:
        _record_contact(by, family, person, said.contact)
    if said.doing and said.doing.kind != "not_known":
        families.record_occupation(
            by=by,
            family=family,
            person=person,
            kind=said.doing.kind,
            name=said.doing.name,
            since=said.doing.since,
            note=said.doing.note,
        )


def _record_contact(by: Viewer, family: Family, person: Person, contact: Contact) -> None:
    not_to_use = f"Must not be used: {contact.not_to_use}" if contact.not_to_use else ""
    families.record_safe_contact(
        by=by,
        family=family,
        person=person,
        channel=contact.channel,
        value=contact.value,
        is_safe=contact.is_safe,
        voicemail=contact.voicemail,
        best_times=contact.best_times,
        note=". ".join(part.rstrip(".") for part in (contact.say, not_to_use) if part),
    )


def _record_ties(by: Viewer, family: Family, answers: ReferralAnswers, made: Mapping[str, Person]) -> None:
    kinds = settled_kinds((tie.from_id, tie.to_id, tie.kind) for tie in answers.ties)
    for tie, kind in zip(answers.ties, kinds, strict=True):
        if tie.from_id in made and tie.to_id in made and made[tie.from_id] != made[tie.to_id]:
            told: dict[str, Any] = {
                "by": by,
                "family": family,
                "from_person": made[tie.from_id],
                "to_person": made[tie.to_id],
                "parental_responsibility": tie.responsibility,
            }
            try:
                families.record_relationship(**told, kind=kind)
            except RuleBroken:
                # A child whom we know has a mother or father written already; what else is wrong stays refused.
                if kind not in {RelationshipKind.MOTHER, RelationshipKind.FATHER}:
                    raise
                families.record_relationship(**told, kind=RelationshipKind.PARENT)


def _record_home(by: Viewer, family: Family, home: Home, made: Mapping[str, Person]) -> None:
    living = [made[person_id] for person_id in home.people if person_id in made]
    families.record_household(
        by=by, family=family, label=home.label, address=home.address, postcode=home.postcode, people=living
    )
    if not home.kept_from:
        return
    against = [person for person in _named_in(home.kept_from, made.values()) if person not in living]
    for person in living:
        if against:
            families.seal_address(
                by=by, family=family, person=person, against=against, reason=home.kept_from, source="The referral"
            )
            continue
        families.record_safe_contact(
            by=by,
            family=family,
            person=person,
            channel=Channel.POST,
            value=home.label,
            is_safe=False,
            note=f"This address must not be learned by: {home.kept_from}",
        )


def _named_in(words: str, people: Iterable[Person]) -> list[Person]:
    """Return the people whose given name, or the name they go by, stands in what was written."""
    said = set(match_name(words).split())
    return [
        person
        for person in dict.fromkeys(people)
        if any(name and set(match_name(name).split()) <= said for name in (person.given_name, person.known_as))
    ]
