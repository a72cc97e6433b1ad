"""The logical table: what a printed grid means once titles, headings, bands, rows and codes are understood."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extractor.document import Cell, Scope, Section, Table


class ColumnRole(StrEnum):
    CODE = "code"
    LABEL = "label"
    VALUE = "value"
    RATE = "rate"
    TEXT = "text"
    INDEX = "index"
    EMPTY = "empty"


class RowKind(StrEnum):
    ITEM = "item"
    SUBTOTAL = "subtotal"
    TOTAL = "total"  # 合计、本年收入合计
    GRAND = "grand"  # 总计
    OF_WHICH = "of_which"  # 其中
    NOTE = "note"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Column:
    """path is the headings above it, outermost first."""

    index: int
    path: tuple[str, ...]
    role: ColumnRole


@dataclass(frozen=True, slots=True)
class Row:
    """index is the row of the grid; parent the position of its parent in Band.rows or None; code the joined code."""

    index: int
    kind: RowKind
    label: str
    code: str = ""
    level: int = 0
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """One side of a table that stands side by side with others (收入 | 支出); most tables have one."""

    side: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


class TableKind(StrEnum):
    AMOUNTS = "amounts"
    SCORE_SHEET = "score_sheet"
    GOAL_FORM = "goal_form"
    OTHER = "other"


@dataclass(frozen=True, slots=True, eq=False)
class LogicalTable:
    """grids are the printed parts in order (a table continued on further pages has several); header_rows and the
    rows' indices count over `cells`, the joined grid without repeated headings: cells[row][column], spans filled
    with None except in their top left corner. unit is the canonical unit of its amounts or ""."""

    number: int
    kind: TableKind
    title: str
    unit: str
    grids: tuple[Table, ...]
    cells: tuple[tuple[Cell | None, ...], ...]
    header_rows: int
    bands: tuple[Band, ...]
    notes: tuple[str, ...]
    section: Section
    scope: Scope
    understood: bool = True
