"""Tables of amounts → figures, and the statements their layout makes about them."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.extraction import Open
from extractor.figure import Figure
from extractor.statement import Statement
from extractor.tables.alignment import may_be_packed
from extractor.tables.comparisons import read_comparisons
from extractor.tables.figures import TableContext, read_figures
from extractor.tables.lanes import read_lanes
from extractor.tables.licence import doubt_most, restrain
from extractor.tables.model import LogicalTable, TableKind
from extractor.tables.names import Names
from extractor.tables.relations import read_sums

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
        own = [*read_sums(table, lanes, grid), *read_comparisons(lanes, grid)]
        if any(part.pieced for part in table.grids):
            own = list(restrain(own))
        elif any(map(may_be_packed, table.grids)):
            own = list(doubt_most(own))
        statements += own
        if grid and not own:
            unbound += (Open("table_not_understood", figure) for figure in grid.values())
    return tuple(figures), tuple(statements), tuple(unbound)
