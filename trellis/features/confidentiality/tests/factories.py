"""Makes one of everything about who may see what, of a family, for tests that open every page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from trellis.features.confidentiality import actions
from trellis.features.confidentiality.models import KnownFamily, SharedRecord, SharingAgreement
from trellis.features.confidentiality.rules import LawfulBasis, Shared
from trellis.features.families import actions as families
from trellis.features.families.models import BreakGlass, Family, Person, Seal, ShutOut, Sides
from trellis.features.families.rules import SealedFact, SealKind, ShutOutCause
from trellis.platform.access.models import Membership, Organisation
from trellis.platform.access.viewer import Viewer

REASON = "So that nobody comes to harm by it."


def seal(by: Viewer, family: Family, person: Person, against: Person) -> Seal:
    """Seal a person's school from somebody of the family."""
    return actions.seal_fact(
        by=by,
        family=family,
        person=person,
        fact=SealedFact.SCHOOL,
        kind=SealKind.PEOPLE,
        against=[against],
        reason=REASON,
        source="Her mother",
    )


def shut_out(by: Viewer, family: Family, membership: Membership) -> ShutOut:
    """Shut a member of staff out of a family."""
    actions.shut_out(by=by, family=family, membership=membership, reason=REASON)
    return ShutOut.objects.get(family=family, membership=membership, cause=ShutOutCause.DECIDED)


def opened_in_need(by: Membership, family: Family) -> BreakGlass:
    """Have somebody open a file in need, and close it again."""
    now = timezone.now()
    return BreakGlass.objects.create(
        organisation_id=by.organisation_id,
        family=family,
        membership=by,
        reason=REASON,
        until=now + timedelta(minutes=30),
        ended_at=now,
        review_due=timezone.localdate(),
    )


def known(by: Viewer) -> KnownFamily:
    """Have somebody say whom they know."""
    return actions.say_whom_one_knows(by=by, names="Somebody else", how="We were at school together")


def sides(keeper: Viewer, one: Family, other: Family) -> Sides:
    """Say that two files are two sides, without closing either."""
    first, second = sorted((one, other), key=lambda family: family.pk)
    return Sides.objects.create(
        organisation_id=keeper.organisation_id,
        one=first,
        other=second,
        kept_by_id=keeper.membership_id,
        reason=REASON,
    )


def another_family(by: Viewer, name: str) -> Family:
    """Make a file with nobody in it."""
    return families.create_family(by=by, name=name)


def agreement(by: Viewer, family: Family, other: Organisation | None = None) -> SharingAgreement:
    """Agree to share a family's progress for a month."""
    today = timezone.localdate()
    return actions.agree_to_share(
        by=by,
        family=family,
        with_whom=other.name if other else "Northside School",
        with_organisation=other,
        what=[Shared.PROGRESS],
        why=REASON,
        basis=LawfulBasis.SAFEGUARDING,
        since=today,
        until=today + timedelta(days=30),
    )


def shared(by: Viewer, under: SharingAgreement, title: str = "What we do together") -> SharedRecord:
    """Share something under an agreement."""
    sections: list[dict[str, Any]] = [{"title": "Progress", "lines": ["Week 3 of 12"]}]
    return actions.share(by=by, agreement=under, title=title, sections=sections)
