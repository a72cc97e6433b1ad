"""What a PDF page draws besides text: ruling lines as the edges pdfplumber's table finder works on, and images.

As pdfplumber counts them: a two-point path is a line, a closed rectangle gives its four sides, of any other outline
the level and upright stretches count. A page may draw a million segments (a map); reading stops at a limit.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2.raw as raw

from extractor.readers import pdf_binding as pdfium
from extractor.readers.pdf_content import Edge, Frame

MAX_SEGMENTS = 60_000
MAX_OBJECTS = 200_000
_MAX_DEPTH = 8
_TEXT, _PATH, _FORM, _IMAGE = (
    raw.FPDF_PAGEOBJ_TEXT,
    raw.FPDF_PAGEOBJ_PATH,
    raw.FPDF_PAGEOBJ_FORM,
    raw.FPDF_PAGEOBJ_IMAGE,
)
_MOVE, _CURVE = raw.FPDF_SEGMENT_MOVETO, raw.FPDF_SEGMENT_BEZIERTO
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


class TooComplexError(Exception):
    """The page draws more than can be searched for tables."""


@dataclass(slots=True)
class Drawings:
    """The page's edges (None where it draws too much), the share of the page its largest image covers, and the
    handles of the text objects that stand on the page itself, not in a form: only their clips are in page space."""

    edges: list[Edge] | None = field(default_factory=list)
    image_share: float = 0.0
    own_texts: set[int] = field(default_factory=set)


def load_drawings(page: int, frame: Frame) -> Drawings:
    """Everything on the page but its text."""
    walker = _Walker(frame)
    try:
        walker.walk(pdfium.page_count_objects(page), pdfium.page_object, page, _IDENTITY, 0)
    except TooComplexError:
        walker.drawings.edges = None
    return walker.drawings


class _Walker:
    """Walks the page's objects, forms within forms included, and collects edges."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.drawings = Drawings()
        self.edges: list[Edge] = []
        self.drawings.edges = self.edges
        self.segments = 0
        self.objects = 0
        self.matrix = raw.FS_MATRIX()
        self.x, self.y = ctypes.c_float(), ctypes.c_float()
        self.bounds = [ctypes.c_float() for _ in range(4)]

    def walk(self, count: int, get: Callable[[int, int], int], owner: int, outer: Matrix, depth: int) -> None:
        self.objects += count
        if self.objects > MAX_OBJECTS:
            raise TooComplexError
        kind_of = pdfium.object_type
        for index in range(count):
            item = get(owner, index)
            kind = kind_of(item)
            if kind == _TEXT:
                if depth == 0:
                    self.drawings.own_texts.add(item)
            elif kind == _PATH:
                self._path(item, self._matrix_of(item, outer))
            elif kind == _FORM and depth < _MAX_DEPTH:
                inner = self._matrix_of(item, outer)
                self.walk(pdfium.form_count_objects(item), pdfium.form_object, item, inner, depth + 1)
            elif kind == _IMAGE:
                self._image(item, outer)

    def _image(self, image: int, outer: Matrix) -> None:
        pdfium.object_bounds(image, *map(pdfium.address_of, self.bounds))
        left, bottom, right, top = (bound.value for bound in self.bounds)
        scale = abs(outer[0] * outer[3] - outer[1] * outer[2])
        area = max(self.frame.width * self.frame.height, 1.0)
        share = abs((right - left) * (top - bottom)) * scale / area
        self.drawings.image_share = max(self.drawings.image_share, min(1.0, share), 1e-6)

    def _matrix_of(self, item: int, outer: Matrix) -> Matrix:
        m = self.matrix
        pdfium.object_matrix(item, pdfium.address_of(m))
        own = (m.a, m.b, m.c, m.d, m.e, m.f)
        return own if outer is _IDENTITY else _compose(own, outer)

    def _path(self, path: int, matrix: Matrix) -> None:
        count = pdfium.path_count_segments(path)
        self.segments += count
        if self.segments > MAX_SEGMENTS:
            raise TooComplexError
        a, b, c, d, e, f = matrix
        x, y, view = self.x, self.y, self.frame.view
        to_x, to_y = pdfium.address_of(x), pdfium.address_of(y)
        points: list[Point] = []
        closed, controls = False, 0
        segment_at, kind_of, point_of = pdfium.path_segment, pdfium.segment_type, pdfium.segment_point
        for index in range(count):
            segment = segment_at(path, index)
            kind = kind_of(segment)
            if kind == _MOVE:
                self._outline(points, closed)
                points, closed, controls = [], False, 0
            elif kind == _CURVE:
                controls += 1
                if controls % 3:  # two control points, then the end point
                    continue
            point_of(segment, to_x, to_y)
            points.append(view(a * x.value + c * y.value + e, b * x.value + d * y.value + f))
            closed = closed or (len(points) > 2 and bool(pdfium.segment_close(segment)))
        self._outline(points, closed)

    def _outline(self, points: list[Point], closed: bool) -> None:
        if len(points) < 2:
            return
        if len(points) == 2:
            self._line(*points)
            return
        if closed and points[-1] != points[0]:
            points.append(points[0])
        if _is_rectangle(points):
            (ax, ay), (bx, by) = points[0], points[2]
            for start, end in (((ax, ay), (bx, ay)), ((ax, by), (bx, by))):
                self._edge("rect_edge", "h", start, end)
            for start, end in (((ax, ay), (ax, by)), ((bx, ay), (bx, by))):
                self._edge("rect_edge", "v", start, end)
            return
        for start, end in pairwise(points):
            if start[0] == end[0] or start[1] == end[1]:
                self._edge("curve_edge", "v" if start[0] == end[0] else "h", start, end)

    def _line(self, start: Point, end: Point) -> None:
        self._edge("line", "h" if start[1] == end[1] else "v", start, end)

    def _edge(self, kind: str, orientation: str, start: Point, end: Point) -> None:
        x0, x1 = (start[0], end[0]) if start[0] <= end[0] else (end[0], start[0])
        top, bottom = (start[1], end[1]) if start[1] <= end[1] else (end[1], start[1])
        self.edges.append(
            {
                "object_type": kind,
                "orientation": orientation,
                "x0": x0,
                "x1": x1,
                "top": top,
                "bottom": bottom,
                "doctop": top,
                "width": x1 - x0,
                "height": bottom - top,
            }
        )


def _compose(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _is_rectangle(points: list[Point]) -> bool:
    if len(points) != 5 or points[0] != points[4]:
        return False
    p, q, r, s = points[:4]
    across_first = p[1] == q[1] and q[0] == r[0] and r[1] == s[1] and s[0] == p[0]
    down_first = p[0] == q[0] and q[1] == r[1] and r[0] == s[0] and s[1] == p[1]
    return across_first or down_first
