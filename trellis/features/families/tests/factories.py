"""Invented families for tests."""

from __future__ import annotations

import datetime
import itertools

from trellis.features.families import actions
from trellis.features.families.models import Family, Person
from trellis.platform.access.viewer import Viewer

_numbers = itertools.count(1)


def family(by: Viewer, name: str = "") -> Family:
    """Make a family with nobody in it."""
    return actions.create_family(by=by, name=name or f"Family {next(_numbers)}")


def person(by: Viewer, in_family: Family | None = None, **fields: object) -> Person:
    """Make a person in a family (a new one unless given)."""
    values: dict[str, object] = {
        "given_name": f"Person{next(_numbers)}",
        "family_name": "Ashworth",
        "birth_date": datetime.date(2010, 5, 6),
        "gender": "female",
    }
    return actions.add_person(by=by, family=in_family or family(by), **{**values, **fields})  # type: ignore[arg-type]


def file_of(by: Viewer, home: Family, about: Person, marker: str) -> dict[str, object]:
    """Write one of everything that a family's file holds about a person and a grandmother; return the rows by name."""
    gran = person(by, home, given_name="Gran", family_name=marker, birth_date=datetime.date(1950, 1, 1))
    both = {"by": by, "family": home}
    place = actions.record_household(**both, label=f"{marker} flat", address="9 Invented Row", people=[gran])
    need = actions.record_need(**both, person=about, kind="friends", words=f"{marker} wants a club")
    return {
        "gran": gran,
        "residence_home": place,
        "residence": place.members.get(),
        "tie_quality": actions.record_tie_quality(**both, from_person=gran, to_person=about, kind="close"),
        "responsibility": actions.record_responsibility(**both, child=about, holder=gran, basis="special_guardian"),
        "limiting_order": actions.record_order(
            **both,
            kind="non_molestation",
            protects=[about],
            against_name=f"Karl {marker}",
            made_on=datetime.date(2026, 1, 5),
            terms=f"Not to come near {marker}",
        ),
        "arrangement": actions.record_arrangement(
            **both, child=about, person=gran, kind="direct", basis="agreed", place=f"{marker} Park"
        ),
        "contact_plan": actions.record_contact_plan(**both, person=about, kept_from_names=[f"Karl {marker}"]),
        "need": need,
        "signpost": actions.record_signpost(
            **both, person=about, need=need, kind="signpost", service=f"{marker} youth club"
        ),
    }
