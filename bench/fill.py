"""Fills a database with journeys: quickly, and in the shape of a real service."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from trellis.features.families.models import (  # noqa: E402
    ClosedFamily,
    Family,
    FamilyMember,
    FamilyWorker,
    HomeAddress,
    Household,
    HouseholdMember,
    Person,
    Relationship,
    SafeContact,
    Seal,
    ShutOut,
)
from trellis.features.families.rules import match_name  # noqa: E402
from trellis.features.groups.models import Circle, CircleStaff, Group, Place, Room, Venue  # noqa: E402
from trellis.features.journeys.models import ClosingSummary, Journey, Participant  # noqa: E402
from trellis.features.programmes.loading import as_row, keep  # noqa: E402
from trellis.features.programmes.models import Offer  # noqa: E402
from trellis.features.programmes.queries import definition  # noqa: E402
from trellis.features.programmes.rules.built_in import built_in_definition  # noqa: E402
from trellis.features.referrals.models import Referral, ReferredPerson  # noqa: E402
from trellis.features.safety.models import Incident  # noqa: E402
from trellis.features.sessions.models import Attendance, PlannedAttendee, Session, SessionStaff  # noqa: E402
from trellis.features.workforce.models import StaffMember  # noqa: E402
from trellis.platform.access.models import Membership, Organisation, User  # noqa: E402

GIVEN = ("Ann", "Bea", "Cal", "Dee", "Eli", "Fay", "Gus", "Hal", "Ivy", "Jo", "Kit", "Lou", "Mia", "Ned", "Ola", "Pia")
BATCH = 2_000
FAMILIES_OF_PRACTITIONER = 20
WAITING_SHARE, RUNNING_SHARE = 40, 12
CLOSED_SHARE = 2_000
GROUP_FAMILIES = 8


class Service:
    """The organisation that everything belongs to, and its people."""

    def __init__(self) -> None:
        self.organisation = Organisation.objects.create(name="Bench service", slug="bench", is_demo=True)
        self.coordinator = self._person("coordinator")
        self.practitioner = self._person("practitioner")
        self.referrer = self._person("referrer")
        self.staff = [
            StaffMember.objects.create(
                organisation=self.organisation,
                name=f"Staff {n}",
                gender="female",
                duties=["practitioner"],
                membership=self.practitioner if n == 0 else None,
            )
            for n in range(40)
        ]
        self.version = keep(as_row(built_in_definition("pact")))
        Offer.objects.create(organisation=self.organisation, programme_key="pact")
        self.venue = Venue.objects.create(organisation=self.organisation, name="Invented Hall")
        self.room = Room.objects.create(organisation=self.organisation, venue=self.venue, name="Room 1", seats=20)

    def _person(self, role: str) -> Membership:
        user = User.objects.create_user(email=f"{role}@example.org", name=role.title())
        return Membership.objects.create(user=user, organisation=self.organisation, role=role)


def fill(journeys: int) -> None:
    """Fill an empty database; one that was filled before stays as it is."""
    call_command("migrate", verbosity=0)
    if Organisation.objects.filter(slug="bench").exists():
        if Journey.objects.count() == journeys:
            return
        raise SystemExit("This bench database was filled half-way: drop it and run again.")
    with transaction.atomic():
        service = Service()
        for first in range(0, journeys, BATCH):
            _batch(service, first, min(BATCH, journeys - first))
            print(f"Filling: {min(first + BATCH, journeys):,} of {journeys:,} journeys", file=sys.stderr, flush=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _batch(service: Service, first: int, count: int) -> None:
    numbers = range(first, first + count)
    common: dict[str, Any] = {"organisation": service.organisation}
    families = Family.objects.bulk_create(Family(**common, name=_name(n) + " family") for n in numbers)
    parents = Person.objects.bulk_create(_adult(common, n) for n in numbers)
    children = Person.objects.bulk_create(_child(common, n) for n in numbers)
    members = []
    ties = []
    for family, parent, child in zip(families, parents, children, strict=True):
        members += [
            FamilyMember(**common, family=family, person=parent, position=0),
            FamilyMember(**common, family=family, person=child, position=1),
        ]
        ties.append(Relationship(**common, family=family, from_person=parent, to_person=child, kind="mother"))
    FamilyMember.objects.bulk_create(members)
    Relationship.objects.bulk_create(ties)
    referrals = Referral.objects.bulk_create(
        _referral(service, n, family) for n, family in zip(numbers, families, strict=True)
    )
    ReferredPerson.objects.bulk_create(
        ReferredPerson(
            **common,
            referral=referral,
            position=place,
            given_name=person.given_name,
            family_name=person.family_name,
            birth_date=person.birth_date,
            gender=person.gender,
            strand_key=strand,
            person=person,
        )
        for referral, parent, child in zip(referrals, parents, children, strict=True)
        for place, (person, strand) in enumerate(((parent, "parents"), (child, "young_people")))
    )
    journeys = Journey.objects.bulk_create(
        _journey(service, n, referral) for n, referral in zip(numbers, referrals, strict=True)
    )
    _end(service, journeys)
    participants = Participant.objects.bulk_create(
        Participant(**common, journey=journey, person=person, strand_key=strand)
        for journey, parent, child in zip(journeys, parents, children, strict=True)
        for person, strand in ((parent, "parents"), (child, "young_people"))
    )
    Incident.objects.bulk_create(
        Incident(
            **common,
            family=family,
            on=timezone.localdate() - datetime.timedelta(days=30 + days),
            kind="threats",
            severity=2,
            harmed=parent,
            done_by=child,
            recorded_by=service.coordinator,
        )
        for n, family, parent, child in zip(numbers, families, parents, children, strict=True)
        if n % 5 == 0
        for days in (0, 90)
    )
    if first == 0:
        FamilyWorker.objects.bulk_create(
            FamilyWorker(**common, family=family, membership=service.practitioner, because="Keyworker")
            for family in families[:FAMILIES_OF_PRACTITIONER]
        )
    _homes(common, families, parents)
    _kept(service, common, first, families, parents)
    _groups(service, first, journeys, participants)


def _homes(common: dict[str, Any], families: list[Family], parents: list[Person]) -> None:
    homes = Household.objects.bulk_create(Household(**common, family=family, label="Home") for family in families)
    HouseholdMember.objects.bulk_create(
        HouseholdMember(**common, household=home, person=parent) for home, parent in zip(homes, parents, strict=True)
    )
    HomeAddress.objects.bulk_create(
        HomeAddress(**common, household=home, address=f"{n} Invented Row", postcode="LS1 4AP")
        for n, home in enumerate(homes)
    )
    SafeContact.objects.bulk_create(
        SafeContact(**common, person=parent, family=family, channel="mobile", value="07700 900123", is_safe=True)
        for family, parent in zip(families, parents, strict=True)
    )


def _kept(service: Service, common: dict[str, Any], first: int, families: list[Family], parents: list[Person]) -> None:
    """Seal one fact in two hundred families, close one file in two thousand, shut the co-ordinator out of two.

    None of those that the practitioner works with, so that what is measured is the wall and not another page.
    """
    open_ones = list(zip(families, parents, strict=True))[FAMILIES_OF_PRACTITIONER if first == 0 else 0 :]
    Seal.objects.bulk_create(
        Seal(
            **common,
            family=family,
            person=parent,
            fact="address",
            kind="all_but_few",
            reason="Invented",
            source="Invented",
            sealed_by=service.coordinator,
        )
        for family, parent in open_ones[::200]
    )
    ClosedFamily.objects.bulk_create(
        ClosedFamily(**common, family=family, reason="Invented", by=service.referrer)
        for family, _ in open_ones[1::CLOSED_SHARE]
    )
    if first == 0:
        ShutOut.objects.bulk_create(
            ShutOut(**common, family=family, membership=service.coordinator, cause="decided")
            for family, _ in open_ones[2:503:500]
        )


def _name(number: int) -> str:
    syllables = ("ash", "ber", "cor", "dun", "elm", "far", "gor", "har", "ing", "jar", "kel", "lor", "mar", "nor", "or")
    return "".join(syllables[number // 15**place % 15] for place in range(4)).title()


def _adult(common: dict[str, Any], n: int) -> Person:
    born = datetime.date(1975, 1, 1) + datetime.timedelta(days=n * 7 % 5000)
    return _person(common, n, GIVEN[n % 16], born, "female")


def _child(common: dict[str, Any], n: int) -> Person:
    born = timezone.localdate() - datetime.timedelta(days=14 * 366 + n * 11 % 1000)
    return _person(common, n, GIVEN[n // 16 % 16], born, "male" if n // GROUP_FAMILIES % 2 else "female")


def _person(common: dict[str, Any], n: int, given: str, born: datetime.date, gender: str) -> Person:
    family_name = _name(n)
    return Person(
        **common,
        given_name=given,
        family_name=family_name,
        birth_date=born,
        gender=gender,
        match_name=match_name(given, family_name),
    )


def _referral(service: Service, n: int, family: Family) -> Referral:
    sent = timezone.now() - datetime.timedelta(days=20 + n % 900, minutes=n % 1440)
    return Referral(
        organisation=service.organisation,
        reference=f"B-{n:07}",
        programme_version=service.version,
        made_by=service.referrer,
        agency="Northside",
        profession="social_worker",
        status="accepted",
        family_name=family.name,
        family=family,
        submitted_at=sent,
        decided_at=sent + datetime.timedelta(days=4),
    )


def _journey(service: Service, n: int, referral: Referral) -> Journey:
    sent = timezone.localdate(referral.submitted_at)
    status = "waiting" if n % WAITING_SHARE == 0 else "in_programme" if n % RUNNING_SHARE == 0 else "completed"
    order = 1 + n // WAITING_SHARE % 3
    started = sent + datetime.timedelta(days=10)
    return Journey(
        organisation=service.organisation,
        family=referral.family,
        referral=referral,
        programme_version=service.version,
        programme_key="pact",
        status="in_programme" if status == "completed" else status,
        priority=("urgent", "soon", "standard")[order - 1],
        priority_order=order,
        waiting_since=sent,
        accepted_on=sent + datetime.timedelta(days=4),
        evenings=[n % 5],
        started_on=None if status == "waiting" else started,
    )


def _end(service: Service, journeys: list[Journey]) -> None:
    ended = [j for n, j in enumerate(journeys) if j.status == "in_programme" and n % RUNNING_SHARE]
    summaries = ClosingSummary.objects.bulk_create(
        ClosingSummary(
            organisation=service.organisation,
            journey=journey,
            by=service.coordinator,
            sections=[{"key": "did", "title": "What we did together", "words": "Twelve sessions."}],
        )
        for journey in ended
    )
    for journey, summary in zip(ended, summaries, strict=True):
        journey.status, journey.end_reason, journey.closing_summary = "completed", "completed", summary
        journey.ended_on = timezone.localdate() - datetime.timedelta(days=1)
    Journey.objects.bulk_update(ended, ["status", "end_reason", "closing_summary", "ended_on"])


def _groups(service: Service, first: int, journeys: list[Journey], participants: list[Participant]) -> None:
    """Make one group of eight families for every eighty journeys, with twelve sessions of each circle."""
    by_journey: dict[Any, list[Participant]] = {}
    for participant in participants:
        by_journey.setdefault(participant.journey_id, []).append(participant)
    begun = [journey for journey in journeys if journey.started_on is not None]
    for start in range(0, len(begun) - GROUP_FAMILIES, GROUP_FAMILIES * 10):
        _group(service, first + start, begun[start : start + GROUP_FAMILIES], by_journey)


def _group(service: Service, number: int, journeys: list[Journey], by_journey: dict[Any, list[Participant]]) -> None:
    common: dict[str, Any] = {"organisation": service.organisation}
    first_day = timezone.localdate() - datetime.timedelta(weeks=6 if number < BATCH else 20 + number % 100)
    group = Group.objects.create(
        **common,
        programme_version=service.version,
        programme_key="pact",
        name=f"Group {number}",
        venue=service.venue,
        starts=datetime.time(17),
        first_day=first_day,
        status="running",
    )
    for strand, gender in (("parents", ""), ("young_people", "girls")):
        circle = Circle.objects.create(
            **common,
            group=group,
            strand_key=strand,
            gender=gender,
            title=strand.replace("_", " ").title(),
            room=service.room if strand == "parents" else None,
        )
        worker = service.staff[0 if number == 0 else 1 + number % 39]
        CircleStaff.objects.create(**common, circle=circle, staff=worker, duty="practitioner")
        people = [p for journey in journeys for p in by_journey[journey.pk] if p.strand_key == strand]
        Place.objects.bulk_create(Place(**common, group=group, circle=circle, participant=p) for p in people)
        sessions = Session.objects.bulk_create(_sessions(service, circle, first_day))
        SessionStaff.objects.bulk_create(SessionStaff(**common, session=s, staff=worker) for s in sessions)
        PlannedAttendee.objects.bulk_create(
            PlannedAttendee(**common, session=session, participant=p) for session in sessions for p in people
        )
        Attendance.objects.bulk_create(
            Attendance(
                **common,
                session=session,
                participant=p,
                presence="attended",
                transport="came",
                recorded_by=service.coordinator,
            )
            for session in sessions
            if session.status == "held"
            for p in people
        )


def _sessions(service: Service, circle: Circle, first_day: datetime.date) -> Iterator[Session]:
    strand = definition(service.version.pk).strand(circle.strand_key)
    for session in strand.sessions:
        day = first_day + datetime.timedelta(weeks=session.number - 1)
        yield Session(
            organisation=service.organisation,
            programme_version=service.version,
            circle=circle,
            strand_key=circle.strand_key,
            kind="core",
            number=session.number,
            title=session.title,
            day=day,
            starts=datetime.time(17),
            ends=datetime.time(19),
            status="held" if day < timezone.localdate() else "planned",
        )


if __name__ == "__main__":
    fill(int(sys.argv[1]))
