"""Strands: who takes part in what, in which sessions, with which staff."""

from pydantic import Field

from trellis.features.programmes.rules.parts import (
    Confidence,
    Count,
    Key,
    Minutes,
    Number,
    Part,
    SourcedPart,
    Words,
    YesNo,
)
from trellis.kernel.labelled import LabelledEnum


class TakesPartAs(LabelledEnum):
    """Say in what role a person takes part in a strand."""

    CHILD = "child", "Child or young person"
    PARENT = "parent", "Parent or carer"
    VICTIM = "victim", "Parent who has experienced abuse"
    PERPETRATOR = "perpetrator", "Parent who has used abuse"
    FAMILY_MEMBER = "family_member", "Any member of the family"


class Format(LabelledEnum):
    """Say how a strand meets."""

    GROUP = "group", "Group"
    ONE_TO_ONE = "one_to_one", "One to one"
    FAMILY = "family", "One family together"
    MULTI_FAMILY = "multi_family", "Several families together"


class Delivery(LabelledEnum):
    """Say where a strand meets."""

    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "By video call"


class Needed(LabelledEnum):
    """Say whether somebody must take part in a strand."""

    REQUIRED = "required", "Somebody takes part"
    IDEALLY = "ideally", "Ideally somebody takes part"
    OPTIONAL = "optional", "May be left out"


class HeldWith(LabelledEnum):
    """Say whether a session brings the whole group together or sees each family by itself."""

    GROUP = "group", "With the whole group"
    EACH_FAMILY = "each_family", "With each family by itself"


class Staffing(SourcedPart):
    """Ask for staff at each session: how many, in what role, of what gender, with what training."""

    role: Key
    label: Words
    count: Count = 1
    gender: str = Field(default="", pattern=r"^(female|male|)$")
    training: str = ""


class Size(SourcedPart):
    """Say how many people and families a group holds; none given means no rule."""

    people_min: Count | None = None
    people_max: Count | None = None
    families_min: Count | None = None
    families_max: Count | None = None


class GenderGroup(Part):
    """Name one of the groups into which a strand is split, and the genders that it is for."""

    key: Key
    title: Words
    genders: tuple[str, ...] = Field(min_length=1)


class Session(Part):
    """Describe one session: what for, what happens, and what others can reinforce afterwards.

    ``theme`` is shared by strands that meet in parallel; ``together`` marks a session at which the
    strands meet in one room; ``confidence`` overrides the strand's ``sessions_confidence``.
    """

    number: Number
    title: Words
    theme: Key
    minutes: Minutes | None = None
    together: YesNo = False
    held_with: HeldWith = HeldWith.GROUP
    aim: Words
    outline: tuple[Words, ...] = Field(min_length=1)
    materials: tuple[Words, ...] = ()
    reinforce: Words
    confidence: Confidence | None = None


class Strand(SourcedPart):
    """Describe one strand of a programme: who takes part, as what, how it meets, and its sessions."""

    key: Key
    title: Words
    who: Words
    takes_part_as: tuple[TakesPartAs, ...] = Field(min_length=1)
    needed: Needed = Needed.REQUIRED
    needed_why: str = ""
    format: Format
    delivery: Delivery = Delivery.IN_PERSON
    minutes: Minutes
    minutes_confidence: Confidence = Confidence.OWN_OUTLINE
    weeks: Count
    gender_groups: tuple[GenderGroup, ...] = ()
    gender_groups_why: str = ""
    size: Size = Size()
    staffing: tuple[Staffing, ...] = ()
    sessions_confidence: Confidence = Confidence.OWN_OUTLINE
    sessions: tuple[Session, ...] = Field(min_length=1)

    @property
    def is_group(self) -> bool:
        """Tell whether several families meet, so that sessions belong to a group and not a journey."""
        return self.format in (Format.GROUP, Format.MULTI_FAMILY)

    @property
    def is_split_by_gender(self) -> bool:
        """Tell whether the strand meets in separate groups by gender."""
        return bool(self.gender_groups)

    @property
    def staff_needed(self) -> int:
        """Count the staff at each session."""
        return sum(line.count for line in self.staffing)

    def session(self, number: int) -> Session:
        """Return the session with a number; raises KeyError when there is none."""
        for session in self.sessions:
            if session.number == number:
                return session
        raise KeyError(number)

    def minutes_of(self, session: Session) -> int:
        """Return how long a session lasts: its own minutes, or the strand's."""
        return session.minutes or self.minutes

    def confidence_in(self, session: Session) -> Confidence:
        """Return how sure we are of a session's content."""
        return session.confidence or self.sessions_confidence


class StrandChoice(Part):
    """Let a family take some of several strands: from ``least`` to ``most`` of them.

    Each person takes one at most.
    """

    key: Key
    title: Words
    strands: tuple[Key, ...] = Field(min_length=2)
    least: Count = 1
    most: Count = 1
    why: str = ""
