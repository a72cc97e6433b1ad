"""Balances between columns, row by row: 年初 + 收入 = 支出 + 年末, 期初 + 增加 − 减少 = 期末, 预算 − 执行 = 结余."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.facets import read_facets
from extractor.statement import SURE, Composition
from extractor.tables.composing import compose, leaf, licensed
from extractor.tables.figures import Grid
from extractor.tables.lanes import Line
from extractor.tables.licence import UNSURE, fits
from extractor.tables.model import Band, Column, ColumnRole
from extractor.tables.words import column_is
from patterns.load import load_yaml

FEWEST_HOLDING = 2  # rows that must show a balance which only the words of the headings tell of


def column_balances(band: Band, lines: Sequence[Line], grid: Grid) -> Iterator[Composition]:
    """Every balance that the headings of one band tell of."""
    yield from _roll_over(band, lines, grid)
    for signs in load_yaml("partitions")["column_balances"]:
        yield from _balance(band, lines, grid, signs)


def _balance(band: Band, lines: Sequence[Line], grid: Grid, signs: Mapping[str, int]) -> Iterator[Composition]:
    """The last of the named columns from the others, where each stands once; it accuses where most rows bear it out."""
    places = _by_kind(band, tuple(signs))
    columns = {kind: _whole(places.get(kind, ())) for kind in signs}
    if any(column is None for column in columns.values()):
        return
    *others, last = ((kind, column.index) for kind, column in columns.items() if column is not None)
    found: list[Composition] = []
    for line in lines:
        parts = [(signs[kind], grid.get((line.row.index, at))) for kind, at in others]
        total = grid.get((line.row.index, last[1]))
        if parts[0][1] is not None and (statement := compose(total, parts, "列")):
            found.append(statement)
    holding = sum(map(fits, found))
    binding = SURE if holding >= FEWEST_HOLDING and holding * 2 >= len(found) else UNSURE
    for statement in found:
        yield replace(statement, binding=binding)


def _roll_over(band: Band, lines: Sequence[Line], grid: Grid) -> Iterator[Composition]:
    """年初结转和结余 + 本年收入 = 本年支出 + 年末结转和结余, where these are the only money columns of a band."""
    places = _by_kind(band, ("carry_in", "carry_out", "income", "spending"))
    if set(places) != {"carry_in", "carry_out", "income", "spending"}:
        return
    whole = {kind: _whole(columns) for kind, columns in places.items()}
    if any(column is None for column in whole.values()):
        return
    found: list[Composition] = []
    for line in lines:
        at = {k: grid.get((line.row.index, c.index)) for k, c in whole.items() if c is not None}
        signs = {"carry_in": 1, "income": 1, "spending": -1, "carry_out": -1}
        main = next((k for k in ("carry_out", "spending", "income") if at[k] is not None), None)
        if main is None:
            continue
        flip = -signs[main]
        parts = ((flip * sign, at[k]) for k, sign in signs.items() if k != main)
        if statement := compose(at[main], parts, "结转滚存"):
            found.append(statement)
    yield from licensed(found, True)


def _by_kind(band: Band, kinds: Sequence[str]) -> dict[str, list[Column]]:
    places: dict[str, list[Column]] = {}
    for column in band.columns:
        if column.role is ColumnRole.VALUE:
            kind = next((k for k in kinds if column_is(k, _top(column))), "")
            places.setdefault(kind, []).append(column)
    return places


def _top(column: Column) -> str:
    """The outermost heading that is no caption over all columns."""
    return next((h for h in column.path if read_facets(h).values), column.path[0] if column.path else "")


def _whole(columns: Sequence[Column]) -> Column | None:
    if len(columns) == 1:
        return columns[0]
    totals = [c for c in columns if column_is("total", leaf(c))]
    return totals[0] if len(totals) == 1 else None
