"""Ruled tables of a page with their text: cells filled in one pass over the characters.

pdfplumber's own `Table.extract` looks at every character for every row; here each character finds its cell by
bisection, so that a page costs what its characters cost.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from extractor.location import Box
from extractor.readers.pdf.cell_text import join_cell_lines
from extractor.readers.pdf.content import Char, Edges
from extractor.readers.pdf.lines import Line, build_lines
from extractor.readers.pdf.tables import find_tables

_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


class GridCell(NamedTuple):
    """row, column: its top left corner in the grid, from 0."""

    text: str
    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


class Tail(NamedTuple):
    """The last line of the cell that begins in this column: how wide it is, and its size."""

    column: int
    width: float
    size: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of one page. xs and ys are the boundaries of its columns and rows, both ends included; without rulings
    they lie between the texts, and a blank cell may belong to its neighbour. tails: the last lines of the cells at its
    lower end, where a page may cut them. spans: where the texts of each column stand, of a table without rulings."""

    cells: tuple[GridCell, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    ruled: bool = True
    tails: tuple[Tail, ...] = ()
    spans: tuple[tuple[float, float], ...] = ()

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @property
    def row_count(self) -> int:
        return len(self.ys) - 1

    @property
    def column_count(self) -> int:
        return len(self.xs) - 1


def find_grids(edges: Edges, chars: list[Char]) -> tuple[list[Grid], list[Char]]:
    """The tables from the top down, and the characters that stand in none. Raises TooComplexError."""
    frames = _find_frames(edges)
    if not frames:
        return [], chars
    rest = chars
    grids = []
    for frame in frames:
        filled, rest = frame.fill(rest)
        grids.append(filled)
    return grids, rest


def _find_frames(edges: Edges) -> list[_Frame]:
    if len(edges.upright) + len(edges.level) < 4:
        return []
    frames = [_Frame(boxes) for boxes in find_tables(edges)]
    return [frame for frame in frames if len(frame.lefts) > 1]


class _Frame:
    """The cells of one table before they are filled."""

    def __init__(self, boxes: list[Box]) -> None:
        self.boxes: list[Box] = sorted(boxes, key=lambda box: (box[1], box[0]))
        self.lefts = sorted({box[0] for box in self.boxes})
        self.tops = sorted({box[1] for box in self.boxes})
        self.right = max(box[2] for box in self.boxes)
        self.bottom = max(box[3] for box in self.boxes)
        self.at = {(box[1], box[0]): index for index, box in enumerate(self.boxes)}
        self.rows: list[list[int]] = [[] for _ in self.tops]
        for index, box in enumerate(self.boxes):
            self.rows[bisect_left(self.tops, box[1])].append(index)
        self.row_lefts = [[self.boxes[index][0] for index in row] for row in self.rows]
        self.tallest = max(box[3] - box[1] for box in self.boxes)

    def fill(self, chars: list[Char]) -> tuple[Grid, list[Char]]:
        """The grid with its text, and the characters that stand in none of its cells."""
        inside: list[list[Char]] = [[] for _ in self.boxes]
        outside: list[Char] = []
        taker = outside
        left = right = upper = lower = 0.0  # of the cell of the character before, which most share
        for char in chars:
            _, x0, top, x1, bottom, _, _ = char
            x, y = (x0 + x1) / 2, (top + bottom) / 2
            if not (left <= x < right and upper <= y < lower):
                index = self._cell_of(x, y)
                taker = outside if index is None else inside[index]
                left, upper, right, lower = _NOWHERE if index is None else self.boxes[index]
            taker.append(char)
        lines = [build_lines(own, part_at_gaps=False) if own else [] for own in inside]
        cells = tuple(map(self._cell, self.boxes, lines))
        return Grid(cells, (*self.lefts, self.right), (*self.tops, self.bottom), tails=self._tails(lines)), outside

    def _tails(self, lines: list[list[Line]]) -> tuple[Tail, ...]:
        lowest = [
            (box[0], own[-1]) for box, own in zip(self.boxes, lines, strict=True) if own and box[3] == self.bottom
        ]
        return tuple(Tail(bisect_left(self.lefts, left), line.x1 - line.x0, line.size) for left, line in lowest)

    def _cell_of(self, x: float, y: float) -> int | None:
        if not (self.lefts[0] <= x < self.right and self.tops[0] <= y < self.bottom):
            return None
        row = bisect_right(self.tops, y) - 1
        while row >= 0 and self.tops[row] > y - self.tallest - 0.01:  # a tall merged cell starts in an earlier row
            position = bisect_right(self.row_lefts[row], x) - 1
            if position >= 0:
                index = self.rows[row][position]
                _, top, right, bottom = self.boxes[index]
                if x < right and top <= y < bottom:
                    return index
            row -= 1
        return None

    def _cell(self, box: Box, lines: list[Line]) -> GridCell:
        row, column = bisect_left(self.tops, box[1]), bisect_left(self.lefts, box[0])
        return GridCell(
            text=join_cell_lines(lines, box),
            row=row,
            column=column,
            row_span=max(1, bisect_left(self.tops, box[3]) - row),
            column_span=max(1, bisect_left(self.lefts, box[2]) - column),
            box=box,
        )
