"""Commands about the people of the house: who is in it, and the first administrator of an organisation."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import TYPE_CHECKING, Any

from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.roles import Profession, Role

if TYPE_CHECKING:
    from trellis.platform.access.models import Organisation


def add_commands(commands: Any) -> None:
    """Add `people` to the commands of `trellis`."""
    people = commands.add_parser(
        "people",
        help="list the people who sign in, and add one",
        description="Administrators add people on the Administration page. This command is for the first one, and for\n"
        "when nobody can sign in.",
    )
    inner = people.add_subparsers(title="commands", metavar="COMMAND", dest="people_command", required=True)
    listing = inner.add_parser("list", help="list everybody with organisation, role and whether they have access")
    listing.add_argument("--organisation", metavar="NAME", help="only this one, by name or short name")
    listing.set_defaults(run=run_list, needs="database")
    add = inner.add_parser(
        "add",
        help="add a person with a role",
        description="Add a person, and the organisation when they are its first administrator. The password is asked\n"
        "for, or read from a pipe: it never stands in the command. An example:\n\n"
        '  trellis people add sam@example.org --name "Sam Hill" --role administrator --organisation "Hill Service"',
    )
    add.add_argument("email", metavar="E-MAIL")
    add.add_argument("--name", required=True, help="as colleagues know them")
    add.add_argument("--role", required=True, choices=[role.value for role in Role], metavar="ROLE", help=_roles())
    add.add_argument("--organisation", required=True, metavar="NAME", help="by name or short name")
    add.add_argument("--agency", default="", help="for a referrer: whom they work for")
    add.add_argument(
        "--profession",
        default="",
        choices=["", *(each.value for each in Profession)],
        metavar="PROFESSION",
        help=f"for a referrer: {', '.join(each.value for each in Profession)}",
    )
    add.set_defaults(run=run_add, needs="database")


def _roles() -> str:
    return ", ".join(role.value for role in Role)


def run_list(arguments: argparse.Namespace) -> int:
    """Print everybody, organisation by organisation."""
    from trellis.platform.access.models import Membership

    found = Membership.objects.select_related("user", "organisation").order_by("organisation__name", "user__name")
    if arguments.organisation:
        found = found.filter(organisation=_organisation(arguments.organisation))
    here = ""
    for member in found:
        if member.organisation.name != here:
            here = member.organisation.name
            print(here)
        gone = "" if member.is_active else "  (access taken away)"
        print(f"  {Role(member.role).label:<14} {member.user.name}, {member.user.email}{gone}")
    if not here:
        print("Nobody yet: trellis people add --help says how to add the first administrator.")
    return 0


def run_add(arguments: argparse.Namespace) -> int:
    """Add one person; raises RuleBroken in words for what does not fit."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.db import transaction

    from trellis.platform.access.models import Membership, User
    from trellis.platform.access.rules import check_referrer
    from trellis.platform.audit.models import AuditEvent

    role = Role(arguments.role)
    email = arguments.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise RuleBroken(f"{arguments.email!r} is not an e-mail address, such as sam@example.org.") from None
    check_referrer(role=role, agency=arguments.agency, profession=arguments.profession)
    with transaction.atomic():
        organisation = _organisation(arguments.organisation, make=role == Role.ADMINISTRATOR)
        user = User.objects.filter(email=email).first()
        if user and user.memberships.filter(organisation=organisation).exists():
            raise RuleBroken(f"{email} is already in {organisation.name}.")
        if user is None:
            user = User.objects.create_user(email=email, name=arguments.name, password=_password(email))
        member = Membership.objects.create(
            organisation=organisation,
            user=user,
            role=role.value,
            agency=arguments.agency,
            profession=arguments.profession,
        )
        AuditEvent.objects.create(
            organisation=organisation,
            by=member,
            event="person of the house added at the command line",
            about_kind=Membership._meta.label_lower,
            about_id=member.pk,
            detail={"role": role.value},
        )
    print(f"{user.name} may now sign in to {organisation.name} as {role.label.lower()}.")
    return 0


def _organisation(name: str, *, make: bool = False) -> Organisation:
    from django.conf import settings
    from django.db.models import Q
    from django.utils.text import slugify

    from trellis.platform.access.models import Organisation

    found = Organisation.objects.filter(Q(name__iexact=name) | Q(slug=name)).first()
    if found:
        return found
    if not make:
        there = ", ".join(Organisation.objects.order_by("name").values_list("name", flat=True)) or "none yet"
        raise RuleBroken(
            f"There is no organisation named {name!r} (there are: {there}). A new one begins with its administrator."
        )
    return Organisation.objects.create(name=name, slug=slugify(name)[:50], is_demo=settings.TRELLIS_DEMO)


def _password(email: str) -> str:
    """Ask for a password twice, or read one line from a pipe; raises RuleBroken when it is too weak."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    if sys.stdin.isatty():
        password = getpass.getpass(f"Password for {email}: ")
        if password != getpass.getpass("The same again: "):
            raise RuleBroken("The two passwords differ, so nobody was added.")
    else:
        password = sys.stdin.readline().rstrip("\n")
    try:
        validate_password(password)
    except ValidationError as weak:
        raise RuleBroken(" ".join(weak.messages)) from None
    return password
