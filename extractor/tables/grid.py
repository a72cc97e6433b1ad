"""A printed grid as a matrix: which cell covers a position, and what it prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.document import Cell
from extractor.numbers import read_cell, squeeze
from extractor.quantity import Quantity

MOST_POSITIONS = 2_000_000  # a grid with more (a malicious span) is not laid out
Cells = Sequence[Sequence[Cell | None]]


@dataclass(frozen=True, slots=True)
class Matrix:
    """own[row][column]: the cell whose top left corner is there; over[row][column]: the cell that covers it."""

    own: tuple[tuple[Cell | None, ...], ...]
    over: tuple[tuple[Cell | None, ...], ...]

    @property
    def height(self) -> int:
        return len(self.own)

    @property
    def width(self) -> int:
        return len(self.own[0]) if self.own else 0

    def cells(self) -> list[Cell]:
        return [c for row in self.own for c in row if c is not None]

    def text(self, row: int, column: int) -> str:
        """What the cell with its corner here prints, folded and without spaces; "" where there is none."""
        cell = self.own[row][column]
        return "" if cell is None else _own_print(cell.text)

    def filled(self, row: int) -> list[Cell]:
        """The cells of a row that print something and have their corner in it."""
        return [c for c in self.own[row] if c is not None and printed(c.text)]


def lay_out(cells: Iterable[Cell], height: int, width: int) -> Matrix | None:
    """The matrix of a grid, spans clipped to it; None where it is empty or too large to be a table."""
    if height <= 0 or width <= 0 or height * width > MOST_POSITIONS:
        return None
    own: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    over: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    for cell in cells:
        if not (0 <= cell.row < height and 0 <= cell.column < width):
            continue
        own[cell.row][cell.column] = cell
        if cell.row_span <= 1 and cell.column_span <= 1:
            over[cell.row][cell.column] = over[cell.row][cell.column] or cell
            continue
        for row in range(cell.row, min(height, cell.row + max(1, cell.row_span))):
            line = over[row]
            for column in range(cell.column, min(width, cell.column + max(1, cell.column_span))):
                if line[column] is None:
                    line[column] = cell
    return Matrix(tuple(map(tuple, own)), tuple(map(tuple, over)))


@lru_cache(maxsize=65536)
def printed(text: str) -> str:
    return squeeze(text)


@lru_cache(maxsize=65536)
def _own_print(text: str) -> str:
    return printed(own_text(text))


@lru_cache(maxsize=65536)
def number(text: str) -> Quantity | None:
    """The quantity a whole cell prints, without a unit of its own if it shows none."""
    return read_cell(text)


def own_text(text: str) -> str:
    """What belongs to the cell: text that a converter ran into the last cell of a table begins on a line of its own."""
    first, _, rest = text.strip().partition("\n")
    if rest and number(first) is not None and number(text) is None and any(c >= "\u4e00" for c in rest):
        return first
    return text


def indent(text: str) -> int:
    """Width of the blanks before a label, in half-width characters."""
    width = 0
    for char in text.lstrip("\n"):
        if char == "\u3000":
            width += 2
        elif char in " \xa0\u2002":
            width += 1
        elif char == "\t":
            width += 4
        else:
            break
    return width
