"""Characters of a PDF page through PDFium, each in its baseline box.

pdfplumber places a character by its font's descent, so that digits of one font fall on another line than the Chinese
beside them; the baseline is the same for both.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from functools import partial
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as raw

from extractor.location import Box
from extractor.readers.pdf import binding as pdfium
from extractor.readers.pdf.binding import Codes, Handles, Mask, Numbers, Places
from extractor.readers.pdf.clip import ClipWindow
from extractor.readers.pdf.content import Char, Frame
from extractor.readers.pdf.paper import Paper, is_white
from extractor.readers.pdf.rulings import Drawings
from extractor.width import fold

_DESCENT = 0.2  # of the font size: the part of a line's box below the baseline
_LEGIBLE = 1.5  # points; smaller print is not meant to be read
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_HYPHENS = {0x02: "-", 0xFFFE: "-"}  # how PDFium marks a hyphen at a line's end
_MODES = 9  # text render modes 0 to 7; the last place is that of -1, which PDFium gives where it knows none
_IS_INVISIBLE = np.isin(np.arange(_MODES), (3, 7))  # neither filled nor stroked; clip only
_IS_FILLED = np.isin(np.arange(_MODES), (0, 4))
_LEVEL = 0.05  # of the text's direction may point across: more is slanted
_STRETCH = 8192  # characters read in one go: a page may hold millions

_new_char = partial(tuple.__new__, Char)
_SIZE, _TURN, _BASELINE, _SHOWS = range(4)  # columns of a table of runs
_Setting = tuple[float, ...]  # matrix without the place it moves to, font size
_Shape = tuple[float, int, bool, bool]  # size, turn, whether it runs level, whether it can be read


class _Shapes(dict[_Setting, _Shape]):
    """The shape of each setting. All characters of a text object that runs level share a baseline; text that is
    slanted, as watermarks are, or too small is not read."""

    def __init__(self, quarters: int) -> None:
        self.quarters = quarters

    def __missing__(self, setting: _Setting) -> _Shape:
        a, b, c, d, font_size = setting
        size = font_size * (abs(d) if c == 0 else math.hypot(c, d))
        turn = (_direction(a, b) - self.quarters) % 4
        is_slanted = min(abs(a), abs(b)) > _LEVEL * max(abs(a), abs(b))
        is_legible = not is_slanted and size >= _LEGIBLE
        shape = self[setting] = (size, turn, turn == 0 and (b == 0 or a == 0), is_legible)
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
    """Reads one text page, stretch by stretch, a column of numbers at a time."""

    def __init__(self, handle: int, frame: Frame, drawings: Drawings, paper: Paper) -> None:
        self.handle, self.frame, self.drawings, self.paper = handle, frame, drawings, paper
        self.window = ClipWindow(frame, drawings.own_texts)
        self.shapes = _Shapes(frame.quarters)
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.last = 0  # the text object read last, and what its characters share
        self.run: Numbers = np.zeros((1, 4))
        self.unmapped = 0

    def load(self, count: int) -> tuple[list[Char], int]:
        chars: list[Char] = []
        with np.errstate(all="ignore"):  # a hostile page may place its text anywhere
            for begin in range(0, count, _STRETCH):
                chars += self._stretch(range(begin, min(count, begin + _STRETCH)))
        return chars, self.unmapped

    def _stretch(self, indices: range) -> list[Char]:
        handle, count = self.handle, len(indices)
        objects = np.fromiter(map(pdfium.text_object, repeat(handle), indices), np.uint64, count)
        codes = _read_codes(handle, indices)
        room = pdfium.Room(count, 4)
        pdfium.call_each(pdfium.text_loose_box, repeat(handle), indices, room.places)
        rects = room.table()
        at: Places = objects.nonzero()[0]  # the rest are blanks and line ends PDFium made up
        if not at.size:
            return []
        runs = self._runs(indices, at, objects[at])
        is_read = ~np.isnan(rects[at, 0]) & (runs[:, _SHOWS] > 0)
        for place in (is_read & (codes[at] <= 32)).nonzero()[0]:
            is_read[place] = not self._is_no_glyph(int(codes[at[place]]), indices[at[place]])
        at, runs = at[is_read], runs[is_read]
        boxes = self._boxes(indices, at, runs, rects[at])
        shown = self.window.keep(objects[at], boxes)
        if not shown.all():
            at, runs, boxes = at[shown], runs[shown], boxes[shown]
        texts = map(_PLAIN.__getitem__, codes[at].tolist())
        sizes, turns = runs[:, _SIZE].tolist(), runs[:, _TURN].astype(np.int64).tolist()
        return list(map(_new_char, zip(texts, *boxes.T.tolist(), sizes, turns, strict=True)))

    def _is_no_glyph(self, code: int, index: int) -> bool:
        """Whether this is a blank PDFium made up, or a glyph no text is known for, which is counted."""
        if code:
            return code == 32 and bool(pdfium.text_is_generated(self.handle, index))
        self.unmapped += 1
        return True

    def _runs(self, indices: range, at: Places, owners: Handles) -> Numbers:
        """Of each of these characters, what it shares with all of its text object: size, turn, baseline (not a number
        where it does not run level), and whether such characters show."""
        begins = np.empty(len(owners), np.bool_)
        begins[0] = owners[0] != self.last
        np.not_equal(owners[1:], owners[:-1], out=begins[1:])
        firsts = [indices[place] for place in at[begins].tolist()]
        read = self._read_runs(firsts, owners[begins].tolist())
        runs: Numbers = np.concatenate((self.run, read))[begins.cumsum()]
        self.last, self.run = int(owners[-1]), runs[-1:]
        return runs

    def _read_runs(self, firsts: list[int], owners: list[int]) -> Numbers:
        """A row for each of these text objects; firsts: the first character of each."""
        count = len(firsts)
        room = pdfium.Room(count, 6)
        pdfium.call_each(pdfium.text_matrix, repeat(self.handle), firsts, room.places)
        settings, matrices = np.empty((count, 5)), room.table()
        settings[:, :4] = matrices[:, :4]
        settings[:, 4] = np.fromiter(map(pdfium.text_font_size, repeat(self.handle), firsts), np.float64, count)
        runs = self._shaped(settings)
        is_flat = runs[:, _BASELINE] > 0
        if self.frame.quarters == 0:
            runs[:, _BASELINE] = np.where(is_flat, self.frame.top - matrices[:, 5], np.nan)
        else:
            origins = (self._origin(first) if flat else math.nan for first, flat in zip(firsts, is_flat, strict=True))
            runs[:, _BASELINE] = np.fromiter(origins, np.float64, count)
        runs[:, _SHOWS] *= ~np.isnan(matrices[:, 0]) & self._painted(owners)
        return runs

    def _shaped(self, settings: Numbers) -> Numbers:
        """The shape of each of these settings; most are the one before."""
        differs = np.empty(len(settings), np.bool_)
        differs[:1] = True
        (settings[1:] != settings[:-1]).any(axis=1, out=differs[1:])
        shapes = [self.shapes[tuple(setting)] for setting in settings[differs].tolist()]
        shaped: Numbers = np.array(shapes, np.float64).reshape(-1, 4)[differs.cumsum() - 1]
        return shaped

    def _boxes(self, indices: range, at: Places, runs: Numbers, rects: Numbers) -> Numbers:
        """The boxes of these characters on the page, a row each: x0, top, x1, bottom."""
        boxes = np.empty((len(at), 4))
        boxes[:, 0] = rects[:, 0] - self.frame.left
        boxes[:, 2] = rects[:, 2] - self.frame.left
        boxes[:, 3] = runs[:, _BASELINE] + _DESCENT * runs[:, _SIZE]
        boxes[:, 1] = boxes[:, 3] - runs[:, _SIZE]
        is_level = ~np.isnan(runs[:, _BASELINE])
        if self.frame.quarters or not is_level.all():
            for place in range(len(at)) if self.frame.quarters else (~is_level).nonzero()[0].tolist():
                boxes[place] = self._box(rects[place].tolist(), runs[place].tolist(), indices[at[place]])
        return boxes

    def _box(self, rect: list[float], run: list[float], index: int) -> Box:
        """The character's box: its advance along the line, font size about the baseline across it."""
        left, top, right, bottom = rect
        size, turn, baseline, _ = run
        ax, ay = self.frame.view(left, top)
        bx, by = self.frame.view(right, bottom)
        x0, x1, top, bottom = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        if turn == 0:
            bottom = (self._origin(index) if math.isnan(baseline) else baseline) + _DESCENT * size
            top = bottom - size
        return x0, top, x1, bottom

    def _origin(self, index: int) -> float:
        """The height of a character's own baseline on the page."""
        pdfium.text_origin(self.handle, index, pdfium.address_of(self.x), pdfium.address_of(self.y))
        return self.frame.view(self.x.value, self.y.value)[1]

    def _painted(self, owners: list[int]) -> Mask:
        """Which of these text objects leave a mark. Invisible text over an image is what a scanner recognised and is
        read; without an image it is hidden, as white text on white paper is."""
        modes = np.fromiter(map(pdfium.text_render_mode, owners), np.int64, len(owners))
        known, colors = pdfium.fill_colors(owners)
        painted: Mask = ~(known & (colors[:, 3] == 0) & _IS_FILLED[modes])
        if self.drawings.image_share <= 0:
            painted &= ~_IS_INVISIBLE[modes]
        for place in is_white(known, colors).nonzero()[0].tolist():
            if owners[place] in self.drawings.own_texts and not self.paper.shows(owners[place]):
                painted[place] = False
        return painted


def _read_codes(handle: int, indices: range) -> Codes:
    """The code PDFium gives each of these characters.

    Its text of the whole stretch leaves some out (a glyph no text is known for) and changes others (a hyphen at a
    line's end, a surrogate pair): only where it is as long as the stretch and holds none of them, it is taken.
    """
    count = len(indices)
    text = np.zeros(count + 1, np.uint16)
    if pdfium.text_codes(handle, indices.start, count, text.ctypes.data) == count + 1:
        codes = text[:-1].astype(np.uint32)
        if not ((codes < 9) | (codes >> 11 == 0x1B) | (codes == 0xFFFE)).any():
            return codes
    return np.fromiter(map(pdfium.text_unicode, repeat(handle), indices), np.uint32, count)


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
