"""Invented families as facts documents, one for each programme that they suit."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

from trellis.features.programmes.rules.facts_document import FamilyFacts, facts_from

TODAY = date(2026, 3, 1)
FIRST_SESSION = date(2026, 3, 3)
Document = dict[str, Any]

PACT: Document = {
    "facts_version": 1,
    "programme": "pact",
    "referral": {
        "referrer_profession": "social_worker",
        "referrer_stays_involved": True,
        "transport_arranged": True,
    },
    "family": {"abuse_is_pattern": True, "abuse_began_on": "2025-05-01"},
    "people": [
        {
            "name": "Dawn",
            "strand": "parents",
            "family_role": "parent",
            "gender": "female",
            "birth_date": "1984-02-01",
            "experiences_abuse_from_child": True,
        },
        {
            "name": "Kyle",
            "strand": "young_people",
            "family_role": "child",
            "gender": "male",
            "birth_date": "2011-02-28",
            "child_of_concern": True,
            "uses_abuse_towards_parent": True,
        },
        {"name": "Mia", "family_role": "child", "birth_date": "2015-02-28", "child_of_concern": False},
    ],
}

DVACT: Document = {
    "facts_version": 1,
    "referral": {
        "referrer_profession": "social_worker",
        "fees_confirmed": True,
        "documents": ["referral_form", "court_bundle"],
    },
    "family": {"legal_stage": "care_proceedings"},
    "people": [
        {
            "name": "Priya",
            "family_role": "parent",
            "gender": "female",
            "partner_abuse_part": "experienced",
            "lives_with_abusive_partner": False,
            "in_relationship_with_abusive_partner": False,
            "willing_to_reflect": True,
            "acceptance": "full",
            "mental_health_would_hinder": False,
            "substance_use_would_hinder": False,
            "trauma": "some",
            "private_place_for_video": True,
        },
        {
            "name": "Owen",
            "family_role": "parent",
            "gender": "male",
            "partner_abuse_part": "used",
            "acceptance": "some",
            "mental_health_would_hinder": False,
            "substance_use_would_hinder": False,
            "trauma": "none",
            "private_place_for_video": True,
        },
        {"name": "Asha", "family_role": "child", "birth_date": "2019-06-01", "child_of_concern": True},
    ],
}

M_PACT: Document = {
    "facts_version": 1,
    "family": {"substance_problem_in_family": True, "court_bars_contact": False},
    "people": [
        {"name": "Lou", "family_role": "parent", "agrees_to_take_part": True},
        {"name": "Bea", "family_role": "child", "birth_date": "2014-01-01", "agrees_to_take_part": True},
        {"name": "Tom", "family_role": "child", "birth_date": "2021-01-01"},
    ],
}


def changed(document: Document, path: str, value: Any) -> Document:
    """Return a copy with one value put in, as in "people.0.gender"; None takes it out."""
    made = copy.deepcopy(document)
    here: Any = made
    *steps, last = path.split(".")
    for step in steps:
        here = here[int(step)] if step.isdigit() else here.setdefault(step, {})
    here[last] = value
    return made


def facts(document: Document) -> FamilyFacts:
    """Read a document as of TODAY."""
    return facts_from(document, today=TODAY)
