"""A page's edges made ready for finding tables: snapped, joined, completed by the sides a table is printed without.

The steps and their figures are pdfplumber's (`merge_edges`), on plain tuples; tests/test_pdf_oracle.py holds them to
it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter

from extractor.readers.pdf.content import Edges, Ruling

_SNAP = 3.0  # points within which edges are one and the same line
_JOIN = 3.0  # points that may lie between two stretches of one edge
_SHORTEST = 3.0  # of a joined edge

_LEAST_LINES = 3
_FEW_PAIRS = 200_000  # of an upright and a level line: a page of tables has some thousands
_TOGETHER = 4.0  # points
_NARROWEST = 15.0  # points: a column has that much, ruling lines that overshoot have less
_CLOSED = 0.8  # of a side: shaded cells draw less of it, two tables with a title between more
_HIGHEST_ROW = 30.0  # points: a row that is one cell; the space between two tables is more
_MOST_PAIRS = 2_000_000  # of lines: the page is given up anyway

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
    level = edges.level
    if len(edges.upright) * len(level) <= _FEW_PAIRS:
        level = sorted(level + _open_ends(edges))
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
    if len(edges.upright) * len(edges.level) > _MOST_PAIRS:
        return []
    sides: list[Ruling] = []
    for side in (1, 2):
        ending: dict[int, list[Ruling]] = defaultdict(list)
        for line in edges.level:
            ending[round(line[side] / _TOGETHER)].append(line)
        for lines in ending.values():
            if len(lines) >= _LEAST_LINES and not _is_closed(lines, side, edges.upright):
                sides += _sides(lines, side, edges.upright)
    return sides


def _is_closed(lines: Sequence[Ruling], side: int, upright: Sequence[Ruling]) -> bool:
    """Whether one upright line stands at the end of all these level ones."""
    end, top, bottom = lines[0][side], min(lines)[0] + _SNAP, max(lines)[0] - _SNAP
    return any(-_SNAP <= x - end <= _SNAP and first <= top and last >= bottom for x, first, last in upright)


def _sides(lines: Sequence[Ruling], side: int, upright: Sequence[Ruling]) -> Iterator[Ruling]:
    """The missing upright edge of each table among these level lines, which end together on that side; shaded cells
    may draw some of it."""
    left, right = min(line[1] for line in lines), max(line[2] for line in lines)
    crossing = [line for line in upright if left - _TOGETHER <= line[0] <= right + _TOGETHER]
    for table in _stacked(sorted(lines), crossing):
        end, top, bottom = table[0][side], table[0][0], table[-1][0]
        within = [line for line in crossing if line[1] < bottom and line[2] > top]
        near = [line for line in within if abs(line[0] - end) <= _NARROWEST]
        at_end = [line for line in near if abs(line[0] - end) <= _SNAP]
        if len(table) < _LEAST_LINES or len(near) == len(within) or len(near) > len(at_end):
            continue
        if sum(min(bottom, line[2]) - max(top, line[1]) for line in at_end) < _CLOSED * (bottom - top):
            yield at_end[0][0] if at_end else end, top, bottom


def _stacked(lines: Sequence[Ruling], upright: Sequence[Ruling]) -> list[list[Ruling]]:
    """Level lines from the top down, a list for each table: upright lines join its rows, and those above a row without
    any go on below it."""
    tables = [[lines[0]]]
    for (y, *_), below in pairwise(lines):
        above = {round(x) for x, top, bottom in upright if top < y - _TOGETHER and bottom > y - _TOGETHER}
        under = {round(x) for x, top, bottom in upright if top < below[0] + _TOGETHER and bottom > below[0] + _TOGETHER}
        is_joined = any(top <= y + _TOGETHER and bottom >= below[0] - _TOGETHER for _, top, bottom in upright)
        if is_joined or (below[0] - y <= _HIGHEST_ROW and above & under):
            tables[-1].append(below)
        else:
            tables.append([below])
    return tables
