"""The one number that a table closes with: what 与上年相比减少 … 下降 …% right behind it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.facets import Reading, merge, read_facets
from extractor.figure import Figure, Role
from extractor.tables.model import Band, Column, ColumnRole, LogicalTable, Row, RowKind
from extractor.tables.nesting import is_whole
from extractor.tables.words import column_is, enumerator

_RANKS = {RowKind.GRAND: 3, RowKind.TOTAL: 2, RowKind.SUBTOTAL: 1}


def closing_total(table: LogicalTable, figures: Iterable[Figure]) -> Figure | None:
    """The amount of a table's total in its latest year, None where several are as likely.

    figures are those of the tables, as `read_amounts` gives them.
    """
    own = {(f.location.row, f.location.column): f for f in figures if f.location.table == table.number}
    found: list[Figure] = []
    for band in table.bands:
        row = _total_row(band)
        if row is None:
            continue
        cells = ((c, table.cells[row.index][c.index]) for c in band.columns if c.role is ColumnRole.VALUE)
        amounts = [
            (column, figure)
            for column, cell in cells
            if cell is not None and (figure := own.get((cell.location.row, cell.location.column))) is not None
        ]
        if (figure := _latest([a for a in amounts if a[1].role is Role.AMOUNT])) is not None:
            found.append(figure)
    return found[0] if len(found) == 1 else None


def _total_row(band: Band) -> Row | None:
    """The last row of the highest rank; else the one row that names a whole (“三公”经费支出)."""
    best = max((_RANKS.get(row.kind, 0) for row in band.rows), default=0)
    if best:
        return [row for row in band.rows if _RANKS.get(row.kind, 0) == best][-1]
    heads = {row.parent for row in band.rows if row.parent is not None}
    tops = [r for k, r in enumerate(band.rows) if r.parent is None and k in heads and is_whole(enumerator(r.label)[1])]
    return tops[0] if len(tops) == 1 else None


def _latest(amounts: Sequence[tuple[Column, Figure]]) -> Figure | None:
    """Of several columns the total one, else the one of the latest year's accounts."""
    if len(amounts) > 1:
        totals = [a for a in amounts if a[0].path and column_is("total", a[0].path[-1])]
        amounts = totals if len(totals) == 1 else amounts
    ranked = sorted(amounts, key=lambda a: _when(a[0]), reverse=True)
    if not ranked or (len(ranked) > 1 and _when(ranked[0][0]) == _when(ranked[1][0])):
        return None
    return ranked[0][1]


def _when(column: Column) -> tuple[int, int, bool]:
    reading = merge(*(read_facets(h) for h in column.path)) if column.path else Reading()
    return reading.year or 0, reading.shift, reading.basis == "决算"
