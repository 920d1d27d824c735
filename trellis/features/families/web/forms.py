"""Forms about people and families."""

from __future__ import annotations

from typing import Any

from trellis.features.families.rules import (
    Channel,
    Gender,
    OccupationKind,
    ParentalResponsibility,
    RelationshipKind,
    Voicemail,
)
from trellis.platform.design_system.forms import (
    Checkboxes,
    DateParts,
    GovukForm,
    LongText,
    Radios,
    Select,
    Text,
    YesNo,
)


class SearchForm(GovukForm):
    """Look for a family by its name or by anybody in it."""

    search = Text(label="Name of a family or a person", required=False)


class FamilyForm(GovukForm):
    """What a family is called."""

    name = Text(label="What is the family called?", hint="For example, Ashworth family", max_length=120, noun="name")


class PersonForm(GovukForm):
    """What is written of a person."""

    given_name = Text(label="Given name", hint="The name that they go by will do", max_length=80, width=20)
    family_name = Text(label="Family name", required=False, max_length=80, width=20)
    known_as = Text(label="Known as", required=False, max_length=80, width=20)
    birth_date = DateParts(
        label="Date of birth",
        hint="Leave empty when it is not known. For example, 27 3 2011",
        required=False,
        latest="today",
    )
    gender = Radios(label="Gender", choices=Gender, initial=Gender.NOT_KNOWN)
    ethnicity = Text(label="Ethnicity, in their own words", required=False, max_length=40, width=20)
    first_language = Text(label="First language", required=False, max_length=60, width=20)
    interpreter_needed = YesNo(label="Is an interpreter needed?", required=False, not_known=True)
    access_needs = LongText(
        label="What helps them to take part",
        hint="Hearing, sight, reading, moving about, being in a group",
        required=False,
        rows=3,
        max_length=1000,
    )

    def values(self) -> dict[str, Any]:
        """Return the cleaned values as the fields of a person."""
        values = dict(self.cleaned_data)
        values["interpreter_needed"] = {"yes": True, "no": False}.get(values["interpreter_needed"])
        return values


class ContactForm(GovukForm):
    """One way to reach a person, and how it is safe."""

    channel = Radios(label="How", choices=Channel)
    value = Text(label="Number or address", required=False, max_length=254)
    is_safe = YesNo(
        label="Is it safe to use?", hint="Safe means that nobody who may harm them sees, hears or answers it"
    )
    voicemail = Radios(label="If nobody answers", choices=Voicemail, initial=Voicemail.NONE)
    best_times = Text(label="Best times", required=False)
    note = Text(label="What may be said, and what name to use", required=False, max_length=500)


class OccupationForm(GovukForm):
    """School, college, training or work."""

    kind = Radios(label="What do they do in the week?", choices=OccupationKind)
    name = Text(label="Name of the school, college or employer", required=False)
    since = DateParts(label="Since", required=False, latest="today")
    note = Text(label="Anything to know", hint="For example, a part-time timetable", required=False, max_length=500)


class RelationshipForm(GovukForm):
    """Who one person is to another."""

    from_person = Select(label="This person")
    kind = Select(label="is the", choices=RelationshipKind)
    to_person = Select(label="of this person")
    parental_responsibility = Radios(
        label="Does the first have parental responsibility for the second?",
        choices=ParentalResponsibility,
        initial=ParentalResponsibility.NOT_KNOWN,
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from_person", "to_person"):
            self.fields[name].choices = [("", "Choose…"), *people]


class HouseholdForm(GovukForm):
    """A home and who lives in it."""

    label = Text(label="What do you call this home?", hint="For example, Mum’s home", max_length=120, noun="name")
    people = Checkboxes(label="Who lives there?", required=False)
    address = LongText(label="Address", required=False, rows=3, max_length=500, counted=False)
    postcode = Text(label="Postcode", required=False, max_length=8, width=10)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people
