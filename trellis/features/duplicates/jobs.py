"""Looking through everybody for likely pairs, in the background."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from trellis.features.duplicates import actions, queries
from trellis.platform.design_system.words import count
from trellis.platform.jobs.progress import Progress
from trellis.platform.jobs.registry import Result, background


@background(actions.FIND)
def find(progress: Progress, arguments: dict[str, Any]) -> Result:
    """Compare everybody whom the asker may see, and put what was found in the place of what was found before."""
    del arguments

    def step(done: int, total: int) -> None:
        progress.step(done, total, "Comparing people")

    found = list(queries.all_pairs(progress.by, step))
    number = actions.replace_pairs(by=progress.by, found=found)
    words = f"{count(number, 'likely pair')} found." if number else "No likely pairs were found."
    return Result(words, reverse("duplicates:list"))
