"""Which lines next to a table belong to it: title, 公开01表, 编制部门, 单位 above or beside, 注 below.

Decided by how they stand: a caption is centred over its table or set against one of its edges, ends no sentence and
carries no section number. A section heading above the title stays text.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from extractor.layout.paragraphs import opens_item
from extractor.readers.pdf.grid import Grid
from extractor.readers.pdf.page import PageLayout
from extractor.readers.pdf.row import Row
from extractor.width import fold

_ENDS_SENTENCE = regex.compile(r"[。；;！!？?：:，,]$")
_NOTE = regex.compile(r"[*＊※]?\s*[（(]?(?:注|备注|附注|说明|数据来源|资料来源)\s*\d?\s*[：:、.．]")
_WIDE_DOT = regex.compile(r"\d{1,2}．")
_LONGEST = 60  # characters of a title
_REACH = 4.0  # font sizes between a caption and what it belongs to
_NOTE_REACH = 2.5
_WIDE_TITLE = 0.7  # of the table's width: a centred line as wide that goes on in the next was cut by the width
_INDENTED = 2.5  # font sizes a title begins further right than the note above it
_FULL = 6.0  # font sizes a line may end short of the table's edge and still have been cut by the width


@dataclass(slots=True)
class Captions:
    """The rows that belong to a grid: those above, each with the page it stands on, and the notes below, each of one
    row or more, as a title is that was cut by the width."""

    above: list[tuple[PageLayout, list[Row]]] = field(default_factory=list)
    below: list[list[Row]] = field(default_factory=list)


def take_captions(pages: list[PageLayout]) -> dict[int, Captions]:
    """The captions of every grid by its id; the rows are taken out of their pages."""
    found: dict[int, Captions] = {}
    before: PageLayout | None = None
    for page in pages:
        for index, grid in enumerate(page.grids):
            captions = found[id(grid)] = Captions()
            lowest = page.grids[index - 1].ys[-1] if index else 0.0
            highest = page.grids[index + 1].ys[0] if index + 1 < len(page.grids) else page.content.height
            captions.below = _notes(page, grid, highest)
            above = _above(page, grid, lowest)
            beside = _beside(page, grid)
            _drop(page, [row for note in captions.below for row in note] + above + beside)
            if before is not None and not _has_title(page, above, grid) and _is_first(page, grid):
                earlier = _left_behind(before, grid)
                _drop(before, earlier)
                captions.above += [(before, rows) for rows in _whole_titles(before, earlier, grid)]
            captions.above += [(page, rows) for rows in _whole_titles(page, above, grid) + [[row] for row in beside]]
        before = page
    return found


def starts_note(text: str) -> bool:
    """Whether a line begins a note: 注：, 说明：."""
    return _NOTE.match(text) is not None


def opens_section(text: str) -> bool:
    """Whether a line begins with an enumerator; 5．2025年 is number five, not 5.2025."""
    return opens_item(fold(text)) or _WIDE_DOT.match(text) is not None


def _drop(page: PageLayout, rows: list[Row]) -> None:
    taken = {id(row) for row in rows}
    page.rows = [row for row in page.rows if id(row) not in taken]


def _is_first(page: PageLayout, grid: Grid) -> bool:
    return page.grids[0] is grid and not any(row.top < grid.ys[0] for row in page.rows)


def _above(page: PageLayout, grid: Grid, lowest: float) -> list[Row]:
    """From the table upward, as long as lines look like captions and no title stands below them already."""
    taken: list[Row] = []
    title_size: float | None = None
    floor = grid.ys[0]
    for row in reversed([row for row in page.rows if lowest - 1 <= row.top and row.bottom <= grid.ys[0] + 2]):
        if floor - row.bottom > _REACH * row.size or not _may_be_caption(row):
            break
        if _is_centred(row, grid.xs[0], grid.xs[-1]) or _is_centred(row, 0, page.content.width):
            if title_size is not None and abs(row.size - title_size) > 0.6:
                break
            title_size = row.size
        elif not _is_at_edges(row, grid):
            break
        taken.insert(0, row)
        floor = row.top
    return taken


def _may_be_caption(row: Row) -> bool:
    text = row.text
    return len(text) <= _LONGEST and not _ENDS_SENTENCE.search(text) and not opens_section(text)


def _is_centred(row: Row, left: float, right: float) -> bool:
    off = abs((row.x0 + row.x1) / 2 - (left + right) / 2)
    return len(row.parts) == 1 and off < max(row.size, 0.03 * (right - left)) and row.x0 > left + row.size


def _is_at_edges(row: Row, grid: Grid) -> bool:
    """Against the right edge, in several stretches, or a short label against the left edge."""
    middle = (grid.xs[0] + grid.xs[-1]) / 2
    if len(row.parts) > 1:
        return row.x0 < middle < row.x1
    if row.x0 > middle:
        return row.x1 > grid.xs[-1] - 6 * row.size
    near_left = abs(row.x0 - grid.xs[0]) < 3 * row.size and row.x1 < middle
    return near_left and ("：" in row.text or ":" in row.text or len(row.text) <= 8)


def _beside(page: PageLayout, grid: Grid) -> list[Row]:
    """Short texts at the height of the table, left or right of it."""
    return [
        row
        for row in page.rows
        if grid.ys[0] + 2 < (row.top + row.bottom) / 2 < grid.ys[-1] - 2
        and (row.x1 <= grid.xs[0] + 1 or row.x0 >= grid.xs[-1] - 1)
        and _may_be_caption(row)
    ]


def _notes(page: PageLayout, grid: Grid, highest: float) -> list[list[Row]]:
    """The notes under the table from 注： on, as long as they follow closely; a numbered line continues the list."""
    notes: list[list[Row]] = []
    last = grid.ys[-1]
    for row in (row for row in page.rows if grid.ys[-1] - 2 <= row.top < highest):
        if row.top - last > _NOTE_REACH * row.size:
            break
        if starts_note(row.text) or (notes and _is_numbered_like(row, notes[0][0])):
            notes.append([row])
        elif notes and notes[-1][-1].x1 > grid.xs[-1] - _FULL * row.size and not _is_next_title(row, notes[-1]):
            notes[-1].append(row)
        else:
            break
        last = row.bottom
    return notes


def _is_next_title(row: Row, note: list[Row]) -> bool:
    """Whether a note is at its end and the line below stands in the middle."""
    return note[-1].text.endswith("。") and row.x0 > note[0].x0 + _INDENTED * row.size


def _is_numbered_like(row: Row, first: Row) -> bool:
    return opens_section(row.text) and abs(row.size - first.size) < 0.6


def _whole_titles(page: PageLayout, rows: list[Row], grid: Grid) -> list[list[Row]]:
    """The rows, those of a title that was cut by the width together."""
    titles: list[list[Row]] = []
    for row in rows:
        upper = titles[-1][-1] if titles else None
        if (
            upper is not None
            and _has_title(page, [upper], grid)
            and _has_title(page, [row], grid)
            and upper.x1 - upper.x0 > max(_WIDE_TITLE * (grid.xs[-1] - grid.xs[0]), row.x1 - row.x0)
            and abs(upper.size - row.size) < 0.6
        ):
            titles[-1].append(row)
        else:
            titles.append([row])
    return titles


def _has_title(page: PageLayout, rows: list[Row], grid: Grid) -> bool:
    return any(_is_centred(row, grid.xs[0], grid.xs[-1]) or _is_centred(row, 0, page.content.width) for row in rows)


def _left_behind(page: PageLayout, grid: Grid) -> list[Row]:
    """Title lines at the very end of a page whose table begins on the next: a centred line must be among them. A page
    that bears nothing else is a cover."""
    after = page.grids[-1].ys[-1] if page.grids else 0.0
    taken: list[Row] = []
    centred = False
    for row in reversed([row for row in page.rows if row.top >= after - 2]):
        is_title = _is_centred(row, 0, page.content.width)
        is_beside = row.x0 > page.content.width / 2 or (not centred and _is_at_edges(row, grid))
        if not _may_be_caption(row) or not (is_title or is_beside):
            break
        if taken and taken[0].top - row.bottom > _REACH * row.size:
            break
        centred = centred or is_title
        taken.insert(0, row)
    return taken if centred and (page.grids or len(taken) < len(page.rows)) else []
