"""Reads of who looked at whom."""

from trellis.features.looking.queries.belonging import families_of_records as families_of_records
from trellis.features.looking.queries.belonging import visible_events as visible_events
from trellis.features.looking.queries.looked_at import Filters as Filters
from trellis.features.looking.queries.looked_at import LookedAt as LookedAt
from trellis.features.looking.queries.looked_at import Somebody as Somebody
from trellis.features.looking.queries.looked_at import everything as everything
from trellis.features.looking.queries.looked_at import looked_at as looked_at
from trellis.features.looking.queries.reviews import open_looks as open_looks
from trellis.features.looking.queries.reviews import own_streets as own_streets
from trellis.features.looking.queries.reviews import reviewed_looks as reviewed_looks
from trellis.features.looking.queries.reviews import unusual_look as unusual_look
from trellis.features.looking.queries.reviews import watched as watched
