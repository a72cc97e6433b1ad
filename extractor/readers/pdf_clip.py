"""What of a page's text is clipped away. A sheet printed to PDF page by page carries on each page the text of its
neighbours, outside the clip: read, it would stand in the report twice."""

from __future__ import annotations

import ctypes

from extractor.location import Box
from extractor.readers import pdf_binding as pdfium
from extractor.readers.pdf_content import Frame

_MARGIN = 1.0  # points a glyph's centre may lie outside
_MAX_POINTS = 64  # an outline with more is no rectangle that hides whole glyphs
_MAX_PATHS = 16
_Key = tuple[int, int, float, float, float, float]


class _ClipReader:
    """Reads the boxes of clip paths; equal paths are measured once."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.whole: Box = (-_MARGIN, -_MARGIN, frame.width + _MARGIN, frame.height + _MARGIN)
        self.x, self.y = ctypes.c_float(), ctypes.c_float()
        self.to_x, self.to_y = pdfium.address_of(self.x), pdfium.address_of(self.y)
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
        key = (paths, segments, *self._point(clip, last, 0), *self._point(clip, last, 2))
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
            points = [self.frame.view(*self._point(clip, path, index)) for index in range(count)]
            x0 = max(x0, min(x for x, _ in points) - _MARGIN)
            x1 = min(x1, max(x for x, _ in points) + _MARGIN)
            top = max(top, min(y for _, y in points) - _MARGIN)
            bottom = min(bottom, max(y for _, y in points) + _MARGIN)
        return x0, top, x1, bottom

    def _point(self, clip: int, path: int, index: int) -> tuple[float, float]:
        pdfium.segment_point(pdfium.clip_segment(clip, path, index), self.to_x, self.to_y)
        return self.x.value, self.y.value


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

    def shows(self, text_object: int, x0: float, top: float, x1: float, bottom: float) -> bool:
        reach = bottom - top
        if bottom != self.line or not -reach <= x0 - self.end <= 1.5 * reach:
            self._read(text_object)
        self.line, self.end = bottom, x1
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        if self._holds(x, y):
            return True
        if self.box_of == text_object:
            return False
        self._read(text_object)
        return self._holds(x, y)

    def _read(self, text_object: int) -> None:
        is_own = text_object in self.own_texts
        self.box = self.reader.box_of(text_object) if is_own else self.reader.whole
        self.box_of = text_object

    def _holds(self, x: float, y: float) -> bool:
        left, top, right, bottom = self.box
        return left <= x <= right and top <= y <= bottom
