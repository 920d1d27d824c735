"""What of looking at families is unusual, and why."""

from trellis.features.looking.rules.kinds import Outcome as Outcome
from trellis.features.looking.rules.kinds import UnusualKind as UnusualKind
from trellis.features.looking.rules.places import is_near as is_near
from trellis.features.looking.rules.places import surname_of as surname_of
from trellis.features.looking.rules.reviewing import check_review as check_review
from trellis.features.looking.rules.thresholds import Thresholds as Thresholds
from trellis.features.looking.rules.thresholds import thresholds_on as thresholds_on
from trellis.features.looking.rules.unusual import DayOfLooking as DayOfLooking
from trellis.features.looking.rules.unusual import LooksAtFamily as LooksAtFamily
from trellis.features.looking.rules.unusual import Unusual as Unusual
from trellis.features.looking.rules.unusual import unusual_about_a_day as unusual_about_a_day
from trellis.features.looking.rules.unusual import unusual_about_a_family as unusual_about_a_family
from trellis.features.looking.rules.unusual import unusual_before_leaving as unusual_before_leaving
