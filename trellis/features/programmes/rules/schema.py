"""The typed definition of one programme, as read from one TOML file."""

from typing import Annotated

from pydantic import Field

from trellis.features.programmes.rules.criteria import (
    Criterion,
    CriterionAbout,
    Fee,
    Licence,
    NeededDocument,
    WhoMayRefer,
)
from trellis.features.programmes.rules.delivery import (
    Attention,
    Cadence,
    Clock,
    Completion,
    EndingKind,
    EndingReason,
    FamilySession,
    Induction,
    Interview,
    InterviewKind,
    JointReview,
    Measure,
    PreEngagement,
    StepDown,
    WaitingSupport,
)
from trellis.features.programmes.rules.parts import Aim, Part, Source, Summary, Words, YesNo
from trellis.features.programmes.rules.strands import Strand, StrandChoice

ProgrammeKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]


class ProgrammeDefinition(Part):
    """Hold everything that Trellis knows about one version of a programme.

    ``voluntary``: nobody is compelled to take part. Keys are unique within each list.
    """

    key: ProgrammeKey
    version: Annotated[int, Field(strict=True, ge=1, le=9999)]
    name: Words
    short_name: Annotated[str, Field(min_length=1, max_length=40)]
    voluntary: YesNo = True
    summary: Summary
    aims: tuple[Aim, ...] = Field(min_length=1)
    sources: tuple[Source, ...] = Field(min_length=1)
    who_may_refer: WhoMayRefer
    documents: tuple[NeededDocument, ...] = ()
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    strands: tuple[Strand, ...] = Field(min_length=1)
    choices: tuple[StrandChoice, ...] = ()
    cadence: Cadence
    pre_engagement: tuple[PreEngagement, ...] = ()
    family_sessions: tuple[FamilySession, ...] = ()
    interviews: tuple[Interview, ...] = ()
    waiting_support: WaitingSupport | None = None
    induction: Induction | None = None
    joint_reviews: tuple[JointReview, ...] = ()
    step_down: tuple[StepDown, ...] = ()
    clocks: tuple[Clock, ...] = ()
    fees: tuple[Fee, ...] = ()
    measures: tuple[Measure, ...] = Field(min_length=1)
    follow_up_weeks: Annotated[int, Field(strict=True, ge=1, le=104)] = 12
    completion: Completion
    attention: Attention = Attention()
    licence: Licence = Licence(needed=False)
    ending_reasons: tuple[EndingReason, ...] = Field(min_length=1)

    def strand(self, key: str) -> Strand:
        """Return the strand with a key; raises KeyError when there is none."""
        for strand in self.strands:
            if strand.key == key:
                return strand
        raise KeyError(key)

    @property
    def strand_keys(self) -> tuple[str, ...]:
        """Return the keys of the strands in the file's order."""
        return tuple(strand.key for strand in self.strands)

    @property
    def meets_in_groups(self) -> bool:
        """Tell whether any strand meets as a group of several families."""
        return any(strand.is_group for strand in self.strands)

    def criteria_for_strand(self, strand_key: str) -> tuple[Criterion, ...]:
        """Return the criteria asked of each person who takes part in a strand."""
        return tuple(
            criterion
            for criterion in self.criteria
            if criterion.about is CriterionAbout.STRAND and criterion.strand == strand_key
        )

    def interviews_of(self, kind: InterviewKind, strand_key: str) -> tuple[Interview, ...]:
        """Return the interviews of a kind held with the people of a strand."""
        return tuple(
            interview for interview in self.interviews if interview.kind is kind and strand_key in interview.strands
        )

    def endings(self, *kinds: EndingKind) -> tuple[EndingReason, ...]:
        """Return the reasons for ending that count as any of the kinds given."""
        return tuple(reason for reason in self.ending_reasons if reason.counts_as in kinds)

    def source(self, key: str) -> Source | None:
        """Return the source with a key, or nothing for a part without one."""
        return next((source for source in self.sources if source.key == key), None)

    def choice_holding(self, strand_key: str) -> StrandChoice | None:
        """Return the choice that a strand is one of, when it is one of several."""
        return next((choice for choice in self.choices if strand_key in choice.strands), None)
