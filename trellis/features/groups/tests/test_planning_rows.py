"""Rows over whole cohorts, and what those who work at once know of each other."""

from __future__ import annotations

from itertools import combinations_with_replacement

import numpy as np
import pytest

from trellis.features.groups.planning.board import LAG, Board, Note, best_plan
from trellis.features.groups.planning.plan import Plan
from trellis.features.groups.planning.rows import rounded


@pytest.mark.parametrize("limit", range(1, 9))
@pytest.mark.parametrize("needs", [(1, 2, 3), (2, 3), (4, 6), (3, 5, 7)])
def test_rounded_rows_hold_for_all_whole_cohorts(needs: tuple[int, ...], limit: int) -> None:
    rows = rounded(np.array(needs, dtype=np.float64), float(limit))
    for many in range(limit + 1):
        for chosen in combinations_with_replacement(range(len(needs)), many):
            if sum(needs[each] for each in chosen) <= limit:
                for weights, most in rows:
                    assert sum(weights[each] for each in chosen) <= most


def test_three_rooms_take_one_cohort_of_two_circles() -> None:
    rows = rounded(np.array([0.0, 1.0, 2.0, 3.0]), 3.0)
    assert any(most == 1 and weights[2] == 1 for weights, most in rows)


def test_a_note_is_read_only_after_the_lag() -> None:
    board = Board(2, lambda: False)
    board.tell(0, Note(0.4, Plan(), 7))
    board.tell(1, Note(LAG + 0.3))
    assert best_plan(board.read(0)) is None
    board.tell(0, Note(LAG + 0.3))
    board.tell(1, Note(LAG + 0.5))
    found = best_plan(board.read(1))
    assert found is not None
    assert found.value == 7
