"""Writing the homes of a family, who lives there and lived there, and keeping a refuge from everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection
from django.utils import timezone

from trellis.features.families.actions.people import check_in_family
from trellis.features.families.models import (
    Family,
    HomeAddress,
    Household,
    HouseholdMember,
    Person,
    Seal,
    SealedAgainst,
    seals_against,
    seals_in_force,
)
from trellis.features.families.rules import (
    SealedFact,
    SealKind,
    check_not_before_birth,
    check_span,
    check_words,
    rough,
)
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action

REFUGE = "They live in a refuge"


@action("household.recorded", "families.change")
def record_household(
    *,
    by: Viewer,
    family: Family,
    label: str,
    address: str = "",
    postcode: str = "",
    people: Sequence[Person] = (),
    household: Household | None = None,
    is_refuge: bool = False,
    reason: str = "",
    source: str = "",
    patterns: Mapping[UUID, str] | None = None,
    moved: str = "",
) -> Household:
    """Write a home of the family and who lives there now; `household` is the one to change, or None for a new one.

    Whoever lived there and is not among `people` has moved out, on `moved` (today unless given); whoever is new has
    lived there since `moved` (not known unless given). An address that is left empty is taken away only when `by` may
    see the one that is there, and one that is written beside one that they may not see takes no other's place. The
    address of a refuge is sealed from everybody, for each who lives there ([2023] EWHC 471 (Fam): it is told to nobody,
    even on an undertaking): `reason` and `source` go into the seals.
    """
    check_in_family(family, *people)
    label = check_words(label, "label")
    if not label:
        raise RuleBroken("Enter a name for this home, such as “Mum’s home”.", "label")
    home = household or Household(organisation_id=by.organisation_id, family=family)
    home.label = label
    home.save()
    _write_address(by, home, check_words(address, "address"), check_words(postcode, "postcode"), is_refuge)
    _write_residents(by, home, people, patterns or {}, rough(moved))
    if is_refuge or _is_refuge(home):
        _seal(by, home, check_words(reason, "reason") or REFUGE, check_words(source, "source"))
    about(home, family=str(family.pk))
    return home


@action("residence.recorded", "families.change")
def record_residence(
    *, by: Viewer, member: HouseholdMember, since: str = "", until: str = "", pattern: str = ""
) -> HouseholdMember:
    """Write from when until when somebody lived in a home, and in which pattern when they have two."""
    since, until = rough(since), rough(until)
    check_span(since, until, timezone.localdate())
    check_not_before_birth(since, member.person.birth_date, member.person.short_name)
    if not until and member.until and _lives_there(member):
        raise RuleBroken(f"{member.person.short_name} is written as living there now already.", "until")
    member.since, member.until, member.pattern = since, until, check_words(pattern, "pattern")
    member.save(update_fields=["since", "until", "pattern"])
    if not until and _is_refuge(member.household):
        _seal(by, member.household, REFUGE, "")
    about(member, household=str(member.household_id))
    return member


@action("address.sealed", "families.change")
def seal_address(
    *, by: Viewer, family: Family, person: Person, against: Sequence[Person], reason: str, source: str
) -> Seal:
    """Keep where a person lives from people, and from whoever works on their side, as it was told with a referral."""
    check_in_family(family, person, *against)
    seal = Seal.objects.create(
        organisation_id=by.organisation_id,
        family=family,
        person=person,
        fact=SealedFact.ADDRESS,
        kind=SealKind.PEOPLE,
        reason=check_words(reason, "reason"),
        source=source,
        sealed_by_id=by.membership_id,
    )
    for other in against:
        SealedAgainst.objects.create(organisation_id=by.organisation_id, seal=seal, person=other)
    about(seal, family=str(family.pk))
    return seal


def _lives_there(member: HouseholdMember) -> bool:
    return member.household.members.filter(person=member.person, until="").exclude(pk=member.pk).exists()


def _write_address(by: Viewer, home: Household, address: str, postcode: str, is_refuge: bool) -> None:
    known = HomeAddress.objects.visible_to(by).filter(household=home).order_by("outside_seal", "-pk")
    if not (address or postcode or is_refuge):
        known.delete()
        return
    row = known.first() or HomeAddress(organisation_id=by.organisation_id, household=home)
    row.address, row.postcode, row.is_refuge = address, postcode, is_refuge or row.is_refuge
    living = HouseholdMember.objects.filter(household=home, until="").values("person_id")
    row.outside_seal = seals_against(by).filter(fact=SealedFact.ADDRESS, person_id__in=living).exists()
    row.save()


def _write_residents(
    by: Viewer, home: Household, people: Sequence[Person], patterns: Mapping[UUID, str], moved: str
) -> None:
    """Let those move in who are new and those move out who are not named; nobody whom `by` may not see is touched."""
    living = {member.person_id: member for member in home.members.filter(until="")}
    seen = HouseholdMember.objects.visible_to(by).filter(household=home, until="")
    for member in seen.exclude(person__in=people).select_related("person"):
        member.until = moved or timezone.localdate().isoformat()
        check_span(member.since, member.until, timezone.localdate(), field="people")
        member.save(update_fields=["until"])
    for person in people:
        pattern = check_words(patterns.get(person.pk, ""), "pattern")
        held = living.get(person.pk)
        if held is None:
            check_not_before_birth(moved, person.birth_date, person.short_name, "moved")
            HouseholdMember.objects.create(
                organisation_id=by.organisation_id, household=home, person=person, since=moved, pattern=pattern
            )
        elif person.pk in patterns and held.pattern != pattern:
            held.pattern = pattern
            held.save(update_fields=["pattern"])


def _is_refuge(home: Household) -> bool:
    """Say whether a home is a refuge, whoever may know it: for nothing but sealing it for those who move in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT families_is_refuge(%s)", [home.pk])
        return bool(cursor.fetchone()[0])


def _seal(by: Viewer, home: Household, reason: str, source: str) -> None:
    living = HouseholdMember.objects.of_organisation(by).filter(household=home, until="").values("person_id")
    sealed = seals_in_force(by).filter(
        family_id=home.family_id, person_id__in=living, fact=SealedFact.ADDRESS, kind=SealKind.ALL_BUT_FEW
    )
    already = set(sealed.values_list("person_id", flat=True))
    for (person_id,) in living.values_list("person_id"):
        if person_id not in already:
            seal = Seal.objects.create(
                organisation_id=by.organisation_id,
                family_id=home.family_id,
                person_id=person_id,
                fact=SealedFact.ADDRESS,
                kind=SealKind.ALL_BUT_FEW,
                reason=reason,
                source=source or "Said when the home was written",
                sealed_by_id=by.membership_id,
            )
            about(seal, family=str(home.family_id))
