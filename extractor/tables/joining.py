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
NOT_SEARCHED = ("page_too_complex", "page_unreadable")  # problems of pages whose tables are not known
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
    whole: bool = True

    @property
    def is_heading(self) -> bool:
        """Whether it has come no further than its heading."""
        return len(self.heading) == self.height

    def matrix(self) -> Matrix | None:
        return lay_out(self.cells, self.height, self.width)


def join_grids(document: Document) -> list[Sheet]:
    """All tables of a document in order, each with its continuations."""
    sheets: list[Sheet] = []
    between: list[Block] = []
    unread = {page for problem in document.problems if problem.kind in NOT_SEARCHED for page in problem.pages}
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
            if previous is not None and _may_continue(previous, sheets[-1]):
                previous.whole = sheets[-1].whole = False
        if unread and not unread.isdisjoint(_pages_around(block)):
            sheets[-1].whole = False
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
    heading = _read_heading(lay_out(cells, height, matrix.width), table.spans_known)
    return Sheet([table], cells, height, matrix.width, caption, table.edges, heading, _notes(table))


def _read_heading(body: Matrix | None, spans_known: bool) -> list[list[str]]:
    rows = count_heading_rows(body, spans_known) if body else 0
    return [_texts(body, row) for row in range(rows)] if body else []


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
    step = _pages_between(sheet, table)
    if step is not None and step not in (0, 1):
        return None
    if table.edges and sheet.edges:
        return _match_edges(sheet.edges, table.edges, table.column_count) or _refine(sheet, table)
    if step is None and not _repeats_heading(sheet, table, caption):
        return None
    return list(range(table.column_count)) if table.column_count == sheet.width else None


def _pages_between(sheet: Sheet, table: Table) -> int | None:
    page, before = table.location.page, sheet.grids[-1].location.page
    return None if page is None or before is None else page - before


def _pages_around(table: Table) -> tuple[int, ...]:
    page = table.location.page
    return () if page is None else (page - 1, page, page + 1)


def _may_continue(sheet: Sheet, later: Sheet) -> bool:
    """Whether a table that was begun anew may yet be the rest of the one before: it stands on the next page, has no
    title of its own and no heading, or one that is the other's or its rest."""
    if _pages_between(sheet, later.grids[0]) != 1 or not _bears_title(sheet, later):
        return False
    alike = sheet.width == later.width or _has_same_sides(sheet.edges, later.edges)
    return sheet.heading[:1] == later.heading[:1] or (alike and (sheet.is_heading or not later.heading))


def _bears_title(sheet: Sheet, later: Sheet) -> bool:
    title = _CONTINUED.sub("", later.caption.title)
    return not title or title == _CONTINUED.sub("", sheet.caption.title)


def _has_same_sides(whole: Sequence[float], part: Sequence[float]) -> bool:
    if not whole or not part:
        return False
    return abs(whole[0] - part[0]) <= NEAR_EDGE and abs(whole[-1] - part[-1]) <= NEAR_EDGE


def _is_same_title(sheet: Sheet, table: Table, caption: Caption, between: Sequence[Block]) -> bool:
    """The title printed again on every page, with nothing else between unless it says itself that it goes on
    (收入决算表（续）)."""
    title = _CONTINUED.sub("", caption.title)
    lines = [printed(t.text) for t in table.above] + [printed(b.text) for b in between if not isinstance(b, Table)]
    extra = [line for line in lines if _is_text(line) and _CONTINUED.sub("", line) != title and not is_number(line)]
    is_same = bool(title) and title == _CONTINUED.sub("", sheet.caption.title)
    return is_same and (not extra or title != caption.title)


def _is_text(line: str) -> bool:
    text = printed(line)
    return any(c.isalpha() for c in text) and not title_rule("unit").search(text) and len(text) > 2


def _match_edges(whole: Sequence[float], part: Sequence[float], columns: int) -> list[int] | None:
    if not _has_same_sides(whole, part) or len(part) < columns + 1:
        return None
    found: list[int] = []
    for edge in part[:-1]:
        nearest = min(range(len(whole)), key=lambda k: abs(whole[k] - edge))
        if abs(whole[nearest] - edge) > NEAR_EDGE or (found and nearest <= found[-1]):
            return None
        found.append(nearest)
    return found


def _refine(sheet: Sheet, table: Table) -> list[int] | None:
    """The columns of a grid that goes on with a heading cut by the page's end (项目 | 合计 above 编码 | 名称 | 合计), and
    the heading laid anew over them."""
    if not sheet.is_heading or table.column_count <= sheet.width or len(table.edges) < table.column_count + 1:
        return None
    columns = _match_edges(table.edges, sheet.edges, sheet.width)
    if columns is None:
        return None
    places = [*columns, table.column_count]
    ends = [places[min(c.column + c.column_span, sheet.width)] for c in sheet.cells]
    sheet.cells = [
        replace(c, column=places[c.column], column_span=end - places[c.column])
        for c, end in zip(sheet.cells, ends, strict=True)
    ]
    sheet.width, sheet.edges = table.column_count, table.edges
    return list(range(table.column_count))


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
    is_cut = sheet.is_heading and repeated == first
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
    if is_cut:
        sheet.heading = _read_heading(sheet.matrix(), table.spans_known)
