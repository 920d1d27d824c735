"""Genograms: people and ties in, a positioned drawing out (symbols after McGoldrick, Gerson and Petry)."""

from trellis.features.families.rules.genogram.drawing import Drawing
from trellis.features.families.rules.genogram.layout import draw
from trellis.features.families.rules.genogram.legend import Sign, legend
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
from trellis.features.families.rules.genogram.telling import Told, in_one, tell

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
    "Sign",
    "Someone",
    "Told",
    "draw",
    "in_one",
    "legend",
    "tell",
    "write",
]
