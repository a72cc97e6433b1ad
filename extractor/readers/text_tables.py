"""Tables inside plain text: one cell a line behind a tab, cells between tabs, Markdown and flattened `|` rows.

The larger seed report is of the first kind: every line that begins with a tab begins a cell, further lines belong
to the same cell, a blank line and then a tab begin the next row. Nothing closes the last cell, so it swallows the
text after the table until a line tells that something new begins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import regex

from extractor.document import Cell, Table
from extractor.layout.residue import Line
from extractor.location import Location, Text
from extractor.numbers import is_blank, read_cell, squeeze
from patterns.load import load_yaml

_SHORT_CELL = 30
_RULE = regex.compile(r"[\s|:+=-]*-[\s|:+=-]*")  # |---|:--:|
_TOTALS = frozenset({"合计", "总计", "小计"})
_MOST_COLUMNS = 200


@dataclass(slots=True)
class _Cell:
    """A cell being read: its lines, and where the text of the first begins in its line."""

    lines: list[Line]
    offset: int = 0
    stop: int | None = None  # end in its line, where one line holds several cells

    def texts(self) -> list[str]:
        first = self.lines[0].text[self.offset : self.stop]
        return [first, *(line.text for line in self.lines[1:])]

    @property
    def text(self) -> str:
        return "\n".join(part.strip() for part in self.texts() if part.strip())


@dataclass(slots=True)
class Grid:
    """Rows of cells as they stand in the text; width is the number of columns of a full row."""

    rows: list[list[_Cell]] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    @property
    def usual_width(self) -> int:
        return Counter(map(len, self.rows)).most_common(1)[0][0] if self.rows else 0


@cache
def _endings(key: str) -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?:{entry['pattern']})" for entry in load_yaml("conversion")[key]))


def find_grids(lines: Sequence[Line]) -> list[Grid | Line]:
    """The lines in order, those of each table replaced by its grid.

    Every way of writing a table says how far it looked: lines that are none are not looked at again, so that the
    search stays linear in a text whose every paragraph begins with a tab.
    """
    found: list[Grid | Line] = []
    i = 0
    while i < len(lines):
        seen = i + 1
        for reader in (_tab_cells, _tab_rows, _pipe_rows, _flattened):
            grid, first, after = reader(lines, i)
            if grid:
                found += [*lines[i:first], grid]
                i = after
                break
            seen = max(seen, after)
        else:
            found += lines[i:seen]
            i = seen
    return found


_Found = tuple[Grid | None, int, int]
"""A grid or None, its first line, and the line after those looked at."""


# ---- one cell a line, behind a tab


def _tab_cells(lines: Sequence[Line], start: int) -> _Found:
    if not lines[start].text.startswith("\t"):
        return None, start, start
    rows: list[list[_Cell]] = [[]]
    begins = [start]  # the line each row begins at
    widest = 1
    i = end = start
    blank = False
    while i < len(lines):
        line = lines[i]
        if line.text.startswith("\t"):
            if blank and rows[-1]:
                widest = max(widest, len(rows[-1]))
                rows.append([])
                begins.append(i)
            rows[-1].extend(_split_at_tabs(line, 1))
            end = i + 1
        elif not line.bare:
            blank = True
            i += 1
            continue
        elif _ends_table(line, lines, i, blank, _is_full(rows[-1], widest)):
            break
        else:
            rows[-1][-1].lines.append(line)
        blank = False
        i += 1
    if i == len(lines):
        i = _give_back_tail(rows, lines, end)
    first = next((k for k, row in enumerate(rows) if len(row) > 1), 0)  # indented paragraphs may stand before
    grid = Grid(_mend(rows[first:]))
    return (grid, begins[first], i) if _is_tab_table(grid) else (None, start, max(end, start + 1))


def _split_at_tabs(line: Line, begin: int) -> list[_Cell]:
    cells = []
    for part in line.text[begin:].split("\t"):
        cells.append(_Cell([line], begin, begin + len(part)))
        begin += len(part) + 1
    return cells


def _ends_table(line: Line, lines: Sequence[Line], i: int, blank: bool, full: bool) -> bool:
    """Whether a line without a tab stands after the table rather than in its last cell."""
    if not blank and not full:
        return False
    if _closes(line, blank):
        return True
    return blank and full and not _tab_follows(lines, i)


def _closes(line: Line, blank: bool) -> bool:
    """A line that begins something new: an attachment, a title, a section, a note."""
    plain = line.bare
    return bool(
        _endings("table_end").fullmatch(plain) or (blank and _endings("table_end_after_blank").fullmatch(plain))
    )


def _tab_follows(lines: Sequence[Line], i: int) -> bool:
    """Whether the table goes on after a few lines of text: then these are a cell's."""
    blank = True
    for line in lines[i : i + 12]:
        if line.text.startswith("\t"):
            return True
        if line.bare and _closes(line, blank):
            return False
        blank = not line.bare
    return False


def _is_full(row: list[_Cell], widest: int) -> bool:
    """A row with as many cells as any before it; a total's row may have fewer, its label stands across columns."""
    return len(row) >= widest or (len(row) > 1 and squeeze(row[0].text) in _TOTALS)


def _give_back_tail(rows: list[list[_Cell]], lines: Sequence[Line], end: int) -> int:
    """At the end of the file: the last cell keeps the lines up to the first blank one; the place after it."""
    last = rows[-1][-1]
    i = end
    while i < len(lines) and lines[i].bare:
        i += 1
    kept = {id(line) for line in lines[end - 1 : i]}
    last.lines = [line for line in last.lines if id(line) in kept]
    return i


def _mend(rows: list[list[_Cell]]) -> list[list[_Cell]]:
    """Joins a row that an empty cell's blank line cut in two, where the halves together make a full row."""
    usual = Counter(map(len, rows)).most_common(1)[0][0]
    mended: list[list[_Cell]] = []
    for row in rows:
        before = mended[-1] if mended else []
        if before and len(before) < usual and len(before) + len(row) == usual and not before[-1].text:
            before.extend(row)
        else:
            mended.append(row)
    return mended


def _is_tab_table(grid: Grid) -> bool:
    """Rows of several, mostly short cells: not paragraphs that begin with a tab."""
    cells = [cell for row in grid.rows for cell in row]
    several = [row for row in grid.rows if len(row) >= 2]
    short = sum(len(cell.text) <= _SHORT_CELL and not cell.text.endswith("。") for cell in cells)
    wide = len(several) >= 2 or (len(several) == 1 and len(grid.rows) >= 2 and grid.usual_width >= 2)
    return wide and 2 <= grid.width <= _MOST_COLUMNS and short >= len(cells) * 0.6


# ---- one row a line


def _tab_rows(lines: Sequence[Line], start: int) -> _Found:
    """Rows of cells between tabs, at least two lines of the same number of cells; a name that heads the rows below it
    (流动资产：) may stand alone in its line."""
    i = start
    rows: list[list[_Cell]] = []
    while i < len(lines) and (_is_tab_row(lines[i]) or (rows and _heads_rows(lines, i, len(rows[-1])))):
        rows.append(_split_at_tabs(lines[i], 0))
        i += 1
    if len(rows) > 1 and _lacks_corner(rows[0], rows[1]):
        rows[0].insert(0, _Cell(rows[0][0].lines, 0, 0))
    full = [row for row in rows if len(row) > 1]
    equal = len(full) >= 2 and len({len(row) for row in full}) <= max(1, len(full) // 3)
    return (Grid(rows) if equal and len(full[0]) <= _MOST_COLUMNS else None), start, i


def _is_tab_row(line: Line) -> bool:
    return "\t" in line.text.strip() and not line.text.startswith("\t" * 10)


def _heads_rows(lines: Sequence[Line], i: int, width: int) -> bool:
    """A short name with its colon, or with blank cells behind it, before a row as wide as the one above it."""
    line = lines[i]
    alone = line.bare.endswith(("：", ":")) or line.text.count("\t") == width - 1
    if not alone or not line.bare or line.text[0].isspace() or len(line.bare) > _SHORT_CELL or i + 1 == len(lines):
        return False
    return _is_tab_row(lines[i + 1]) and lines[i + 1].text.count("\t") == width - 1


def _pipe_rows(lines: Sequence[Line], start: int) -> _Found:
    """Markdown: lines of the same number of cells between `|`, with or without a rule below the head."""
    rows: list[list[_Cell]] = []
    i = start
    while i < len(lines) and "|" in lines[i].text:
        if not _RULE.fullmatch(lines[i].bare):
            row = _split_at_pipes(lines[i])
            if len(rows) == 1 and _lacks_corner(rows[0], row):
                rows[0].insert(0, _Cell(rows[0][0].lines, 0, 0))
            if rows and len(row) != len(rows[0]):
                break
            rows.append(row)
        i += 1
    fits = len(rows) >= 2 and 2 <= len(rows[0]) <= _MOST_COLUMNS
    return (Grid(rows), start, i) if fits else (None, start, start)


def _lacks_corner(head: list[_Cell], row: list[_Cell]) -> bool:
    """Headings above a row of one label and numbers whose blank first cell was lost, or taken for the frame."""
    return len(head) == len(row) - 1 and all(map(_is_label, head)) and _is_row(row)


def _split_at_pipes(line: Line) -> list[_Cell]:
    text = line.text
    begin = len(text) - len(text.lstrip())
    begin += text.startswith("|", begin)
    stop = len(text.rstrip())
    stop -= text.endswith("|", begin, stop) and stop > begin
    cells = []
    for part in text[begin:stop].split("|"):
        cells.append(_Cell([line], begin, begin + len(part)))
        begin += len(part) + 1
    return cells


def _flattened(lines: Sequence[Line], start: int) -> _Found:
    """One cell a line, each ending in `|`: a table only if exactly one number of columns makes sense of it."""
    cells: list[_Cell] = []
    i = start
    while i < len(lines) and lines[i].text.count("|") == 1 and lines[i].text.rstrip().endswith("|"):
        cells.append(_Cell([lines[i]], 0, lines[i].text.rindex("|")))
        i += 1
    grids = [grid for width in range(2, min(12, (len(cells) + 1) // 2) + 1) for grid in _cut_rows(cells, width)]
    return (grids[0] if len(grids) == 1 else None), start, i


def _cut_rows(cells: list[_Cell], width: int) -> list[Grid]:
    """The cells in rows of `width`, if that gives a heading of words above rows of one label and numbers.

    The corner above the labels may be missing, as a blank cell is easily lost.
    """
    grids = []
    for missing in (0, 1):
        if (len(cells) + missing) % width:
            continue
        head = cells[: width - missing]
        body = [cells[i : i + width] for i in range(width - missing, len(cells), width)]
        if body and all(map(_is_label, head)) and all(_is_row(row) for row in body):
            corner = [_Cell([cells[0].lines[0]], 0, 0)] * missing
            grids.append(Grid([corner + head, *body]))
    return grids


def _is_row(row: list[_Cell]) -> bool:
    return _is_label(row[0]) and all(is_blank(cell.text) or read_cell(cell.text) for cell in row[1:])


def _is_label(cell: _Cell) -> bool:
    return not is_blank(cell.text) and read_cell(cell.text) is None


# ---- to the table every reader gives


def to_table(grid: Grid, number: int, above: tuple[Text, ...]) -> Table:
    """The grid as a `Table`. A row short of cells that begins with a total has its figures at the right."""
    width = grid.width
    cells = []
    for r, row in enumerate(grid.rows):
        missing = width - len(row)
        shift = 0
        for c, cell in enumerate(row):
            span = missing + 1 if c == 0 and missing and squeeze(cell.text) in _TOTALS else 1
            cells.append(Cell(cell.text, r, c + shift, 1, span, _place(cell, number, r, c + shift)))
            shift += span - 1
    first, last = grid.rows[0][0], grid.rows[-1][-1]
    end = last.lines[-1].start + len(last.lines[-1].text)
    location = Location(line=first.lines[0].number, start=first.lines[0].start, end=end, table=number)
    return Table(number, tuple(cells), len(grid.rows), width, location, above=above, spans_known=False)


def _place(cell: _Cell, number: int, row: int, column: int) -> Location:
    """From the first to the last character of the cell that is not a blank."""
    filled = [(line, text) for line, text in zip(cell.lines, cell.texts(), strict=True) if text.strip()]
    if not filled:
        at = cell.lines[0].start + cell.offset
        return Location(line=cell.lines[0].number, start=at, end=at, table=number, row=row + 1, column=column + 1)
    begin = _begin(cell, *filled[0])
    last, text = filled[-1]
    end = _begin(cell, last, text) + len(text.strip())
    return Location(line=filled[0][0].number, start=begin, end=end, table=number, row=row + 1, column=column + 1)


def _begin(cell: _Cell, line: Line, text: str) -> int:
    offset = cell.offset if line is cell.lines[0] else 0
    return line.start + offset + len(text) - len(text.lstrip())
