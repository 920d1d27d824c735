"""Somebody of Riverside was entered twice: the list of likely duplicates has a pair to look at."""

from __future__ import annotations

import datetime

from trellis.demo.setting import Service
from trellis.features.duplicates import actions as duplicates
from trellis.features.duplicates import queries
from trellis.features.families import actions as families
from trellis.features.families.models import Person

KNOWN, SHORT = ("Michelle", "Vance"), "Shelley"


def tell(service: Service) -> None:
    """Enter a parent once more: a short form of the name, another home, day and month of birth the other way round."""
    by = service.coordinator
    known = Person.objects.visible_to(by).filter(given_name=KNOWN[0], family_name=KNOWN[1]).order_by("pk").first()
    if known is None:
        return
    family = families.create_family(by=by, name=f"{known.family_name} family, asked by telephone")
    again = families.add_person(
        by=by,
        family=family,
        given_name=SHORT,
        family_name=known.family_name,
        birth_date=_read_the_other_way(known.birth_date),
        gender=known.gender,
    )
    families.record_household(
        by=by,
        family=family,
        label="New home",
        address="14 Weavers Court\nRiverside",
        postcode="RV2 4QT",
        people=[again],
    )
    duplicates.replace_pairs(by=by, found=list(queries.all_pairs(by)))


def _read_the_other_way(day: datetime.date | None) -> datetime.date | None:
    return day.replace(month=day.day, day=day.month) if day and day.day <= 12 else day
