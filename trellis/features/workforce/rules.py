"""Words for the people who run sessions, and when training holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trellis.kernel.dates import Period, in_words
from trellis.kernel.labelled import LabelledEnum

SEE_STAFF = "workforce.see"
MANAGE_STAFF = "workforce.manage"


class Duty(LabelledEnum):
    """What somebody can be at a session; programmes may name others."""

    PRACTITIONER = "practitioner", "Practitioner"
    PARENT_MENTOR = "parent_mentor", "Parent mentor"
    ASSESSOR = "assessor", "Assessor"


class StaffGender(LabelledEnum):
    """Gender, where a programme asks who runs a group."""

    FEMALE = "female", "Female"
    MALE = "male", "Male"
    ANOTHER = "another", "Another"


@dataclass(frozen=True, slots=True)
class Trained:
    """Hold that somebody is trained in a programme, and for which days."""

    programme_key: str
    period: Period


def duty_label(key: str) -> str:
    """Return the words for a duty, also for one that only a programme names: "parenting_worker"."""
    try:
        return Duty(key).label
    except ValueError:
        return key.replace("_", " ").capitalize()


def trained_on(trainings: Iterable[Trained], programme_key: str, day: date) -> Trained | None:
    """Return the training in a programme that holds on a day and lasts longest, or nothing."""
    holding = [each for each in trainings if each.programme_key == programme_key and day in each.period]
    return max(holding, key=lambda each: each.period.last or date.max, default=None)


def training_in_words(period: Period, today: date) -> str:
    """Say whether training holds today: "since …", "until …", "ended on …", "from …"."""
    if today < period.first:
        return f"from {in_words(period.first)}"
    if period.last is None:
        return f"since {in_words(period.first)}"
    if today > period.last:
        return f"ended on {in_words(period.last)}"
    return f"until {in_words(period.last)}"
