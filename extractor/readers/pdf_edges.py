"""A page's edges made ready for finding tables: snapped, joined, completed by the sides a table is printed without.

The steps and their figures are pdfplumber's (`merge_edges`), on plain tuples; tests/test_pdf_oracle.py holds them to
it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter

from extractor.readers.pdf_content import Edges, Ruling

_SNAP = 3.0  # points within which edges are one and the same line
_JOIN = 3.0  # points that may lie between two stretches of one edge
_SHORTEST = 3.0  # of a joined edge

_LEAST_LINES = 3
_TOGETHER = 4.0  # points
_NARROWEST = 15.0  # points: a column has that much, ruling lines that overshoot have less

_Span = tuple[float, float]


def merge_edges(edges: Edges) -> Edges:
    """Each line once and whole, sorted by where it stands and begins."""
    return Edges(_merge(edges.upright), _merge(edges.level))


def _merge(lines: Sequence[Ruling]) -> list[Ruling]:
    stretches: dict[float, list[tuple[float, float]]] = defaultdict(list)
    for cluster in _clusters(lines):
        middle = sum([at for at, _, _ in cluster]) / len(cluster)
        for at, begin, end in cluster:
            stretches[at + (middle - at)].append((begin, end))
    return [
        (at, begin, end)
        for at in sorted(stretches)
        for begin, end in _join(sorted(stretches[at]))
        if end - begin >= _SHORTEST
    ]


def _clusters(lines: Sequence[Ruling]) -> list[list[Ruling]]:
    """The lines that stand close together, each to the next, in the order they came."""
    places = sorted({at for at, _, _ in lines})
    cluster_of: dict[float, list[Ruling]] = {}
    clusters: list[list[Ruling]] = []
    last = float("-inf")
    for at in places:
        if not clusters or at > last + _SNAP:
            clusters.append([])
        cluster_of[at] = clusters[-1]
        last = at
    for line in lines:
        cluster_of[line[0]].append(line)
    return clusters


def _join(stretches: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    joined = [stretches[0]]
    for begin, end in stretches[1:]:
        first, last = joined[-1]
        if begin > last + _JOIN:
            joined.append((begin, end))
        elif end > last:
            joined[-1] = first, end
    return joined


def close_open(edges: Edges) -> Edges:
    """The edges with those a table is printed without: at its ends, where the page cuts it through merged cells, and
    at its sides."""
    if not edges.upright:
        return edges
    level = edges.level + _open_ends(edges)
    level.sort()
    return Edges(sorted(edges.upright + _open_sides(Edges(edges.upright, level))), level)


def _open_ends(edges: Edges) -> list[Ruling]:
    """Level edges where three upright lines or more end together, none goes on and no level line joins them all: the
    cells between stay open where the page cuts them, and the row they stand in would be lost."""
    ends = []
    for side in (1, 2):
        for lines in _ending_together(edges.upright, side):
            end = lines[0][side]
            for left, right in _stretches(edges.level, lines):
                here = [line for line in edges.level if abs(line[0] - end) < _TOGETHER and left <= line[2] <= right]
                is_closed = any(line[1] < left + _TOGETHER and line[2] > right - _TOGETHER for line in here)
                if not is_closed and not _is_passed(edges.upright, end, left, right):
                    ends.append((here[0][0] if here else end, left, right))
    return ends


def _ending_together(lines: Sequence[Ruling], side: int) -> Iterator[list[Ruling]]:
    """Those that begin (side 1) or end (side 2) at one height, where they are three or more."""
    ending: list[Ruling] = []
    for line in sorted(lines, key=itemgetter(side)):
        if ending and line[side] - ending[-1][side] > _TOGETHER / 2:
            if len(ending) >= _LEAST_LINES:
                yield ending
            ending = []
        ending.append(line)
    if len(ending) >= _LEAST_LINES:
        yield ending


def _stretches(level: Sequence[Ruling], upright: Sequence[Ruling]) -> Iterator[_Span]:
    """What the level lines at the height of these upright ones cover from left to right, in one piece or several, each
    with three of the upright ones or more."""
    top, bottom = min(line[1] for line in upright), max(line[2] for line in upright)
    spans = sorted(line[1:] for line in level if top - _TOGETHER <= line[0] <= bottom + _TOGETHER)
    for left, right in _join(spans) if spans else []:
        if sum(left - _TOGETHER <= x <= right + _TOGETHER for x, _, _ in upright) >= _LEAST_LINES:
            yield left, right


def _is_passed(upright: Sequence[Ruling], y: float, left: float, right: float) -> bool:
    """Whether an upright line between left and right runs on over y."""
    return any(
        top < y - _TOGETHER and bottom > y + _TOGETHER and left - _TOGETHER <= x <= right + _TOGETHER
        for x, top, bottom in upright
    )


def _open_sides(edges: Edges) -> list[Ruling]:
    """Upright edges for tables printed without their outer ones: where three level lines or more end together, well
    away from the upright lines that cross them. Without these the first or last column is lost."""
    sides = []
    for side in (1, 2):
        ending: dict[int, list[Ruling]] = defaultdict(list)
        for line in edges.level:
            ending[round(line[side] / _TOGETHER)].append(line)
        for lines in ending.values():
            if len(lines) >= _LEAST_LINES and _is_open(lines, side, edges.upright):
                sides.append((lines[0][side], min(lines)[0], max(lines)[0]))
    return sides


def _is_open(lines: Sequence[Ruling], side: int, upright: Sequence[Ruling]) -> bool:
    """Whether upright lines cross these level ones, but none near their end."""
    end = lines[0][side]
    top, bottom = min(lines)[0], max(lines)[0]
    left, right = min(line[1] for line in lines), max(line[2] for line in lines)
    crossing = [
        at
        for at, begins, ends in upright
        if begins < bottom and ends > top and left - _TOGETHER <= at <= right + _TOGETHER
    ]
    return bool(crossing) and all(abs(at - end) > _NARROWEST for at in crossing)
