"""What sessions hold of people."""

from __future__ import annotations

from trellis.platform.contributions.records import Erase, PersonalSection, PersonalTable

PERSONAL = (
    PersonalSection(
        key="sessions",
        label="Sessions and attendance",
        order=60,
        tables=(
            PersonalTable(
                "programme_sessions.Session",
                "A session of your own",
                about=("participant__person",),
                family="journey__family",
                shown=(
                    "title",
                    "kind",
                    "number",
                    "strand_key",
                    "day",
                    "starts",
                    "ends",
                    "where",
                    "is_online",
                    "status",
                ),
                free_text=("note",),
                on="day",
                erase=Erase.BLANK,
                blanks=("note",),
                why="That a session was held is counted, without a name",
                not_personal={"register_closed_at": "When the register was closed"},
            ),
            PersonalTable(
                "programme_sessions.PlannedAttendee",
                "That you were expected",
                about=("participant__person",),
                family="participant__journey__family",
            ),
            PersonalTable(
                "programme_sessions.Attendance",
                "That you came, or not",
                about=("participant__person",),
                family="participant__journey__family",
                shown=("presence", "reason", "transport", "recorded_at"),
                free_text=("note", "follow_up"),
                on="recorded_at",
                erase=Erase.BLANK,
                blanks=("note", "follow_up"),
                why="Attendance is counted, without a name and without its notes",
                not_personal={"follow_up_done_at": "When staff followed it up"},
            ),
        ),
        not_personal={"programme_sessions.SessionStaff": "Who of our staff runs a session"},
    ),
)
