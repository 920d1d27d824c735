"""Forms about people of the house."""

from __future__ import annotations

from typing import Any

from trellis.platform.access.roles import Profession, Role
from trellis.platform.design_system.forms import Email, GovukForm, Radios, Select, Telephone, Text

ROLE_HINTS = {
    Role.ADMINISTRATOR: "Looks after people, venues and programmes on offer. Sees no family.",
    Role.COORDINATOR: "Runs referrals, the waiting list, groups and sessions.",
    Role.PRACTITIONER: "Sees the families that they work with, and no others.",
    Role.SUPERVISOR: "Sees every family, may override, and reads the log.",
    Role.REFERRER: "Refers families, and sees how far their own referrals are.",
    Role.COMMISSIONER: "Sees figures only.",
    Role.LICENSOR: "Sees figures only, of the programmes that they license.",
}


class _RoleFields(GovukForm):
    role = Radios(
        label="Role",
        choices=Role,
        hints=ROLE_HINTS,
        reveals={Role.REFERRER.value: ["agency", "profession"], Role.LICENSOR.value: ["licensor"]},
        missing="Choose a role",
    )
    agency = Text(label="Who they work for", hint="For example, Northside Children’s Social Work")
    profession = Select(label="What they work as", choices=Profession, missing="Choose what they work as")
    licensor = Text(label="Who gives the licence", hint="Exactly as the programme’s page names them")
    telephone = Telephone(label="Telephone number", required=False)

    def clean(self) -> dict[str, Any]:
        """Keep who gives the licence as the agency that a licensor works for."""
        typed = super().clean() or {}
        licensor = typed.pop("licensor", "")
        if typed.get("role") == Role.LICENSOR:
            typed["agency"] = licensor
        return typed


class NewPersonForm(_RoleFields):
    """Somebody who is to be invited."""

    field_order = ("name", "email", "role", "agency", "profession", "licensor", "telephone")
    name = Text(label="Name", max_length=120, width=30, missing="Enter their name")
    email = Email(
        label="E-mail address",
        hint="They sign in with it. The invitation goes there.",
        width=30,
        missing="Enter their e-mail address",
    )


class PersonForm(_RoleFields):
    """What may be changed about somebody."""


class OwnDetailsForm(GovukForm):
    """One's own name and number."""

    name = Text(label="Name", max_length=120, width=30, autocomplete="name", missing="Enter your name")
    telephone = Telephone(label="Telephone number", required=False)


class PeopleFilterForm(GovukForm):
    """Which people to list."""

    marks_optional = False
    words = Text(label="Name, e-mail or agency", required=False)
    role = Select(label="Role", choices=Role, required=False, empty_label="Every role")
    access = Select(
        label="Access",
        choices=[("gone", "Taken away")],
        required=False,
        empty_label="With access",
    )
