"""Loads the demonstration: organisations, the people who work there, and invented families, once."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from trellis.demo import hilltop, riverside
from trellis.demo.people import ORGANISATIONS, PASSWORD, DemoOrganisation, DemoPerson, DemoStaff, DemoVenue, sign_ins
from trellis.demo.setting import Service
from trellis.features.groups.models import Closure, Room, Venue
from trellis.features.programmes.models import Offer, ProgrammeVersion
from trellis.features.workforce.models import StaffMember, Training
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Membership, Organisation, User

Say = Callable[[str], None]
STORIES = {"riverside": riverside.fill, "hilltop": hilltop.fill}


def load(say: Say) -> None:
    """Load whatever of the demonstration is not there yet, telling progress to `say`.

    Raises RuleBroken when the database holds an organisation that is not of the demonstration.
    """
    real = Organisation.objects.filter(is_demo=False).values_list("name", flat=True).first()
    if real:
        raise RuleBroken(
            f"This database holds a real organisation ({real}): demo families are never loaded beside it. Use another "
            "database, or start with production settings."
        )
    missing = [wanted for wanted in ORGANISATIONS if not Organisation.objects.filter(slug=wanted.slug).exists()]
    if not missing:
        return
    began = time.monotonic()
    say("Loading demo families…")
    with transaction.atomic():
        today = timezone.localdate()
        for wanted in missing:
            say(f"  {wanted.name}")
            organisation = _organisation(wanted, today)
            STORIES[wanted.slug](Service.of(organisation, today))
    say(f"  done in {time.monotonic() - began:.0f} s")


def tell_sign_ins(say: Say) -> None:
    """Tell a sign-in for each role."""
    say(f"\nSign in with one of these; the password is {PASSWORD}")
    for role, email in sign_ins():
        say(f"  {role:<14}{email}")


def _organisation(wanted: DemoOrganisation, today: date) -> Organisation:
    organisation = Organisation.objects.create(name=wanted.name, slug=wanted.slug, is_demo=True)
    members = {person.email: _member(organisation, person) for person in wanted.people}
    for staff in wanted.staff:
        _staff(organisation, staff, members.get(staff.email), today)
    for venue in wanted.venues:
        _venue(organisation, venue)
    _closures(organisation, today)
    for key in wanted.offers or _every_programme():
        Offer.objects.create(organisation=organisation, programme_key=key)
    return organisation


def _every_programme() -> list[str]:
    return sorted(set(ProgrammeVersion.objects.values_list("key", flat=True)))


@cache
def _hashed_password() -> str:
    """Return the one password of the demonstration, hashed once: hashing is slow on purpose."""
    return make_password(PASSWORD)


def _member(organisation: Organisation, person: DemoPerson) -> Membership:
    user = User.objects.create(email=person.email, password=_hashed_password(), name=person.name)
    return Membership.objects.create(
        organisation=organisation,
        user=user,
        role=person.role,
        agency=person.agency,
        profession=person.profession,
        telephone=person.telephone,
    )


def _staff(organisation: Organisation, wanted: DemoStaff, member: Membership | None, today: date) -> None:
    staff = StaffMember.objects.create(
        organisation=organisation,
        name=wanted.name,
        gender=wanted.gender,
        duties=list(wanted.duties),
        membership=member,
    )
    for key in wanted.trained_in:
        Training.objects.create(
            organisation=organisation,
            staff=staff,
            programme_key=key,
            valid_from=today - timedelta(days=400),
            valid_to=today + timedelta(days=700),
        )


def _venue(organisation: Organisation, wanted: DemoVenue) -> None:
    venue = Venue.objects.create(
        organisation=organisation, name=wanted.name, address=wanted.address, postcode=wanted.postcode
    )
    for name, seats in wanted.rooms:
        Room.objects.create(organisation=organisation, venue=venue, name=name, seats=seats)


def _closures(organisation: Organisation, today: date) -> None:
    """Close for the weeks around Christmas that follow today."""
    year = today.year if today <= date(today.year, 12, 22) else today.year + 1
    Closure.objects.create(
        organisation=organisation,
        first_day=date(year, 12, 22),
        last_day=date(year + 1, 1, 3),
        why="Christmas and New Year",
    )
