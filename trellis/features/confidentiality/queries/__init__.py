"""Reads about who may see what; the first argument is the viewer."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db import connection
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from trellis.features.confidentiality.models import KnownFamily, SharedRecord, SharingAgreement
from trellis.features.families.models import (
    BreakGlass,
    ClosedFamily,
    Family,
    FamilyMember,
    FamilyWorker,
    Person,
    Seal,
    SealedAgainst,
    SealReader,
    ShutOut,
    Sides,
)
from trellis.features.families.queries import families_named as families_by_name
from trellis.features.families.rules import match_name
from trellis.platform.access.models import Membership, Organisation
from trellis.platform.access.pages import get_or_404
from trellis.platform.access.roles import STAFF, Role
from trellis.platform.access.viewer import Viewer

NEXT_WEEKS = 14


def people(viewer: Viewer, family_id: uuid.UUID) -> list[Person]:
    """Return the people of a family whom the viewer may see."""
    members = FamilyMember.objects.visible_to(viewer).filter(family_id=family_id).select_related("person")
    return [member.person for member in members.order_by("position", "pk")]


def seals_of(viewer: Viewer, family_id: uuid.UUID) -> list[Seal]:
    """Return the seals of a family that are in force and keep nothing from this viewer."""
    found = Seal.objects.visible_to(viewer).filter(family_id=family_id, lifted_at__isnull=True)
    return list(_with_whom(viewer, found).order_by("person_id", "fact", "pk"))


def seal(viewer: Viewer, family_id: uuid.UUID, seal_id: uuid.UUID) -> Seal:
    """Return one seal in force, or answer 404."""
    found: Seal = get_or_404(
        _with_whom(viewer, Seal.objects.visible_to(viewer).filter(family_id=family_id, lifted_at__isnull=True)),
        pk=seal_id,
    )
    return found


def _with_whom(viewer: Viewer, seals: QuerySet[Seal]) -> QuerySet[Seal]:
    return seals.select_related("person", "sealed_by__user").prefetch_related(
        Prefetch("against", SealedAgainst.objects.select_related("person").order_by("pk")),
        Prefetch("readers", SealReader.objects.select_related("membership__user").order_by("pk")),
    )


def workers_of(viewer: Viewer, family_id: uuid.UUID) -> list[FamilyWorker]:
    """Return who works with a family now."""
    working = FamilyWorker.objects.visible_to(viewer).filter(family_id=family_id, until__isnull=True)
    return list(working.select_related("membership__user", "with_person").order_by("membership__user__name", "pk"))


def shut_outs_of(viewer: Viewer, family_id: uuid.UUID) -> list[ShutOut]:
    """Return who is shut out of a family, for supervisors who see it."""
    shut = ShutOut.objects.visible_to(viewer).filter(family_id=family_id, ended_at__isnull=True)
    return list(shut.select_related("membership__user").order_by("membership__user__name", "pk"))


def shut_out(viewer: Viewer, family_id: uuid.UUID, shut_id: uuid.UUID) -> ShutOut:
    """Return one, or answer 404."""
    found: ShutOut = get_or_404(
        ShutOut.objects.visible_to(viewer)
        .filter(family_id=family_id, ended_at__isnull=True)
        .select_related("membership__user"),
        pk=shut_id,
    )
    return found


def closed_file(viewer: Viewer, family_id: uuid.UUID) -> ClosedFamily | None:
    """Return that a family's file is closed, if it is."""
    closed = ClosedFamily.objects.visible_to(viewer).filter(family_id=family_id, opened_again_at__isnull=True)
    return closed.select_related("by__user").first()


def sides_of(viewer: Viewer, family_id: uuid.UUID) -> list[Sides]:
    """Return the other sides of a family's case, for supervisors who see both."""
    found = Sides.objects.visible_to(viewer).filter(ended_at__isnull=True).select_related("one", "other")
    return [sides for sides in found.order_by("pk") if family_id in {sides.one_id, sides.other_id}]


def sides(viewer: Viewer, sides_id: uuid.UUID) -> Sides:
    """Return the two sides of a case, or answer 404."""
    found: Sides = get_or_404(
        Sides.objects.visible_to(viewer).filter(ended_at__isnull=True).select_related("one", "other"), pk=sides_id
    )
    return found


def staff(viewer: Viewer) -> list[Membership]:
    """Return the staff of the viewer's organisation."""
    found = Membership.objects.of_organisation(viewer).filter(is_active=True, role__in=[role.value for role in STAFF])
    return list(found.select_related("user").order_by("user__name", "pk"))


def families_named(viewer: Viewer, search: str, leaving_out: uuid.UUID) -> list[Family]:
    """Return up to twenty files whose name has these words."""
    if not search.strip():
        return []
    found = families_by_name(viewer, search).exclude(pk=leaving_out)
    return list(found.order_by("name", "pk")[:20])


def family_in_need(viewer: Viewer, *, given_name: str, family_name: str, birth_date: datetime.date) -> uuid.UUID | None:
    """Return the file of the person with this full name and birthday; None when there is none, several, or it is shut.

    The database looks, because the file may be one that the viewer does not see; it answers with nothing but an id.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT confidentiality_file_in_need(%s, %s, %s)",
            [viewer.membership_id, match_name(given_name, family_name), birth_date],
        )
        found: uuid.UUID | None = cursor.fetchone()[0]
    return found


def opened_now(viewer: Viewer) -> list[BreakGlass]:
    """Return what this viewer opened in need and has open now."""
    mine = BreakGlass.objects.visible_to(viewer).filter(membership_id=viewer.membership_id, ended_at__isnull=True)
    return list(mine.filter(until__gt=timezone.now()).select_related("family").order_by("until", "pk"))


def opened_by_me(viewer: Viewer, opened_id: uuid.UUID) -> BreakGlass:
    """Return one that this viewer opened, or answer 404."""
    found: BreakGlass = get_or_404(
        BreakGlass.objects.visible_to(viewer).filter(membership_id=viewer.membership_id), pk=opened_id
    )
    return found


def to_review(viewer: Viewer) -> list[BreakGlass]:
    """Return the files opened in need that nobody has reviewed, but not the viewer's own."""
    if viewer.role != Role.SUPERVISOR:
        return []
    found = BreakGlass.objects.visible_to(viewer).filter(reviewed_at__isnull=True)
    found = found.exclude(membership_id=viewer.membership_id)
    return list(found.select_related("family", "membership__user").order_by("review_due", "pk")[:100])


def opened(viewer: Viewer, opened_id: uuid.UUID) -> BreakGlass:
    """Return one for its review, or answer 404."""
    found: BreakGlass = get_or_404(
        BreakGlass.objects.visible_to(viewer)
        .exclude(membership_id=viewer.membership_id)
        .select_related("family", "membership__user", "reviewed_by__user"),
        pk=opened_id,
    )
    return found


def known_to_settle(viewer: Viewer) -> list[KnownFamily]:
    """Return what staff declared of people whom they know, and nobody has seen to."""
    found = KnownFamily.objects.visible_to(viewer).filter(settled_at__isnull=True)
    return list(found.select_related("membership__user").order_by("pk")[:100])


def known(viewer: Viewer, known_id: uuid.UUID) -> KnownFamily:
    """Return one declaration that nobody has seen to, or answer 404."""
    found: KnownFamily = get_or_404(
        KnownFamily.objects.visible_to(viewer).filter(settled_at__isnull=True).select_related("membership__user"),
        pk=known_id,
    )
    return found


def seals_to_review(viewer: Viewer, today: datetime.date) -> list[Seal]:
    """Return the seals whose review is due within two weeks, soonest first."""
    due = today + datetime.timedelta(days=NEXT_WEEKS)
    found = Seal.objects.visible_to(viewer).filter(lifted_at__isnull=True, review_on__lte=due)
    return list(found.select_related("person", "family").order_by("review_on", "pk")[:100])


@dataclass(frozen=True, slots=True)
class Due:
    """How much waits for a supervisor's eyes."""

    reviews: int
    declarations: int
    seals: int

    @property
    def anything(self) -> bool:
        """Say whether anything waits."""
        return bool(self.reviews or self.declarations or self.seals)


def due(viewer: Viewer, today: datetime.date) -> Due:
    """Count what waits for this viewer's eyes."""
    reviews = BreakGlass.objects.visible_to(viewer).filter(reviewed_at__isnull=True)
    return Due(
        reviews=reviews.exclude(membership_id=viewer.membership_id).count() if viewer.role == Role.SUPERVISOR else 0,
        declarations=KnownFamily.objects.visible_to(viewer).filter(settled_at__isnull=True).count(),
        seals=Seal.objects.visible_to(viewer).filter(lifted_at__isnull=True, review_on__lte=today).count(),
    )


def agreements_of(viewer: Viewer, family_id: uuid.UUID) -> list[SharingAgreement]:
    """Return the agreements about a family, the latest first, each with what was shared under it."""
    shared = SharedRecord.objects.visible_to(viewer).select_related("shared_by__user").order_by("-pk")
    found = SharingAgreement.objects.visible_to(viewer).filter(family_id=family_id).select_related("agreed_by__user")
    return list(found.prefetch_related(Prefetch("shared", shared)).order_by("-until", "-pk"))


def agreement(viewer: Viewer, family_id: uuid.UUID, agreement_id: uuid.UUID) -> SharingAgreement:
    """Return one agreement, or answer 404."""
    found: SharingAgreement = get_or_404(
        SharingAgreement.objects.visible_to(viewer).filter(family_id=family_id).select_related("family"),
        pk=agreement_id,
    )
    return found


def shared_record(viewer: Viewer, shared_id: uuid.UUID) -> SharedRecord:
    """Return something that this organisation shared, or answer 404."""
    found: SharedRecord = get_or_404(SharedRecord.objects.visible_to(viewer).select_related("agreement"), pk=shared_id)
    return found


def received(viewer: Viewer) -> list[SharedRecord]:
    """Return what other organisations share with the viewer's, the latest first."""
    return list(SharedRecord.objects.filter(SharedRecord.received_by(viewer)).order_by("-pk")[:200])


def received_one(viewer: Viewer, shared_id: uuid.UUID) -> SharedRecord:
    """Return one thing that was shared with the viewer's organisation, or answer 404."""
    found: SharedRecord = get_or_404(SharedRecord.objects.filter(SharedRecord.received_by(viewer)), pk=shared_id)
    return found


def organisation_called(name: str) -> Organisation | None:
    """Return the organisation of this house with exactly this name, if there is one; names of services are public."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT confidentiality_organisation_called(%s)", [name.strip()])
        found = cursor.fetchone()[0]
    return Organisation(pk=found, name=name.strip()) if found else None
