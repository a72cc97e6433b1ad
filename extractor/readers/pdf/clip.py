"""What of a page's text is clipped away. A sheet printed to PDF page by page carries on each page the text of its
neighbours, outside the clip: read, it would stand in the report twice."""

from __future__ import annotations

from itertools import repeat

import numpy as np

from extractor.location import Box
from extractor.readers.pdf import binding as pdfium
from extractor.readers.pdf.binding import Handles, Mask, Numbers
from extractor.readers.pdf.content import Frame

_MARGIN = 1.0  # points a glyph's centre may lie outside
_MAX_POINTS = 64  # an outline with more is no rectangle that hides whole glyphs
_MAX_PATHS = 16
_Window = tuple[Box, int]  # outside which nothing shows, and the text object it was read for


class _ClipReader:
    """Reads the boxes of clip paths; those of one address are measured once."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.whole: Box = (-_MARGIN, -_MARGIN, frame.width + _MARGIN, frame.height + _MARGIN)
        self.points = pdfium.Room(2 * _MAX_POINTS, 1)
        self.shared: dict[int, Box] = {}  # by the address of the last path: objects drawn under one clip share it

    def boxes_of(self, items: list[int]) -> list[Box]:
        """The boxes outside which nothing of these page objects shows, as seen on the page."""
        clips = list(map(pdfium.object_clip, items))
        counts = list(map(pdfium.clip_count_paths, clips))
        lasts = map(pdfium.clip_segment, clips, [count - 1 for count in counts], repeat(0))
        return [
            self.shared.get(last) or self._intersection(clip, count, last)
            for clip, count, last in zip(clips, counts, lasts, strict=True)
        ]

    def _intersection(self, clip: int, paths: int, last: int) -> Box:
        if not last or paths > _MAX_PATHS:
            return self.whole
        outlines = [self._outline(clip, path) for path in range(paths)]
        lefts, tops, rights, bottoms = zip(self.whole, *outlines, strict=True)
        box = self.shared[last] = max(lefts), max(tops), min(rights), min(bottoms)
        return box

    def _outline(self, clip: int, path: int) -> Box:
        """The box around one of a clip's paths, with a margin."""
        count = pdfium.clip_count_segments(clip, path)
        if not 3 <= count <= _MAX_POINTS:
            return self.whole
        segments = map(pdfium.clip_segment, repeat(clip), repeat(path), range(count))
        pdfium.call_each(pdfium.segment_point, segments, self.points.places[::2], self.points.places[1::2])
        xs, ys = self.points.numbers[: 2 * count : 2], self.points.numbers[1 : 2 * count : 2]
        ax, ay = self.frame.view(min(xs), min(ys))
        bx, by = self.frame.view(max(xs), max(ys))
        return min(ax, bx) - _MARGIN, min(ay, by) - _MARGIN, max(ax, bx) + _MARGIN, max(ay, by) + _MARGIN


class ClipWindow:
    """What the clip leaves of a page's characters, asked in stream order.

    A clip is read where a line of glyphs begins and, before one is dropped, for its own object: many files make every
    glyph an object of its own.
    """

    def __init__(self, frame: Frame, own_texts: set[int]) -> None:
        self.reader = _ClipReader(frame)
        self.own_texts = own_texts
        self.window: _Window = (self.reader.whole, 0)
        self.end, self.bottom = -1e9, -1e9  # of the character before

    def keep(self, owners: Handles, boxes: Numbers) -> Mask:
        """Which of the next characters show; owners: the text object of each; boxes: x0, top, x1, bottom of each."""
        if not len(owners):
            return np.empty(0, np.bool_)
        begins = self._begin_lines(boxes)
        starts, windows = begins.nonzero()[0].tolist(), self._windows(owners[begins].tolist())
        if not begins[0]:
            starts, windows = [0, *starts], [self.window, *windows]
        line_of = begins.cumsum() - begins[0]
        left, upper, right, lower = np.array([box for box, _ in windows]).T[:, line_of]
        x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
        shown: Mask = (left <= x) & (x <= right) & (upper <= y) & (y <= lower)
        starts.append(len(owners))
        for line in np.unique(line_of[~shown]).tolist():
            at = slice(starts[line], starts[line + 1])
            shown[at], windows[line] = self._search(windows[line], owners[at].tolist(), x[at], y[at])
        self.window = windows[-1]
        return shown

    def _begin_lines(self, boxes: Numbers) -> Mask:
        """Which characters do not follow closely upon the one before."""
        ends, bottoms = np.empty(len(boxes)), np.empty(len(boxes))
        ends[0], bottoms[0] = self.end, self.bottom
        ends[1:], bottoms[1:] = boxes[:-1, 2], boxes[:-1, 3]
        self.end, self.bottom = boxes[-1, 2:]
        reach = boxes[:, 3] - boxes[:, 1]
        gaps = boxes[:, 0] - ends
        follows: Mask = (bottoms == boxes[:, 3]) & (-reach <= gaps) & (gaps <= 1.5 * reach)
        return ~follows

    def _search(self, window: _Window, owners: list[int], xs: Numbers, ys: Numbers) -> tuple[list[bool], _Window]:
        """The same for a line that some clip cuts, one character after the other; and the window at its end."""
        shown = []
        for own, x, y in zip(self._windows(owners), xs.tolist(), ys.tolist(), strict=True):
            is_inside = _contains(window[0], x, y)
            if not is_inside and window[1] != own[1]:
                window = own
                is_inside = _contains(window[0], x, y)
            shown.append(is_inside)
        return shown, window

    def _windows(self, text_objects: list[int]) -> list[_Window]:
        own = [item if item in self.own_texts else 0 for item in text_objects]
        return list(zip(self.reader.boxes_of(own), text_objects, strict=True))


def _contains(box: Box, x: float, y: float) -> bool:
    left, upper, right, lower = box
    return left <= x <= right and upper <= y <= lower
