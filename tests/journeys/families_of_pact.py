"""An invented family for PACT, as a social worker would write it down."""

from __future__ import annotations

from datetime import date

from tests.journeys.referring import Referral

NOT_TAKING_PART = "not_taking_part"
ASHWORTH = Referral(
    programme="PACT (Parents And Children Together)",
    people=[
        {
            "given_name": "Dana",
            "family_name": "Ashworth",
            "birth_date": date(1984, 3, 31),
            "gender": "female",
            "family_role": "parent",
            "strand": "parents",
        },
        {
            "given_name": "Kit",
            "family_name": "Ashworth",
            "birth_date": date(2011, 2, 14),
            "gender": "male",
            "family_role": "child",
            "child_of_concern": "yes",
            "strand": "young_people",
        },
        {
            "given_name": "Ellie",
            "family_name": "Ashworth",
            "birth_date": date(2017, 6, 2),
            "gender": "female",
            "family_role": "child",
            "child_of_concern": "no",
            "strand": NOT_TAKING_PART,
        },
    ],
    homes=[
        {
            "label": "Mum's home",
            "people": ["p1", "p2", "p3"],
            "secret": "yes",
            "kept_from": "Her former partner",
            "address": "12 Larch Road, Leeds",
            "postcode": "LS8 2AB",
        }
    ],
    sections={
        "Who they are to each other": [
            {"kind_p1": "mother", "responsibility_p1": "yes"},
            {"kind_p1": "mother", "responsibility_p1": "yes"},
            {"kind_p2_p3": "sibling"},
        ],
        "Safe ways to make contact": [
            {
                "channel": "mobile",
                "mobile": "07700 900123",
                "is_safe": "yes",
                "voicemail": "none",
                "best_times": "School days, 10am to 2pm",
                "say": "Ask for Dana, say it is about school",
            },
            {"channel": "through_referrer", "is_safe": "yes"},
        ],
        "What has been happening, and since when": [
            {
                "what_happens": "Shouting, broken doors and pushing most weeks since last autumn.",
                "hopes": "Mealtimes without fear.",
                "safety_now": "Knives are locked away. Ellie goes to her aunt when it is loud.",
            },
            {"abuse_is_pattern": "yes", "abuse_began_on": date(2025, 10, 1)},
        ],
        "About each person": [
            {"experiences_abuse_from_child": "yes"},
            {"uses_abuse_towards_parent": "not_known"},
        ],
        "School, college and work": [
            {"kind": "work", "name": "Northside Bakery"},
            {"kind": "school", "name": "Northside Academy", "note": "Often absent since Easter"},
            {"kind": "school", "name": "Larch Road Primary"},
        ],
        "Language and access": [
            {"first_language": "English", "interpreter_needed": "no", "access_needs": "Large print"},
            {"interpreter_needed": "no"},
        ],
        "Staying involved and coming to sessions": [
            {"stays_involved": "yes"},
            {"transport_arranged": "yes", "transport": "I drive them.", "evenings": ["1", "3"]},
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
    agencies=[{"name": "Northside Academy", "worker": "Jo Field", "doing": "Mentoring on Fridays"}],
)
USES_ABUSE = {"Behaves abusively towards a parent": "Yes"}
FROM_THE_SPREADSHEET = (
    {"Parent": "Joanne", "Family name": "Birch", "Given name": "Poppy", "Gender": "Female"} | USES_ABUSE,
    {"Parent": "Ewa", "Family name": "Kowalczyk", "Given name": "Ivy", "Gender": "Female"} | USES_ABUSE,
    {"Parent": "Maryam", "Family name": "Rahman-Cole", "Given name": "Zainab", "Gender": "Female"} | USES_ABUSE,
    {"Parent": "Harriet", "Family name": "Penhaligon", "Given name": "Alfie", "Gender": "Male"} | USES_ABUSE,
    {"Parent": "Chidinma", "Family name": "Okonkwo", "Given name": "Emeka", "Gender": "Male"} | USES_ABUSE,
)
"""The parent and the young person of each family that comes in by the spreadsheet, by its headings."""
