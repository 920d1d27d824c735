"""What changed for people, as it is held."""

from __future__ import annotations

from trellis.platform.contributions.records import Erase, PersonalSection, PersonalTable

PERSONAL = (
    PersonalSection(
        key="outcomes",
        label="What you wanted to change, and how it went",
        order=70,
        tables=(
            PersonalTable(
                "outcomes.ReviewPoint",
                "A look at how things are",
                family="journey__family",
                shown=("point", "on"),
                free_text=("note",),
                on="on",
                erase=Erase.KEEP,
                why="It is the whole family's",
            ),
            PersonalTable(
                "outcomes.Goal",
                "A goal",
                about=("person",),
                family="journey__family",
                shown=("dropped_on",),
                free_text=("words",),
            ),
            PersonalTable(
                "outcomes.GoalRating",
                "How near a goal was",
                about=("goal__person",),
                family="journey__family",
                shown=("rating",),
            ),
            PersonalTable(
                "outcomes.ScaleRating",
                "How you rated something",
                about=("person",),
                family="journey__family",
                shown=("measure_key", "rating"),
            ),
            PersonalTable(
                "outcomes.Circumstance",
                "School and work at a review",
                about=("person",),
                family="journey__family",
                shown=("occupation", "attendance_percent"),
            ),
        ),
    ),
)
