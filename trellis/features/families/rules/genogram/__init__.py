"""Genograms: people and ties in, a positioned drawing out (symbols after McGoldrick, Gerson and Petry)."""

from trellis.features.families.rules.genogram.drawing import Drawing
from trellis.features.families.rules.genogram.layout import draw
from trellis.features.families.rules.genogram.people import (
    Bond,
    BondTie,
    Couple,
    CoupleTie,
    Home,
    Kin,
    Parentage,
    ParentTie,
    Shape,
    SiblingTie,
    Someone,
)
from trellis.features.families.rules.genogram.svg import write

__all__ = [
    "Bond",
    "BondTie",
    "Couple",
    "CoupleTie",
    "Drawing",
    "Home",
    "Kin",
    "ParentTie",
    "Parentage",
    "Shape",
    "SiblingTie",
    "Someone",
    "draw",
    "write",
]
