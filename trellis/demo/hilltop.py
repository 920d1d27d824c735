"""The families of Hilltop: a small service beside Riverside, whose records nobody at Riverside ever sees."""

from __future__ import annotations

from datetime import timedelta

from trellis.demo import families, referring
from trellis.demo.setting import Service

ONE_TO_ONE = "youth-justice-one-to-one"


def fill(service: Service) -> None:
    """Make the families of the service."""
    first, second, third = families.ELSEWHERE
    for family, weeks in ((first, 6), (second, 3)):
        day = service.today - timedelta(weeks=weeks)
        referring.accepted(family, ONE_TO_ONE, day, service.referrer, service.coordinator)
    day = service.today - timedelta(days=2)
    referring.to_screen(third, ONE_TO_ONE, day, service.referrer, service.coordinator)
