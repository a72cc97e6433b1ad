"""Tables without rulings whose every second row is shaded: the shaded rows alone would be found, each as a table.

The shades' own edges tell the columns; drawn on over the rows between, they make the table whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.readers.pdf_content import Char, Edges
from extractor.readers.pdf_grid import Grid

_NEAR = 2.0  # points between two prints of one column boundary
_LEAST = 2  # stripes
_MOST_ROWS = 3  # of a shaded heading
_TALLEST = 4.0  # times the height of a stripe an unshaded row may have
_MARGIN = 1.5  # points below the last text


def complete_stripes(edges: Edges, grids: Sequence[Grid], chars: Sequence[Char]) -> Edges | None:
    """The edges with those that the unshaded rows lack; None where nothing is striped. chars: those in no table."""
    added = Edges([], [])
    for stripes in _striped(grids):
        columns = sorted({round(x, 1) for stripe in stripes for x in stripe.xs})
        columns = [x for at, x in enumerate(columns) if not at or x - columns[at - 1] > _NEAR]
        for above, below in pairwise(stripes):
            added.upright.extend((x, above.ys[-1], below.ys[0]) for x in below.xs)
        for end in (_end(stripes[-1], chars, down=True), _end(stripes[0], chars, down=False)):
            if end is not None:
                added.upright.extend((x, min(end), max(end)) for x in columns)
                added.level.append((end[1], columns[0], columns[-1]))
    if not added.upright:
        return None
    return Edges([*edges.upright, *added.upright], [*edges.level, *added.level])


def _striped(grids: Sequence[Grid]) -> list[list[Grid]]:
    groups: list[list[Grid]] = []
    for grid in sorted(grids, key=lambda grid: grid.ys[0]):
        if groups and _follows(groups[-1][-1], grid):
            groups[-1].append(grid)
        else:
            groups.append([grid])
    return [group for group in groups if len(group) >= _LEAST]


def _follows(above: Grid, below: Grid) -> bool:
    if above.row_count > _MOST_ROWS or below.row_count > 1:
        return False
    if abs(above.xs[0] - below.xs[0]) > _NEAR or abs(above.xs[-1] - below.xs[-1]) > _NEAR:
        return False
    few, many = sorted((above.xs, below.xs), key=len)
    height = below.ys[-1] - below.ys[0]
    return 0.3 * height < below.ys[0] - above.ys[-1] < _TALLEST * height and all(
        any(abs(x - other) < _NEAR for other in many) for x in few
    )


def _end(stripe: Grid, chars: Sequence[Char], down: bool) -> tuple[float, float] | None:
    """From where to where an unshaded row goes below the last stripe, or above the first, if there is one."""
    height = stripe.ys[-1] - stripe.ys[0]
    edge = stripe.ys[-1] if down else stripe.ys[0]
    near = [
        char
        for char in chars
        if stripe.xs[0] <= (char.x0 + char.x1) / 2 <= stripe.xs[-1]
        and (
            edge <= char.top and char.bottom < edge + 1.4 * height
            if down
            else edge - 1.4 * height < char.top and char.bottom <= edge
        )
    ]
    columns = {sum(x <= (char.x0 + char.x1) / 2 for x in stripe.xs) for char in near}
    crossing = any(char.x0 < x - 1 and char.x1 > x + 1 for char in near for x in stripe.xs[1:-1])
    if len(columns) < min(3, stripe.column_count) or crossing:
        return None
    far = max(char.bottom for char in near) + _MARGIN if down else min(char.top for char in near) - _MARGIN
    return edge, far
