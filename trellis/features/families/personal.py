"""What the family file holds of people."""

from __future__ import annotations

from trellis.platform.contributions.records import Erase, PersonalSection, PersonalTable

OURS = "Who of our staff works with the family, kept with what they did"

PERSONAL = (
    PersonalSection(
        key="families",
        label="Who you are, your family and how to reach you",
        order=10,
        tables=(
            PersonalTable(
                "families.Person",
                "You",
                about=("pk",),
                shown=(
                    "given_name",
                    "family_name",
                    "known_as",
                    "birth_date",
                    "gender",
                    "ethnicity",
                    "first_language",
                    "interpreter_needed",
                ),
                free_text=("access_needs",),
                search=("match_name",),
                erase=Erase.BLANK,
            ),
            PersonalTable(
                "families.Family",
                "Your family",
                family="pk",
                shown=("name",),
                erase=Erase.KEEP,
                why="It is the family's, and others of it stay",
            ),
            PersonalTable(
                "families.FamilyMember",
                "That you belong to the family",
                about=("person",),
                family="family",
                erase=Erase.KEEP,
                why="So that what others share still says “a person”",
                not_personal={"position": "The order on the page"},
            ),
            PersonalTable(
                "families.FamilyWorker",
                "Who works with your family",
                family="family",
                shown=("until",),
                free_text=("because",),
                erase=Erase.KEEP,
                why=OURS,
            ),
            PersonalTable(
                "families.Relationship",
                "Who you are to each other",
                about=("from_person", "to_person"),
                family="family",
                shown=("kind", "parental_responsibility"),
            ),
            PersonalTable(
                "families.Household",
                "Your home",
                about=("members__person",),
                family="family",
                shown=("label", "address", "postcode"),
                contact=True,
                erase=Erase.KEEP,
                why="Others live there; a home of the person alone goes",
            ),
            PersonalTable(
                "families.HouseholdMember", "That you live there", about=("person",), family="household__family"
            ),
            PersonalTable(
                "families.SafeContact",
                "How to reach you",
                about=("person",),
                shown=("channel", "value", "is_safe", "voicemail", "best_times"),
                free_text=("note",),
                contact=True,
            ),
            PersonalTable(
                "families.Occupation",
                "School, college or work",
                about=("person",),
                shown=("kind", "name", "since"),
                free_text=("note",),
                on="since",
                contact=True,
            ),
        ),
    ),
)
