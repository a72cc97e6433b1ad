"""Tables without rulings, told by their columns: only where the page leaves no doubt.

Four lines or more in three stretches or more with wide gaps between them, the stretches standing in columns with free
space between, and numbers in most lines. A contents list or a form with two columns is none, nor is a table that
cannot be read whole: rows that are missing would be missing from its sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from extractor.readers.pdf_grid import Grid, GridCell
from extractor.readers.pdf_lines import Line
from extractor.readers.pdf_row import Row

_LEAST_ROWS = 4
_LEAST_COLUMNS = 3
_MOST_HEADING = 8  # rows above the first number
_FILLED = 0.6  # of the cells
_STEP = 3.0  # font sizes between two lines: more ends the table
_NUMBER = regex.compile(r"[-+]?[\d,，]+(?:[.．]\d+)?[%％]?|[-—]+")
_AMOUNT = r"[-+－]?[\d,，]+[.．]\d+"
_SEVERAL = regex.compile(
    rf"(?<!\S){_AMOUNT} +\S|\S +{_AMOUNT}(?!\S)|(?<!\S)\d+ +\d|^{_AMOUNT}\p{{Han}}"
)  # columns run together
_LINE = 1.45  # font sizes between two lines of one cell
_Span = tuple[float, float]


def find_unruled(rows: Sequence[Row]) -> tuple[list[Grid], list[Row]]:
    """Grids made of these rows, and the rows that stay text."""
    grids: list[Grid] = []
    rest: list[Row] = []
    for block in _blocks(rows):
        first, last, grid = _table_of(block)
        outside = block[:first] + block[last:]
        if grid is None or any(map(_holds_number, outside)):
            rest.extend(block)
        else:
            grids.append(grid)
            rest += outside
    return grids, rest


def _table_of(block: Sequence[Row]) -> tuple[int, int, Grid | None]:
    """The table among these rows, from where to where: rows of columns, without those of a heading that do not fit."""
    columned = [at for at, row in enumerate(block) if _is_columned(row)]
    if len(columned) < _LEAST_ROWS:
        return 0, 0, None
    first, last = columned[0], columned[-1] + 1
    for begin in range(first, min(last, first + _MOST_HEADING)):
        grid = _grid(block[begin:last])
        if grid is not None or _holds_number(block[begin]):
            return begin, last, grid
    return 0, 0, None


def _blocks(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows that follow closely upon each other."""
    blocks: list[list[Row]] = []
    for row in rows:
        previous = blocks[-1][-1] if blocks else None
        if previous is not None and row.bottom - previous.bottom < _STEP * row.size:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _holds_number(row: Row) -> bool:
    """Whether a row prints a number where a column may be, not in a sentence."""
    return any(_NUMBER.fullmatch(word) for part in row.parts for word in part.text.split(" ")[-1:])


def _is_columned(row: Row) -> bool:
    return len(row.parts) >= _LEAST_COLUMNS


def _grid(rows: Sequence[Row]) -> Grid | None:
    columned = [row for row in rows if _is_columned(row)]
    if len(columned) < _LEAST_ROWS:
        return None
    columns = _columns([part for row in columned for part in row.parts])
    numbers = sum(any(_NUMBER.fullmatch(part.text) for part in row.parts) for row in rows)
    if len(columns) < _LEAST_COLUMNS or any(_SEVERAL.search(part.text) for row in rows for part in row.parts):
        return None
    placed: list[dict[int, str]] = []
    kept: list[Row] = []
    for row in rows:
        places = [_column_of(part, columns) for part in row.parts]
        if None in places or len(set(places)) < len(places):
            return None  # across columns, or two stretches of one line in one column
        texts = {place: part.text for place, part in zip(places, row.parts, strict=True) if place is not None}
        if kept and _is_cut(kept[-1], placed[-1], row, texts):
            return None  # which row the rest of a label belongs to is not told
        placed.append(texts)
        kept.append(row)
    if numbers < len(rows) / 2 or sum(map(len, placed)) < _FILLED * len(rows) * len(columns):
        return None
    return _filled(kept, columns, placed)


def _is_cut(above: Row, upper: dict[int, str], row: Row, lower: dict[int, str]) -> bool:
    """Whether two lines stand as close as those of one cell, and one of them is but a label."""
    near = row.bottom - above.bottom < _LINE * row.size
    return near and (len(upper) == 1 or len(lower) == 1)


def _columns(parts: Sequence[Line]) -> list[_Span]:
    """The horizontal stretches text stands in, merged where they overlap."""
    columns: list[_Span] = []
    for x0, x1 in sorted((part.x0, part.x1) for part in parts):
        if columns and x0 <= columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], x1)
        else:
            columns.append((x0, x1))
    return columns


def _column_of(part: Line, columns: Sequence[_Span]) -> int | None:
    found = [index for index, (x0, x1) in enumerate(columns) if part.x0 <= x1 and x0 <= part.x1]
    return found[0] if len(found) == 1 else None


def _filled(rows: Sequence[Row], columns: Sequence[_Span], placed: Sequence[dict[int, str]]) -> Grid:
    xs = (columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1])
    ys = (rows[0].top, *((a.bottom + b.top) / 2 for a, b in pairwise(rows)), rows[-1].bottom)
    cells = []
    for index, texts in enumerate(placed):
        for column in range(len(columns)):
            box = xs[column], ys[index], xs[column + 1], ys[index + 1]
            cells.append(GridCell(texts.get(column, ""), index, column, 1, 1, box))
    return Grid(tuple(cells), xs, ys, ruled=False)
