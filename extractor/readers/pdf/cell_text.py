"""The lines of one table cell put together again.

A label or number cut by the width of its cell comes out whole; a line the author ended stays a line.
"""

from __future__ import annotations

from itertools import pairwise

import regex

from extractor.location import Box
from extractor.readers.pdf.lines import Line

_SENTENCE_END = "。；;！!？?：:"
_ENUMERATOR = regex.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)、．.](?!\d)|[①-⑳]")
_WORD = r"[A-Za-z0-9.,%％．，]+"
_PIECE = regex.compile(rf"[（(“‘《〈【『「]*(?:{_WORD}|.)[）)”’》〉】』」、，。；：！？%％]*(?:(?<=[）)”’]){_WORD})?")
_BROKEN = regex.compile(r"[.]\d?$|,\d{0,2}$")  # the end of an amount that lacks digits
_DECIMALS = regex.compile(r"-?\d{1,3}(?:,\d{3})*[.]\d\d|-?\d+[.]\d\d")
_DECIMAL = regex.compile(r"-?[\d,]+[.]\d+%?")
_LATIN_WIDTH = 0.55  # font sizes a digit or Latin letter takes
_PADDING = 4.0  # points: what a cell keeps free between its text and its rulings, both sides together


def join_texts(begun: str, rest: str) -> str:
    """Two parts of one text that only the room between them parted."""
    return f"{begun}{' ' if _are_latin(begun[-1], rest[0]) else ''}{rest}"


def had_room(text: str, room: float, size: float) -> bool:
    """Whether the first piece of a text would have fitted on the line above it, where so much is left of the cell."""
    return room - _PADDING > piece_width(text, size) + 0.5 * size


def join_cell_lines(lines: list[Line], box: Box) -> str:
    if not lines:
        return ""
    text = lines[0].text
    for upper, lower in pairwise(lines):
        text += _between(upper, lower, box[2] - box[0]) + lower.text
    return text


def _between(upper: Line, lower: Line, width: float) -> str:
    """What stands between two lines of a cell: nothing where the width cut them, else a line end or a blank."""
    last, first = upper.text[-1], lower.text[0]
    fits = had_room(lower.text, width - (upper.x1 - upper.x0), lower.size)
    if _DECIMAL.fullmatch(upper.text) and _DECIMAL.fullmatch(lower.text):  # two whole numbers, however wide
        return "\n"
    if fits and (last in _SENTENCE_END or _ENUMERATOR.match(lower.text)):
        return "\n"
    if fits and last.isdigit() and (first.isdigit() or first == "-"):
        return "" if _is_cut_number(upper.text, lower.text) else "\n"
    return " " if _are_latin(last, first) else ""


def _is_cut_number(upper: str, lower: str) -> bool:
    """Whether a word processor cut a number where it pleased: 447,671.0 and 0, 29,198,8 and 15.00."""
    return _BROKEN.search(upper) is not None and _DECIMALS.fullmatch(upper + lower) is not None


def first_word_width(line: Line) -> float:
    """How wide the first piece of a line is that cannot be cut."""
    return piece_width(line.text, line.size)


def piece_width(text: str, size: float) -> float:
    """The width of a number, a Latin word or one character, with the brackets, quotation marks and stops that must
    stay with it."""
    piece = _PIECE.match(text)
    if piece is None:
        return size
    narrow = sum(map(str.isascii, piece.group()))
    return (_LATIN_WIDTH * narrow + len(piece.group()) - narrow) * size


def _are_latin(last: str, first: str) -> bool:
    return last.isascii() and first.isascii() and last.isalpha() and first.isalpha()
