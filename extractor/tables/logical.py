"""Printed grids → logical tables: captions, continuation, headings, column roles, bands, rows and their hierarchy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.document import Document
from extractor.tables.columns import read_columns, side_of, split_bands
from extractor.tables.grid import Matrix, printed
from extractor.tables.headings import column_numbers, count_heading_rows, heading_paths
from extractor.tables.joining import Sheet, join_grids
from extractor.tables.model import Band, Column, ColumnRole, LogicalTable, Row, RowKind, TableKind
from extractor.tables.rows import read_rows
from extractor.tables.words import tells_kind

_ENDS = (RowKind.TOTAL, RowKind.GRAND)


def logical_tables(document: Document) -> tuple[LogicalTable, ...]:
    """Every table of a document, in order, numbered from 1. Never fails: what is no table of amounts is of kind OTHER.

    Score sheets come with columns and rows read; goal forms hold several tables in one grid and come as joined
    cells without bands. Amounts are read from the tables of kind AMOUNTS only.
    """
    tables: list[LogicalTable] = []
    for sheet in join_grids(document):
        matrix = sheet.matrix()
        if matrix is not None:
            tables.append(_build(len(tables) + 1, sheet, matrix))
    return tuple(tables)


def _build(number: int, sheet: Sheet, matrix: Matrix) -> LogicalTable:
    first = sheet.grids[0]
    kind = _form_kind(matrix)
    bands: tuple[Band, ...] = ()
    header_rows = 0
    if kind is not TableKind.GOAL_FORM:
        header_rows = count_heading_rows(matrix, first.spans_known)
        paths = heading_paths(matrix, header_rows, first.spans_known)
        columns = _numbered(read_columns(matrix, header_rows, paths), column_numbers(matrix, header_rows))
        bands = _bands(matrix, header_rows, columns)
        if kind is TableKind.AMOUNTS and not bands:
            kind = TableKind.OTHER
        if kind is TableKind.SCORE_SHEET and not bands:
            bands = (Band("", tuple(columns), read_rows(matrix, header_rows, columns)),)
    return LogicalTable(
        number,
        kind,
        sheet.caption.title,
        sheet.caption.unit,
        tuple(sheet.grids),
        matrix.own,
        header_rows,
        bands,
        tuple(sheet.notes),
        first.section,
        first.section.scope,
        whole=sheet.whole,
    )


def _form_kind(matrix: Matrix) -> TableKind:
    """Score sheets and goal forms are known by the words of their heading rows."""
    above: list[str] = []
    for row in range(min(matrix.height, 40)):
        texts = list(dict.fromkeys(printed(c.text) for c in matrix.filled(row)))
        levels = sum(tells_kind("level", t) and len(t) < 8 for t in texts)
        heading = [*above, *texts]  # 分值 and 得分 may stand a line above 一级指标
        scores = any(tells_kind("score", t) and len(t) < 12 for t in heading)
        goals = sum(tells_kind("goal", t) and len(t) < 40 for t in texts)
        if levels >= 1 and scores and row <= 3 and not any("指标值" in t or "完成值" in t for t in heading):
            return TableKind.SCORE_SHEET
        aims = any(tells_kind("aim", t) and len(t) < 40 for t in texts)
        if (goals >= 3 and aims) or (levels >= 1 and goals >= 1):
            return TableKind.GOAL_FORM
        above = texts
    return TableKind.AMOUNTS


def _numbered(columns: Sequence[Column], numbers: dict[int, str]) -> list[Column]:
    return [replace(c, number=numbers[c.index]) if c.index in numbers else c for c in columns]


def _bands(matrix: Matrix, header_rows: int, columns: Sequence[Column]) -> tuple[Band, ...]:
    found: list[Band] = []
    parts = split_bands(columns)
    for part in parts:
        rows = read_rows(matrix, header_rows, part)
        side = side_of(part, [row.label for row in rows]) if len(parts) > 1 else ""
        band = Band(side, tuple(part), rows)
        wraps = bool(found) and _wraps(matrix, header_rows, found[-1], band)
        found.append(replace(band, wraps=wraps, side=found[-1].side if wraps else side))
    return tuple(found)


def _wraps(matrix: Matrix, header_rows: int, before: Band, band: Band) -> bool:
    """Two blocks of equal columns are one list where one heading cell covers both, or where the label of the total
    row reaches from the first into the second."""
    if signature(before) != signature(band) or (before.side != band.side and before.side and band.side):
        return False
    start, previous = band.columns[0].index, before.columns[0].index
    reaching = any(
        (cell := matrix.over[row.index][start]) is not None and cell.column < start and printed(cell.text)
        for row in before.rows
        if row.kind in _ENDS
    )
    if reaching:
        return True
    if any(row.kind in _ENDS and _has_value(matrix, before, row) for row in before.rows):
        return False
    top = matrix.over[0][start] if header_rows else None
    return top is not None and top is matrix.over[0][previous] and bool(printed(top.text))


def signature(band: Band) -> tuple[tuple[ColumnRole, str], ...]:
    """Roles and innermost headings of a band's columns: equal for blocks of one repeated list."""
    return tuple((c.role, c.path[-1] if c.path else "") for c in band.columns if c.role is not ColumnRole.EMPTY)


def _has_value(matrix: Matrix, band: Band, row: Row) -> bool:
    return any(matrix.text(row.index, c.index) for c in band.columns if c.role is ColumnRole.VALUE)
