"""Workforce holds staff, who are not the people that Trellis helps."""

from __future__ import annotations

from trellis.platform.contributions.records import PersonalSection

STAFF = "About staff, who ask their employer; nothing of a family"

PERSONAL = (
    PersonalSection(
        key="workforce",
        label="Staff",
        order=900,
        not_personal={"workforce.StaffMember": STAFF, "workforce.Training": STAFF},
    ),
)
