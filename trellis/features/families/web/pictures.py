"""What templates need of a drawing: the SVG, its legend, the same in words, and what could not be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from markupsafe import Markup

from trellis.features.families.rules import ecomap, genogram

if TYPE_CHECKING:
    from trellis.features.families.models import Family

# Beside the legend on A4 across, in pixels of a printed page (96 to the inch).
PAPER_WIDE, PAPER_HIGH = 800.0, 540.0


@dataclass(frozen=True, slots=True)
class Sign:
    """One line of a legend."""

    picture: Markup
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with all that stands beside it. `svg` is empty where there is nobody to draw."""

    title: str
    kind: str
    svg: Markup
    signs: tuple[Sign, ...]
    told: tuple[genogram.Told, ...]
    left_out: tuple[str, ...]
    paper: str
    pdf: str
    back: str


def genogram_picture(family: Family, kin: genogram.Kin, *, on_paper: bool = False) -> Picture:
    """Draw a family."""
    drawing = genogram.draw(kin)
    told = genogram.tell(kin)
    title = f"Genogram of the {family.name}"
    width = _fitting(drawing.width, drawing.height) if on_paper else None
    svg = genogram.write(drawing, title, genogram.in_one(told), width=width) if kin.people else ""
    return _picture(family, "genogram", title, svg, genogram.legend(drawing), told, drawing.left_out)


def ecomap_picture(family: Family, around: ecomap.Surroundings, *, on_paper: bool = False) -> Picture:
    """Draw what is round a family."""
    made = ecomap.lay_out(around)
    told = ecomap.tell(around)
    title = f"Ecomap of the {family.name}"
    width = _fitting(made.width, made.height) if on_paper else None
    svg = ecomap.write(made, title, genogram.in_one(told), width=width) if around.outside else ""
    return _picture(family, "ecomap", title, svg, ecomap.legend(around), told, ())


def _picture(
    family: Family,
    kind: str,
    title: str,
    svg: str,
    signs: tuple[genogram.Sign, ...],
    told: tuple[genogram.Told, ...],
    left_out: tuple[str, ...],
) -> Picture:
    # Our own writers escape every word that people typed.
    return Picture(
        title,
        kind,
        Markup(svg),
        tuple(Sign(Markup(sign.picture), sign.words) for sign in signs),
        told,
        left_out,
        reverse(f"families:{kind}_paper", args=[family.pk]),
        reverse(f"families:{kind}_pdf", args=[family.pk]),
        reverse(f"families:{kind}", args=[family.pk]),
    )


def _fitting(width: float, height: float) -> float:
    """Return how wide a drawing is on paper: as large as fits, and not larger than on the screen by a quarter."""
    return width * min(PAPER_WIDE / width, PAPER_HIGH / height, 1.25)
