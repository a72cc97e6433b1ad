"""Printed lines become paragraphs again, over line ends and page ends.

A line goes on in the next if it runs to the right margin and the next does not begin a paragraph: by its indent, its
enumerator, its size or the space above it. Margins are those of the page's own lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import regex

from extractor.layout.paragraphs import continues
from extractor.location import Piece, Text
from extractor.readers.pdf.captions import opens_section, starts_note
from extractor.readers.pdf.cell_text import first_word_width
from extractor.readers.pdf.page import PageLayout
from extractor.readers.pdf.row import Row
from extractor.width import fold

_ENDS_SENTENCE = regex.compile(r"[。；;！!？?：:][”’」』）)]?$")
_CONTENTS = regex.compile(r"[.·…]{3,}\s*\d{1,4}$")  # a line of the contents and its page
_GOES_ON = regex.compile(r"[，,、（(“《第和及与至]$")
_LONG_SHARE = 0.6  # of the width between a page's outermost lines: such lines tell its margins
_ENOUGH_LINES = 4  # long lines that make a page's own margins sure
_SHARE_OF_FULL = 0.4  # of the long lines end at the right margin where text is running text
_INDENT = 1.2  # font sizes
_CENTRED = 2.5  # font sizes a line begins behind the margin if it is set in the middle: more than any indent
_SLACK = 1.6  # font sizes a full line may end before the margin: a comma, a bracket that must not begin a line
_GAP = 1.9  # of the usual distance of two baselines: more parts paragraphs
_SPACING = 1.15  # of the distance of two baselines of a paragraph: more parts paragraphs where the words allow it


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the running text of a page begins and ends, and the usual distance of its baselines.

    sure: enough lines end at the right margin for a line that ends there to mean something. size: of its type.
    least: the distance of the baselines within a paragraph, where it is told.
    """

    left: float
    right: float
    pitch: float
    sure: bool = True
    size: float = 0.0
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row and the page it stands on."""

    page: PageLayout
    row: Row


def measure_margins(pages: Sequence[PageLayout]) -> dict[int, Margins]:
    """The margins of each page by its number; a page with few lines borrows those of its like."""
    own: dict[int, Margins] = {}
    by_size: dict[tuple[int, int], list[Margins]] = defaultdict(list)
    for page in pages:
        found = _own_margins(page.rows)
        if found is not None:
            own[page.number] = found
            by_size[_size(page)].append(found)
    return {
        page.number: own.get(page.number) or _typical(by_size[_size(page)]) or _outermost(page.rows, page)
        for page in pages
    }


def _size(page: PageLayout) -> tuple[int, int]:
    return round(page.content.width), round(page.content.height)


def _own_margins(rows: Sequence[Row]) -> Margins | None:
    if not rows:
        return None
    width = max(row.x1 for row in rows) - min(row.x0 for row in rows)
    long = [row for row in rows if row.x1 - row.x0 > _LONG_SHARE * width and len(row.text) > 12]
    if len(long) < _ENOUGH_LINES:
        return None
    size = median(row.size for row in long)
    right = -_agreed(sorted(-row.x1 for row in long), size)
    full = sum(abs(row.x1 - right) < size for row in long)
    if full < _SHARE_OF_FULL * len(long):
        return None
    carried = [b.x0 for a, b in pairwise(rows) if b.x0 < a.x0 and abs(a.x1 - right) < _SLACK * size]
    left = _agreed(sorted([*(row.x0 for row in long), *carried]), size)
    return Margins(left, right, _pitch(rows), size=size, least=_least_step(rows, right, size))


def _agreed(positions: Sequence[float], size: float) -> float:
    """The outermost position that a second line confirms: one line may stick out."""
    for first, second in pairwise(positions):
        if second - first < 0.6 * size:
            return first
    return positions[0]


def _pitch(rows: Sequence[Row]) -> float:
    steps = [b.bottom - a.bottom for a, b in pairwise(rows) if b.bottom - a.bottom > 0.8 * a.size]
    return median(steps) if steps else 0.0


def _least_step(rows: Sequence[Row], right: float, size: float) -> float:
    """The smallest distance between a full line of the text and the next that two pairs confirm."""
    steps = sorted(
        b.bottom - a.bottom
        for a, b in pairwise(rows)
        if len(a.parts) == 1 and right - a.x1 < _SLACK * size and _is_size(a, size) and _is_size(b, size)
    )
    return next((first for first, second in pairwise(steps) if second - first < 0.05 * first), 0.0)


def _is_size(row: Row, size: float) -> bool:
    return abs(row.size - size) < 0.5


def _typical(margins: Sequence[Margins]) -> Margins | None:
    if not margins:
        return None
    return Margins(median(m.left for m in margins), median(m.right for m in margins), median(m.pitch for m in margins))


def _outermost(rows: Sequence[Row], page: PageLayout) -> Margins:
    if not rows:
        return Margins(0.0, page.content.width, 0.0, sure=False)
    return Margins(min(row.x0 for row in rows), max(row.x1 for row in rows), _pitch(rows), sure=False)


def group_rows(rows: Sequence[PlacedRow], margins: dict[int, Margins]) -> list[list[PlacedRow]]:
    """Consecutive rows grouped into paragraphs."""
    groups: list[list[PlacedRow]] = []
    tail = ""
    for placed in rows:
        if groups and _goes_on(groups[-1], tail, placed, margins):
            groups[-1].append(placed)
            tail = tail[-200:] + placed.row.text
        else:
            groups.append([placed])
            tail = placed.row.text
    return groups


def _goes_on(group: Sequence[PlacedRow], tail: str, below: PlacedRow, margins: dict[int, Margins]) -> bool:
    above = group[-1]
    upper, lower = above.row, below.row
    if abs(upper.size - lower.size) > 0.15 * max(upper.size, lower.size):
        return False
    here, there = margins[above.page.number], margins[below.page.number]
    same_page = above.page is below.page
    if same_page and here.pitch and lower.bottom - upper.bottom > _GAP * max(here.pitch, 1.2 * upper.size):
        return False
    if (opens_section(lower.text) or starts_note(lower.text)) and not _GOES_ON.search(tail):
        return False
    if _CONTENTS.search(tail):
        return False
    ended = _ENDS_SENTENCE.search(tail) is not None
    spaced = here.least and lower.bottom - upper.bottom > _SPACING * here.least
    if same_page and spaced and _is_size(upper, here.size):
        return not ended and continues(fold(tail), fold(lower.text))
    indented = lower.x0 > there.left + _INDENT * lower.size
    full = _room_behind(upper, here) < first_word_width(lower.parts[0]) + _SLACK * upper.size
    full = full and len(upper.parts) == 1  # a wide gap stands in lists, not in running text
    if here.sure and full:
        return not indented or not (ended or _is_new_start(group[0].row, lower, there))
    if full and upper.x1 - upper.x0 > _LONG_SHARE * above.page.content.width and not indented:
        return not ended or lower.x0 < group[0].row.x0 - _INDENT * lower.size
    return not indented and not ended and continues(fold(tail), fold(lower.text))


def _room_behind(row: Row, margins: Margins) -> float:
    """How much more would have fitted on a line: of one set in the middle, what is free on either side."""
    before, behind = row.x0 - margins.left, margins.right - row.x1
    is_centred = before > _CENTRED * row.size and abs(before - behind) < row.size
    return before + behind if is_centred else behind


def _is_new_start(first: Row, lower: Row, margins: Margins) -> bool:
    """Whether a line is indented as the paragraph above it began: the next paragraph, not a hanging indent."""
    return first.x0 > margins.left + _INDENT * first.size and abs(first.x0 - lower.x0) < 0.5 * lower.size


def join_rows(rows: Sequence[PlacedRow]) -> Text:
    """The rows as one text; each printed line is a piece with its page and box."""
    text = ""
    pieces: list[Piece] = []
    for placed in rows:
        for index, part in enumerate(placed.row.parts):
            if text and (index or _are_latin(text[-1], part.text[0])):
                text += " "
            pieces.append(Piece(len(text), placed.page.location(part.box)))
            text += part.text
    return Text(text, tuple(pieces))


def _are_latin(last: str, first: str) -> bool:
    return last.isascii() and first.isascii() and last.isalpha() and first.isalpha()
