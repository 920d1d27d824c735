"""Typed answers written as the document that the task list keeps: for referrals that come from elsewhere."""

from __future__ import annotations

from datetime import date

from trellis.features.referrals.rules.answers import (
    NO_STRAND,
    Contact,
    Document,
    Doing,
    Home,
    ReferralAnswers,
    ReferredPersonAnswers,
    item_order,
)


def as_document(answers: ReferralAnswers) -> Document:
    """Write typed answers as a document; `read_answers` reads the same answers back."""
    document: Document = {
        "people": {person.id: _person(person) for person in answers.people},
        "ties": _ties(answers),
        "homes": {f"h{number}": _home(home) for number, home in enumerate(answers.homes, 1)},
        "contact": {p.id: _contact(p.contact) for p in answers.people if p.contact},
        "happening": {
            "words": {
                "what_happens": answers.what_happens,
                "hopes": answers.hopes,
                "safety_now": answers.safety_now,
            },
            "facts": dict(answers.family_facts),
        },
        "each_person": {p.id: dict(p.facts) for p in answers.people if p.facts},
        "occupations": {p.id: _doing(p.doing) for p in answers.people if p.doing},
        "needs": {p.id: _needs(p) for p in answers.people},
        "agencies": {"any": {"any": "yes" if answers.agencies else "no"}},
        "practical": {
            "involved": {"stays_involved": answers.stays_involved},
            "coming": {
                "transport_arranged": answers.transport_arranged,
                "transport": answers.transport,
                "evenings": [str(day) for day in answers.evenings],
            },
            "confirmed": dict(answers.referral_facts),
        },
        "documents": {"papers": {"to_follow": sorted(answers.to_follow)}},
        "referrer": {
            "about": {
                "agency": answers.agency,
                "profession": answers.profession,
                "name": answers.referrer_name,
                "telephone": answers.referrer_telephone,
            }
        },
    }
    for number, agency in enumerate(answers.agencies, 1):
        document["agencies"][f"a{number}"] = {
            "name": agency.name,
            "worker": agency.worker,
            "contact": agency.contact,
            "doing": agency.doing,
        }
    return document


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _person(person: ReferredPersonAnswers) -> dict[str, object]:
    return {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "known_as": person.known_as,
        "birth_date": _day(person.birth_date),
        "birth_date_not_known": person.birth_date is None,
        "gender": person.gender,
        "family_role": person.family_role,
        "child_of_concern": "yes" if person.child_of_concern else "no",
        "strand": person.strand or NO_STRAND,
    }


def _ties(answers: ReferralAnswers) -> dict[str, dict[str, object]]:
    children = {person.id for person in answers.children}
    pages: dict[str, dict[str, object]] = {}
    for tie in answers.ties:
        if tie.to_id in children and tie.from_id not in children:
            page = pages.setdefault(tie.to_id, {})
            page[f"kind_{tie.from_id}"] = tie.kind
            page[f"responsibility_{tie.from_id}"] = tie.responsibility
        else:
            page = pages.setdefault("children" if tie.from_id in children else "adults", {})
            page[f"kind_{tie.from_id}_{tie.to_id}"] = tie.kind
    return dict(sorted(pages.items(), key=lambda pair: item_order(pair[0])))


def _home(home: Home) -> dict[str, object]:
    return {
        "label": home.label,
        "people": list(home.people),
        "secret": "yes" if home.kept_from else "no",
        "kept_from": home.kept_from,
        "address": home.address,
        "postcode": home.postcode,
    }


def _contact(contact: Contact) -> dict[str, object]:
    return {
        "channel": contact.channel,
        contact.channel: contact.value,
        "is_safe": "yes" if contact.is_safe else "no",
        "voicemail": contact.voicemail,
        "best_times": contact.best_times,
        "say": contact.say,
        "not_to_use": contact.not_to_use,
    }


def _doing(doing: Doing) -> dict[str, object]:
    return {"kind": doing.kind, "name": doing.name, "since": _day(doing.since), "note": doing.note}


def _needs(person: ReferredPersonAnswers) -> dict[str, object]:
    interpreter = {True: "yes", False: "no", None: "not_known"}[person.interpreter_needed]
    return {
        "first_language": person.first_language,
        "interpreter_needed": interpreter,
        "access_needs": person.access_needs,
    }
