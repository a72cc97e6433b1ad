"""Numeric cells → figures that know what they are about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor.document import Cell
from extractor.facets import NOTHING, Reading, as_facets, class_codes, item_values, merge, read_facets, settle
from extractor.figure import Facets, Figure, Role
from extractor.numbers import is_blank, read_cell, unit_forms
from extractor.quantity import YUAN
from extractor.tables.grid import own_text
from extractor.tables.lanes import Lane
from extractor.tables.model import Band, Column, ColumnRole, LogicalTable, Row, RowKind
from extractor.tables.names import Names
from extractor.tables.words import column_is, enumerator, row_is

_UNIT_NOTE = re.compile(r"\((?:单位[::])?([^()]{1,6})\)|(?:^|>)单位[::]([^()]{1,4})$")
_QUOTE = 60
_HANDED_DOWN = ("carry", "fund", "source", "flow", "nature", "sangong", "other")
_ROLES = (("growth", Role.GROWTH), ("completion", Role.COMPLETION), ("share", Role.SHARE))


@dataclass(frozen=True, slots=True)
class TableContext:
    """What the report is: kind final_accounts, budget, self_evaluation or other; year its own year."""

    kind: str = "other"
    year: int | None = None

    @property
    def basis(self) -> str:
        return {"final_accounts": "决算", "budget": "预算"}.get(self.kind, "")


Grid = dict[tuple[int, int], Figure]


def read_figures(table: LogicalTable, lanes: Sequence[Lane], context: TableContext, names: Names) -> Grid:
    """A figure for every numeric cell of the value columns, by (row, column) of the table's cells."""
    found: Grid = {}
    title = _title_reading(table)
    totals_with_carry = _totals_with_carry(table)
    for lane in lanes:
        has_carry = any("carry" in read_facets(line.row.label).values for line in lane.lines if not line.row.code)
        for line in lane.lines:
            if line.row.kind is RowKind.NOTE:
                continue
            band = lane.bands[line.band]
            row = _row_reading(lane, line.row, title, names)
            for column in band.columns:
                if column.role not in (ColumnRole.VALUE, ColumnRole.RATE):
                    continue
                cell = table.cells[line.row.index][column.index]
                if cell is None or is_blank(cell.text):
                    continue
                carries = has_carry or column.index in totals_with_carry
                reading = _combine(title, band, column, row, line.row, carries)
                figure = _figure(table, cell, line.row, column, reading, context)
                if figure is not None:
                    found[line.row.index, column.index] = figure
    return found


def _title_reading(table: LogicalTable) -> Reading:
    """三公 and other special subjects of a title that names several of them are told by its columns, not by it."""
    if not table.title:
        return Reading(rest="?")
    reading = read_facets(table.title)
    special = [dim for dim in ("sangong", "other") if dim in reading.values]
    if len(special) > 1:
        kept = {dim: value for dim, value in reading.values.items() if dim not in special}
        return replace(reading, values=kept)
    return reading


def _totals_with_carry(table: LogicalTable) -> set[int]:
    """合计 columns that stand beside 上年结转 columns of the same band hold the carry-over too."""
    found: set[int] = set()
    for band in table.bands:
        if any("carry" in read_facets(">".join(c.path)).values for c in band.columns if c.path):
            found.update(c.index for c in band.columns if len(c.path) == 1 and column_is("total", c.path[-1]))
    return found


def _row_reading(lane: Lane, row: Row, title: Reading, names: Names) -> Reading:
    """What a row says beyond its columns; parts of a carry-over or a fund take it from their parent."""
    if row.code:
        return Reading(item_values(row.code))
    label = enumerator(row.label.removeprefix("其中").lstrip(":,#"))[1]
    if row.kind in (RowKind.TOTAL, RowKind.GRAND, RowKind.SUBTOTAL):
        return replace(read_facets(label), basis="")
    spending = lane.side == "支出" or title.values.get("flow") == "支出"
    own = _item(label, names) if spending else None
    if own is None:
        own = read_facets(label)
        if not own.complete and (code := names.resolve((label,))):
            own = Reading(item_values(code))
    if not own.values and own.complete and row.kind is RowKind.OF_WHICH:
        own = replace(own, rest=label or "?")
    if row.parent is not None and not lane.lines[row.parent].row.code:
        above = _row_reading(lane, lane.lines[row.parent].row, title, names)
        handed = {dim: value for dim, value in above.values.items() if dim in _HANDED_DOWN}
        return replace(merge(Reading(handed), own), rest=own.rest)
    return own


def _item(label: str, names: Names) -> Reading | None:
    """一般公共服务支出 among the rows of a spending side is the functional class of that name."""
    if "carry" in read_facets(label).values:
        return None
    code = class_codes().get(label)
    return Reading(item_values(code)) if code else None


def _combine(title: Reading, band: Band, column: Column, row: Reading, line: Row, carries: bool) -> Reading:
    head = _path_reading(column.path)
    side = Reading({"flow": band.side} if band.side else {})
    narrowed = {d: v for d, v in head.values.items() if d in ("flow", "year") or d not in row.values}
    row_values = {d: v for d, v in row.values.items() if d != "flow" or "flow" not in head.values}
    own = Reading(row_values, row.basis, row.year, row.shift, row.rest)
    above = Reading(narrowed, head.basis, head.year, head.shift, head.rest)
    merged = merge(title, side, own, above)
    values = dict(merged.values)
    values.pop("agg", "")
    if carries and (line.kind is RowKind.GRAND or _is_wide_total(column)):
        values["agg"] = "总计"
    if "econ" in values or "func" in values:
        values.setdefault("flow", "支出")
    if "econ" in values and values.get("nature") in ("人员经费", "公用经费"):
        values["nature"] = "基本支出"
    return Reading(settle(values), merged.basis, merged.year, merged.shift, merged.rest)


def _is_wide_total(column: Column) -> bool:
    return len(column.path) == 1 and column_is("total", column.path[-1])


@lru_cache(maxsize=4096)
def _path_reading(path: tuple[str, ...]) -> Reading:
    return merge(*(read_facets(_UNIT_NOTE.sub("", heading)) for heading in path)) if path else NOTHING


def _figure(
    table: LogicalTable, cell: Cell, row: Row, column: Column, reading: Reading, context: TableContext
) -> Figure | None:
    leaf = column.path[-1] if column.path else ""
    role = _role(column, row)
    shown = own_text(cell.text)
    quantity = read_cell(shown, _unit(table, column, row, role))
    if quantity is None:
        return None
    if role in (Role.AMOUNT, Role.CHANGE) and quantity.unit in ("%", "‰"):
        role = Role.RATIO if role is Role.AMOUNT else Role.GROWTH
    elif role is Role.AMOUNT and quantity.unit and not quantity.is_money:
        role = Role.COUNT
    label = " | ".join(part for part in (f"{row.code} {row.label}".strip(), ">".join(column.path)) if part)
    facets: Facets | None = None
    if reading.complete and role is Role.AMOUNT and quantity.is_money:
        facets = as_facets(reading.values)
    return Figure(
        quantity,
        role,
        label,
        cell.location,
        f"{row.label or leaf} {shown.strip()}".strip()[:_QUOTE],
        table.scope,
        "",
        reading.year_of(context.year),
        reading.basis or context.basis,
        facets,
    )


def _role(column: Column, row: Row) -> Role:
    leaf = column.path[-1] if column.path else ""
    if column.role is ColumnRole.RATE or row_is("rate", row.label):
        return next((role for kind, role in _ROLES if column_is(kind, leaf or row.label)), Role.RATIO)
    if column_is("change", leaf):
        return Role.CHANGE
    return Role.COUNT if column_is("count", leaf) else Role.AMOUNT


def _unit(table: LogicalTable, column: Column, row: Row, role: Role) -> str:
    """The unit where a cell prints none: from its row, its headings, the caption."""
    for text in (row.label, *reversed(column.path)):
        if unit := _noted_unit(text):
            return unit
    priced = bool(column.path) and column_is("price", column.path[-1])
    if role not in (Role.AMOUNT, Role.CHANGE) and not priced:
        return ""
    return table.unit or (_noted_once(table) if _path_reading(column.path).basis else "")


@lru_cache(maxsize=8)
def _noted_once(table: LogicalTable) -> str:
    """The one unit of money that the headings of a table without a caption note: of its budgets and accounts all."""
    headings = {heading for band in table.bands for column in band.columns for heading in column.path}
    units = {unit for heading in headings if (unit := _noted_unit(heading)) in YUAN}
    return units.pop() if len(units) == 1 else ""


@lru_cache(maxsize=8192)
def _noted_unit(text: str) -> str:
    for match in _UNIT_NOTE.finditer(text):
        if unit := unit_forms().get(match[1] or match[2]):
            return unit
    return "%" if "%" in text else ""
