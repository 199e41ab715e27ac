"""The figures of a bench: how cost grows, and tables of text."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Seconds above the start-up from which a difference is more than noise.
_LEAST_COST = 0.05


@dataclass(frozen=True)
class Growth:
    """The exponents e of cost ~ size^e: `fitted` over all sizes, `last` over the last two. None: too little to tell."""

    fitted: float | None
    last: float | None


def growth(costs: Sequence[tuple[int, float]], start: float) -> Growth:
    """How `costs`, pairs of size and seconds, grow beyond the seconds that a `start` takes."""
    points = [(math.log(size), math.log(cost - start)) for size, cost in sorted(costs) if cost - start >= _LEAST_COST]
    if len(points) < 2:
        return Growth(None, None)
    return Growth(_slope(points), _slope(points[-2:]))


def _slope(points: Sequence[tuple[float, float]]) -> float:
    """Of the line with the least squares."""
    x_mean = math.fsum(x for x, _ in points) / len(points)
    y_mean = math.fsum(y for _, y in points) / len(points)
    across = math.fsum((x - x_mean) ** 2 for x, _ in points)
    return math.fsum((x - x_mean) * (y - y_mean) for x, y in points) / across


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows below a head: the first column to the left, the others to the right."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        padded = [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
        return "  ".join((cells[0].ljust(widths[0]), *padded)).rstrip()

    return "\n".join(line(row) for row in (head, *rows))
