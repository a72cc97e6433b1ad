"""What of a page's text is clipped away. A sheet printed to PDF page by page carries on each page the text of its
neighbours, outside the clip: read, it would stand in the report twice."""

from __future__ import annotations

from itertools import repeat

from extractor.location import Box
from extractor.readers import pdf_binding as pdfium
from extractor.readers.pdf_content import Char, Frame

_MARGIN = 1.0  # points a glyph's centre may lie outside
_MAX_POINTS = 64  # an outline with more is no rectangle that hides whole glyphs
_MAX_PATHS = 16
_Key = tuple[int, int, float, float, float, float]


class _ClipReader:
    """Reads the boxes of clip paths; equal paths are measured once."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.whole: Box = (-_MARGIN, -_MARGIN, frame.width + _MARGIN, frame.height + _MARGIN)
        self.corners = pdfium.Room(4, 1)
        self.first, self.opposite = self.corners.places[:2], self.corners.places[2:]
        self.known: dict[_Key, Box] = {}

    def box_of(self, item: int) -> Box:
        """The box outside which nothing of this page object shows, as seen on the page."""
        clip = pdfium.object_clip(item)
        paths = pdfium.clip_count_paths(clip) if clip else 0
        if not 0 < paths <= _MAX_PATHS:
            return self.whole
        last = paths - 1
        segments = pdfium.clip_count_segments(clip, last)
        if segments < 3:
            return self.whole
        pdfium.segment_point(pdfium.clip_segment(clip, last, 0), *self.first)
        pdfium.segment_point(pdfium.clip_segment(clip, last, 2), *self.opposite)
        key = (paths, segments, *self.corners.numbers)
        box = self.known.get(key)
        if box is None:
            box = self.known[key] = self._intersection(clip, paths)
        return box

    def _intersection(self, clip: int, paths: int) -> Box:
        x0, top, x1, bottom = self.whole
        for path in range(paths):
            count = pdfium.clip_count_segments(clip, path)
            if not 3 <= count <= _MAX_POINTS:
                continue
            xs, ys = pdfium.segment_points(map(pdfium.clip_segment, repeat(clip), repeat(path), range(count)), count)
            ax, ay = self.frame.view(min(xs), min(ys))
            bx, by = self.frame.view(max(xs), max(ys))
            x0, x1 = max(x0, min(ax, bx) - _MARGIN), min(x1, max(ax, bx) + _MARGIN)
            top, bottom = max(top, min(ay, by) - _MARGIN), min(bottom, max(ay, by) + _MARGIN)
        return x0, top, x1, bottom


class ClipWindow:
    """What the clip leaves of a page's characters, asked in stream order.

    A clip is read where a line of glyphs begins and, before one is dropped, for its own object: many files make every
    glyph an object of its own.
    """

    def __init__(self, frame: Frame, own_texts: set[int]) -> None:
        self.reader = _ClipReader(frame)
        self.own_texts = own_texts
        self.box, self.box_of = self.reader.whole, 0
        self.line, self.end = -1e9, -1e9

    def keep(self, owners: list[int], chars: list[Char]) -> list[Char]:
        """Those of the next characters that show; owners: the text object of each."""
        line, end = self.line, self.end
        left, upper, right, lower = self.box
        shown = []
        for owner, char in zip(owners, chars, strict=True):
            _, x0, top, x1, bottom, _, _ = char
            reach = bottom - top
            if bottom != line or not -reach <= x0 - end <= 1.5 * reach:
                left, upper, right, lower = self._read(owner)
            line, end = bottom, x1
            x, y = (x0 + x1) / 2, (top + bottom) / 2
            if not (left <= x <= right and upper <= y <= lower):
                if self.box_of == owner:
                    continue
                left, upper, right, lower = self._read(owner)
                if not (left <= x <= right and upper <= y <= lower):
                    continue
            shown.append(char)
        self.line, self.end = line, end
        return shown

    def _read(self, text_object: int) -> Box:
        is_own = text_object in self.own_texts
        self.box = self.reader.box_of(text_object) if is_own else self.reader.whole
        self.box_of = text_object
        return self.box
