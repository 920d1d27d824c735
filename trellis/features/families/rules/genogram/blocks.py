"""Partners stand beside each other: the ways in which a couple, or a person with several partners, can be written."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations

from trellis.features.families.rules.genogram.unions import Plan

Nodes = tuple[str, ...]
MOST_TRIED = 5
MOST_WAYS = 24


def blocks(plan: Plan) -> list[list[tuple[Nodes, ...]]]:
    """Return, for each row, its blocks; each block as the orders in which its nodes may stand, the best first."""
    beside = _beside(plan)
    rows: list[list[tuple[Nodes, ...]]] = [[] for _ in range(plan.rows())]
    seen: set[str] = set()
    for node, row in plan.row.items():
        if node not in seen:
            together = _joined(node, beside)
            seen.update(together)
            rows[row].append(ways(together, beside))
    return rows


def _beside(plan: Plan) -> dict[str, list[str]]:
    beside: dict[str, list[str]] = {node: [] for node in plan.row}
    for union in plan.unions:
        if len(union.ends) == 2:
            first, second = union.ends
            beside[first].append(second)
            beside[second].append(first)
    return beside


def _joined(node: str, beside: Mapping[str, list[str]]) -> list[str]:
    found, waiting = [node], [node]
    while waiting:
        for other in beside[waiting.pop()]:
            if other not in found:
                found.append(other)
                waiting.append(other)
    return found


def stretch(order: Nodes, beside: Mapping[str, list[str]]) -> int:
    """Return how many nodes stand between partners, all couples together."""
    at = {node: place for place, node in enumerate(order)}
    return sum(abs(at[node] - at[other]) - 1 for node in order for other in beside[node]) // 2


def ways(nodes: list[str], beside: Mapping[str, list[str]]) -> tuple[Nodes, ...]:
    """Return the orders of one block in which partners are as near to each other as they can be."""
    if len(nodes) <= MOST_TRIED:
        orders = list(permutations(nodes))
        least = min(stretch(order, beside) for order in orders)
        return tuple(order for order in orders if stretch(order, beside) == least)[:MOST_WAYS]
    order = _spread(nodes, beside)
    return (order, order[::-1])


def _spread(nodes: list[str], beside: Mapping[str, list[str]]) -> Nodes:
    """Begin with a chain, put each further partner at the nearer end, and improve by moving one at a time."""
    ends = [node for node in nodes if len(beside[node]) == 1]
    order: list[str] = []
    for node in _joined((ends or nodes)[0], beside):
        spots = range(len(order) + 1)
        order = min(([*order[:spot], node, *order[spot:]] for spot in spots), key=lambda made: _partly(made, beside))
    for _ in range(3):
        for node in nodes:
            rest = [each for each in order if each != node]
            tried = [[*rest[:spot], node, *rest[spot:]] for spot in range(len(order))]
            order = min([order, *tried], key=lambda made: _partly(made, beside))
    return tuple(order)


def _partly(order: list[str], beside: Mapping[str, list[str]]) -> int:
    at = {node: place for place, node in enumerate(order)}
    return sum(abs(at[node] - at[other]) - 1 for node in order for other in beside[node] if other in at)
