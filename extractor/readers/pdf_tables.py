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

_LEAST_LINES = 3
_TOGETHER = 4.0  # points
_NARROWEST = 15.0  # points: a column has that much, ruling lines that overshoot have less

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
        edges = self.get_edges()
        self.edges: list[Edge] = edges + open_sides(edges)

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


def open_sides(edges: list[Edge]) -> list[Edge]:
    """Upright edges for tables printed without their outer ones: where three level lines or more end together, well
    away from the upright lines that cross them. Without these the finder loses the first or last column."""
    level = [edge for edge in edges if edge["orientation"] == "h"]
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    if not upright:
        return []
    sides = []
    for end in ("x0", "x1"):
        ending: dict[int, list[Edge]] = defaultdict(list)
        for edge in level:
            ending[round(edge[end] / _TOGETHER)].append(edge)
        for lines in ending.values():
            if len(lines) >= _LEAST_LINES and _is_open(lines, end, upright):
                sides.append(_upright(lines[0][end], lines))
    return sides


def _is_open(lines: list[Edge], end: str, upright: list[Edge]) -> bool:
    """Whether upright lines cross these level ones, but none near their end."""
    x = lines[0][end]
    top, bottom = min(line["top"] for line in lines), max(line["top"] for line in lines)
    left, right = min(line["x0"] for line in lines), max(line["x1"] for line in lines)
    crossing = [
        edge["x0"]
        for edge in upright
        if edge["top"] < bottom and edge["bottom"] > top and left - _TOGETHER <= edge["x0"] <= right + _TOGETHER
    ]
    return bool(crossing) and all(abs(at - x) > _NARROWEST for at in crossing)


def _upright(x: float, lines: list[Edge]) -> Edge:
    top, bottom = min(line["top"] for line in lines), max(line["top"] for line in lines)
    box = {"x0": x, "x1": x, "top": top, "bottom": bottom, "doctop": top, "width": 0.0, "height": bottom - top}
    return {"object_type": "line", "orientation": "v", **box}


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
