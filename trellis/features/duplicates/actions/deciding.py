"""What was decided of pairs, and the list of likely ones."""

from __future__ import annotations

from collections.abc import Iterable

from trellis.features.duplicates.models import LikelyPair, NotTheSame
from trellis.features.duplicates.queries.finding import Found
from trellis.features.duplicates.rules import in_order
from trellis.features.families.models import Person
from trellis.platform.access.models import Organisation
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action
from trellis.platform.jobs.actions import start
from trellis.platform.jobs.models import BackgroundJob

FIND = "duplicates.find"


@action("pair.not_the_same", "duplicates.see")
def not_the_same(*, by: Viewer, one: Person, other: Person) -> None:
    """Keep that two entries are two people, so that they are never put forward again."""
    first, second = in_order(one.pk, other.pk)
    decision, _ = NotTheSame.objects.get_or_create(
        organisation_id=by.organisation_id, first_id=first, second_id=second, defaults={"by_id": by.membership_id}
    )
    LikelyPair.objects.of_organisation(by).filter(first_id=first, second_id=second).delete()
    about(decision)


@action("pair.may_be_the_same", "duplicates.see")
def take_back_not_the_same(*, by: Viewer, decision: NotTheSame) -> None:
    """Take back that two entries are two people."""
    about(decision)
    decision.delete()


@action("pairs.search_asked", "duplicates.see")
def look_for_pairs(*, by: Viewer) -> BackgroundJob:
    """Begin to look through all people whom the viewer may see, in the background; return the job."""
    job = start(FIND, by=by, label="Likely duplicates", arguments={})
    about(job)
    return job


@action("pairs.found", "duplicates.see")
def replace_pairs(*, by: Viewer, found: Iterable[Found]) -> int:
    """Put what was found in the place of the likely pairs that the viewer may see; return how many there are.

    Pairs of which the viewer may not see both people are left as they are.
    """
    LikelyPair.objects.visible_to(by).delete()
    pairs = [
        LikelyPair(
            organisation_id=by.organisation_id,
            first_id=one.first,
            second_id=one.second,
            weight=one.weighed.without("home").weight,
            weight_with_homes=one.weighed.weight,
            evidence=[{"about": e.about, "words": e.words, "weight": e.weight} for e in one.weighed.evidence],
            first_home_id=one.first_home,
            second_home_id=one.second_home,
        )
        for one in found
    ]
    made = LikelyPair.objects.bulk_create(pairs, batch_size=1000, ignore_conflicts=True)
    about(Organisation(pk=by.organisation_id), pairs=len(made))
    return len(made)
