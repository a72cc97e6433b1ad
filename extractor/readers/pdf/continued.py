"""A table without upright rulings that goes on over the page end: its columns there are those of the page before.

A column that is blank on the second page leaves nothing to be found by; the others tell by their place which they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.readers.pdf.grid import Grid
from extractor.readers.pdf.page import PageLayout

Span = tuple[float, float]


def align_continued(pages: Sequence[PageLayout]) -> None:
    """Gives the first table of a page the columns of the last of the page before where nothing stands between."""
    for above, below in pairwise(pages):
        if not above.grids or not below.grids:
            continue
        upper, lower = above.grids[-1], below.grids[0]
        apart = any(row.bottom > upper.ys[-1] for row in above.rows) or any(row.top < lower.ys[0] for row in below.rows)
        if apart or not upper.spans or not lower.spans:
            continue
        columns = _match(upper.spans, lower.spans)
        if columns is not None:
            below.grids[0] = _spread(lower, columns, upper)


def _match(whole: Sequence[Span], part: Sequence[Span]) -> list[int] | None:
    """The column of the whole whose texts stand over those of each column of the part, if each has its own."""
    columns = []
    for x0, x1 in part:
        shared = [min(x1, right) - max(x0, left) for left, right in whole]
        columns.append(max(range(len(whole)), key=shared.__getitem__))
        if shared[columns[-1]] <= 0:
            return None
    return columns if all(a < b for a, b in pairwise(columns)) else None


def _spread(grid: Grid, columns: Sequence[int], whole: Grid) -> Grid:
    xs = whole.xs
    cells = []
    for cell in grid.cells:
        begin, end = columns[cell.column], columns[cell.column + cell.column_span - 1]
        box = (xs[begin], cell.box[1], xs[end + 1], cell.box[3])
        cells.append(cell._replace(column=begin, column_span=end - begin + 1, box=box))
    return replace(grid, cells=tuple(cells), xs=xs, spans=whole.spans)
