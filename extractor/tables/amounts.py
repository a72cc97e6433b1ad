"""Tables of amounts → figures, and the statements their layout makes about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.extraction import Open
from extractor.figure import Figure
from extractor.numbers import is_blank
from extractor.statement import Statement
from extractor.tables.alignment import may_be_packed
from extractor.tables.comparisons import read_comparisons
from extractor.tables.figures import Grid, TableContext, read_figures
from extractor.tables.grid import printed
from extractor.tables.lanes import read_lanes
from extractor.tables.licence import doubt_most, doubt_moved, doubt_unread, restrain
from extractor.tables.model import ColumnRole, LogicalTable, TableKind
from extractor.tables.names import Names
from extractor.tables.relations import read_sums
from extractor.tables.row_comparisons import read_row_comparisons

_CARRIES_VALUES = (ColumnRole.VALUE, ColumnRole.RATE)

__all__ = ["TableContext", "read_amounts"]


def read_amounts(
    tables: Sequence[LogicalTable], context: TableContext
) -> tuple[tuple[Figure, ...], tuple[Statement, ...], tuple[Open, ...]]:
    """Figures and statements of all tables of kind AMOUNTS; others are passed over.

    Open are the figures of a table whose numbers nothing adds up, compares or repeats within it: only another table
    or the text may tell of them.
    """
    names = Names.of(tables)
    figures: list[Figure] = []
    statements: list[Statement] = []
    unbound: list[Open] = []
    for table in tables:
        if table.kind is not TableKind.AMOUNTS:
            continue
        lanes = read_lanes(table.bands)
        grid = read_figures(table, lanes, context, names)
        figures += grid.values()
        own = [
            *read_sums(table, lanes, grid),
            *read_comparisons(lanes, grid),
            *read_row_comparisons(lanes, grid),
        ]
        if any(part.pieced for part in table.grids):
            own = list(restrain(own))
        elif any(map(may_be_packed, table.grids)):
            own = list(_doubt_moved(list(doubt_most(own)), table, grid))
        if unread := _unread(table, grid):
            own = list(doubt_unread(own, {f: at for at, f in grid.items()}, unread))
        statements += own
        if grid and not own:
            unbound += (Open("table_not_understood", figure) for figure in grid.values())
    return tuple(figures), tuple(statements), tuple(unbound)


def _doubt_moved(own: list[Statement], table: LogicalTable, grid: Grid) -> Iterator[Statement]:
    """Only columns that print something in some row can have taken a cell of another."""
    used = {column for row, _ in grid for column in range(len(table.cells[row])) if _is_printed(table, row, column)}
    values = [[c.index for c in b.columns if c.role in _CARRIES_VALUES and c.index in used] for b in table.bands]
    band_of = {column: number for number, columns in enumerate(values) for column in columns}
    places = {f: (band_of[column], row, column) for (row, column), f in grid.items()}
    short = {
        (band, row)
        for band, row, _ in places.values()
        if len(values[band]) > 1 and not all(_is_printed(table, row, column) for column in values[band])
    }
    astray = {
        row
        for row, _ in grid
        if not all(any(_is_printed(table, row, c.index) for c in band.columns) for band in table.bands)
    }
    return doubt_moved(own, places, short, astray)


def _unread(table: LogicalTable, grid: Grid) -> set[tuple[int, int]]:
    """Cells among the amounts that hold something which is no number, nor a mark for none."""
    first, last = min((row for row, _ in grid), default=0), max((row for row, _ in grid), default=-1)
    columns = {c.index for band in table.bands for c in band.columns if c.role in _CARRIES_VALUES}
    return {
        (row, column)
        for band in table.bands
        for row in (line.index for line in band.rows)
        for column in columns
        if first <= row <= last
        and (row, column) not in grid
        and (cell := table.cells[row][column]) is not None
        and not is_blank(cell.text)
    }


def _is_printed(table: LogicalTable, row: int, column: int) -> bool:
    """Whether a cell stands there; a dash for nothing is one."""
    cell = table.cells[row][column]
    return cell is not None and bool(printed(cell.text))
