"""Forms of risk, flags and plans."""

from __future__ import annotations

from typing import Any

from trellis.features.safety.rules.communication import PARTS
from trellis.features.safety.rules.exploitation import INDICATORS, ConcernKind, ReferredTo, Told
from trellis.features.safety.rules.flags import FlagKind, ReviewEnd
from trellis.features.safety.rules.helplines import HELPLINES
from trellis.features.safety.rules.incidents import IncidentKind, Severity
from trellis.features.safety.rules.plans import NEEDED, SECTIONS, Paper
from trellis.features.safety.rules.risk import Connection, Level, NoteLevel, NoteRoute
from trellis.features.safety.rules.thresholds import Sheet
from trellis.platform.design_system.forms import (
    Checkboxes,
    Confirm,
    DateParts,
    GovukForm,
    LongText,
    Radios,
    Select,
    Text,
    WholeNumber,
    YesNo,
)

NOBODY_CHOSEN = ("", "Nobody of this family, or not known")
NOT_IN_FILE = ("", "Somebody who is not in this file")


class WhyForm(GovukForm):
    """A reason."""

    why = LongText(label="Why?", max_length=300, rows=3, noun="reason")

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["why"].label = label


class IncidentForm(GovukForm):
    """Something that happened."""

    on = DateParts(label="When did it happen?", latest="today", noun="day it happened")
    kind = Radios(label="What kind of abuse was it?", choices=IncidentKind)
    severity = Radios(label="How serious was it?", choices=[(s.value, s.label) for s in Severity], coerce=int)
    harmed = Select(label="Who was harmed?", required=False)
    done_by = Select(label="Who did it?", required=False)
    what_happened = LongText(label="What happened?", hint="In plain words; what was seen and heard", required=False)
    police_called = YesNo(label="Were the police called?", required=False, not_known=True)
    told_by = Text(label="Who told you?", required=False, max_length=120)
    significance = Text(
        label="Does it stand out? If so, why",
        hint="Shown in the chronology, for example: first time with a weapon",
        required=False,
        max_length=300,
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("harmed", "done_by"):
            self.fields[name].choices = [NOBODY_CHOSEN, *people]


class IncidentFilterForm(GovukForm):
    """What a list of incidents is narrowed to."""

    marks_optional = False
    kind = Select(label="Kind", choices=[("", "All kinds"), *IncidentKind.choices()], required=False, empty_label="")
    severity = Select(
        label="At least",
        choices=[("", "Any"), *((str(s.value), s.label) for s in Severity)],
        required=False,
        empty_label="",
    )
    since = DateParts(label="From", required=False)
    until = DateParts(label="To", required=False)
    standing_out = Checkboxes(label="Only", choices=[("yes", "Those that stand out")], required=False, small=True)


class SignificanceForm(GovukForm):
    """Why an incident stands out."""

    significance = Text(
        label="Why does it stand out?",
        hint="Leave it empty if it no longer does",
        required=False,
        max_length=300,
    )


class AssessmentForm(GovukForm):
    """The score of a sheet that was filled in."""

    sheet = Radios(
        label="Which sheet was filled in?",
        choices=Sheet,
        hints={
            "dash": "For two people who are both 16 or over and personally connected",
            "young_people": "For a young person of 13 to 17 who is harmed by a partner or former partner",
        },
    )
    on = DateParts(label="On what day?", latest="today", noun="day of the sheet")
    assessed = Select(label="Who is at risk?", missing="Choose who is at risk")
    harming = Select(label="From whom?", required=False)
    harming_name = Text(label="Their name, if they are not in this file", required=False, max_length=120)
    connection = Radios(label="How are the two connected?", choices=Connection)
    said_sixteen = YesNo(
        label="If a birthday is not in the file: are both known to be 16 or over?", required=False, not_known=True
    )
    score = WholeNumber(label="The score", hint="How many answers were yes, 0 to 24", least=0, most=24)
    police_calls = WholeNumber(
        label="How often were the police called in the last twelve months?",
        hint="Leave it empty if nobody has asked yet",
        least=0,
        most=999,
        required=False,
    )
    heard_on = DateParts(label="When was it last heard at MARAC?", required=False, latest="today", noun="day at MARAC")
    behind_it = LongText(label="What stands behind the score?", required=False)
    done_by_name = Text(label="Who filled it in, if it was not you?", required=False, max_length=120)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assessed"].choices = [("", "Choose…"), *people]
        self.fields["harming"].choices = [NOT_IN_FILE, *people]


class JudgementForm(GovukForm):
    """A judgement that differs from the score."""

    level = Radios(
        label="What is the level, in your judgement?",
        choices=[(one.value, one.label) for one in Level if one is not Level.NOT_SHOWN],
    )
    why = LongText(label="Why?", noun="reason")
    supervisor = Select(
        label="With which supervisor did you talk it through?",
        hint="Needed when a level is lowered from high",
        required=False,
    )

    def __init__(self, *args: Any, supervisors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supervisor"].choices = [("", "Nobody yet, or I am a supervisor"), *supervisors]


class NoteForm(GovukForm):
    """A worry, in our own words."""

    on = DateParts(label="On what day?", latest="today", noun="day")
    person = Select(label="Whom are you worried about?", missing="Choose whom you are worried about")
    harming = Select(label="From whom?", required=False)
    harming_name = Text(label="Their name, if they are not in this file", required=False, max_length=120)
    level = Radios(label="How worried are you?", choices=NoteLevel)
    concern = LongText(label="What is the worry?", hint="What was seen, heard or said; by whom", noun="worry")
    protects = LongText(label="What protects them?", hint="People, places, what already works", required=False, rows=3)
    doing = LongText(label="What will you do?", hint="Who does what, by when", noun="what you will do", rows=3)
    routes = Checkboxes(label="Whom did you tell?", choices=NoteRoute, required=False)
    review_on = DateParts(label="When will you look again?", noun="review date")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Choose…"), *people]
        self.fields["harming"].choices = [("", "Nobody, or somebody who is not in this file"), *people]


class FlagForm(GovukForm):
    """A warning."""

    kind = Radios(label="What is it?", choices=FlagKind)
    words = Text(label="In a few words", hint="What to know, and what to do", max_length=300, width="two-thirds")
    person = Select(label="Whom is it about?", required=False)
    review_on = DateParts(label="When will somebody look again?", hint="Within twelve months", noun="review date")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Nobody in particular"), *people]


class ReviewForm(GovukForm):
    """A look at something again."""

    end = Radios(label="How is it now?", choices=ReviewEnd, reveals={"extended": ["review_on"]}, noun="how it is now")
    review_on = DateParts(label="When will somebody look again?", noun="review date")
    why = LongText(label="Why?", rows=3, noun="reason")


class PlanForm(GovukForm):
    """A safety plan, part by part."""

    name = Text(label="What do they call the plan?", hint="For example: Our plan for evenings", max_length=120)
    helplines = Checkboxes(
        label="Numbers to call",
        hint="999 and 101 are on every plan",
        choices=[(line.key, f"{line.name}: {line.number}") for line in HELPLINES if not line.on_every_plan],
        required=False,
        small=True,
    )
    other_numbers = LongText(label="Other numbers", hint="One on a line: who, number", rows=3, required=False)
    paper = Radios(
        label="Is paper safe in their home?",
        choices=Paper,
        hints={"unsafe": "Then there is nothing to print, for any plan of this family"},
        noun="whether paper is safe",
    )
    agreed_by = Checkboxes(label="Who of the family agreed it?", required=False)
    agreed_others = Text(label="Who else?", hint="For example, a neighbour or teacher", required=False)
    agreed_on = DateParts(label="When was it agreed?", latest="today", noun="day it was agreed")
    review_on = DateParts(label="When will you look at it again together?", noun="review date")

    def __init__(self, *args: Any, people: list[tuple[str, str]], named: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_by"].choices = people
        if not named:
            del self.fields["name"]

    def section_fields(self) -> list[str]:
        """Return the names of the parts, in their order."""
        return [section.key for section in SECTIONS]


for _section in SECTIONS:
    PlanForm.base_fields[_section.key] = LongText(
        label=_section.title,
        hint=_section.hint,
        rows=4,
        required=_section.key in NEEDED,
        counted=False,
        missing=f"Write something under “{_section.title}”",
    )
PlanForm.base_fields = {
    name: PlanForm.base_fields[name]
    for name in (
        *(["name"]),
        *(section.key for section in SECTIONS),
        *("helplines", "other_numbers", "paper", "agreed_by", "agreed_others", "agreed_on", "review_on"),
    )
}


class PartsForm(GovukForm):
    """What a child says about being talked with."""

    def parts(self) -> dict[str, str]:
        """Return what was said, by part."""
        return {part.key: self.cleaned_data.get(part.key, "") for part in PARTS}


for _part in PARTS:
    PartsForm.base_fields[_part.key] = LongText(
        label=_part.title, hint=_part.hint, rows=3, required=False, counted=False
    )


class ReadersForm(GovukForm):
    """To whom a child agrees to show their plan."""

    shown_to_staff = YesNo(
        label="Do they agree that everybody here who works with them may read it?",
        hint="Co-ordinators and supervisors are not among them, unless they are chosen below",
        noun="whether those who work with them may read it",
    )
    staff = Checkboxes(label="Which others of the staff may read it?", required=False, small=True)
    people = Checkboxes(label="To whom of the family may it be shown?", required=False)

    def __init__(
        self, *args: Any, staff_choices: list[tuple[str, str]], people: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = staff_choices
        self.fields["people"].choices = people


class CommunicationForm(PartsForm, ReadersForm):
    """A child's plan, and to whom they agree to show it."""

    person = Select(label="Whose plan is it?", missing="Choose whose plan it is")
    said_to_child = Confirm(
        label="They know that I, who write it, can read it too",
        error_messages={"required": "Tell them first that you can read it"},
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, people=people, **kwargs)
        self.fields["person"].choices = [("", "Choose…"), *people]
        first = ("person", *(part.key for part in PARTS))
        self.order_fields((*first, "shown_to_staff", "staff", "people", "said_to_child"))


class ConcernForm(GovukForm):
    """A fear of exploitation."""

    person = Select(label="Whom are you worried about?", missing="Choose whom you are worried about")
    kind = Radios(label="What do you fear?", choices=ConcernKind)
    seen_on = DateParts(label="When was it seen?", latest="today", noun="day it was seen")
    indicators = Checkboxes(
        label="Which signs were seen?",
        hint="Signs are no proof. One may be enough to ask; several are enough to act",
        choices=[(sign.key, sign.words) for sign in INDICATORS],
        required=False,
        small=True,
    )
    what_was_seen = LongText(label="What was seen or said, in words?", required=False)
    told = Radios(label="Have the parents been told?", choices=Told, reveals={"yes": ["told_on"]})
    told_on = DateParts(label="When were they told?", latest="today", noun="day they were told")
    told_words = LongText(label="What were they told, or why not?", rows=3, noun="what they were told, or why not")
    follow_up_on = DateParts(label="When will you look again?", noun="next look")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Choose…"), *people]


class ReferralForm(GovukForm):
    """That a concern was taken to somebody."""

    to = Radios(label="To whom was it taken?", choices=ReferredTo, reveals={"nrm": ["through", "consents"]})
    through = Text(
        label="Which first responder makes the referral?",
        hint="For example the police, or the council’s children’s services",
        max_length=120,
        required=False,
    )
    consents = YesNo(
        label="Do they agree?", hint="Not asked of anybody under 18", required=False, not_known=True, inline=True
    )
    on = DateParts(label="On what day?", latest="today", noun="day")
    reference = Text(label="Reference", required=False, max_length=60, width=20)


class OutcomeForm(GovukForm):
    """What came of a referral."""

    on = DateParts(label="When did the answer come?", latest="today", noun="day of the answer")
    outcome = LongText(label="What came of it?", rows=4, noun="what came of it")


class FollowUpForm(GovukForm):
    """A look at a concern again."""

    words = LongText(label="What has happened since?", rows=4, noun="what has happened")
    told = Radios(
        label="Have the parents been told something today?",
        choices=[("", "Nothing new"), ("yes", "Yes"), ("no", "No: telling them could put somebody in danger")],
        required=False,
        reveals={"yes": ["told_words"], "no": ["told_words"]},
    )
    told_words = LongText(label="What were they told, or why not?", rows=3, noun="what they were told, or why not")
    goes_on = Radios(
        label="Does the concern go on?",
        choices=[("yes", "Yes: look again"), ("no", "No: close it")],
        reveals={"yes": ["follow_up_on"]},
        noun="whether it goes on",
    )
    follow_up_on = DateParts(label="When will you look again?", noun="next look")
