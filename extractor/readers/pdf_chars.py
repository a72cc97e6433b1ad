"""Characters of a PDF page through PDFium, each in its baseline box.

pdfplumber places a character by its font's descent, so that digits of one font fall on another line than the Chinese
beside them; the baseline is the same for both.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterable
from functools import partial
from itertools import repeat
from typing import Any, NamedTuple

import pypdfium2.raw as raw

from extractor.location import Box
from extractor.readers import pdf_binding as pdfium
from extractor.readers.pdf_clip import ClipWindow
from extractor.readers.pdf_content import Char, Frame
from extractor.readers.pdf_paper import Paper, white_objects
from extractor.readers.pdf_rulings import Drawings
from extractor.width import fold

_DESCENT = 0.2  # of the font size: the part of a line's box below the baseline
_LEGIBLE = 1.5  # points; smaller print is not meant to be read
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_HYPHENS = {0x02: "-", 0xFFFE: "-"}  # how PDFium marks a hyphen at a line's end
_INVISIBLE_MODES = (3, 7)  # neither filled nor stroked; clip only
_FILLED_MODES = (0, 4)
_LEVEL = 0.05  # of the text's direction may point across: more is slanted
_STRETCH = 8192  # characters read in one go: a page may hold millions

_new_char = partial(tuple.__new__, Char)


_Setting = tuple[float, float, float, float, float]  # matrix without the place it moves to, font size
_Run = tuple[float, int, float | None]  # size, turn, and where the characters of one text object run level: its height


class _Shape(NamedTuple):
    """How a text object is set; is_flat: it runs level, so that all its characters share a baseline."""

    size: float
    turn: int
    is_flat: bool


class _Shapes(dict[_Setting, _Shape | None]):
    """The shape of each setting; None where the text is slanted, as watermarks are, or too small to be read."""

    def __init__(self, quarters: int) -> None:
        self.quarters = quarters

    def __missing__(self, setting: _Setting) -> _Shape | None:
        a, b, c, d, font_size = setting
        size = font_size * (abs(d) if c == 0 else math.hypot(c, d))
        turn = (_direction(a, b) - self.quarters) % 4
        is_slanted = min(abs(a), abs(b)) > _LEVEL * max(abs(a), abs(b))
        shape = None if is_slanted or size < _LEGIBLE else _Shape(size, turn, turn == 0 and (b == 0 or a == 0))
        self[setting] = shape
        return shape


def load_chars(page: Any, frame: Frame, drawings: Drawings) -> tuple[list[Char], int]:
    """The visible characters of a page in stream order and the number of glyphs no text is known for.

    Raises RuntimeError where PDFium cannot read the page's text.
    """
    text_page = raw.FPDFText_LoadPage(page)
    if not text_page:
        raise RuntimeError("FPDFText_LoadPage")
    try:
        count = raw.FPDFText_CountChars(text_page)
        return _Loader(pdfium.handle_of(text_page), frame, drawings, Paper(pdfium.handle_of(page))).load(count)
    finally:
        raw.FPDFText_ClosePage(text_page)


def main_turn(chars: list[Char]) -> int:
    """The direction most of the page's text runs in, if nearly all agrees; else 0."""
    if not chars:
        return 0
    turn, count = Counter([char.turn for char in chars]).most_common(1)[0]
    return turn if count > 0.8 * len(chars) else 0


class _Loader:
    """Reads one text page, stretch by stretch."""

    def __init__(self, handle: int, frame: Frame, drawings: Drawings, paper: Paper) -> None:
        self.handle, self.frame, self.drawings, self.paper = handle, frame, drawings, paper
        self.window = ClipWindow(frame, drawings.own_texts)
        self.shapes = _Shapes(frame.quarters)
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.rgba = pdfium.Room(4, 1, "I")
        self.last: int | None = None  # the text object read last, and what its characters share
        self.run: _Run | None = None
        self.unmapped = 0

    def load(self, count: int) -> tuple[list[Char], int]:
        chars: list[Char] = []
        for begin in range(0, count, _STRETCH):
            chars += self._stretch(range(begin, min(count, begin + _STRETCH)))
        return chars, self.unmapped

    def _stretch(self, indices: range) -> list[Char]:
        handle, frame = self.handle, self.frame
        objects = list(map(pdfium.text_object, repeat(handle), indices))
        codes = map(pdfium.text_unicode, repeat(handle), indices)
        room = pdfium.Room(len(indices), 4)
        boxed = list(map(pdfium.text_loose_box, repeat(handle), indices, room.places))
        lefts, rights = ([x - frame.left for x in room.numbers[side::4]] for side in (0, 2))
        runs = iter(self._runs(indices, objects))
        last, run = self.last, self.run
        owners: list[int] = []
        chars: list[Char] = []
        fresh = True
        for index, text_object, code, has_box, x0, x1 in zip(  # noqa: B905 - made here, equally long
            indices, objects, codes, boxed, lefts, rights
        ):
            if text_object != last:
                if not text_object:  # a blank or line end PDFium made up
                    continue
                last, run, fresh = text_object, next(runs), True
            if run is None or not has_box or (code <= 32 and self._is_no_glyph(code, index)):
                continue
            if fresh:
                fresh = False
                size, turn, baseline = run
                if is_level := frame.quarters == 0 and baseline is not None:
                    bottom = baseline + _DESCENT * size
                    top = bottom - size
            if not is_level:
                at = 4 * (index - indices.start)
                x0, top, x1, bottom = self._box(room.numbers[at : at + 4], run, index)
            owners.append(text_object)
            chars.append(_new_char((_PLAIN[code], x0, top, x1, bottom, size, turn)))
        self.last, self.run = last, run
        return self.window.keep(owners, chars)

    def _is_no_glyph(self, code: int, index: int) -> bool:
        """Whether this is a blank PDFium made up, or a glyph no text is known for, which is counted."""
        if code:
            return code == 32 and bool(pdfium.text_is_generated(self.handle, index))
        self.unmapped += 1
        return True

    def _runs(self, indices: range, objects: list[int | None]) -> list[_Run | None]:
        """What the characters of each text object share that follows upon another; None where they do not show."""
        firsts: list[int] = []
        changed: list[int] = []
        last = self.last
        for index, text_object in zip(indices, objects, strict=True):
            if text_object != last and text_object:
                last = text_object
                firsts.append(index)
                changed.append(text_object)
        matrices = pdfium.Room(len(firsts), 6)
        known = list(map(pdfium.text_matrix, repeat(self.handle), firsts, matrices.places))
        font_sizes = map(pdfium.text_font_size, repeat(self.handle), firsts)
        modes = map(pdfium.text_render_mode, changed)
        is_sheer = map(pdfium.object_is_transparent, changed)
        unseen = {text for text in white_objects(changed) & self.drawings.own_texts if not self.paper.shows(text)}
        shapes, upright_top = self.shapes, self.frame.top if self.frame.quarters == 0 else None
        numbers = iter(matrices.numbers)
        runs: list[_Run | None] = []
        for first, text_object, is_known, a, b, c, d, _, f, font_size, mode, sheer in zip(
            firsts, changed, known, *[numbers] * 6, font_sizes, modes, is_sheer, strict=True
        ):
            is_painted = (mode in _FILLED_MODES and not sheer) or self._is_painted(text_object, mode)
            is_seen = is_painted and text_object not in unseen
            shape = shapes[a, b, c, d, font_size] if is_known and is_seen else None
            if shape is None:
                runs.append(None)
                continue
            size, turn, is_flat = shape
            if not is_flat:
                runs.append((size, turn, None))
            else:
                runs.append((size, turn, self._origin(first) if upright_top is None else upright_top - f))
        return runs

    def _box(self, rect: Iterable[float], run: _Run, index: int) -> Box:
        """The character's box: its advance along the line, font size about the baseline across it."""
        left, top, right, bottom = rect
        size, turn, baseline = run
        ax, ay = self.frame.view(left, top)
        bx, by = self.frame.view(right, bottom)
        x0, x1, top, bottom = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        if turn == 0:
            bottom = (self._origin(index) if baseline is None else baseline) + _DESCENT * size
            top = bottom - size
        return x0, top, x1, bottom

    def _origin(self, index: int) -> float:
        """The height of a character's own baseline on the page."""
        pdfium.text_origin(self.handle, index, pdfium.address_of(self.x), pdfium.address_of(self.y))
        return self.frame.view(self.x.value, self.y.value)[1]

    def _is_painted(self, text_object: int, mode: int) -> bool:
        """Invisible text over an image is what a scanner recognised and is read; without an image it is hidden."""
        if mode in _INVISIBLE_MODES:
            return self.drawings.image_share > 0
        if mode in _FILLED_MODES:
            has_color = pdfium.object_fill_color(text_object, *self.rgba.places)
            return not has_color or self.rgba.numbers[3] > 0
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
