"""The invented organisations and the people who work in them; no Django, so that the launch script can print them."""

from __future__ import annotations

from dataclasses import dataclass, field

PASSWORD = "trellis-demo-1"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who signs in: e-mail, name, role; agency and profession for a referrer."""

    email: str
    name: str
    role: str
    agency: str = ""
    profession: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class DemoStaff:
    """Somebody who runs sessions: name, gender, duties, the programmes they are trained in, e-mail if they sign in."""

    name: str
    gender: str
    duties: tuple[str, ...]
    trained_in: tuple[str, ...] = ()
    email: str = ""


@dataclass(frozen=True, slots=True)
class DemoVenue:
    """A building with its rooms as (name, seats)."""

    name: str
    address: str
    postcode: str
    rooms: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """A service with its people, staff, venues and the programmes that it offers."""

    name: str
    slug: str
    people: tuple[DemoPerson, ...]
    staff: tuple[DemoStaff, ...]
    venues: tuple[DemoVenue, ...]
    offers: tuple[str, ...] = field(default=())


RIVERSIDE = DemoOrganisation(
    name="Riverside Family Service",
    slug="riverside",
    people=(
        DemoPerson("coordinator@riverside.example.org", "Priya Nair", "coordinator", telephone="07700900101"),
        DemoPerson("practitioner@riverside.example.org", "Hannah Whitlock", "practitioner", telephone="07700900102"),
        DemoPerson("supervisor@riverside.example.org", "Grace Adeyemi", "supervisor", telephone="07700900103"),
        DemoPerson("administrator@riverside.example.org", "Tom Ellery", "administrator", telephone="07700900104"),
        DemoPerson(
            "referrer@riverside.example.org",
            "Callum Reid",
            "referrer",
            "Northside Children's Social Work",
            "social_worker",
            "07700900105",
        ),
        DemoPerson("commissioner@riverside.example.org", "Margaret Osei", "commissioner", telephone="07700900106"),
        DemoPerson(
            "licensor@riverside.example.org",
            "Noreen Blake",
            "licensor",
            "Action on Addiction, now part of the Forward Trust",
            telephone="07700900121",
        ),
        DemoPerson("supervisor2@riverside.example.org", "Esther Lindqvist", "supervisor", telephone="07700900110"),
        DemoPerson("practitioner2@riverside.example.org", "Danielle Okoro", "practitioner", telephone="07700900107"),
        DemoPerson("practitioner3@riverside.example.org", "Owen Marsh", "practitioner", telephone="07700900108"),
        DemoPerson(
            "school@riverside.example.org",
            "Leila Haddad",
            "referrer",
            "Harbour Road Academy",
            "school",
            "07700900109",
        ),
    ),
    staff=(
        DemoStaff(
            "Hannah Whitlock",
            "female",
            ("practitioner",),
            ("pact", "m-pact"),
            "practitioner@riverside.example.org",
        ),
        DemoStaff(
            "Danielle Okoro", "female", ("practitioner",), ("pact", "m-pact"), "practitioner2@riverside.example.org"
        ),
        DemoStaff("Owen Marsh", "male", ("practitioner",), ("pact",), "practitioner3@riverside.example.org"),
        DemoStaff("Ruth Calloway", "female", ("parent_mentor",), ("pact",)),
        DemoStaff("Joanna Frith", "female", ("practitioner",), ("pact",)),
        DemoStaff("Kofi Mensah", "male", ("practitioner",), ("pact",)),
        DemoStaff("Imran Sheikh", "male", ("practitioner",), ("pact",)),
        DemoStaff("Siobhan Keane", "female", ("practitioner", "assessor")),
        DemoStaff("Marcus Bell", "male", ("practitioner", "assessor")),
    ),
    venues=(
        DemoVenue(
            "Riverside Community Hall",
            "14 Weir Street\nNorthside",
            "ZZ99 3WZ",
            (("Main hall", 16), ("Garden room", 12), ("Quiet room", 8)),
        ),
        DemoVenue(
            "Harbour Road Academy",
            "Harbour Road\nNorthside",
            "ZZ99 3VZ",
            (("Library", 14), ("Room 12", 10)),
        ),
    ),
)

HILLTOP = DemoOrganisation(
    name="Hilltop Family Support",
    slug="hilltop",
    people=(
        DemoPerson("coordinator@hilltop.example.org", "Aled Morgan", "coordinator", telephone="07700900201"),
        DemoPerson("practitioner@hilltop.example.org", "Bronwen Pugh", "practitioner", telephone="07700900202"),
        DemoPerson("supervisor@hilltop.example.org", "Farah Siddiqui", "supervisor", telephone="07700900203"),
        DemoPerson("administrator@hilltop.example.org", "Neil Prosser", "administrator", telephone="07700900204"),
        DemoPerson(
            "referrer@hilltop.example.org",
            "Jade Thornbury",
            "referrer",
            "Valley Youth Justice Service",
            "youth_justice",
            "07700900205",
        ),
        DemoPerson("commissioner@hilltop.example.org", "Ian Fenwick", "commissioner", telephone="07700900206"),
    ),
    staff=(
        DemoStaff(
            "Bronwen Pugh",
            "female",
            ("practitioner",),
            ("m-pact",),
            "practitioner@hilltop.example.org",
        ),
        DemoStaff("Rhys Donnelly", "male", ("practitioner",), ("m-pact",)),
    ),
    venues=(DemoVenue("Hilltop Centre", "2 Chapel Row\nUpper Valley", "ZZ99 3CZ", (("Hall", 20), ("Small room", 8))),),
)

ORGANISATIONS = (RIVERSIDE, HILLTOP)


def sign_ins() -> list[tuple[str, str]]:
    """Return (role, e-mail) of one person for each role of the first organisation."""
    first: dict[str, str] = {}
    for person in RIVERSIDE.people:
        first.setdefault(person.role, person.email)
    return list(first.items())
