"""Writes of separations."""

from trellis.features.separations.actions.keeping import BookingsStand as BookingsStand
from trellis.features.separations.actions.keeping import end_separation as end_separation
from trellis.features.separations.actions.keeping import record_separation as record_separation
from trellis.features.separations.actions.keeping import review_separation as review_separation
