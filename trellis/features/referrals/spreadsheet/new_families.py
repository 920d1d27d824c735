"""The answers of a referral as a family to make: what `actions.identifying` does one by one."""

from __future__ import annotations

from trellis.features.families.actions import NewContact, NewFamily, NewHome, NewOccupation, NewPerson, NewTie
from trellis.features.families.rules import Channel
from trellis.features.referrals.rules.answers import (
    Contact,
    Home,
    ReferralAnswers,
    ReferredPersonAnswers,
)


def new_family(name: str, answers: ReferralAnswers) -> NewFamily:
    """Return the family that a referral describes."""
    places = {person.id: place for place, person in enumerate(answers.people)}
    return NewFamily(
        name=name,
        people=tuple(_person(person, answers) for person in answers.people),
        ties=tuple(
            NewTie(places[tie.from_id], places[tie.to_id], tie.kind, tie.responsibility) for tie in answers.ties
        ),
        homes=tuple(
            NewHome(home.label, home.address, home.postcode, tuple(places[person_id] for person_id in home.people))
            for home in answers.homes
        ),
    )


def _person(said: ReferredPersonAnswers, answers: ReferralAnswers) -> NewPerson:
    doing = said.doing if said.doing and said.doing.kind != "not_known" else None
    contacts = [_contact(said.contact)] if said.contact else []
    contacts += [_kept(home) for home in answers.homes if home.kept_from and said.id in home.people]
    return NewPerson(
        given_name=said.given_name,
        family_name=said.family_name,
        known_as=said.known_as,
        birth_date=said.birth_date,
        gender=said.gender,
        first_language=said.first_language,
        interpreter_needed=said.interpreter_needed,
        access_needs=said.access_needs,
        contacts=tuple(contacts),
        occupation=NewOccupation(doing.kind, doing.name, doing.since, doing.note) if doing else None,
    )


def _contact(contact: Contact) -> NewContact:
    not_to_use = f"Must not be used: {contact.not_to_use}" if contact.not_to_use else ""
    return NewContact(
        channel=contact.channel,
        value=contact.value,
        is_safe=contact.is_safe,
        voicemail=contact.voicemail,
        best_times=contact.best_times,
        note=". ".join(part.rstrip(".") for part in (contact.say, not_to_use) if part),
    )


def _kept(home: Home) -> NewContact:
    note = f"This address must not be learned by: {home.kept_from}"
    return NewContact(channel=Channel.POST, value=home.label, note=note)
