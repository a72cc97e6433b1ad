"""The lines of one table cell put together again.

A label or number cut by the width of its cell comes out whole; a line the author ended stays a line.
"""

from __future__ import annotations

from itertools import pairwise

import regex

from extractor.location import Box
from extractor.readers.pdf_lines import Line

_SENTENCE_END = "。；;！!？?：:"
_ENUMERATOR = regex.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)、．.](?!\d)|[①-⑳]")
_WORD = regex.compile(r"[A-Za-z0-9.,%％．，]+")
_DECIMAL = regex.compile(r"-?[\d,]+[.]\d+%?")
_LATIN_WIDTH = 0.55  # font sizes a digit or Latin letter takes
_PADDING = 4.0  # points: what a cell keeps free between its text and its rulings, both sides together


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
    room = width - _PADDING - (upper.x1 - upper.x0)
    had_room = room > first_word_width(lower) + 0.5 * lower.size
    if _DECIMAL.fullmatch(upper.text) and _DECIMAL.fullmatch(lower.text):  # two whole numbers, however wide
        return "\n"
    if had_room and (last in _SENTENCE_END or _ENUMERATOR.match(lower.text)):
        return "\n"
    if had_room and last.isdigit() and (first.isdigit() or first == "-"):
        return "\n"
    return " " if _are_latin(last, first) else ""


def first_word_width(line: Line) -> float:
    """How wide the first piece of a line is that cannot be cut: a number, a Latin word or one character."""
    word = _WORD.match(line.text)
    return (_LATIN_WIDTH * len(word.group()) if word else 1.0) * line.size


def _are_latin(last: str, first: str) -> bool:
    return last.isascii() and first.isascii() and last.isalpha() and first.isalpha()
