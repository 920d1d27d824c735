"""Forms about people and families."""

from __future__ import annotations

from typing import Any

from trellis.features.families.rules import (
    Channel,
    Ending,
    Gender,
    OccupationKind,
    ParentalResponsibility,
    Partnership,
    RelationshipKind,
    Texting,
    TieKind,
    Voicemail,
)
from trellis.features.families.web.fields import RoughDate
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
    has_died = YesNo(label="Have they died?", initial="no", reveals={"yes": ["died_on"]}, required=False)
    died_on = RoughDate(label="When did they die?")

    def values(self) -> dict[str, Any]:
        """Return the cleaned values as the fields of a person."""
        values = dict(self.cleaned_data)
        values["interpreter_needed"] = {"yes": True, "no": False}.get(values["interpreter_needed"])
        values["has_died"] = values["has_died"] == "yes"
        return values


class ContactForm(GovukForm):
    """One way to reach a person, and how it is safe."""

    channel = Radios(label="How", choices=Channel)
    value = Text(label="Number or address", required=False, max_length=254)
    is_safe = YesNo(
        label="Is it safe to use?", hint="Safe means that nobody who may harm them sees, hears or answers it"
    )
    voicemail = Radios(label="If nobody answers", choices=Voicemail, initial=Voicemail.NONE)
    texts = Radios(label="Text messages", choices=Texting, initial=Texting.NOT_ASKED, required=False)
    best_times = Text(label="Best times", required=False)
    note = Text(label="What may be said, and what name to use", required=False, max_length=500)


class OccupationForm(GovukForm):
    """School, college, training or work."""

    kind = Radios(label="What do they do in the week?", choices=OccupationKind)
    name = Text(label="Name of the school, college or employer", required=False)
    since = DateParts(label="Since", required=False, latest="today")
    note = Text(label="Anything to know", hint="For example, a part-time timetable", required=False, max_length=500)


class RelationshipForm(GovukForm):
    """Who one person is to another, and from when until when."""

    from_person = Select(label="This person")
    kind = Select(label="is the", choices=RelationshipKind)
    to_person = Select(label="of this person")
    words = Text(label="If it is another tie: what is it?", hint="Such as godmother", required=False, max_length=60)
    since = RoughDate(label="Since")
    until = RoughDate(label="Until", hint="Leave empty while it lasts")
    partnership = Select(
        label="If they are a couple: what kind?", choices=Partnership, initial=Partnership.NOT_KNOWN, required=False
    )
    ending = Select(label="If it has ended: how?", choices=Ending, required=False)
    parental_responsibility = Radios(
        label="Does the first have parental responsibility for the second?",
        hint="On what it rests is written on the child’s page",
        choices=ParentalResponsibility,
        initial=ParentalResponsibility.NOT_KNOWN,
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from_person", "to_person"):
            self.fields[name].choices = [("", "Choose…"), *people]
        self.fields["ending"].choices = [("", "It has not ended, or it is not known how"), *Ending.choices()]


class TieQualityForm(GovukForm):
    """What is between two people."""

    from_person = Select(label="Between this person", hint="For violence: who uses it")
    to_person = Select(label="and this person", hint="For violence: against whom")
    kind = Radios(label="What is between them?", choices=TieKind)
    since = RoughDate(label="Since")
    until = RoughDate(label="Until", hint="Leave empty while it lasts")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from_person", "to_person"):
            self.fields[name].choices = [("", "Choose…"), *people]


class HouseholdForm(GovukForm):
    """A home, who lives in it and since when."""

    label = Text(
        label="What do you call this home?",
        hint="For example, Mum’s home. Write nothing here that tells where it is, or that it is a refuge",
        max_length=120,
        noun="name",
    )
    people = Checkboxes(label="Who lives there now?", hint="Whoever is not ticked has moved out", required=False)
    moved = RoughDate(label="If somebody moves in or out: when?")
    address = LongText(label="Address", required=False, rows=3, max_length=500, counted=False)
    postcode = Text(label="Postcode", required=False, max_length=8, width=10)
    is_refuge = YesNo(
        label="Is it a refuge, or must nobody know where it is?",
        hint="Then the address is sealed from everybody, you too, until a supervisor names who may read it",
        initial="no",
        reveals={"yes": ["reason", "source"]},
        required=False,
    )
    reason = Text(label="Why must nobody know?", required=False, max_length=500)
    source = Text(label="Who told us?", required=False, max_length=200)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people


class ResidenceForm(GovukForm):
    """From when until when somebody lives in a home, and how often when they have two."""

    since = RoughDate(label="Since")
    until = RoughDate(label="Until", hint="Leave empty while they live there")
    pattern = Text(
        label="How often, when they have two homes?",
        hint="For example, every other weekend",
        required=False,
        max_length=120,
    )
