"""Cells with spans laid out on a grid: the one place that knows which positions a spanning cell covers."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.report import Cell, Table


@dataclass(frozen=True, slots=True)
class Spot:
    """One position of the grid. across and down tell how far it lies from the corner of its cell; 0, 0 is the corner."""

    cell: Cell
    across: int
    down: int


def lay_out(table: Table) -> list[list[Spot]]:
    """Rows of equal length; positions no cell reaches hold an empty one."""
    taken: dict[tuple[int, int], Spot] = {}
    for r, row in enumerate(table.rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            for down in range(cell.rowspan):
                for across in range(cell.colspan):
                    taken[r + down, c + across] = Spot(cell, across, down)
            c += cell.colspan
    width = max(c for _, c in taken) + 1
    empty = Spot(Cell(), 0, 0)
    return [[taken.get((r, c), empty) for c in range(width)] for r in range(len(table.rows))]
