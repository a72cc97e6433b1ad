"""Comparisons that stand across the usual ones: 增减额 and 完成率 as rows, and a group of columns that compares two others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.facets import read_facets
from extractor.statement import Change, Completion, Source, Statement
from extractor.tables.comparisons import is_later, licensed, term
from extractor.tables.figures import Grid
from extractor.tables.lanes import Lane
from extractor.tables.model import Band, Column, ColumnRole, RowKind
from extractor.tables.words import column_is


def read_row_comparisons(lanes: Sequence[Lane], grid: Grid) -> Iterator[Statement]:
    """What rows of changes and rates state of the rows above them, and groups of columns of the groups beside them."""
    for lane in lanes:
        yield from _changes(lane, grid)
        yield from _completions(lane, grid)
        for number, band in enumerate(lane.bands):
            rows = [line.row.index for line in lane.lines if line.band == number and line.row.kind is not RowKind.NOTE]
            for column in band.columns:
                yield from licensed(_of_group(band, column, rows, grid))


def _of_group(band: Band, column: Column, rows: Sequence[int], grid: Grid) -> Iterator[Change]:
    """比上年增减 | 合计 | 基本支出 beside 上年 and 本年 | 合计 | 基本支出: each is the change of what bears its name."""
    if column.role is not ColumnRole.VALUE or len(column.path) < 2 or not column_is("change", column.path[-2]):
        return
    alike = [c for c in band.columns if c.path[-1:] == column.path[-1:] and len(c.path) == len(column.path)]
    pair = [c for c in alike if c.role is ColumnRole.VALUE and not column_is("change", c.path[-2])]
    if len(pair) != 2 or len(alike) != 3:
        return
    first, second = pair
    if is_later(read_facets(first.path[-2]), read_facets(second.path[-2])):
        first, second = second, first
    for row in rows:
        base, current, delta = (grid.get((row, c.index)) for c in (first, second, column))
        if base and current and delta:
            yield Change(source=Source.TABLE, direction=1, current=term(current), base=term(base), delta=delta)


def _changes(lane: Lane, grid: Grid) -> Iterator[Change]:
    """上年, 本年, 增减额, 增减率 as rows: the two rows compared must be the only others."""
    lines = [line for line in lane.lines if line.row.kind not in (RowKind.NOTE, RowKind.BLANK)]
    deltas = [line for line in lines if column_is("change", line.row.label) and not column_is("growth", line.row.label)]
    rates = [line for line in lines if column_is("growth", line.row.label)]
    others = [line for line in lines if line not in deltas and line not in rates]
    if len(others) != 2 or not (len(deltas) == 1 or len(rates) == 1) or max(len(deltas), len(rates)) > 1:
        return
    first, second = (read_facets(line.row.label) for line in others)
    base, current = others[::-1] if is_later(first, second) else others
    found: list[Change] = []
    for position in range(min(len(line.values) for line in lines)):
        at = [grid.get((line.row.index, line.values[position])) for line in (base, current)]
        delta, rate = (grid.get((g[0].row.index, g[0].values[position])) if g else None for g in (deltas, rates))
        if at[0] is None or at[1] is None or (delta is None and rate is None):
            continue
        found.append(
            Change(
                source=Source.TABLE,
                direction=1,
                current=term(at[1]),
                base=term(at[0]),
                delta=delta,
                rate=rate,
                against=at[0].basis,
            )
        )
    yield from licensed(found)


def _completions(lane: Lane, grid: Grid) -> Iterator[Completion]:
    """预算, 决算, 完成预算% as rows: one row of each but for several budgets, of which the rate may be told of any."""
    lines = [line for line in lane.lines if line.row.kind not in (RowKind.NOTE, RowKind.BLANK)]
    rates = [line for line in lines if column_is("completion", line.row.label)]
    bases = {id(line): read_facets(line.row.label).basis for line in lines if line not in rates}
    actual = [line for line in lines if bases.get(id(line)) == "决算"]
    budgets = [line for line in lines if "预算" in bases.get(id(line), "")]
    if len(rates) != 1 or len(actual) != 1 or not budgets:
        return
    found: list[Completion] = []
    for position in range(min(len(line.values) for line in lines)):
        rate, done, *planned = (
            grid.get((line.row.index, line.values[position])) for line in (*rates, *actual, *reversed(budgets))
        )
        readings = [
            Completion(source=Source.TABLE, rate=rate, actual=term(done), budget=term(plan))
            for plan in planned
            if rate and done and plan and plan.quantity.is_money
        ]
        if readings:
            found.append(replace(readings[0], others=tuple(readings[1:])))
    yield from licensed(found)
