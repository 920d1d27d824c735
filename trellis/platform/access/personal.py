"""Access holds the people of the house, who are not the people that Trellis helps."""

from __future__ import annotations

from trellis.platform.contributions.records import PersonalSection

HOUSE = "About those who sign in; nothing of a family"

PERSONAL = (
    PersonalSection(
        key="access",
        label="People of the house",
        order=900,
        not_personal={
            "access.User": HOUSE,
            "access.Organisation": "A service's name",
            "access.Membership": HOUSE,
            "access.SignIn": HOUSE,
            "access.Place": HOUSE,
            "access.Provider": "How an organisation's people sign in",
        },
    ),
)
