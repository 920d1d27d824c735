"""A plan as numbers: which offers are open, with which families and which practitioners."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trellis.features.groups.planning.indexed import Indexed


@dataclass(frozen=True, slots=True)
class Cohort:
    """An opened offer: its families in order, and (practitioner, kind of place) for everybody who runs it."""

    families: tuple[int, ...]
    staff: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Plan:
    """Cohorts by offer; two plans are equal when they do the same."""

    cohorts: Mapping[int, Cohort] = field(default_factory=dict)

    def value(self, indexed: Indexed) -> int:
        """Return the plan's value in points."""
        earned = sum(indexed.brings(family, at) for at, cohort in self.cohorts.items() for family in cohort.families)
        return earned - indexed.problem.coefficients.open_cohort * len(self.cohorts)

    def placed(self) -> dict[int, int]:
        """Return the offer of each family that has a place."""
        return {family: at for at, cohort in self.cohorts.items() for family in cohort.families}

    def circles(self, indexed: Indexed, at: int) -> tuple[int, ...]:
        """Return the circles that a cohort has."""
        sizes = indexed.sizes(self.cohorts[at].families)
        return tuple(circle for circle, many in enumerate(sizes) if many)
