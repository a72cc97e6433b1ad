"""Ruled tables without level lines between their rows: one tall cell a column, its rows told by the lines of text.

Where the amounts of a tall row stand line below line, each at the height of its label, the rulings that lack can be
drawn. Where the lines of the columns do not agree, or a label is prose that fills its cell, nothing is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise

import regex

from extractor.readers.pdf.content import Char, Edges, Ruling
from extractor.readers.pdf.grid import Grid, GridCell
from extractor.readers.pdf.lines import Line, build_lines

_LEAST = 3  # lines of numbers
_TALL = 30.0  # points: three lines of small type
_NUMBERS = regex.compile(r"(?:-|－)?[\d,，.．]*\d%?(?:\n(?:-|－)?[\d,，.．]*\d%?){2,}")
_NUMBER = regex.compile(r"(?:-|－)?[\d,，.．]*\d%?|[-—－]+")
_LEVEL = 0.35  # font sizes two lines of one row stand apart
_APART = 0.9  # of the least step from one number to the next: lines nearer than that are of one row
_FULL = 1.0  # font sizes from the right side of the cell: a line that was cut by the width
_FULL_SHARE = 1 / 3
_SENTENCE_ENDS = "。；;"


def rule_tall_rows(grids: Sequence[Grid], chars: Sequence[Char]) -> list[Ruling]:
    """The level rulings that the tables of a page lack."""
    return [line for grid in grids for cells in _tall_rows(grid) for line in _rule(grid, cells, chars)]


def add_level(edges: Edges, lines: Sequence[Ruling]) -> Edges:
    return Edges(edges.upright, [*edges.level, *lines])


def is_ruled_anew(grid: Grid, lines: Iterable[Ruling]) -> bool:
    """Whether one of the lines goes through a grid."""
    return any(grid.ys[0] < y < grid.ys[-1] and left < grid.xs[-1] and right > grid.xs[0] for y, left, right in lines)


def _tall_rows(grid: Grid) -> Iterator[list[GridCell]]:
    """The cells of each row that is high enough for several lines, that no cell goes beyond, and in which a column
    holds nothing but numbers."""
    for row, (top, bottom) in enumerate(pairwise(grid.ys)):
        if bottom - top < _TALL:
            continue
        cells = [cell for cell in grid.cells if cell.row == row]
        is_alone = sum(cell.column_span for cell in cells) == grid.column_count and all(
            cell.row_span == 1 for cell in cells
        )
        if is_alone and any(cell.text.count("\n") >= _LEAST - 1 and _NUMBERS.fullmatch(cell.text) for cell in cells):
            yield cells


def _rule(grid: Grid, cells: Sequence[GridCell], chars: Sequence[Char]) -> list[Ruling]:
    _, top, _, bottom = cells[0].box
    inside = [c for c in chars if top <= (c.top + c.bottom) / 2 < bottom]
    columns = [(cell, _lines_in(cell, inside)) for cell in cells]
    numbers = [lines for _, lines in columns if lines and all(_NUMBER.fullmatch(line.text) for line in lines)]
    labels = [(cell, lines) for cell, lines in columns if lines and lines not in numbers]
    if not labels or any(_is_prose(cell, lines) for cell, lines in labels):
        return []
    anchors = _heights(line for lines in numbers for line in lines)
    rows = _group([line for _, lines in columns for line in lines], anchors)
    named = {id(line) for _, lines in labels for line in lines}
    if len(anchors) < _LEAST or not all(_is_row(row, anchors, named) for row in rows):
        return []
    return [
        ((max(line.bottom for line in upper) + min(line.top for line in lower)) / 2, grid.xs[0], grid.xs[-1])
        for upper, lower in pairwise(rows)
    ]


def _lines_in(cell: GridCell, row: Sequence[Char]) -> list[Line]:
    left, _, right, _ = cell.box
    return build_lines([c for c in row if left <= (c.x0 + c.x1) / 2 < right], part_at_gaps=False)


def _is_prose(cell: GridCell, lines: Sequence[Line]) -> bool:
    """Whether most lines go on in the next, or one ends a sentence."""
    cut = sum(line.x1 > cell.box[2] - _FULL * line.size for line in lines)
    return cut > max(1, _FULL_SHARE * len(lines)) or any(line.text[-1] in _SENTENCE_ENDS for line in lines)


def _heights(lines: Iterable[Line]) -> list[Line]:
    """One line of each height, from the top down."""
    found: list[Line] = []
    for line in sorted(lines, key=lambda line: line.bottom):
        if not found or line.bottom - found[-1].bottom > _LEVEL * line.size:
            found.append(line)
    return found


def _group(lines: Sequence[Line], anchors: Sequence[Line]) -> list[list[Line]]:
    """The lines of each row: what stands nearer together than two numbers do."""
    steps = [lower.bottom - upper.bottom for upper, lower in pairwise(anchors)]
    if not steps:
        return []
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.bottom):
        if rows and line.bottom - rows[-1][-1].bottom < _APART * min(steps):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _is_row(row: Sequence[Line], anchors: Sequence[Line], named: Set[int]) -> bool:
    """Whether lines hold the numbers of one row at most, and a label."""
    numbers = sum(row[0].bottom <= at.bottom <= row[-1].bottom for at in anchors)
    return numbers <= 1 and any(id(line) in named for line in row)
