"""Ecomaps: the services and people round a family, drawn and told."""

from trellis.features.families.rules.ecomap.around import Outside, Strength, Surroundings, together
from trellis.features.families.rules.ecomap.drawing import Ecomap, lay_out
from trellis.features.families.rules.ecomap.svg import legend, tell, write

__all__ = ["Ecomap", "Outside", "Strength", "Surroundings", "lay_out", "legend", "tell", "together", "write"]
