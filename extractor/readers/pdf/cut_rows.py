"""Table rows cut by the end of a page: what stands on the next page belongs to the cells above, not to a row of its own.

Word processors let a row break across pages unless told otherwise. The rest of a label or the last digits of an amount
then open the next page, below the repeated heading if there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from extractor.layout.paragraphs import opens_item
from extractor.readers.pdf.cell_text import had_room, join_texts
from extractor.readers.pdf.grid import Grid, GridCell
from extractor.readers.pdf.page import PageLayout
from extractor.width import fold

_NEAR = 4.0  # points between two prints of one column boundary
_AMOUNT = regex.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_WHOLE = regex.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d\d%?")
_NUMERIC = frozenset("0123456789.,%")
_MARGINS = 8.0  # points a cell of a word processor keeps free beyond those of a spreadsheet


def join_cut_rows(pages: Sequence[PageLayout]) -> None:
    """Puts the rest of each cut row where its beginning is; nothing may stand between the two parts."""
    first: Grid | None = None  # the part of the table that has its heading
    for above, below in pairwise(pages):
        upper, lower = _last_grid(above), _first_grid(below)
        if upper is None or lower is None or not _has_same_sides(upper, lower):
            first = None
            continue
        first = upper if first is None or len(above.grids) > 1 else first
        at = _count_repeated(first, lower)
        rest = [cell for cell in lower.cells if cell.row == at]
        whole = _joined(upper, rest)
        if whole is None:
            continue
        above.grids[-1] = replace(upper, cells=whole)
        below.grids[:1] = [_without_row(lower, at)] if lower.row_count > 1 else []


def _last_grid(page: PageLayout) -> Grid | None:
    grid = page.grids[-1] if page.grids else None
    if grid is None or not grid.ruled or any(row.bottom > grid.ys[-1] for row in page.rows):
        return None
    return grid


def _first_grid(page: PageLayout) -> Grid | None:
    grid = page.grids[0] if page.grids else None
    if grid is None or not grid.ruled or any(row.top < grid.ys[0] for row in page.rows):
        return None
    return grid


def _has_same_sides(upper: Grid, lower: Grid) -> bool:
    return abs(upper.xs[0] - lower.xs[0]) < _NEAR and abs(upper.xs[-1] - lower.xs[-1]) < _NEAR


def _count_repeated(first: Grid, lower: Grid) -> int:
    """How many rows of the heading are printed again."""
    count = 0
    for row in range(min(first.row_count, lower.row_count - 1)):
        if _texts(first, row) != _texts(lower, row):
            break
        count += 1
    return count


def _texts(grid: Grid, row: int) -> list[str]:
    return [cell.text for cell in grid.cells if cell.row == row]


def _joined(upper: Grid, rest: Sequence[GridCell]) -> tuple[GridCell, ...] | None:
    """The cells of the upper part with the rest of its last row; None where the rest is a row of its own."""
    last = {cell.column: cell for cell in upper.cells if cell.row + cell.row_span == upper.row_count}
    tails = {column: (width, size) for column, width, size in upper.tails}
    pairs: list[tuple[GridCell, GridCell]] = []
    for cell in rest:
        if not cell.text:
            continue
        begun = next((c for c in last.values() if _is_same_column(c, cell)), None)
        if begun is None or begun.column not in tails:
            return None
        pairs.append((begun, cell))
    numbers = [pair for pair in pairs if _is_numeric(*pair)]
    if not all(_is_number_cut(*pair, *tails[pair[0].column]) for pair in numbers):
        return None
    margins = _MARGINS if numbers else 0.0  # an amount that is cut leaves no doubt that the row is
    texts = [pair for pair in pairs if not _is_numeric(*pair)]
    if not all(_is_text_cut(*pair, *tails[pair[0].column], margins) for pair in texts):
        return None
    joined = {id(begun): begun._replace(text=join_texts(begun.text, cell.text)) for begun, cell in pairs}
    return tuple(joined.get(id(cell), cell) for cell in upper.cells) if joined else None


def _is_same_column(one: GridCell, other: GridCell) -> bool:
    return abs(one.box[0] - other.box[0]) < _NEAR and abs(one.box[2] - other.box[2]) < _NEAR


def _is_numeric(begun: GridCell, rest: GridCell) -> bool:
    return begun.text[-1] in _NUMERIC and rest.text[0] in _NUMERIC


def _is_number_cut(begun: GridCell, rest: GridCell, width: float, size: float) -> bool:
    """Whether a cell's last line, so wide, had no room for the digits on the next page, and they make one number."""
    return not had_room(rest.text, _room(begun, width) - _MARGINS, size) and _is_cut_number(begun.text, rest.text)


def _is_text_cut(begun: GridCell, rest: GridCell, width: float, size: float, margins: float) -> bool:
    """Whether a cell's last line, so wide, had no room for how the next page goes on."""
    return not opens_item(fold(rest.text)) and not had_room(rest.text, _room(begun, width) - margins, size)


def _room(begun: GridCell, width: float) -> float:
    return begun.box[2] - begun.box[0] - width


def _is_cut_number(begun: str, rest: str) -> bool:
    """Whether two parts make one number, and the first is not whole: 605,454.0 is not, 605,454.00 is."""
    if _AMOUNT.fullmatch(begun + rest):
        return _WHOLE.fullmatch(begun) is None
    return not (begun + rest).isascii() and _WHOLE.fullmatch(rest) is None


def _without_row(grid: Grid, row: int) -> Grid:
    """The rest of the grid. A merged cell that begins in the row goes on below it; its text has gone above."""
    kept = []
    for cell in grid.cells:
        if cell.row > row:
            kept.append(cell._replace(row=cell.row - 1))
        elif cell.row + cell.row_span > row and cell.row_span > 1:
            text = "" if cell.row == row else cell.text
            kept.append(cell._replace(text=text, row_span=cell.row_span - 1))
        elif cell.row < row:
            kept.append(cell)
    return replace(grid, cells=tuple(kept), ys=grid.ys[: row + 1] + grid.ys[row + 2 :])
