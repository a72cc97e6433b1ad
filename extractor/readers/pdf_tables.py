"""Where the tables of a page are: pdfplumber's table finder over PDFium's ruling lines.

The finder's edges (snapped, joined, filtered) and their crossings are pdfplumber's own. Its last two steps, crossings
to cells and cells to tables, take time with the square of a table's cells; here they are written anew, linear, with
the same result (tests/test_pdf_tables.py holds them to it).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import cast

from pdfplumber.page import Page
from pdfplumber.table import TableFinder, TableSettings, edges_to_intersections

from extractor.location import Box
from extractor.readers.pdf_content import Edge
from extractor.readers.pdf_rulings import TooComplexError

MAX_PAIRS = 2_000_000  # of an upright and a level line: pdfplumber looks at each
MAX_CROSSINGS = 40_000  # a page of 100 rows and 20 columns has 2 100

Point = tuple[float, float]
Crossings = dict[Point, dict[str, list[Edge]]]


class _Ruled:
    """The part of a pdfplumber page its finder asks for."""

    def __init__(self, edges: list[Edge]) -> None:
        self.edges = edges


class _EdgeFinder(TableFinder):
    """pdfplumber's finder as far as the edges; a drawing must not make it run for minutes."""

    def __init__(self, page: _Ruled) -> None:
        self.page = cast(Page, page)
        self.settings = TableSettings.resolve(None)
        self.edges: list[Edge] = self.get_edges()

    def crossings(self) -> Crossings:
        upright = [edge for edge in self.edges if edge["orientation"] == "v"]
        heights = sorted(edge["top"] for edge in self.edges if edge["orientation"] == "h")
        count = sum(bisect_right(heights, v["bottom"] + 3) - bisect_left(heights, v["top"] - 3) for v in upright)
        if len(upright) * len(heights) > MAX_PAIRS or count > MAX_CROSSINGS:
            raise TooComplexError
        tolerances = self.settings.intersection_x_tolerance, self.settings.intersection_y_tolerance
        return cast(Crossings, edges_to_intersections(self.edges, *tolerances))


def find_tables(edges: list[Edge]) -> list[list[Box]]:
    """The cells of each table of two cells or more, tables from the top down. Raises TooComplexError."""
    return group_cells(find_cells(_EdgeFinder(_Ruled(edges)).crossings()))


def find_cells(crossings: Crossings) -> list[Box]:
    """The smallest rectangle that each crossing is the top left corner of, as pdfplumber defines it: two crossings are
    connected if one edge runs through both."""
    upright = {point: frozenset(map(id, edges["v"])) for point, edges in crossings.items()}
    level = {point: frozenset(map(id, edges["h"])) for point, edges in crossings.items()}
    columns: dict[float, list[float]] = defaultdict(list)
    rows: dict[float, list[float]] = defaultdict(list)
    points = sorted(crossings)
    for x, y in points:
        columns[x].append(y)
        rows[y].append(x)
    cells = []
    for x, y in points:
        lower = columns[x][bisect_right(columns[x], y) :]
        further = rows[y][bisect_right(rows[y], x) :]
        cell = _smallest_cell((x, y), lower, further, upright, level)
        if cell is not None:
            cells.append(cell)
    return cells


def _smallest_cell(
    corner: Point,
    lower: list[float],
    further: list[float],
    upright: dict[Point, frozenset[int]],
    level: dict[Point, frozenset[int]],
) -> Box | None:
    x, y = corner
    for bottom in lower:
        if upright[corner].isdisjoint(upright[x, bottom]):
            continue
        for right in further:
            if level[corner].isdisjoint(level[right, y]) or (right, bottom) not in upright:
                continue
            closed_right = not upright[right, bottom].isdisjoint(upright[right, y])
            if closed_right and not level[right, bottom].isdisjoint(level[x, bottom]):
                return x, y, right, bottom
    return None


def group_cells(cells: list[Box]) -> list[list[Box]]:
    """Cells that touch at a corner, directly or through others, are one table; a lone cell is none."""
    at_corner: dict[Point, list[int]] = defaultdict(list)
    for index, (x0, top, x1, bottom) in enumerate(cells):
        for corner in ((x0, top), (x0, bottom), (x1, top), (x1, bottom)):
            at_corner[corner].append(index)
    tables: list[list[Box]] = []
    seen: set[int] = set()
    for start in range(len(cells)):
        if start in seen:
            continue
        seen.add(start)
        table, queue = [], [start]
        while queue:
            x0, top, x1, bottom = box = cells[queue.pop()]
            table.append(box)
            for corner in ((x0, top), (x0, bottom), (x1, top), (x1, bottom)):
                for index in at_corner[corner]:
                    if index not in seen:
                        seen.add(index)
                        queue.append(index)
        if len(table) > 1:
            tables.append(sorted(table, key=lambda box: (box[1], box[0])))
    return sorted(tables, key=lambda table: (table[0][1], table[0][0]))
