"""Reads of separations, and the question that every booking asks: does it bring together people who are kept apart?"""

from trellis.features.separations.queries.apart import any_apart as any_apart
from trellis.features.separations.queries.apart import must_not_meet as must_not_meet
from trellis.features.separations.queries.apart import separated_pairs as separated_pairs
from trellis.features.separations.queries.checking import check_bookings as check_bookings
from trellis.features.separations.queries.checking import check_workers as check_workers
from trellis.features.separations.queries.checking import refusing as refusing
from trellis.features.separations.queries.finding import breaches_of as breaches_of
from trellis.features.separations.queries.finding import sides_of as sides_of
from trellis.features.separations.queries.lists import current_of_family as current_of_family
from trellis.features.separations.queries.lists import looks_due as looks_due
from trellis.features.separations.queries.lists import reviews_of as reviews_of
from trellis.features.separations.queries.lists import separation as separation
from trellis.features.separations.queries.lists import separations_listed as separations_listed
from trellis.features.separations.queries.lists import to_mend as to_mend
