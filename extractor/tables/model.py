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
    """path is the headings above it, outermost first; number its 栏次 as printed ("4", "3=1+2")."""

    index: int
    path: tuple[str, ...]
    role: ColumnRole
    number: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """index is the row of the grid; parent the position of its parent in Band.rows or None; code the joined code.

    level orders parents above children: the rank of the enumerator (1 一、, 2 （一）, 3 1. …) or of the indentation.
    group is what the label columns further left say, carried down (支出类别 | 项目).
    """

    index: int
    kind: RowKind
    label: str
    code: str = ""
    level: int = 0
    parent: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """One side of a table that stands side by side with others (收入 | 支出); most tables have one.

    wraps: it continues the list of the band before it (公用经费 302 … | 310 …); the total stands in the last of them.
    """

    side: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    wraps: bool = False


class TableKind(StrEnum):
    AMOUNTS = "amounts"
    SCORE_SHEET = "score_sheet"
    GOAL_FORM = "goal_form"
    OTHER = "other"


@dataclass(frozen=True, slots=True, eq=False)
class LogicalTable:
    """grids are the printed parts in order (a table continued on further pages has several); header_rows and the
    rows' indices count over `cells`, the joined grid without repeated headings: cells[row][column], spans filled
    with None except in their top left corner. unit is the canonical unit of its amounts or "". whole is False where
    further rows of it may stand in a part that was not recognised as such, or on a page whose tables were not read."""

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
    whole: bool = True
