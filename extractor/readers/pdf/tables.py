"""Where the tables of a page are: the cells its ruling lines enclose, found as pdfplumber finds them.

pdfplumber's own steps, crossings to cells and cells to tables, take time with the square of a table's cells; here
they are written anew, linear, with the same result (tests/test_pdf_oracle.py holds them to it).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict

from extractor.location import Box
from extractor.readers.pdf.content import Edges
from extractor.readers.pdf.edges import close_open, merge_edges
from extractor.readers.pdf.rulings import TooComplexError

MAX_PAIRS = 2_000_000  # of an upright and a level line
MAX_CROSSINGS = 40_000  # a page of 100 rows and 20 columns has 2 100

_REACH = 3.0  # points a line may end short of one it crosses
_NEAR = 3.01  # where it is worth comparing

Point = tuple[float, float]
Crossings = dict[Point, tuple[frozenset[int], frozenset[int]]]  # which upright and which level edges meet in a point


def find_tables(edges: Edges) -> list[list[Box]]:
    """The cells of each table of two cells or more, tables from the top down. Raises TooComplexError."""
    return group_cells(find_cells(find_crossings(close_open(merge_edges(edges)))))


def find_crossings(edges: Edges) -> Crossings:
    """Where upright and level edges meet; both sorted."""
    upright, level = edges
    heights = [y for y, _, _ in level]
    spans = [(bisect_left(heights, top - _NEAR), bisect_right(heights, bottom + _NEAR)) for _, top, bottom in upright]
    if len(upright) * len(level) > MAX_PAIRS or sum(last - first for first, last in spans) > MAX_CROSSINGS:
        raise TooComplexError
    numbers = [frozenset((index,)) for index in range(max(len(upright), len(level)))]
    crossings: Crossings = {}
    for number, (x, top, bottom), (first, last) in zip(numbers[: len(upright)], upright, spans, strict=True):
        for level_number, (y, left, right) in zip(numbers[first:last], level[first:last], strict=True):
            if left - _REACH <= x <= right + _REACH and y - _REACH <= bottom and top <= y + _REACH:
                through = crossings.get((x, y))
                crossings[x, y] = (
                    (through[0] | number, through[1] | level_number) if through else (number, level_number)
                )
    return crossings


def find_cells(crossings: Crossings) -> list[Box]:
    """The smallest rectangle that each crossing is the top left corner of, as pdfplumber defines it: two crossings are
    connected if one edge runs through both."""
    columns: dict[float, list[float]] = defaultdict(list)
    rows: dict[float, list[float]] = defaultdict(list)
    points = sorted(crossings)
    for x, y in points:
        columns[x].append(y)
        rows[y].append(x)
    cells = []
    for x, y in points:
        lower, further = columns[x], rows[y]
        cell = _smallest_cell((x, y), lower[bisect_right(lower, y) :], further[bisect_right(further, x) :], crossings)
        if cell is not None:
            cells.append(cell)
    return cells


def _smallest_cell(corner: Point, lower: list[float], further: list[float], crossings: Crossings) -> Box | None:
    x, y = corner
    upright, level = crossings[corner]
    for bottom in lower:
        upright_below, level_below = crossings[x, bottom]
        if upright.isdisjoint(upright_below):
            continue
        for right in further:
            upright_beside, level_beside = crossings[right, y]
            opposite = crossings.get((right, bottom))
            if opposite is None or level.isdisjoint(level_beside):
                continue
            if not (opposite[0].isdisjoint(upright_beside) or opposite[1].isdisjoint(level_below)):
                return x, y, right, bottom
    return None


def group_cells(cells: list[Box]) -> list[list[Box]]:
    """Cells that touch at a corner, directly or through others, are one table; a lone cell is none."""
    table_at: dict[Point, list[Box]] = {}
    for cell in cells:
        table = [cell]
        for corner in _corners(cell):
            other = table_at.setdefault(corner, table)
            if other is not table:
                table = _unite(table, other, table_at)
    tables = {id(table): table for table in table_at.values() if len(table) > 1}.values()
    return sorted((sorted(table, key=_place) for table in tables), key=lambda table: _place(table[0]))


def _unite(one: list[Box], other: list[Box], table_at: dict[Point, list[Box]]) -> list[Box]:
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    for cell in small:
        for corner in _corners(cell):
            if table_at.get(corner) is small:
                table_at[corner] = large
    large += small
    return large


def _corners(cell: Box) -> tuple[Point, Point, Point, Point]:
    x0, top, x1, bottom = cell
    return (x0, top), (x0, bottom), (x1, top), (x1, bottom)


def _place(cell: Box) -> Point:
    """What cells are sorted by: rows from the top down, each from left to right."""
    return cell[1], cell[0]
