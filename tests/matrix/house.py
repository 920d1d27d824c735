"""Two organisations with one of everything in each, made through the actions that people use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.matrix import probe as who
from trellis.features.chronology import actions as chronology
from trellis.features.confidentiality.tests import factories as confidentiality
from trellis.features.correspondence.tests import factories as correspondence
from trellis.features.duplicates.tests import factories as duplicates
from trellis.features.families.models import Household, Person, Relationship, SafeContact
from trellis.features.families.tests import factories as families
from trellis.features.groups.models import Circle, Group, Room, Venue
from trellis.features.groups.tests import factories as groups
from trellis.features.journeys import actions as journeys
from trellis.features.journeys.models import Journey
from trellis.features.journeys.tests import factories as other_journeys
from trellis.features.outcomes import actions as outcomes
from trellis.features.outcomes.rules import SECTIONS
from trellis.features.programmes.queries import definition
from trellis.features.programmes.rules.delivery import EndingKind
from trellis.features.programmes.tests.factories import offer
from trellis.features.referrals.models import Referral, ReferralImport
from trellis.features.referrals.rules import ReferralStatus
from trellis.features.referrals.rules.asking import Asked
from trellis.features.referrals.tests import factories as referrals
from trellis.features.safety import actions as safety
from trellis.features.safety.rules import IncidentKind
from trellis.features.safety.tests import factories as safe
from trellis.features.separations.tests import factories as separations
from trellis.features.sessions.models import Session
from trellis.features.sessions.tests import factories as sessions
from trellis.features.workforce.tests.factories import staff_member
from trellis.platform.access.models import Membership, Organisation, User
from trellis.platform.access.roles import Role
from trellis.platform.access.tests import factories as access
from trellis.platform.access.viewer import Viewer
from trellis.platform.documents.tests.files import pdf, upload
from trellis.platform.jobs.models import BackgroundJob
from trellis.platform.notifications.actions import notify

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PROGRAMME = "pact"
ROLES = {
    who.ADMINISTRATOR: Role.ADMINISTRATOR,
    who.COORDINATOR: Role.COORDINATOR,
    who.PRACTITIONER: Role.PRACTITIONER,
    who.PRACTITIONER_ELSEWHERE: Role.PRACTITIONER,
    who.SUPERVISOR: Role.SUPERVISOR,
    who.REFERRER: Role.REFERRER,
    who.REFERRER_ELSEWHERE: Role.REFERRER,
    who.COMMISSIONER: Role.COMMISSIONER,
    who.LICENSOR: Role.LICENSOR,
}


@dataclass
class House:
    """One organisation: its people, and a family named after `marker` with one of everything."""

    marker: str
    organisation: Organisation
    memberships: dict[str, Membership]
    clients: dict[str, Client]
    records: dict[str, Any] = field(default_factory=dict)

    def viewer(self, person: str) -> Viewer:
        """Return the viewer that a person is."""
        return Viewer.from_membership(self.memberships[person])

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["records"][name]
        except KeyError as missing:
            raise AttributeError(name) from missing


@dataclass
class World:
    """Two houses, somebody of neither, and nobody."""

    ours: House
    theirs: House
    no_organisation: Client
    nobody: Client


def build_world() -> World:
    """Make both organisations; the database is left as it was when the transaction is rolled back."""
    stranger = User.objects.create_user(email="stranger@example.org", name="Noor Stranger")
    return World(
        ours=_house("Quillfeather"), theirs=_house("Oxbowmere"), no_organisation=signed_in(stranger), nobody=Client()
    )


def signed_in(user: User) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    return client


def _house(marker: str) -> House:
    organisation = Organisation.objects.create(name=f"{marker[:3]} Family Service", slug=marker.lower())
    memberships = {
        person: access.membership(role, organisation, name=f"Staff-{marker} {person}") for person, role in ROLES.items()
    }
    clients = {person: signed_in(membership.user) for person, membership in memberships.items()}
    house = House(marker, organisation, memberships, clients)
    offer(organisation, PROGRAMME)
    for furnish in (_staff, _family, _referrals, _way, _safety, _group, _sessions, _before_and_after):
        furnish(house)
    for furnish in (_duplicates, _separations, _confidentiality, _correspondence, _around):
        furnish(house)
    return house


def _staff(house: House) -> None:
    coordinator = house.viewer(who.COORDINATOR)
    house.records["staff"] = staff_member(
        coordinator,
        name=f"Runner-{house.marker}",
        trained_in=[PROGRAMME],
        membership=house.memberships[who.PRACTITIONER],
    )
    house.records["training"] = house.staff.trainings.get()
    house.records["staff_elsewhere"] = staff_member(
        coordinator, trained_in=[PROGRAMME], membership=house.memberships[who.PRACTITIONER_ELSEWHERE]
    )


def _family(house: House) -> None:
    referrer, coordinator = house.viewer(who.REFERRER), house.viewer(who.COORDINATOR)
    house.records["draft"] = _written(referrer, house.marker)
    referral = referrals.actions.submit(by=referrer, referral=_written(referrer, house.marker))
    if referral.status == ReferralStatus.IDENTITY_CHECK:
        referral = referrals.actions.identify(by=coordinator, referral=referral, known={})
    today = timezone.localdate()
    referrals.actions.accept(by=coordinator, referral=referral, on_day=today, on_day_why="Today")
    house.records["referral"] = Referral.objects.get(pk=referral.pk)
    house.records["journey"] = Journey.objects.get(referral=referral)
    house.records["family"] = house.journey.family
    house.records["person"] = house.journey.participants.order_by("pk").first().person
    house.records["document"] = referral.documents.order_by("pk").first()
    house.records["contact"] = SafeContact.objects.filter(person=house.person).order_by("pk").first()
    house.records["relationship"] = Relationship.objects.filter(family=house.family).order_by("pk").first()
    house.records["household"] = Household.objects.filter(family=house.family).order_by("pk").first()
    house.records.update(families.file_of(coordinator, house.family, house.person, house.marker))


def _written(referrer: Viewer, surname: str) -> Referral:
    draft = referrals.full_draft(referrer, PROGRAMME, surname=surname)
    paper = upload("papers.pdf", pdf())
    referrals.actions.attach_document(by=referrer, referral=draft, kind_key="other", upload=paper)
    return draft


def _referrals(house: House) -> None:
    """Send three more of the same name: one whose people may be known, one to screen, one with questions."""
    referrer, coordinator = house.viewer(who.REFERRER), house.viewer(who.COORDINATOR)
    house.records["draft_person"] = next(iter(house.draft.answers["people"]))
    house.records["draft_document"] = house.draft.documents.order_by("pk").first()
    house.records["to_identify"] = _sent(referrer, house.marker, ReferralStatus.IDENTITY_CHECK)
    for name in ("to_screen", "asked"):
        sent = _sent(referrer, house.marker)
        if sent.status == ReferralStatus.IDENTITY_CHECK:
            sent = referrals.actions.identify(by=coordinator, referral=sent, known={})
        house.records[name] = sent
    referrals.actions.ask_for_more(
        by=coordinator,
        referral=house.asked,
        on_day=timezone.localdate(),
        on_day_why="Today",
        questions=[Asked(key="own", fact="", question="Who drives?")],
    )
    house.records["brought"] = ReferralImport.objects.create(
        organisation=house.organisation,
        programme_version=house.referral.programme_version,
        document=house.document.document,
        checksum="0" * 64,
        by=house.memberships[who.COORDINATOR],
        status="previewed",
    )


def _sent(referrer: Viewer, surname: str, status: ReferralStatus | None = None) -> Referral:
    sent = referrals.submitted_referral(referrer, PROGRAMME, surname=surname)
    if status is not None:
        Referral.objects.filter(pk=sent.pk).update(status=status)
    return Referral.objects.get(pk=sent.pk)


def _way(house: House) -> None:
    coordinator = house.viewer(who.COORDINATOR)
    house.records["keyworker"] = journeys.give_keyworker(
        by=coordinator, journey_id=house.journey.pk, staff_id=house.staff.pk
    )
    house.records["incident"] = safety.record_incident(
        by=coordinator,
        family=house.family,
        on=timezone.localdate(),
        kind=next(iter(IncidentKind)),
        severity=2,
        harmed=house.person,
        what_happened=f"Shouting at the {house.marker} home.",
    )
    house.records["goal"] = outcomes.set_goal(
        by=coordinator, journey=house.journey, words="Talk without shouting", person=house.person
    )


def _safety(house: House) -> None:
    coordinator, practitioner = house.viewer(who.COORDINATOR), house.viewer(who.PRACTITIONER)
    family, person, marker = house.family, house.person, house.marker
    house.records["flag"] = safe.flag(coordinator, family, words=f"A dog at the {marker} home")
    house.records["assessment"] = safe.assessment(coordinator, family, person, behind_it=f"{marker} told us")
    house.records["risk_note"] = safe.note(coordinator, family, person, concern=f"{marker} evenings")
    house.records["safety_plan"] = safe.plan(coordinator, family, (person,), name=f"{marker} evenings")
    house.records["communication_plan"] = safe.communication_plan(
        practitioner, family, person, parts={"helps": f"{marker} garden"}, shown_to_staff=True
    )
    house.records["concern"] = safe.concern(coordinator, family, person, what_was_seen=f"{marker} telephones")
    house.records["concern_referral"] = safety.refer_concern(
        by=coordinator, concern=house.concern, to="police", on=timezone.localdate()
    )
    house.records["own_entry"] = chronology.write_entry(
        by=coordinator, family=family, on=timezone.localdate(), words=f"{marker} changed school", source="A call"
    )


def _before_and_after(house: House) -> None:
    """Add two more families of the same name: one that still waits, and one that has ended with a summary."""
    coordinator = house.viewer(who.COORDINATOR)
    house.records["waiting"] = _another(house, "waiting")
    ended = _another(house, "ended")
    journeys.give_keyworker(by=coordinator, journey_id=ended.pk, staff_id=house.staff.pk)
    journeys.start_journey(by=coordinator, journey_id=ended.pk, on=timezone.localdate())
    reason = definition(ended.programme_version_id).endings(EndingKind.ENDED_EARLY)[0]
    outcomes.close_journey(
        by=coordinator,
        journey=ended,
        outcome="ended_early",
        reason=reason.key,
        sections={section.key: f"The {house.marker} family did well." for section in SECTIONS},
        on=timezone.localdate(),
    )
    house.records["ended"] = ended


def _another(house: House, what: str) -> Journey:
    coordinator = house.viewer(who.COORDINATOR)
    family = families.family(coordinator, f"{house.marker} {what} family")
    return other_journeys.journey(
        coordinator, PROGRAMME, family=family, made_by=house.memberships[who.REFERRER], days_ago=60
    )


def _group(house: House) -> None:
    coordinator = house.viewer(who.COORDINATOR)
    house.records["group"] = groups.group(coordinator, PROGRAMME, name=f"Group-{house.marker}")
    group: Group = house.group
    house.records["venue"] = Venue.objects.get(pk=group.venue_id)
    house.records["room"] = Room.objects.filter(venue=house.venue).order_by("pk").first()
    house.records["closure"] = groups.closure(coordinator, timezone.localdate() + timedelta(days=400))
    house.records["circle"] = Circle.objects.filter(group=group).order_by("pk").first()
    journeys.start_journey(by=coordinator, journey_id=house.journey.pk, on=timezone.localdate())
    groups.actions.place_family(by=coordinator, group_id=group.pk, journey_id=house.journey.pk)
    groups.actions.set_circle_staff(
        by=coordinator,
        circle_id=house.circle.pk,
        staff=[*((each.staff_id, each.duty) for each in house.circle.staff.all()), (house.staff.pk, "practitioner")],
    )
    house.records["forming"] = groups.group(coordinator, PROGRAMME, name=f"Group-{house.marker} later")
    house.records["group_session"] = Session.objects.filter(circle=house.circle).order_by("day", "pk").first()


def _sessions(house: House) -> None:
    coordinator = house.viewer(who.COORDINATOR)
    session = sessions.booked(coordinator, house.journey, day=timezone.localdate(), starts=time(9))
    house.records["session"] = session
    house.records["coming_session"] = sessions.booked(
        coordinator, house.journey, day=timezone.localdate() + timedelta(days=3), starts=time(9)
    )
    house.records["attendance"] = sessions.marked(coordinator, session, "absent")[0]


def _duplicates(house: House) -> None:
    supervisor = house.viewer(who.SUPERVISOR)
    house.records["duplicate"] = duplicates.duplicate_of(
        supervisor, house.person, families.family(supervisor, f"{house.marker} again")
    )
    house.records["told_apart"] = duplicates.told_apart(supervisor, house.marker)
    house.records["merge"] = duplicates.merge_of_two(supervisor, house.marker)
    duplicates.found_pairs(supervisor)


def _separations(house: House) -> None:
    """Keep two people of the family apart, and the family from another on whose way the practitioner does not work."""
    coordinator = house.viewer(who.COORDINATOR)
    first, second = Person.objects.filter(families=house.family).order_by("pk")[:2]
    house.records["separation"] = separations.separation(coordinator, first, second, despite_bookings=True)
    house.records["separation_of_families"] = separations.separation(
        coordinator, house.family, house.waiting.family, despite_bookings=True
    )


def _confidentiality(house: House) -> None:
    """Keep a school from somebody, shut a practitioner out, open a file in need, agree to share, and share."""
    supervisor, elsewhere = house.viewer(who.SUPERVISOR), house.memberships[who.PRACTITIONER_ELSEWHERE]
    first, second = Person.objects.filter(families=house.family).order_by("pk")[:2]
    house.records["seal"] = confidentiality.seal(supervisor, house.family, first, second)
    house.records["shut_out"] = confidentiality.shut_out(supervisor, house.family, elsewhere)
    house.records["opened"] = confidentiality.opened_in_need(house.memberships[who.PRACTITIONER], house.family)
    house.records["known"] = confidentiality.known(house.viewer(who.PRACTITIONER_ELSEWHERE))
    other_side = confidentiality.another_family(supervisor, f"{house.marker} of the other side")
    house.records["sides"] = confidentiality.sides(supervisor, house.family, other_side)
    house.records["agreement"] = confidentiality.agreement(supervisor, house.family)
    house.records["shared"] = confidentiality.shared(supervisor, house.agreement)
    giver = Organisation.objects.create(
        name=f"Giver to {house.organisation.name}", slug=f"giver-{house.marker}".lower()
    )
    giving = Viewer.from_membership(access.membership(Role.COORDINATOR, giver))
    given = confidentiality.another_family(giving, "Somebody")
    agreed = confidentiality.agreement(giving, given, house.organisation)
    house.records["received"] = confidentiality.shared(giving, agreed)


def _correspondence(house: House) -> None:
    """Write to the grandmother, whose home is known and whom we may write to."""
    coordinator = house.viewer(who.COORDINATOR)
    house.records.update(correspondence.written(coordinator, house.family, house.gran, house.marker))


def _around(house: House) -> None:
    for person, membership in house.memberships.items():
        message = notify(to=membership, subject=f"Staff-{house.marker} news for {person}", link="/messages/")
        house.records.setdefault("message", {})[person] = message
    coordinator = house.memberships[who.COORDINATOR]
    house.records["job"] = BackgroundJob.objects.create(
        organisation=house.organisation, by=coordinator, kind="none", label=f"Staff-{house.marker} work", status="done"
    )
