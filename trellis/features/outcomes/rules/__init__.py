"""What changed, and how it is put into words."""

from trellis.features.outcomes.rules.change import (
    Block,
    IncidentChange,
    RatingChange,
    blocks,
    incident_change,
    rating_change,
)
from trellis.features.outcomes.rules.closing import SECTIONS, Section, check_sections
from trellis.features.outcomes.rules.words import Point, due_points

__all__ = [
    "SECTIONS",
    "Block",
    "IncidentChange",
    "Point",
    "RatingChange",
    "Section",
    "blocks",
    "check_sections",
    "due_points",
    "incident_change",
    "rating_change",
]
