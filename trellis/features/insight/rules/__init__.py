"""Figures that can be shown: small numbers are held back, and so is what would give them away."""

from trellis.features.insight.rules.licensing import licensed_by as licensed_by
from trellis.features.insight.rules.limits import Limits as Limits
from trellis.features.insight.rules.limits import limits_on as limits_on
from trellis.features.insight.rules.periods import Period as Period
from trellis.features.insight.rules.periods import year_of as year_of
from trellis.features.insight.rules.periods import years_until as years_until
from trellis.features.insight.rules.shown import HELD_BACK as HELD_BACK
from trellis.features.insight.rules.shown import Kept as Kept
from trellis.features.insight.rules.shown import Shown as Shown
from trellis.features.insight.rules.shown import as_shown as as_shown
from trellis.features.insight.rules.shown import fewer as fewer
from trellis.features.insight.rules.shown import percent as percent
from trellis.features.insight.rules.shown import shown_extreme as shown_extreme
from trellis.features.insight.rules.shown import shown_measure as shown_measure
from trellis.features.insight.rules.suppression import Count as Count
from trellis.features.insight.rules.suppression import Mark as Mark
from trellis.features.insight.rules.suppression import marks_of as marks_of
from trellis.features.insight.rules.suppression import ranges as ranges
from trellis.features.insight.rules.suppression import total_of as total_of
