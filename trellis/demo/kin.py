"""Relatives of invented families: one of fourteen in four generations, and what is between people in some others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from trellis.demo.clock import as_of
from trellis.demo.setting import Service
from trellis.features.families import actions, queries
from trellis.features.families.models import Family, HomeAddress, Person


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody to add; `years` older than the parent of the family, or younger when less than nothing."""

    name: str
    surname: str
    gender: str
    years: int
    died: int = 0


@dataclass(frozen=True, slots=True)
class Tie:
    """Who somebody is to somebody else, with years where they are known; `who` and `whose` may be several names."""

    who: str
    kind: str
    whose: str
    partnership: str = "not_known"
    since: str = ""
    until: str = ""
    ending: str = ""


ASHWORTH = (
    Relative("Edna", "Hargreaves", "female", 50, died=2019),
    Relative("Walter", "Hargreaves", "male", 52, died=2010),
    Relative("Joan", "Pickles", "female", 41),
    Relative("Derek", "Pickles", "male", 43),
    Relative("Susan", "Hargreaves", "female", 26),
    Relative("Keith", "Ashworth", "male", 28),
    Relative("Carol", "Pickles", "female", 21),
    Relative("Gary", "Pickles", "male", 22),
    Relative("Lee", "Pickles", "male", 3),
    Relative("Marcus", "Webb", "male", -2),
    Relative("Kelly", "Ashworth", "female", -6),
)
TIES_OF_ASHWORTH = (
    Tie("Edna", "mother", "Susan"),
    Tie("Walter", "father", "Susan"),
    Tie("Joan", "mother", "Gary"),
    Tie("Derek", "father", "Gary"),
    Tie("Susan", "mother", "Dawn Kelly"),
    Tie("Keith", "father", "Dawn Kelly"),
    Tie("Carol", "mother", "Lee"),
    Tie("Gary", "father", "Lee"),
    Tie("Lee", "father", "Jamie"),
    Tie("Marcus", "father", "Millie"),
    Tie("Marcus", "step_parent", "Jamie"),
    Tie("Jamie", "half_sibling", "Millie"),
    Tie("Edna", "partner", "Walter", "married"),
    Tie("Joan", "partner", "Derek", "married"),
    Tie("Carol", "partner", "Gary", "married"),
    Tie("Susan", "ex_partner", "Keith", "married", until="2003", ending="divorced"),
    Tie("Lee", "ex_partner", "Dawn", "living_together", until="2015", ending="separated"),
    Tie("Marcus", "partner", "Dawn", "living_together"),
)
BETWEEN_ASHWORTHS = (
    ("Jamie", "violence", "Dawn"),
    ("Lee", "violence", "Dawn"),
    ("Susan", "close", "Jamie"),
    ("Dawn", "conflict", "Susan"),
    ("Kelly", "very_close", "Dawn"),
)
# Of other families: who is added, who they are, and what is between them.
OTHERS = {
    "Birch family": (
        (Relative("Neil", "Birch", "male", 2), Relative("Maureen", "Tandy", "female", 27)),
        (
            Tie("Neil", "father", "Ellie Sam"),
            Tie("Neil", "ex_partner", "Louise", "married", ending="divorced", until="2021"),
            Tie("Maureen", "mother", "Louise"),
        ),
        (("Ellie", "violence", "Louise"), ("Maureen", "close", "Ellie"), ("Neil", "distant", "Sam")),
    ),
    "Oyelaran family": (
        (Relative("Abiodun", "Oyelaran", "male", 4, died=2022), Relative("Yetunde", "Adeleke", "female", 29)),
        (
            Tie("Abiodun", "father", "Tobi"),
            Tie("Abiodun", "partner", "Folake", "married"),
            Tie("Yetunde", "mother", "Folake"),
        ),
        (("Tobi", "violence", "Folake"), ("Yetunde", "very_close", "Tobi")),
    ),
    "Penhaligon family": (
        (Relative("Loveday", "Penhaligon", "female", 25),),
        (Tie("Loveday", "mother", "Jenna"),),
        (("Morwenna", "conflict", "Jenna"), ("Loveday", "cut_off", "Jenna")),
    ),
}


def tell(service: Service) -> None:
    """Write the relatives of families who are in a group now, six weeks ago."""
    with as_of(service.today - timedelta(weeks=6), 11):
        ashworth = _family(service, "Ashworth family")
        people = _told(service, ashworth, "Dawn", ASHWORTH, TIES_OF_ASHWORTH, BETWEEN_ASHWORTHS)
        _moves_in(service, ashworth, people["Marcus"])
        for label, names in (("Susan’s home", ("Susan", "Kelly")), ("Gary and Carol’s home", ("Gary", "Carol", "Lee"))):
            living = [people[name] for name in names]
            actions.record_household(by=service.coordinator, family=ashworth, label=label, people=living)
        _around(service, ashworth, people)
        for name, (relatives, ties, between) in OTHERS.items():
            family = _family(service, name)
            parent = ties[-1].whose if ties[-1].kind == "mother" else ""
            _told(service, family, parent, relatives, ties, between)


def _moves_in(service: Service, family: Family, person: Person) -> None:
    """Let somebody move into the first home of a family, whose address stays as it is."""
    by = service.coordinator
    home = queries.households_of(by, family.pk)[0]
    address = HomeAddress.objects.visible_to(by).filter(household=home).order_by("-pk")[0]
    living = [row.person for row in home.members.select_related("person").order_by("pk")]
    actions.record_household(
        by=by,
        family=family,
        household=home,
        label=home.label,
        address=address.address,
        postcode=address.postcode,
        people=[*living, person],
        moved="2016",
    )


def _family(service: Service, name: str) -> Family:
    return queries.families(service.coordinator, name).filter(name=name)[0]


def _told(
    service: Service,
    family: Family,
    parent: str,
    relatives: tuple[Relative, ...],
    ties: tuple[Tie, ...],
    between: tuple[tuple[str, str, str], ...],
) -> dict[str, Person]:
    by = service.coordinator
    people = {person.given_name: person for person in queries.people_of(by, family.pk)}
    born = people[parent].birth_date or date(1986, 6, 1)
    for number, each in enumerate(relatives):
        made = actions.add_person(
            by=by,
            family=family,
            given_name=each.name,
            family_name=each.surname,
            gender=each.gender,
            birth_date=date(born.year - each.years, 1 + number % 12, 3 + number),
        )
        if each.died:
            actions.change_person(by=by, person=made, has_died=True, died_on=str(each.died))
        people[each.name] = made
    for tie in ties:
        for whose in tie.whose.split():
            actions.record_relationship(
                by=by,
                family=family,
                from_person=people[tie.who],
                to_person=people[whose],
                kind=tie.kind,
                partnership=tie.partnership,
                since=tie.since,
                until=tie.until,
                ending=tie.ending,
            )
    for first, kind, second in between:
        actions.record_tie_quality(by=by, family=family, from_person=people[first], to_person=people[second], kind=kind)
    return people


def _around(service: Service, family: Family, people: dict[str, Person]) -> None:
    """Write work, and help elsewhere that waits, so that the ecomap has something of each kind."""
    by = service.coordinator
    actions.record_occupation(by=by, family=family, person=people["Dawn"], kind="work", name="Northside Bakery")
    actions.record_occupation(by=by, family=family, person=people["Marcus"], kind="work", name="Weir Street Garage")
    signpost = actions.record_signpost(
        by=by,
        family=family,
        person=people["Millie"],
        kind="referral",
        service="Stepping Stones play therapy",
        consent="parents",
    )
    actions.record_what_came(by=by, signpost=signpost, came_of_it="waiting_list")
