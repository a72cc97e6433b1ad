"""What a PDF page draws besides text: ruling lines as the edges tables are found by, and images.

As pdfplumber counts them: a two-point path is a line, a closed rectangle gives its four sides, of any other outline
the level and upright stretches count. A page may draw a million segments (a map); reading stops at a limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise, repeat
from typing import NamedTuple

import pypdfium2.raw as raw

from extractor.location import Box
from extractor.readers.pdf import binding as pdfium
from extractor.readers.pdf.content import Edges, Frame, Ruling
from extractor.readers.pdf.dots import dotted_edges

MAX_SEGMENTS = 60_000
MAX_OBJECTS = 200_000
_MAX_DEPTH = 8
SHORTEST = 1.0  # points: pdfplumber leaves out shorter edges at once
_TEXT, _PATH, _FORM, _IMAGE = (
    raw.FPDF_PAGEOBJ_TEXT,
    raw.FPDF_PAGEOBJ_PATH,
    raw.FPDF_PAGEOBJ_FORM,
    raw.FPDF_PAGEOBJ_IMAGE,
)
_MOVE, _CURVE = raw.FPDF_SEGMENT_MOVETO, raw.FPDF_SEGMENT_BEZIERTO
_BOX_KINDS = [_MOVE, *[raw.FPDF_SEGMENT_LINETO] * 4]
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


class TooComplexError(Exception):
    """The page draws more than can be searched for tables."""


@dataclass(slots=True)
class Drawings:
    """The page's edges (None where it draws too much), the share of the page its largest image covers, and the
    handles of the text objects that stand on the page itself, not in a form: only their clips are in page space."""

    edges: Edges | None = None
    image_share: float = 0.0
    own_texts: set[int] = field(default_factory=set)


def load_drawings(page: int, frame: Frame) -> Drawings:
    """Everything on the page but its text."""
    walker = _Walker(frame)
    try:
        walker.walk(pdfium.page_count_objects(page), pdfium.page_object, page, _IDENTITY, 0)
    except TooComplexError:
        return walker.drawings
    walker.drawings.edges = _read_edges(walker.paths, walker.counts, walker.matrices(), frame)
    return walker.drawings


class _Drawn(NamedTuple):
    """Edges, and rectangles too small to have any."""

    upright: list[Ruling]
    level: list[Ruling]
    dots: list[Box]


class _Walker:
    """Walks the page's objects, forms within forms included, and collects its paths."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.drawings = Drawings()
        self.paths: list[int] = []
        self.counts: list[int] = []  # of each path's segments
        self.outer: list[Matrix] = []  # of the form each path stands in
        self.segments = 0
        self.objects = 0

    def walk(self, count: int, get: Callable[[int, int], int], owner: int, outer: Matrix, depth: int) -> None:
        self.objects += count
        if self.objects > MAX_OBJECTS:
            raise TooComplexError
        items = list(map(get, repeat(owner), range(count)))
        kinds = list(map(pdfium.object_type, items))
        if depth == 0:
            self.drawings.own_texts = {item for item, kind in zip(items, kinds, strict=True) if kind == _TEXT}
        for item, kind in zip(items, kinds, strict=True):
            if kind == _TEXT:
                continue
            if kind == _PATH:
                self._path(item, outer)
            elif kind == _FORM and depth < _MAX_DEPTH:
                inner = _compose(_matrices([item])[0], outer)
                self.walk(pdfium.form_count_objects(item), pdfium.form_object, item, inner, depth + 1)
            elif kind == _IMAGE:
                self._image(item, outer)

    def matrices(self) -> list[Matrix]:
        """Where each path stands on the page."""
        own = _matrices(self.paths)
        return [
            matrix if outer is _IDENTITY else _compose(matrix, outer)
            for matrix, outer in zip(own, self.outer, strict=True)
        ]

    def _path(self, path: int, outer: Matrix) -> None:
        count = pdfium.path_count_segments(path)
        self.segments += count
        if self.segments > MAX_SEGMENTS:
            raise TooComplexError
        self.paths.append(path)
        self.counts.append(count)
        self.outer.append(outer)

    def _image(self, image: int, outer: Matrix) -> None:
        left, bottom, right, top = pdfium.read_bounds(image)
        scale = abs(outer[0] * outer[3] - outer[1] * outer[2])
        area = max(self.frame.width * self.frame.height, 1.0)
        share = abs((right - left) * (top - bottom)) * scale / area
        self.drawings.image_share = max(self.drawings.image_share, min(1.0, share), 1e-6)


def _matrices(items: Sequence[int]) -> list[Matrix]:
    room = pdfium.Room(len(items), 6)
    pdfium.call_each(pdfium.object_matrix, items, room.places)
    numbers = iter(room.numbers)
    return list(zip(*[numbers] * 6, strict=True))


def _read_edges(paths: Sequence[int], counts: Sequence[int], matrices: Iterable[Matrix], frame: Frame) -> Edges:
    """The edges of these paths, each of so many segments."""
    owners = chain.from_iterable(map(repeat, paths, counts))
    segments = list(map(pdfium.path_segment, owners, chain.from_iterable(map(range, counts))))
    kinds = list(map(pdfium.segment_type, segments))
    xs, ys = pdfium.segment_points(segments, len(segments))
    edges = _Drawn([], [], [])
    end = 0
    for count, matrix in zip(counts, matrices, strict=True):
        begin, end = end, end + count
        is_box = count == 5 and kinds[begin:end] == _BOX_KINDS and frame.quarters == 0
        if is_box and _box(edges, xs[begin:end], ys[begin:end], matrix, frame):
            continue
        points = _placed(xs[begin:end], ys[begin:end], matrix, frame)
        cuts = [at for at in range(begin + 1, end) if kinds[at] == _MOVE]
        for first, last in pairwise((begin, *cuts, end)):
            _outline(edges, points[first - begin : last - begin], kinds[first:last], segments[first:last])
    dotted = dotted_edges(edges.dots)
    return Edges(edges.upright + dotted.upright, edges.level + dotted.level)


def _box(edges: _Drawn, xs: Sequence[float], ys: Sequence[float], matrix: Matrix, frame: Frame) -> bool:
    """Adds the edges of a closed path of four sides, if it is a rectangle that stands level: most paths are."""
    a, b, c, d, e, f = matrix
    x0, x1, x2, x3, x4 = xs
    y0, y1, y2, y3, y4 = ys
    across_first = y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0
    down_first = x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0
    if b or c or x0 != x4 or y0 != y4 or not (across_first or down_first):
        return False
    _add_box(
        edges, a * x0 + e - frame.left, frame.top - (d * y0 + f), a * x2 + e - frame.left, frame.top - (d * y2 + f)
    )
    return True


def _placed(xs: Sequence[float], ys: Sequence[float], matrix: Matrix, frame: Frame) -> list[Point]:
    """The points as seen on the page."""
    a, b, c, d, e, f = matrix
    if frame.quarters == 0:
        left, top = frame.left, frame.top
        return [(a * x + c * y + e - left, top - (b * x + d * y + f)) for x, y in zip(xs, ys, strict=True)]
    return [frame.view(a * x + c * y + e, b * x + d * y + f) for x, y in zip(xs, ys, strict=True)]


def _outline(edges: _Drawn, points: list[Point], kinds: Sequence[int], segments: Sequence[int]) -> None:
    """Adds the edges of one outline, one point a segment."""
    if _CURVE in kinds:
        kept = _without_controls(kinds)
        points, segments = [points[at] for at in kept], [segments[at] for at in kept]
    if len(points) == 2:
        _add(edges, points[0], points[1], slanted=True)
        return
    if len(points) > 2 and points[-1] != points[0] and any(map(pdfium.segment_close, segments[2:])):
        points.append(points[0])
    if _is_rectangle(points):
        _add_box(edges, *points[0], *points[2])
        return
    for start, end in pairwise(points):
        _add(edges, start, end)


def _without_controls(kinds: Sequence[int]) -> list[int]:
    """Which segments of an outline are points of it: a curve has two control points before its end."""
    kept = []
    controls = 0
    for at, kind in enumerate(kinds):
        controls += kind == _CURVE
        if kind != _CURVE or controls % 3 == 0:
            kept.append(at)
    return kept


def _add(edges: _Drawn, start: Point, end: Point, slanted: bool = False) -> None:
    """slanted: whether a line that is neither level nor upright counts as upright, as pdfplumber has it."""
    (ax, ay), (bx, by) = start, end
    if ay == by:
        if abs(bx - ax) >= SHORTEST:
            edges.level.append((ay, ax, bx) if ax < bx else (ay, bx, ax))
    elif (ax == bx or slanted) and abs(by - ay) >= SHORTEST:
        at = min(ax, bx)
        edges.upright.append((at, ay, by) if ay < by else (at, by, ay))


def _add_box(edges: _Drawn, ax: float, ay: float, bx: float, by: float) -> None:
    """The four sides of a rectangle, by two opposite corners."""
    left, right = (ax, bx) if ax < bx else (bx, ax)
    top, bottom = (ay, by) if ay < by else (by, ay)
    if right - left >= SHORTEST:
        edges.level.extend(((ay, left, right), (by, left, right)))
    if bottom - top >= SHORTEST:
        edges.upright.extend(((ax, top, bottom), (bx, top, bottom)))
    elif right - left < SHORTEST:
        edges.dots.append((left, top, right, bottom))


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
