"""Grids that are parts of one table: a table continued on the next page, with or without its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor.document import Block, Cell, Document, Table
from extractor.tables.alignment import align_cells
from extractor.tables.grid import Matrix, lay_out, printed
from extractor.tables.headings import count_heading_rows
from extractor.tables.titles import Caption, is_number, read_caption
from extractor.tables.words import row_is, title_rule

NEAR_EDGE = 4.0  # points between two prints of one column boundary
_CONTINUED = re.compile(r"\(?续(表|上页)?[一二三四五\d]*\)?$")
NEAR_LINES = 3  # paragraphs before a grid that may be its title


@dataclass(slots=True)
class Sheet:
    """One table being put together; cells carry their place in the joined grid."""

    grids: list[Table]
    cells: list[Cell]
    height: int
    width: int
    caption: Caption
    edges: tuple[float, ...]
    heading: list[list[str]]
    notes: list[str] = field(default_factory=list)

    def matrix(self) -> Matrix | None:
        return lay_out(self.cells, self.height, self.width)


def join_grids(document: Document) -> list[Sheet]:
    """All tables of a document in order, each with its continuations."""
    sheets: list[Sheet] = []
    between: list[Block] = []
    for block in document.blocks:
        if not isinstance(block, Table):
            between.append(block)
            continue
        matrix = lay_out(align_cells(block), block.row_count, block.column_count)
        if matrix is None:
            continue
        caption = _caption(block, matrix, between)
        previous = sheets[-1] if sheets else None
        columns = _continued(previous, block, caption, between) if previous else None
        if previous is not None and columns is not None:
            _append(previous, block, matrix, columns, caption.rows)
        else:
            sheets.append(_begin(block, matrix, caption))
        between = []
    return sheets


def _caption(table: Table, matrix: Matrix, between: Sequence[Block]) -> Caption:
    lines = [text.text for text in table.above]
    if not any(printed(line) for line in lines):
        lines = [b.text for b in between[-NEAR_LINES:] if not isinstance(b, Table) and len(b.text) < 80]
    return read_caption(matrix, lines)


def _begin(table: Table, matrix: Matrix, caption: Caption) -> Sheet:
    cells = [
        replace(c, row=c.row - caption.rows) if caption.rows else c for c in matrix.cells() if c.row >= caption.rows
    ]
    height = matrix.height - caption.rows
    body = lay_out(cells, height, matrix.width)
    rows = count_heading_rows(body, table.spans_known) if body else 0
    heading = [_texts(body, row) for row in range(rows)] if body else []
    return Sheet([table], cells, height, matrix.width, caption, table.edges, heading, _notes(table))


def _texts(matrix: Matrix, row: int) -> list[str]:
    return [printed(c.text) for c in matrix.filled(row)]


def _notes(table: Table) -> list[str]:
    return [text.text.strip() for text in table.below if row_is("note", printed(text.text))]


def _continued(sheet: Sheet, table: Table, caption: Caption, between: Sequence[Block]) -> list[int] | None:
    """The column of the sheet for each column of a grid that continues it; None where it does not."""
    if any(_is_text(t.text) for t in sheet.grids[-1].below):
        return None
    titled = bool(caption.title) or bool(between) or any(_is_text(t.text) for t in table.above)
    if titled and not (_is_same_title(sheet, table, caption, between) and _repeats_heading(sheet, table, caption)):
        return None
    last = sheet.grids[-1]
    page, before = table.location.page, last.location.page
    if page is not None and before is not None and page - before not in (0, 1):
        return None
    if table.edges and sheet.edges:
        return _match_edges(sheet.edges, table.edges, table.column_count)
    if page is None and not _repeats_heading(sheet, table, caption):
        return None
    return list(range(table.column_count)) if table.column_count == sheet.width else None


def _is_same_title(sheet: Sheet, table: Table, caption: Caption, between: Sequence[Block]) -> bool:
    """The title printed again on every page (收入决算表（续）), with nothing else between."""
    title = _CONTINUED.sub("", caption.title)
    lines = [printed(t.text) for t in table.above] + [printed(b.text) for b in between if not isinstance(b, Table)]
    extra = [line for line in lines if _is_text(line) and _CONTINUED.sub("", line) != title and not is_number(line)]
    return bool(title) and title == _CONTINUED.sub("", sheet.caption.title) and not extra


def _is_text(line: str) -> bool:
    text = printed(line)
    return any(c.isalpha() for c in text) and not title_rule("unit").search(text) and len(text) > 2


def _match_edges(whole: Sequence[float], part: Sequence[float], columns: int) -> list[int] | None:
    if abs(whole[0] - part[0]) > NEAR_EDGE or abs(whole[-1] - part[-1]) > NEAR_EDGE or len(part) < columns + 1:
        return None
    found: list[int] = []
    for edge in part[:-1]:
        nearest = min(range(len(whole)), key=lambda k: abs(whole[k] - edge))
        if abs(whole[nearest] - edge) > NEAR_EDGE or (found and nearest <= found[-1]):
            return None
        found.append(nearest)
    return found


def _repeats_heading(sheet: Sheet, table: Table, caption: Caption) -> bool:
    matrix = lay_out(table.cells, table.row_count, table.column_count)
    first = caption.rows
    return (
        bool(sheet.heading)
        and matrix is not None
        and matrix.height > first + 1
        and _texts(matrix, first) == sheet.heading[0]
    )


def _append(sheet: Sheet, table: Table, matrix: Matrix, columns: list[int], first: int) -> None:
    """Put the rows of a continuation below, without a repeated heading, each cell in its column of the sheet. Its
    cells keep their page and row but bear the number of the table that they belong to."""
    belongs = sheet.grids[0].location.table
    repeated = first
    limit = min(first + len(sheet.heading), matrix.height)
    while repeated < limit and _texts(matrix, repeated) == sheet.heading[repeated - first]:
        repeated += 1
    ends = [*columns[1:], sheet.width]
    for cell in matrix.cells():
        if not repeated <= cell.row < matrix.height or not 0 <= cell.column < len(columns):
            continue
        column = columns[cell.column]
        end = ends[min(len(ends), cell.column + max(1, cell.column_span)) - 1]
        row = sheet.height + cell.row - repeated
        place = cell.location.in_table(belongs)
        sheet.cells.append(Cell(cell.text, row, column, cell.row_span, max(1, end - column), place))
    sheet.height += matrix.height - repeated
    sheet.grids.append(table)
    sheet.notes += _notes(table)
