"""What groups hold of people."""

from __future__ import annotations

from trellis.platform.contributions.records import Erase, PersonalSection, PersonalTable

PERSONAL = (
    PersonalSection(
        key="groups",
        label="Groups",
        order=65,
        tables=(
            PersonalTable(
                "groups.Place",
                "Your place in a group",
                about=("participant__person",),
                family="participant__journey__family",
                shown=("left_on",),
                free_text=("despite", "left_why"),
                erase=Erase.BLANK,
                blanks=("despite", "left_why"),
                why="Places are counted, without a name and without the reasons",
            ),
            PersonalTable(
                "groups.Group",
                "A group",
                free_text=("name", "started_despite", "ended_why"),
                never="A group is many families'; your place in it is given",
                erase=Erase.KEEP,
                why="It is other families' too",
                not_personal={
                    "programme_key": "Of the programme",
                    "starts": "Of the group",
                    "first_day": "Of the group",
                    "status": "Of the group",
                    "ended_on": "Of the group",
                },
            ),
        ),
        not_personal={
            "groups.Venue": "A building that the organisation uses; nobody's home",
            "groups.Room": "A room in a building that the organisation uses",
            "groups.Closure": "Days on which nothing is held",
            "groups.Circle": "Which strand sits together; who sits in it are places",
            "groups.CircleStaff": "Who of our staff runs a circle",
        },
    ),
)
