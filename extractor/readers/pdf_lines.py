"""Characters to lines of text in visual order: a PDF's stream order is not the order it is read in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from extractor.location import Box
from extractor.readers.pdf_content import Char

_SAME_LINE = 3.0  # points two baselines of one line may differ, pdfplumber's figure
_BLANK = 0.5  # of the font size: a gap this wide is a blank
_WIDE = 3.0  # font sizes: a gap this wide parts two texts that share a line


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text on one baseline without a wide gap. `row` is shared by the stretches of one printed line."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    row: int = 0
    page: int = 0

    @property
    def box(self) -> Box:
        return self.x0, self.top, self.x1, self.bottom


def build_lines(chars: Iterable[Char], page: int = 0, part_at_gaps: bool = True) -> list[Line]:
    """The lines of these characters from the top down, each from left to right.

    Text that runs sideways comes after the upright text, each direction read as it runs.
    """
    by_turn: dict[int, list[Char]] = {}
    for char in chars:
        by_turn.setdefault(char.turn, []).append(char)
    lines: list[Line] = []
    for turn in sorted(by_turn):
        upright = by_turn[turn] if turn == 0 else [_turned(char, turn) for char in by_turn[turn]]
        for row in _rows(upright):
            number = len(lines)
            for part in _parts(row, part_at_gaps):
                line = _line(part, number, page)
                if line is not None:
                    lines.append(line if turn == 0 else _turned_back(line, turn))
    return lines


def _rows(chars: list[Char]) -> list[list[Char]]:
    """Characters grouped by baseline, from the top down."""
    rows: list[list[Char]] = []
    last = 0.0
    for char in sorted(chars, key=attrgetter("bottom")):
        if rows and char.bottom <= last + _SAME_LINE:
            rows[-1].append(char)
        else:
            rows.append([char])
        last = char.bottom
    return rows


def _parts(row: list[Char], part_at_gaps: bool) -> list[list[Char]]:
    """The row from left to right, cut at wide gaps; glyphs printed twice to look bold are kept once."""
    parts: list[list[Char]] = []
    last: Char | None = None
    for char in sorted(row, key=attrgetter("x0")):
        if char.text.isspace():
            if last is not None:
                parts[-1].append(char)
            continue
        if last is not None and _is_double(last, char):
            continue
        if last is None or (part_at_gaps and char.x0 - last.x1 > _WIDE * max(char.size, last.size)):
            parts.append([char])
        else:
            parts[-1].append(char)
        last = char
    return parts


def _is_double(first: Char, second: Char) -> bool:
    return first.text == second.text and second.x0 - first.x0 < 0.3 * (first.x1 - first.x0)


def _line(chars: list[Char], row: int, page: int) -> Line | None:
    letters = [char for char in chars if not char.text.isspace()]
    if not letters:
        return None
    out = [letters[0].text]
    last, blank = letters[0], False
    for char in chars[1:]:
        if char.text.isspace():
            blank = True
            continue
        if blank or char.x0 - last.x1 > _BLANK * char.size:
            out.append(" ")
        out.append(char.text)
        last, blank = char, False
    return Line(
        text="".join(out),
        x0=letters[0].x0,
        top=min(char.top for char in letters),
        x1=max(char.x1 for char in letters),
        bottom=max(char.bottom for char in letters),
        size=sorted(char.size for char in letters)[len(letters) // 2],
        row=row,
        page=page,
    )


def _turned(char: Char, turn: int) -> Char:
    """A sideways character in coordinates in which its text runs to the right."""
    x0, top, x1, bottom = _turn_box((char.x0, char.top, char.x1, char.bottom), turn)
    return Char(char.text, x0, top, x1, bottom, char.size)


def _turned_back(line: Line, turn: int) -> Line:
    x0, top, x1, bottom = _turn_box(line.box, (4 - turn) % 4)
    return Line(line.text, x0, top, x1, bottom, line.size, line.row, line.page)


def _turn_box(box: Box, quarters: int) -> Box:
    """The box after clockwise quarter turns about the origin (y runs down)."""
    x0, top, x1, bottom = box
    for _ in range(quarters):
        x0, top, x1, bottom = -bottom, x0, -top, x1
    return x0, top, x1, bottom
