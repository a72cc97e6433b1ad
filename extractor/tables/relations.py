"""What the layout of one table says: totals of rows and columns, hierarchies, 其中, balances."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.facets import read_facets
from extractor.figure import Figure, Role
from extractor.statement import Composition, Statement
from extractor.tables.balances import column_balances
from extractor.tables.column_sums import ColumnSum, column_sums
from extractor.tables.composing import compose, leaf, licensed, unsure
from extractor.tables.figures import Grid
from extractor.tables.implied import is_bare, settled_covers
from extractor.tables.lanes import Cover, Lane, Line, name_of
from extractor.tables.licence import (
    FEWEST,
    MISREAD,
    ROW_MISSING,
    could_be_slip,
    fall_short,
    fits,
    license_sums,
)
from extractor.tables.model import ColumnRole, LogicalTable, RowKind
from extractor.tables.nesting import lacks_part
from extractor.tables.words import column_is, enumerator, row_is


def read_sums(table: LogicalTable, lanes: Sequence[Lane], grid: Grid) -> Iterator[Statement]:
    """What the layout of a table states of sums: totals of rows, of columns, balances and 其中 rows."""
    for lane in lanes:
        yield from _totals(lane, grid)
        for number, band in enumerate(lane.bands):
            lines = [line for line in lane.lines if line.band == number and line.row.kind is not RowKind.NOTE]
            for column_sum in column_sums(band.columns):
                yield from _over_rows(column_sum, lines, grid)
            yield from column_balances(band, lines, grid)
    yield from _balances(lanes, grid)
    for lane in lanes:
        yield from _surpluses(lane, grid)


def _totals(lane: Lane, grid: Grid) -> Iterator[Composition]:
    """The sums over rows. A column in which every total fails holds no amounts that add up."""
    found = [(cover, list(_over_columns(lane, cover, grid))) for cover in settled_covers(lane, grid)]
    failures: dict[int | None, list[bool]] = {}
    for statement in (s for _, statements in found for s in statements):
        if statement.total.quantity.value:
            failures.setdefault(statement.total.location.column, []).append(not fits(statement))
    misread = {column for column, failed in failures.items() if len(failed) >= FEWEST and all(failed)}
    for cover, statements in found:
        far = is_bare(lane, cover) and not any(map(fits, statements))
        for statement in statements:
            doubtful = statement.total.location.column in misread or (far and not could_be_slip(statement))
            doubtful = doubtful and statement.binding is not ROW_MISSING
            yield replace(statement, binding=unsure(statement.binding)) if doubtful else statement


def _over_columns(lane: Lane, cover: Cover, grid: Grid) -> Iterator[Composition]:
    head = lane.lines[cover.total]
    columns = {c.index: c for c in lane.bands[head.band].columns}
    headed = any(columns[c].path for c in head.values)
    found: list[Composition] = []
    doubtful: list[Composition] = []
    for position, column in enumerate(head.values):
        heading = leaf(columns[column])
        if column_is("not_additive", heading):
            continue
        total = grid.get((head.row.index, column))
        own = compose(total, _at(lane, cover, cover.parts, position, grid), cover.means, cover.complete)
        others = [
            compose(total, _at(lane, cover, o, position, grid), cover.means, cover.complete) for o in cover.others
        ]
        others += [_cut_from(lane, cover, whole, position, grid) for whole in cover.wholes if not cover.complete]
        readings = [c for c in (own, *others) if c is not None]
        if not readings:
            continue
        unknown = headed and not columns[column].path  # a heading that did not attach may tell of rates
        is_open = column_is("change", heading) and not column_is("amount_of_change", heading)  # amounts or percentages
        (doubtful if unknown or is_open else found).append(_among(readings))
    lacking = not cover.others and lacks_part(tuple(name_of(lane.lines[k].row) for k in cover.parts), name_of(head.row))
    yield from _short_of_a_row(found) if lacking and fall_short(found) else licensed(found, cover.sure)
    for statement in doubtful:
        yield from licensed([statement], False)


def _among(readings: Sequence[Composition]) -> Composition:
    """The first of several readings, the others beside it."""
    return replace(readings[0], others=tuple(readings[1:])) if len(readings) > 1 else readings[0]


def _cut_from(lane: Lane, cover: Cover, whole: int, position: int, grid: Grid) -> Composition | None:
    line = lane.lines[whole]
    total = grid.get((line.row.index, line.values[position])) if position < len(line.values) else None
    return compose(total, _at(lane, cover, cover.parts, position, grid), cover.means, complete=False)


def _short_of_a_row(found: Sequence[Composition]) -> Iterator[Composition]:
    """One row that is missing breaks the total in every column and is told once; a few columns accuse as ever."""
    if license_sums(found, True) is not MISREAD:
        yield from licensed(found, True)
        return
    first = next((s for s in found if s.total.role is Role.AMOUNT and s.total.quantity.value), None)
    for statement in found:
        yield replace(statement, binding=ROW_MISSING if statement is first else MISREAD)


def _at(
    lane: Lane, cover: Cover, positions: Sequence[int], position: int, grid: Grid
) -> Iterator[tuple[int, Figure | None]]:
    for k in positions:
        line = lane.lines[k]
        if position < len(line.values):
            figure = grid.get((line.row.index, line.values[position]))
            subtracted = k in cover.minus and figure is not None and figure.quantity.value > 0
            yield -1 if subtracted else 1, figure


def _over_rows(column_sum: ColumnSum, lines: Sequence[Line], grid: Grid) -> Iterator[Composition]:
    found: list[Composition] = []
    for line in lines:
        total = grid.get((line.row.index, column_sum.total))
        parts = ((1, grid.get((line.row.index, column))) for column in column_sum.parts)
        means = "列" if column_sum.complete else "其中"
        if statement := compose(total, parts, means, column_sum.complete):
            found.append(statement)
    counted = any(statement.total.role is Role.COUNT for statement in found)  # 编制数 and 实有数 do not add up
    yield from licensed(found, column_sum.sure and not counted)


def _balances(lanes: Sequence[Lane], grid: Grid) -> Iterator[Statement]:
    """收入总计 = 支出总计 in one row of a two-sided table. 本年收入合计 and 本年支出合计 need not agree."""
    sides = {side: [lane for lane in lanes if lane.side == side] for side in ("收入", "支出")}
    for income in sides["收入"]:
        for spending in sides["支出"]:
            for line in _grand_lines(income):
                other = next((o for o in _grand_lines(spending) if o.row.index == line.row.index), None)
                if other is None:
                    continue
                statement = compose(_first(spending, other, grid), [(1, _first(income, line, grid))], "收支平衡")
                if statement is not None:
                    grand = line.row.kind is RowKind.GRAND and other.row.kind is RowKind.GRAND
                    yield statement if grand else replace(statement, binding=unsure(statement.binding))


def _surpluses(lane: Lane, grid: Grid) -> Iterator[Composition]:
    """收支结余 = 收入合计 − 支出合计, where one list tells one of each and nothing of a carry-over."""
    lines = [line for line in lane.lines if line.row.kind not in (RowKind.NOTE, RowKind.BLANK)]
    surplus = [line for line in lines if row_is("surplus", enumerator(line.row.label)[1])]
    totals = [line for line in lines if line.row.kind in (RowKind.TOTAL, RowKind.GRAND)]
    sides = {side: [line for line in totals if _flow(line) == side] for side in ("收入", "支出")}
    carries = any("carry" in read_facets(line.row.label).values for line in lines if line not in surplus)
    if len(surplus) != 1 or any(len(found) != 1 for found in sides.values()) or carries:
        return
    rows = [surplus[0], sides["收入"][0], sides["支出"][0]]
    found: list[Composition] = []
    for columns in zip(*(line.values for line in rows), strict=False):
        left, income, spending = (grid.get((line.row.index, c)) for line, c in zip(rows, columns, strict=True))
        statement = compose(left, [(1, income), (-1, spending)], "合计")
        if statement is not None and len(statement.parts) == 2:
            found.append(statement)
    yield from licensed(found, True)


def _flow(line: Line) -> str:
    return read_facets(enumerator(line.row.label)[1]).values.get("flow", "")


def _grand_lines(lane: Lane) -> list[Line]:
    grand = [line for line in lane.lines if line.row.kind is RowKind.GRAND]
    if grand:
        return grand
    last = [line for line in lane.lines if line.row.kind is RowKind.TOTAL][-1:]
    return [line for line in last if row_is("bare_total", line.row.label)]


def _first(lane: Lane, line: Line, grid: Grid) -> Figure | None:
    """The amount of a row in its total column, else in its first money column."""
    columns = [c for c in lane.bands[line.band].columns if c.role is ColumnRole.VALUE]
    ordered = sorted(columns, key=lambda c: not column_is("total", leaf(c)))
    figure = grid.get((line.row.index, ordered[0].index)) if ordered else None
    return figure if figure is None or figure.quantity.is_money or not figure.quantity.unit else None
