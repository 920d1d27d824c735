"""The numbers of risk assessments, each with its first day, its source and how sure we are. Data, not code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trellis.features.safety.rules.sources import Confidence, Source, in_force
from trellis.kernel.labelled import LabelledEnum


class Sheet(LabelledEnum):
    """Which score sheet was used; its questions are SafeLives' copyright and are not kept here, only the score."""

    DASH = "dash", "DASH"
    YOUNG_PEOPLE = "young_people", "DASH, young people’s version"


@dataclass(frozen=True, slots=True)
class Bands:
    """From which score a level begins; `most` is the number of questions."""

    sheet: Sheet
    since: date
    standard_from: int
    medium_from: int
    high_from: int
    most: int
    source: Source


@dataclass(frozen=True, slots=True)
class Ages:
    """Whole years of age: from `least` to `most`, both counted; no `most` means from then on."""

    since: date
    least: int
    most: int | None
    source: Source

    def hold(self, age: int) -> bool:
        """Say whether an age is within."""
        return self.least <= age and (self.most is None or age <= self.most)


@dataclass(frozen=True, slots=True)
class Escalation:
    """How many calls to the police within how many months point to MARAC whatever the score."""

    since: date
    police_calls: int
    months: int
    source: Source


@dataclass(frozen=True, slots=True)
class Repeat:
    """How long after a MARAC hearing a further incident goes back there."""

    since: date
    months: int
    source: Source


SAFELIVES = Source("SafeLives, DASH risk checklist and guidance for practitioners", Confidence.FETCHED)
BANDS = (
    Bands(Sheet.DASH, date(2009, 3, 1), 1, 10, 14, 24, SAFELIVES),
    Bands(
        Sheet.YOUNG_PEOPLE,
        date(2012, 1, 1),
        1,
        10,
        14,
        24,
        Source("SafeLives, young people’s version of the checklist", Confidence.KNOWN),
    ),
)
# Before 16- and 17-year-olds came in (March 2013) the definition of government began at 18.
DASH_AGES = (
    Ages(date(2009, 3, 1), 18, None, Source("Home Office definition before 31 March 2013", Confidence.KNOWN)),
    Ages(date(2013, 3, 31), 16, None, Source("Home Office definition from 31 March 2013", Confidence.KNOWN)),
    Ages(date(2021, 10, 1), 16, None, Source("Domestic Abuse Act 2021 section 1(2)", Confidence.FETCHED)),
)
YOUNG_AGES = (Ages(date(2012, 1, 1), 13, 17, Source("SafeLives, young people’s version", Confidence.FETCHED)),)
MARAC_AGES = (
    Ages(date(2009, 3, 1), 18, None, Source("MARAC practice before 2013", Confidence.KNOWN)),
    Ages(date(2013, 3, 31), 16, None, Source("Local MARAC protocols: from 16", Confidence.FETCHED)),
)
ESCALATION = (
    Escalation(
        date(2009, 3, 1),
        3,
        12,
        Source("SafeLives, MARAC referral criteria: potential escalation; the number is local", Confidence.FETCHED),
    ),
)
REPEAT = (Repeat(date(2009, 3, 1), 12, Source("SafeLives, definition of a MARAC repeat", Confidence.KNOWN)),)
CHILD = (Ages(date(1991, 10, 14), 0, 17, Source("Children Act 1989 section 105(1)", Confidence.KNOWN)),)


def bands_on(sheet: Sheet, day: date) -> Bands:
    """Return the bands of a sheet on a day; raises LookupError for a day before the sheet was in use."""
    return in_force((row for row in BANDS if row.sheet is sheet), day)
