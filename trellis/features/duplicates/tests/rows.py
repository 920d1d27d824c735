"""Makes one row of any record, with whatever it must hang on, straight into the database."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from trellis.features.families.models import Family, Person
from trellis.platform.access.models import Membership, Organisation

_number = itertools.count(1)

# What a check of the database asks for beyond the kinds of its columns.
WANTED: dict[str, dict[str, Any]] = {
    "journeys.Journey": {"status": "waiting"},
    "referrals.Referral": {"status": "draft"},
    "families.ContactPlan": {"family": Family},
    "families.LimitingOrder": {"against": Person},
    "families.Relationship": {"kind": "sibling"},
    "families.Responsibility": {"holder": Person},
    "safety.ExploitationConcern": {"told": "no"},
    "safety.RiskAssessment": {"harming": Person},
    "safety.SafetyFlag": {"review_on": datetime.date(2026, 9, 1)},
    "separations.Separation": {"first_person": Person, "second_person": Person},
}


class Rows:
    """Makes rows of one organisation; rows that others hang on are made once."""

    def __init__(self, membership: Membership) -> None:
        self.made: dict[type[models.Model], models.Model] = {
            Organisation: membership.organisation,
            Membership: membership,
        }

    def make(self, model: type[models.Model], **given: Any) -> Any:
        """Return a new row of a model, saved."""
        values: dict[str, Any] = {}
        wanted = {**WANTED.get(model._meta.label, {}), **given}
        for one in model._meta.concrete_fields:
            if one.name in wanted:
                asked = wanted[one.name]
                values[one.name] = self._value(one) if isinstance(asked, type) else asked
            elif not self._can_be_left(one):
                values[one.name] = self._value(one)
        row = model(**values)
        row.save(force_insert=True)
        return row

    def _can_be_left(self, one: Any) -> bool:
        if one.blank and isinstance(one, models.CharField | models.TextField):
            return True
        return (
            one.primary_key
            or one.has_default()
            or one.null
            or getattr(one, "auto_now", False)
            or one.generated
            or (getattr(one, "auto_now_add", False))
        )

    def _value(self, one: Any) -> Any:
        if isinstance(one, models.ForeignKey):
            target = one.related_model
            if target not in self.made or one.unique:
                self.made[target] = self.make(target)
            return self.made[target]
        if one.choices:
            return one.choices[0][0]
        if isinstance(one, ArrayField):
            return []
        number = next(_number)
        for kind, value in (
            (models.UUIDField, f"018f0000-0000-7000-8000-{number:012d}"),
            (models.DateTimeField, timezone.now()),
            (models.DateField, datetime.date(2026, 3, 2)),
            (models.TimeField, datetime.time(9)),
            (models.BooleanField, False),
            (models.IntegerField, number % 5 + 1),
            (models.JSONField, {}),
            (models.CharField, f"row-{number}"[: getattr(one, "max_length", None) or 20]),
            (models.TextField, f"row {number}"),
            (models.BinaryField, b"row"),
        ):
            if isinstance(one, kind):
                return value
        raise TypeError(f"Say in tests/rows.py how to fill {one}.")
