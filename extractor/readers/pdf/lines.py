"""Characters to lines of text in visual order: a PDF's stream order is not the order it is read in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

from extractor.location import Box
from extractor.readers.pdf.content import Char

_SAME_LINE = 3.0  # points two baselines of one line may differ, pdfplumber's figure
_BLANK = 0.5  # of the font size: a gap this wide is a blank
WIDE = 3.0  # font sizes: a gap this wide parts two texts that share a line
_DOUBLE = 0.3  # of its width: a glyph that far right of the same glyph is its shadow
_LEFT, _BOTTOM, _TURN = itemgetter(1), itemgetter(4), itemgetter(6)  # of a Char


class Line(NamedTuple):
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


def build_lines(chars: Sequence[Char], page: int = 0, part_at_gaps: bool = True, widest: float = WIDE) -> list[Line]:
    """The lines of these characters from the top down, each from left to right, cut at gaps of more than the widest
    blank, in font sizes.

    Text that runs sideways comes after the upright text, each direction read as it runs.
    """
    turns = sorted(set(map(_TURN, chars)))
    lines: list[Line] = []
    for turn in turns:
        alike = chars if len(turns) == 1 else [char for char in chars if char.turn == turn]
        for row in _rows(alike if turn == 0 else [_turned(char, turn) for char in alike]):
            parts = _parts(row, len(lines), page, widest if part_at_gaps else float("inf"))
            lines += parts if turn == 0 else [_turned_back(line, turn) for line in parts]
    return lines


def _rows(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters grouped by baseline, from the top down."""
    if len(set(map(_BOTTOM, chars))) == 1:
        return [list(chars)]
    rows: list[list[Char]] = []
    reach = float("-inf")
    for char in sorted(chars, key=_BOTTOM):
        bottom = char[4]
        if bottom <= reach:
            rows[-1].append(char)
        else:
            rows.append([char])
        reach = bottom + _SAME_LINE
    return rows


def _parts(row: Sequence[Char], number: int, page: int, widest: float) -> list[Line]:
    """The row from left to right, cut at wide gaps; glyphs printed twice to look bold are kept once."""
    lines: list[Line] = []
    letters: list[Char] = []
    texts: list[str] = []  # of the letters, and the blanks between them
    last, begin, end, last_size, blank = "", 0.0, 0.0, 0.0, False
    for char in sorted(row, key=_LEFT):
        text, x0, _, x1, _, size, _ = char
        if text.isspace():
            blank = True
            continue
        if letters:
            gap = x0 - end
            if text == last and x0 - begin < _DOUBLE * (end - begin):
                continue
            if gap > widest * size and gap > widest * last_size:
                lines.append(_line(letters, texts, number, page))
                letters, texts = [], []
            elif blank or gap > _BLANK * size:
                texts.append(" ")
        letters.append(char)
        texts.append(text)
        last, begin, end, last_size, blank = text, x0, x1, size, False
    if letters:
        lines.append(_line(letters, texts, number, page))
    return lines


def _line(letters: Sequence[Char], texts: Iterable[str], row: int, page: int) -> Line:
    _, lefts, tops, rights, bottoms, sizes, _ = zip(*letters, strict=True)
    size = sorted(sizes)[len(sizes) // 2]
    return Line("".join(texts), lefts[0], min(tops), max(rights), max(bottoms), size, row, page)


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
