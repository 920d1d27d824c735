"""How access joins the house."""

from trellis.platform.access.roles import EVERYONE, Role
from trellis.platform.contributions.records import (
    AdministrationEntry,
    Contributions,
    NavigationEntry,
    Permission,
)

CONTRIBUTIONS = Contributions(
    permissions=(
        Permission(
            "access.manage_people",
            "Adding people of the house and changing their roles",
            frozenset({Role.ADMINISTRATOR}),
        ),
        Permission(
            "access.manage_sign_in",
            "Deciding how people of the house sign in",
            frozenset({Role.ADMINISTRATOR}),
        ),
        Permission("access.today", "Seeing what is due today", EVERYONE),
    ),
    navigation=(
        NavigationEntry("Today", "today", "access.today", order=0),
        NavigationEntry("Administration", "administration", "access.manage_people", order=900),
    ),
    administration=(
        AdministrationEntry(
            "People of the house",
            "people",
            "access.manage_people",
            "Who may sign in, and as what. Add people, change their roles, take access away.",
            order=0,
        ),
        AdministrationEntry(
            "How people sign in",
            "how_people_sign_in",
            "access.manage_sign_in",
            "Whether a second step is needed, and signing in by your organisation’s own accounts.",
            order=5,
        ),
    ),
)
