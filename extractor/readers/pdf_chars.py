"""Characters of a PDF page through PDFium, each in its baseline box.

pdfplumber places a character by its font's descent, so that digits of one font fall on another line than the Chinese
beside them; the baseline is the same for both.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

from extractor.location import Box
from extractor.readers import pdf_binding as pdfium
from extractor.readers.pdf_clip import ClipWindow
from extractor.readers.pdf_content import Char, Frame
from extractor.readers.pdf_rulings import Drawings
from extractor.width import fold

_DESCENT = 0.2  # of the font size: the part of a line's box below the baseline
_LEGIBLE = 1.5  # points; smaller print is not meant to be read
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_HYPHENS = {0x02: "-", 0xFFFE: "-"}  # how PDFium marks a hyphen at a line's end
_INVISIBLE_MODES = (3, 7)  # neither filled nor stroked; clip only
_FILLED_MODES = (0, 4)
_LEVEL = 0.05  # of the text's direction may point across: more is slanted


@dataclass(slots=True)
class _Run:
    """What all characters of one text object share."""

    visible: bool
    size: float
    turn: int
    baseline: float | None  # where the text runs level


_NOTHING = _Run(False, 0.0, 0, None)


def load_chars(page: Any, frame: Frame, drawings: Drawings) -> tuple[list[Char], int]:
    """The visible characters of a page in stream order and the number of glyphs no text is known for.

    Raises RuntimeError where PDFium cannot read the page's text.
    """
    text_page = raw.FPDFText_LoadPage(page)
    if not text_page:
        raise RuntimeError("FPDFText_LoadPage")
    try:
        count = raw.FPDFText_CountChars(text_page)
        return _Loader(pdfium.handle_of(text_page), frame, drawings).load(count)
    finally:
        raw.FPDFText_ClosePage(text_page)


def main_turn(chars: list[Char]) -> int:
    """The direction most of the page's text runs in, if nearly all agrees; else 0."""
    if not chars:
        return 0
    turn, count = Counter(char.turn for char in chars).most_common(1)[0]
    return turn if count > 0.8 * len(chars) else 0


class _Loader:
    """Reads one text page; the out parameters of PDFium's functions are allocated once."""

    def __init__(self, handle: int, frame: Frame, drawings: Drawings) -> None:
        self.handle, self.frame, self.drawings = handle, frame, drawings
        self.window = ClipWindow(frame, drawings.own_texts)
        self.rect, self.matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.rgba = [ctypes.c_uint() for _ in range(4)]
        self.to_rect, self.to_matrix = pdfium.address_of(self.rect), pdfium.address_of(self.matrix)
        self.to_x, self.to_y = pdfium.address_of(self.x), pdfium.address_of(self.y)
        self.to_rgba = [pdfium.address_of(part) for part in self.rgba]

    def load(self, count: int) -> tuple[list[Char], int]:
        handle, to_rect, shows = self.handle, self.to_rect, self.window.shows
        object_at, unicode_at, box_at = pdfium.text_object, pdfium.text_unicode, pdfium.text_loose_box
        chars: list[Char] = []
        unmapped = 0
        last, run = None, _NOTHING
        for index in range(count):
            text_object = object_at(handle, index)
            if not text_object:  # a blank or line end PDFium made up
                continue
            if text_object != last:
                last, run = text_object, self._run(index, text_object)
            if not run.visible:
                continue
            code = unicode_at(handle, index)
            if code == 32 and pdfium.text_is_generated(handle, index):
                continue
            if not box_at(handle, index, to_rect):
                continue
            if not code:
                unmapped += 1
                continue
            x0, top, x1, bottom = self._box(run, index)
            if shows(text_object, x0, top, x1, bottom):
                chars.append(Char(_PLAIN[code], x0, top, x1, bottom, run.size, run.turn))
        return chars, unmapped

    def _box(self, run: _Run, index: int) -> Box:
        """The character's box: its advance along the line, font size about the baseline across it."""
        rect, frame = self.rect, self.frame
        if run.baseline is not None and frame.quarters == 0:
            bottom = run.baseline + _DESCENT * run.size
            return rect.left - frame.left, bottom - run.size, rect.right - frame.left, bottom
        ax, ay = frame.view(rect.left, rect.top)
        bx, by = frame.view(rect.right, rect.bottom)
        x0, x1, top, bottom = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        if run.turn == 0:
            bottom = (self._baseline(index) if run.baseline is None else run.baseline) + _DESCENT * run.size
            top = bottom - run.size
        return x0, top, x1, bottom

    def _run(self, index: int, text_object: int) -> _Run:
        m = self.matrix
        if not pdfium.text_matrix(self.handle, index, self.to_matrix):
            return _NOTHING
        a, b, c, d = m.a, m.b, m.c, m.d
        if min(abs(a), abs(b)) > _LEVEL * max(abs(a), abs(b)):  # slanted: a watermark
            return _NOTHING
        size = pdfium.text_font_size(self.handle, index) * (abs(d) if c == 0 else math.hypot(c, d))
        if size < _LEGIBLE or not self._is_painted(text_object):
            return _NOTHING
        if b == 0 == self.frame.quarters and a > 0:
            return _Run(True, size, 0, self.frame.top - m.f)
        turn = (_direction(a, b) - self.frame.quarters) % 4
        is_flat = turn == 0 and (b == 0 or a == 0)
        return _Run(True, size, turn, self._baseline(index) if is_flat else None)

    def _baseline(self, index: int) -> float:
        pdfium.text_origin(self.handle, index, self.to_x, self.to_y)
        return self.frame.view(self.x.value, self.y.value)[1]

    def _is_painted(self, text_object: int) -> bool:
        """Invisible text over an image is what a scanner recognised and is read; without an image it is hidden."""
        mode = pdfium.text_render_mode(text_object)
        if mode in _INVISIBLE_MODES:
            return self.drawings.image_share > 0
        if mode in _FILLED_MODES:
            return not pdfium.object_fill_color(text_object, *self.to_rgba) or self.rgba[3].value > 0
        return True


def _direction(a: float, b: float) -> int:
    """Quarter turns counter-clockwise of text running along (a, b) in PDF user space."""
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 2
    return 1 if b > 0 else 3


def plain_character(code: int) -> str:
    """The character for a code PDFium gives: ligatures spelled out, the radicals and compatibility ideographs that
    fonts print for whole characters replaced by these, lone surrogates by the replacement character."""
    return _PLAIN[code]


class _Plain(dict[int, str]):
    """Learns each code when it first meets it."""

    def __missing__(self, code: int) -> str:
        if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            plain = "\ufffd"
        elif 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0x2F800 <= code <= 0x2FA1F:
            plain = fold(chr(code))
        else:
            plain = _HYPHENS.get(code) or _LIGATURES.get(chr(code)) or chr(code)
        self[code] = plain
        return plain


_PLAIN = _Plain()
