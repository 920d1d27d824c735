"""An invented mother for a one-to-one course by video, as her children's social worker would write it down."""

from __future__ import annotations

from datetime import date

from tests.journeys.referring import Referral

MARLOW = Referral(
    programme="DVACT-PAI Behaviour Change",
    people=[
        {
            "given_name": "Tamsin",
            "family_name": "Marlow",
            "birth_date": date(1991, 5, 9),
            "gender": "female",
            "family_role": "parent",
            "strand": "victim",
        },
        {
            "given_name": "Rory",
            "family_name": "Marlow",
            "birth_date": date(2019, 8, 21),
            "gender": "male",
            "family_role": "child",
            "child_of_concern": "yes",
            "strand": "not_taking_part",
        },
    ],
    homes=[
        {
            "label": "Tamsin's flat",
            "people": ["p1", "p2"],
            "secret": "yes",
            "kept_from": "Rory's father",
            "address": "4 Weir Court, Leeds",
            "postcode": "LS6 1AA",
        }
    ],
    sections={
        "Who they are to each other": [{"kind_p1": "mother", "responsibility_p1": "yes"}],
        "Safe ways to make contact": [
            {
                "channel": "mobile",
                "mobile": "07700 900417",
                "is_safe": "yes",
                "voicemail": "none",
                "best_times": "Weekdays, 9.30 to 11",
                "say": "Say that you call about the nursery place",
            },
        ],
        "What has been happening, and since when": [
            {
                "what_happens": "Years of control and two assaults by Rory's father, who left in the spring.",
                "hopes": "To see the signs sooner and to keep Rory safe.",
                "safety_now": "He does not know the address. The locks have been changed.",
            },
            {"legal_stage": "child_protection"},
        ],
        "About each person": [
            {
                "partner_abuse_part": "experienced",
                "lives_with_abusive_partner": "no",
                "willing_to_reflect": "not_known",
                "mental_health_would_hinder": "no",
                "substance_use_would_hinder": "no",
                "private_place_for_video": "yes",
            },
        ],
        "School, college and work": [
            {"kind": "work", "name": "Weir Court Laundry"},
            {"kind": "school", "name": "Weir Primary"},
        ],
        "Language and access": [{"first_language": "English", "interpreter_needed": "no"}],
        "Staying involved and coming to sessions": [
            {"stays_involved": "yes"},
            {"evenings": ["0", "3"]},
            {"fees_confirmed": "yes"},
        ],
        "About you": [
            {
                "name": "Ruth Hall",
                "agency": "Northside Children's Social Work",
                "profession": "social_worker",
                "telephone": "0113 496 0123",
            },
        ],
    },
)
PAPERS = ("referral_form", "social_work_chronology", "assessments", "child_protection_minutes")
"""What is needed in child protection measures: no court bundle, but the social work papers."""
