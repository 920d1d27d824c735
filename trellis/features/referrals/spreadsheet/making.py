"""Many referrals made at once: the same records that sending one by one makes, in a few statements for fifty."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from trellis.features.families import actions as family_actions
from trellis.features.families import queries as family_queries
from trellis.features.families.rules import likeness
from trellis.features.referrals.actions.drafting import UNMISTAKABLE
from trellis.features.referrals.models import Referral, ReferralEvent, ReferralImport, ReferredPerson
from trellis.features.referrals.rules import ReferralSource, ReferralStatus, check_way
from trellis.features.referrals.rules.answers import ReferredPersonAnswers
from trellis.features.referrals.rules.words import NOBODY_KNOWN
from trellis.features.referrals.spreadsheet.families import SheetFamily
from trellis.features.referrals.spreadsheet.new_families import new_family
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about

AT_ONCE = 50
SETTLED_EVERY = 10


def one_import_at_a_time(by: Viewer) -> None:
    """Wait until no other import of the organisation is being brought in, and hold others up until this one ends."""
    number = int.from_bytes(by.organisation_id.bytes[8:], signed=True) ^ 0x5EFE
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


@dataclass(slots=True)
class _Batch:
    """Hold the rows of some referrals until they are written together."""

    referrals: list[Referral] = field(default_factory=list)
    people: list[ReferredPerson] = field(default_factory=list)
    events: list[ReferralEvent] = field(default_factory=list)


def make_referrals(
    by: Viewer, imported: ReferralImport, families: Sequence[SheetFamily], tell: Callable[[int], None]
) -> tuple[int, int]:
    """Make the referrals and the families that nobody in may be known; for use inside an action.

    Returns how many were made, and for how many of them a co-ordinator must look first. `tell(done)` hears how far
    it is.
    """
    references = _references(by, len(families))
    now = timezone.now()
    to_identify = 0
    for start in range(0, len(families), AT_ONCE):
        tell(start)
        some = families[start : start + AT_ONCE]
        made = [
            (_referral(by, imported, family, reference, now), family)
            for family, reference in zip(some, references[start : start + AT_ONCE], strict=True)
        ]
        to_identify += _write(by, made)
        if start // AT_ONCE % SETTLED_EVERY == 1:
            family_actions.settle_indexes()
    tell(len(families))
    return len(families), to_identify


def _references(by: Viewer, count: int) -> list[str]:
    """Make references that are not used in the organisation, all different."""
    made: set[str] = set()
    while len(made) < count:
        more = {_reference() for _ in range(count - len(made))}
        used = Referral.objects.of_organisation(by).filter(reference__in=more).values_list("reference", flat=True)
        made |= more - set(used)
    return list(made)


def _reference() -> str:
    letters = "".join(secrets.choice(UNMISTAKABLE) for _ in range(7))
    return f"{letters[:3]}-{letters[3:]}"


def _referral(by: Viewer, imported: ReferralImport, family: SheetFamily, reference: str, now: datetime) -> Referral:
    answers = family.answers
    return Referral(
        organisation_id=by.organisation_id,
        reference=reference,
        programme_version_id=imported.programme_version_id,
        made_by_id=by.membership_id,
        agency=answers.agency,
        profession=answers.profession,
        status=check_way("submit", ReferralStatus.DRAFT),
        source=ReferralSource.SPREADSHEET,
        answers=family.document,
        family_name=(answers.family_name or answers.people[0].full_name)[:120],
        submitted_at=now,
        import_key=family.key,
        brought_in=imported,
    )


def _write(by: Viewer, made: Sequence[tuple[Referral, SheetFamily]]) -> int:
    """Write some referrals and return how many of them wait for somebody to look."""
    strangers: list[tuple[Referral, SheetFamily]] = []
    for referral, family in made:
        if not _may_be_known(by, family, strangers):
            strangers.append((referral, family))
    new = [new_family(referral.family_name, family.answers) for referral, family in strangers]
    of_referral = {}
    if new:
        written = family_actions.create_families(by=by, families=new)
        of_referral = {referral.pk: each for (referral, _), each in zip(strangers, written, strict=True)}
    batch = _Batch()
    for referral, family in made:
        known = of_referral.get(referral.pk)
        people = _people(referral, family)
        _event(batch, by, referral, 1, "submit", ReferralStatus.DRAFT)
        if known:
            referral.family = known.family
            for row, person in zip(people, known.people, strict=True):
                row.person = person
            came_from = ReferralStatus(referral.status)
            referral.status = check_way("identify", came_from)
            _event(batch, by, referral, 2, "identify", came_from, NOBODY_KNOWN)
        batch.referrals.append(referral)
        batch.people.extend(people)
        about(referral, people=len(people))
    Referral.objects.bulk_create(batch.referrals)
    ReferredPerson.objects.bulk_create(batch.people)
    ReferralEvent.objects.bulk_create(batch.events)
    return len(made) - len(strangers)


def _people(referral: Referral, family: SheetFamily) -> list[ReferredPerson]:
    return [
        ReferredPerson(
            organisation_id=referral.organisation_id,
            referral=referral,
            position=position,
            given_name=person.given_name,
            family_name=person.family_name,
            birth_date=person.birth_date,
            gender=person.gender,
            strand_key=person.strand,
            answers={"id": person.id},
        )
        for position, person in enumerate(family.answers.people)
    ]


def _event(
    batch: _Batch, by: Viewer, referral: Referral, sequence: int, way: str, came_from: ReferralStatus, note: str = ""
) -> None:
    batch.events.append(
        ReferralEvent(
            organisation_id=referral.organisation_id,
            referral=referral,
            sequence=sequence,
            way=way,
            from_status=came_from,
            to_status=referral.status,
            by_id=by.membership_id,
            note=note,
        )
    )


def _may_be_known(by: Viewer, family: SheetFamily, others: Iterable[tuple[Referral, SheetFamily]]) -> bool:
    """Say whether anybody in a family may be a person who is known, or one of the same batch."""
    before = [person for _, other in others for person in other.answers.people]
    return any(
        _alike(person, before)
        or family_queries.may_be_known(
            by,
            given_name=person.given_name,
            family_name=person.family_name,
            birth_date=person.birth_date,
            known_as=person.known_as,
        )
        for person in family.answers.people
    )


def _alike(person: ReferredPersonAnswers, others: Iterable[ReferredPersonAnswers]) -> bool:
    return any(
        likeness(
            person.given_name,
            person.family_name,
            person.birth_date,
            other.given_name,
            other.family_name,
            other.birth_date,
            known_as_a=person.known_as,
            known_as_b=other.known_as,
        ).is_likely
        for other in others
        if _born_alike(person.birth_date, other.birth_date)
    )


def _born_alike(a: date | None, b: date | None) -> bool:
    """Say whether two birthdays may be one person's at all, which is asked of very many pairs."""
    if a is None or b is None:
        return True
    if (a.year == b.year) + (a.month == b.month) + (a.day == b.day) >= 2:
        return True
    return a.year == b.year and a.month == b.day and a.day == b.month
