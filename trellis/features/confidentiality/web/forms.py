"""Forms about who may see what."""

from __future__ import annotations

from typing import Any

from trellis.features.confidentiality.rules import MINUTES, LawfulBasis, Shared
from trellis.features.families.rules import SealedFact, SealKind
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

Choices = list[tuple[str, str]]


class SealForm(GovukForm):
    """Which fact of whom is kept from whom, and why."""

    person = Radios(label="Whose fact is it?", choices=[], noun="person")
    fact = Radios(label="What is kept?", choices=SealedFact)
    kind = Radios(
        label="From whom is it kept?",
        choices=SealKind,
        reveals={SealKind.PEOPLE: ["against"], SealKind.ALL_BUT_FEW: ["readers"]},
    )
    against = Checkboxes(
        label="From which people?", hint="And from whoever works with them and not with the other", choices=[]
    )
    readers = Checkboxes(
        label="Who reads it nevertheless?",
        hint="Nobody, unless you choose somebody: a refuge’s address is nobody’s by default. Letters still go out "
        "through those named here.",
        choices=[],
        required=False,
    )
    reason = LongText(label="Why?", rows=3, max_length=500)
    source = Text(label="Who told us, or which order says so?", max_length=200)
    review_on = DateParts(label="When do we look at this again?", hint="Leave empty for never", required=False)

    def __init__(self, *args: Any, people: Choices, staff: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people
        self.fields["against"].choices = people
        self.fields["readers"].choices = staff


class ReviewDayForm(GovukForm):
    """When a seal is looked at again."""

    review_on = DateParts(label="When do we look at this again?")


class WhyForm(GovukForm):
    """The reason for one act."""

    why = LongText(label="Why?", rows=3, max_length=500)


class ReasonForm(GovukForm):
    """The reason for one act."""

    reason = LongText(label="Why?", rows=3, max_length=500)


class DeclareForm(GovukForm):
    """How a member of staff knows a family."""

    how = LongText(
        label="How do you know them?",
        hint="For example, a neighbour, a friend of your family, somebody from your children’s school",
        rows=3,
        max_length=300,
    )


class PeopleIKnowForm(DeclareForm):
    """Whom a member of staff knows."""

    names = Text(label="Names of the people whom you know", max_length=300)
    field_order = ["names", "how"]


class ShutOutForm(GovukForm):
    """Who is shut out of a file, and why."""

    membership = Select(label="Who is shut out?", choices=[], noun="member of staff")
    reason = LongText(label="Why?", rows=3, max_length=500)

    def __init__(self, *args: Any, staff: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["membership"].choices = [("", "Choose"), *staff]


class FileSearchForm(GovukForm):
    """Look for another file."""

    marks_optional = False
    search = Text(label="Name of the other file", required=False)


class PartForm(GovukForm):
    """Which other file is the other side, and why."""

    other = Radios(label="Which file is the other side?", choices=[], noun="file")
    reason = LongText(label="Why are they parted?", rows=3, max_length=500)

    def __init__(self, *args: Any, files: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = files


class SettleForm(GovukForm):
    """Which file the people are in whom a member of staff knows."""

    other = Radios(label="Which file is it?", choices=[], noun="file")

    def __init__(self, *args: Any, files: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = [*files, ("none", "They are in none of our files")]


class OpenInNeedForm(GovukForm):
    """Whose file is opened, why, and for how long."""

    given_name = Text(label="Given name", max_length=80, width=20)
    family_name = Text(label="Family name", max_length=80, width=20)
    birth_date = DateParts(label="Date of birth", latest="today")
    reason = LongText(
        label="What is the need?", hint="Your supervisor reads this today and reviews it", rows=3, max_length=500
    )
    minutes = Radios(
        label="For how long?", choices=[(str(minutes), f"{minutes} minutes") for minutes in MINUTES], initial="30"
    )


class ReviewForm(GovukForm):
    """What came of a review."""

    was_right = YesNo(label="Was it right to open this file?")
    note = LongText(label="What came of it?", rows=3, max_length=1000, required=False)


class AgreementForm(GovukForm):
    """What is shared, with whom, why, until when."""

    with_whom = Text(
        label="With whom?",
        hint="The organisation. One that uses Trellis here reads it in Trellis, if you write its name exactly",
        max_length=200,
    )
    what = Checkboxes(label="What may be shared?", choices=Shared)
    why = LongText(label="What for?", rows=3, max_length=500)
    basis = Radios(label="Why is it lawful?", choices=LawfulBasis)
    since = DateParts(label="From")
    until = DateParts(label="Until")
