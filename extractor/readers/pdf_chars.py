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
from extractor.readers.pdf_clip import ClipReader
from extractor.readers.pdf_content import Char, Frame
from extractor.readers.pdf_rulings import Drawings
from extractor.width import fold

_DESCENT = 0.2  # of the font size: the part of a line's box below the baseline
_LEGIBLE = 1.5  # points; smaller print is not meant to be read
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_HYPHENS = {0x02: "-", 0xFFFE: "-"}  # how PDFium marks a hyphen at a line's end
_INVISIBLE_MODES = (3, 7)  # neither filled nor stroked; clip only
_SKEWED = -1


@dataclass(slots=True)
class _Run:
    """What all characters of one text object share."""

    visible: bool
    size: float
    turn: int
    baseline: float | None  # where the text runs level


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
        self.clips = ClipReader(frame)
        self.rect, self.matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.rgba = [ctypes.c_uint() for _ in range(4)]

    def load(self, count: int) -> tuple[list[Char], int]:
        handle, rect, frame = self.handle, self.rect, self.frame
        to_rect = pdfium.address_of(rect)
        object_at, unicode_at, box_at = pdfium.text_object, pdfium.text_unicode, pdfium.text_loose_box
        chars: list[Char] = []
        unmapped = 0
        last, run = None, _Run(False, 0.0, 0, None)
        clip, clip_of, clip_end, clip_line = self.clips.whole, 0, -1e9, -1e9
        for index in range(count):
            key = object_at(handle, index)
            if not key:  # a blank or line end PDFium made up
                continue
            if key != last:
                last, run = key, self._run(index, key)
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
            x0, top = frame.view(rect.left, rect.top)
            x1, bottom = frame.view(rect.right, rect.bottom)
            if x0 > x1:
                x0, x1 = x1, x0
            if top > bottom:
                top, bottom = bottom, top
            if run.turn == 0:
                baseline = run.baseline if run.baseline is not None else self._origin(index)[1]
                bottom = baseline + _DESCENT * run.size
                top = bottom - run.size
            if bottom != clip_line or not -run.size <= x0 - clip_end <= 1.5 * run.size:
                clip, clip_of = self._clip(key), key
            clip_line, clip_end = bottom, x1
            x, y = (x0 + x1) / 2, (top + bottom) / 2
            if not (clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3]):
                if clip_of != key:  # the neighbour's clip: only its own hides a glyph
                    clip, clip_of = self._clip(key), key
                if not (clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3]):
                    continue
            chars.append(Char(plain_character(code), x0, top, x1, bottom, run.size, run.turn))
        return chars, unmapped

    def _clip(self, text_object: int) -> Box:
        in_page_space = text_object in self.drawings.own_texts
        return self.clips.box_of(text_object) if in_page_space else self.clips.whole

    def _run(self, index: int, text_object: int) -> _Run:
        matrix = self.matrix
        if not pdfium.text_matrix(self.handle, index, pdfium.address_of(matrix)):
            return _Run(False, 0.0, 0, None)
        size = pdfium.text_font_size(self.handle, index) * math.hypot(matrix.c, matrix.d)
        turn = (_direction(matrix.a, matrix.b) - self.frame.quarters) % 4 if _is_level(matrix) else _SKEWED
        is_flat = matrix.b == 0 or matrix.a == 0
        return _Run(
            visible=size >= _LEGIBLE and turn != _SKEWED and self._is_painted(text_object),
            size=size,
            turn=turn,
            baseline=self._origin(index)[1] if turn == 0 and is_flat else None,
        )

    def _origin(self, index: int) -> tuple[float, float]:
        pdfium.text_origin(self.handle, index, pdfium.address_of(self.x), pdfium.address_of(self.y))
        return self.frame.view(self.x.value, self.y.value)

    def _is_painted(self, text_object: int) -> bool:
        """Invisible text over an image is what a scanner recognised and is read; without an image it is hidden."""
        mode = pdfium.text_render_mode(text_object)
        if mode in _INVISIBLE_MODES:
            return self.drawings.image_share > 0
        if mode in (0, 4):
            addresses = [pdfium.address_of(part) for part in self.rgba]
            return not pdfium.object_fill_color(text_object, *addresses) or self.rgba[3].value > 0
        return True


def _is_level(matrix: raw.FS_MATRIX) -> bool:
    """Whether text runs along an edge of the page: a slanted watermark does not."""
    long, short = max(abs(matrix.a), abs(matrix.b)), min(abs(matrix.a), abs(matrix.b))
    return bool(short <= 0.05 * long)


def _direction(a: float, b: float) -> int:
    """Quarter turns counter-clockwise of text running along (a, b) in PDF user space."""
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 2
    return 1 if b > 0 else 3


def plain_character(code: int) -> str:
    """The character for a code PDFium gives: ligatures spelled out, the radicals and compatibility ideographs that
    fonts print for whole characters replaced by these, lone surrogates by the replacement character."""
    if code < 0x80:
        return _HYPHENS.get(code) or chr(code)
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0x2F800 <= code <= 0x2FA1F:
        return fold(chr(code))
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    return _HYPHENS.get(code) or _LIGATURES.get(chr(code)) or chr(code)
