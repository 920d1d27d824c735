"""At what height each union's crossbar runs, so that lines cross each other as seldom as their order allows."""

from __future__ import annotations

from dataclasses import dataclass

MOST_EXACT = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """The lines of one union in a channel: where they come from above, and where they go below."""

    source: float | None
    targets: tuple[float, ...]

    @property
    def left(self) -> float:
        """Return the left end."""
        return min((*self.targets, self.targets[0] if self.source is None else self.source))

    @property
    def right(self) -> float:
        """Return the right end."""
        return max((*self.targets, self.targets[0] if self.source is None else self.source))

    def meets(self, other: Bar) -> bool:
        """Say whether two bars would touch at one height."""
        return self.left <= other.right + 8 and other.left <= self.right + 8


def crossings(upper: Bar, lower: Bar) -> int:
    """Count how often two unions' lines cross with one bar above the other."""
    source = lower.source is not None and upper.left <= lower.source <= upper.right
    return source + sum(lower.left <= target <= lower.right for target in upper.targets)


def levels(bars: list[Bar]) -> list[int]:
    """Return a level for each bar (0 is the highest): exact for up to eight, else from left to right."""
    sequence = _exact(bars) if len(bars) <= MOST_EXACT else _greedy(bars)
    level = [0] * len(bars)
    for place, number in enumerate(sequence):
        above = [level[other] + 1 for other in sequence[:place] if bars[number].meets(bars[other])]
        level[number] = max(above, default=0)
    return level


def _exact(bars: list[Bar]) -> list[int]:
    """Order bars from top to bottom with fewest crossings, set by set (Held and Karp's way)."""
    count = len(bars)
    cost = [[0 if a == b else crossings(bars[a], bars[b]) for b in range(count)] for a in range(count)]
    best: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    for chosen in range(1, 1 << count):
        tried = []
        for last in range(count):
            if chosen >> last & 1:
                so_far, order = best[chosen ^ (1 << last)]
                tried.append((so_far + sum(cost[other][last] for other in order), (*order, last)))
        best[chosen] = min(tried)
    return list(best[(1 << count) - 1][1])


def _greedy(bars: list[Bar]) -> list[int]:
    order: list[int] = []
    for number in range(len(bars)):
        tried = []
        for spot in range(len(order) + 1):
            made = [*order[:spot], number, *order[spot:]]
            above = sum(crossings(bars[other], bars[number]) for other in made[:spot])
            tried.append((above + sum(crossings(bars[number], bars[other]) for other in made[spot + 1 :]), spot, made))
        order = min(tried)[2]
    return order
