"""Who a programme is for: criteria and conditions as typed records, never code in strings."""

from pydantic import Field

from trellis.features.programmes.rules.matching import Test
from trellis.features.programmes.rules.parts import Key, Part, SourcedPart, Words
from trellis.kernel.labelled import LabelledEnum

type WantedValue = str | int | tuple[int, ...] | tuple[str, ...] | None


class CriterionAbout(LabelledEnum):
    """Say whom a criterion looks at."""

    STRAND = "strand", "Each person who takes part in a strand"
    CHILD_OF_CONCERN = "child_of_concern", "Each child that the referral is about"
    FAMILY = "family", "The family"
    REFERRAL = "referral", "The referral"


class CriterionKind(LabelledEnum):
    """Say what follows when a criterion is not met."""

    SUITABILITY = "suitability", "Suits the programme"
    EXCLUSION = "exclusion", "Nothing stands against it"
    GATE = "gate", "Needed before anything starts"
    ADVICE = "advice", "To weigh: does not decide"


class Condition(Part):
    """Compare one fact with a value."""

    fact: Key
    test: Test
    value: WantedValue = None


class Criterion(SourcedPart):
    """Ask one thing of a person, the family or the referral, with its reason and its source.

    Either ``fact`` with ``test`` and ``value``, or ``any``: several conditions of which one is enough.
    ``ask`` and ``ask_whom`` replace the vocabulary's own question when a programme puts it better.
    """

    key: Key
    title: Words
    kind: CriterionKind = CriterionKind.SUITABILITY
    about: CriterionAbout
    strand: str = ""
    fact: str = ""
    test: Test | None = None
    value: WantedValue = None
    any: tuple[Condition, ...] = ()
    why: Words
    source: Words
    ask: str = ""
    ask_whom: str = ""

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Return what is compared: one condition, or several of which one is enough."""
        if self.any or self.test is None:
            return self.any
        return (Condition(fact=self.fact, test=self.test, value=self.value),)

    @property
    def blocks(self) -> bool:
        """Tell whether the criterion decides, or is only weighed."""
        return self.kind is not CriterionKind.ADVICE


class DocumentKind(Part):
    """Name a kind of document."""

    key: Key
    title: Words


class NeededDocument(SourcedPart):
    """Ask for a document in certain circumstances; any one of ``alternatives`` does as well.

    Without ``needed_when`` it is always needed. Several conditions must all hold.
    """

    key: Key
    title: Words
    why: Words
    needed_when: tuple[Condition, ...] = ()
    alternatives: tuple[DocumentKind, ...] = ()

    @property
    def accepted_keys(self) -> frozenset[str]:
        """Return the kinds of document of which one is enough."""
        return frozenset({self.key, *(each.key for each in self.alternatives)})


class StaysInvolved(LabelledEnum):
    """Say what is asked of the referrer once the family has been accepted."""

    EXPECTED = "expected", "Stays involved until the programme ends"
    WELCOME = "welcome", "Is welcome to stay involved"
    NOT_NEEDED = "not_needed", "Need not stay involved"


class TransportBy(LabelledEnum):
    """Say who brings people to sessions."""

    REFERRER = "referrer", "The referrer arranges it"
    SERVICE = "service", "The service arranges it"
    FAMILY = "family", "The family makes its own way"
    NOT_NEEDED = "not_needed", "No journey: by video"


class WhoMayRefer(SourcedPart):
    """Say who may refer, and what is asked of them afterwards. No professions means anybody."""

    professions: tuple[str, ...] = ()
    why: Words
    stays_involved: StaysInvolved = StaysInvolved.WELCOME
    stays_involved_why: str = ""
    transport_by: TransportBy = TransportBy.FAMILY
    transport_why: str = ""

    @property
    def anyone(self) -> bool:
        """Tell whether anybody may refer, families themselves included."""
        return not self.professions


class Fee(SourcedPart):
    """Price what is bought together: the strands it covers, in whole pounds before any tax."""

    strands: tuple[Key, ...] = Field(min_length=1)
    label: Words
    pounds: int = Field(strict=True, ge=0, le=1_000_000)
    paid_by: str = ""


class Licence(SourcedPart):
    """Say whether a licence is needed to run the programme and who must be trained for it."""

    needed: bool = Field(strict=True)
    licensor: str = ""
    practitioners_trained: int = Field(default=0, strict=True, ge=0, le=50)
    training: str = ""
    words: str = ""
