"""Who may review a look, and what a review must say."""

from __future__ import annotations

from trellis.features.looking.rules.kinds import Outcome
from trellis.kernel.decisions import RuleBroken

OWN = "Nobody reviews their own looking. Another supervisor does."
DONE = "This has been reviewed already."
WHY = "Write what you found out and what was agreed"


def check_review(*, is_own: bool, is_reviewed: bool, outcome: Outcome, note: str) -> None:
    """Raise RuleBroken unless the look may be reviewed so."""
    if is_own:
        raise RuleBroken(OWN)
    if is_reviewed:
        raise RuleBroken(DONE)
    if outcome is not Outcome.PART_OF_WORK and not note.strip():
        raise RuleBroken(WHY, "note")
