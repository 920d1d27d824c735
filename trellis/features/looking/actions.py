"""Reviews of unusual looking, watching over a family, and naming one's own streets."""

from __future__ import annotations

from django.utils import timezone

from trellis.features.families.models import Family
from trellis.features.looking.models import OwnStreet, UnusualLook, WatchedFamily
from trellis.features.looking.rules import Outcome, check_review
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action

MOST_STREETS = 5


@action("looking.reviewed", "looking.review")
def review(*, by: Viewer, look: UnusualLook, outcome: Outcome, note: str = "") -> UnusualLook:
    """Write down what came of a look that came up."""
    kept: UnusualLook = UnusualLook.objects.of_organisation(by).select_for_update(of=("self",)).get(pk=look.pk)
    check_review(
        is_own=kept.by_id == by.membership_id, is_reviewed=kept.reviewed_at is not None, outcome=outcome, note=note
    )
    kept.outcome, kept.note = outcome.value, note.strip()
    kept.reviewed_at, kept.reviewed_by_id = timezone.now(), by.membership_id
    kept.save(update_fields=["outcome", "note", "reviewed_at", "reviewed_by"])
    about(kept, outcome=outcome.value)
    return kept


@action("looking.watched", "looking.review")
def watch_over(*, by: Viewer, family: Family, reason: str) -> WatchedFamily:
    """Have every look at a family by those who do not work with it come up."""
    if not reason.strip():
        raise RuleBroken("Write why the family is watched over, such as “in the newspaper”", "reason")
    if WatchedFamily.objects.of_organisation(by).filter(family=family, ended_at__isnull=True).exists():
        raise RuleBroken("This family is watched over already.")
    made = WatchedFamily.objects.create(
        organisation_id=by.organisation_id, family=family, reason=reason.strip(), by_id=by.membership_id
    )
    about(made)
    return made


@action("looking.watching_ended", "looking.review")
def stop_watching(*, by: Viewer, family: Family) -> None:
    """Stop watching over a family."""
    kept = WatchedFamily.objects.visible_to(by).filter(family=family, ended_at__isnull=True).first()
    if kept is None:
        raise RuleBroken("This family is not watched over.")
    kept.ended_at = timezone.now()
    kept.save(update_fields=["ended_at"])
    about(kept)


@action("looking.street_named", "looking.own_streets")
def name_street(*, by: Viewer, street: str, postcode: str) -> OwnStreet:
    """Name a street as one's own, so that opening the file of a family there comes up by itself."""
    own = OwnStreet.objects.visible_to(by)
    if own.count() >= MOST_STREETS:
        raise RuleBroken(f"You have named {MOST_STREETS} streets. Take one away first.")
    made, _ = own.get_or_create(
        organisation_id=by.organisation_id,
        membership_id=by.membership_id,
        street=street.strip(),
        postcode=postcode.strip().upper(),
    )
    about(made)
    return made


@action("looking.street_taken_away", "looking.own_streets")
def take_street_away(*, by: Viewer, street: OwnStreet) -> None:
    """Take away a street that one named."""
    about(street)
    OwnStreet.objects.visible_to(by).filter(pk=street.pk).delete()
