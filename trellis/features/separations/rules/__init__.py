"""Who must never meet through us, whom that covers, and when two bookings would bring them together."""

from trellis.features.separations.rules.meeting import Apart as Apart
from trellis.features.separations.rules.meeting import Booking as Booking
from trellis.features.separations.rules.meeting import Brings as Brings
from trellis.features.separations.rules.meeting import Meeting as Meeting
from trellis.features.separations.rules.meeting import Works as Works
from trellis.features.separations.rules.meeting import decide as decide
from trellis.features.separations.rules.meeting import meetings as meetings
from trellis.features.separations.rules.meeting import shared_workers as shared_workers

SEE = "separations.see"
RECORD = "separations.record"
END = "separations.end"
