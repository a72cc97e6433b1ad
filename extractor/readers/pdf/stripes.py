"""Tables without rulings whose every second row is shaded: the shaded rows alone would be found, each as a table.

The shades' own edges tell the columns; drawn on over the rows between, they make the table whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extractor.readers.pdf.content import Char, Edges, Ruling
from extractor.readers.pdf.grid import Grid

_NEAR = 2.0  # points between two prints of one column boundary
_LEAST = 2  # stripes
_LEAST_CELLS = 3  # of a row
_MOST_ROWS = 3  # of a shaded heading
_TALLEST = 4.0  # times the height of a stripe an unshaded row may have
_MARGIN = 1.5  # points below the last text


def complete_stripes(edges: Edges, grids: Sequence[Grid], chars: Sequence[Char]) -> Edges | None:
    """The edges with those that the unshaded rows lack; None where nothing is striped. chars: those of the page."""
    added = Edges([], [])
    between = {id(grid): _between_stripes(grid, chars) for grid in grids}
    whole = [[grid] for grid in grids if between[id(grid)]]
    for stripes in [*_striped(grids), *whole]:
        columns = sorted({round(x, 1) for stripe in stripes for x in stripe.xs})
        columns = [x for at, x in enumerate(columns) if not at or x - columns[at - 1] > _NEAR]
        for above, below in pairwise(stripes):
            added.upright.extend((x, above.ys[-1], below.ys[0]) for x in below.xs)
        for end in (_end(stripes[-1], chars, down=True), _end(stripes[0], chars, down=False)):
            if end is not None:
                added.upright.extend((x, min(end), max(end)) for x in columns)
                added.level.append((end[1], columns[0], columns[-1]))
    for lines in between.values():
        added.upright.extend(lines)
    if not added.upright:
        return None
    return Edges([*edges.upright, *added.upright], [*edges.level, *added.level])


def _between_stripes(grid: Grid, chars: Sequence[Char]) -> list[Ruling]:
    """The upright edges of unshaded rows that the sides of the table alone enclose: one cell, its texts in columns."""
    counts = Counter(cell.row for cell in grid.cells)
    lines: list[Ruling] = []
    for cell in grid.cells:
        beside = [row for row in (cell.row - 1, cell.row + 1) if counts[row] >= _LEAST_CELLS]
        if cell.column_span < max(_LEAST_CELLS, grid.column_count) or not beside:
            continue
        xs = [other.box[0] for other in grid.cells if other.row == beside[0]][1:]
        left, top, right, bottom = cell.box
        inside = [c for c in chars if left < c.x0 and c.x1 < right and top < (c.top + c.bottom) / 2 < bottom]
        columns = {sum(x <= (c.x0 + c.x1) / 2 for x in xs) for c in inside}
        if len(columns) >= _LEAST_CELLS and not any(c.x0 < x - 1 and c.x1 > x + 1 for c in inside for x in xs):
            lines += [(x, top, bottom) for x in xs]
    return lines


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
    height = stripe.ys[-1] - stripe.ys[-2] if down else stripe.ys[1] - stripe.ys[0]
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
