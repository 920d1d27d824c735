"""What separations hold of people."""

from __future__ import annotations

from trellis.platform.contributions.records import Erase, PersonalSection, PersonalTable

TELLS = "It would tell each side of the other: the supervisor decides by hand what may be said"

PERSONAL = (
    PersonalSection(
        key="separations",
        label="Whom we keep apart",
        order=90,
        tables=(
            PersonalTable(
                "separations.Separation",
                "That people must not meet",
                about=("first_person", "second_person"),
                family="first_family",
                free_text=("reason", "ended_why"),
                shown=("ended_at",),
                others=("source",),
                never=TELLS,
                erase=Erase.DELETE,
                not_personal={
                    "second_family": "The other side; the row goes with either family",
                    "review_on": "When we look again",
                    "margin_minutes": "A setting of the rule",
                },
            ),
            PersonalTable(
                "separations.SeparationReview",
                "A look at whether people must still not meet",
                about=("separation__first_person", "separation__second_person"),
                family="separation__first_family",
                free_text=("words",),
                never=TELLS,
                erase=Erase.DELETE,
                not_personal={"on": "When we looked", "next_review_on": "When we look again"},
            ),
        ),
    ),
)
