"""Rulings drawn as rows of dots: each is a rectangle too small to count as an edge, together they are a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from extractor.location import Box
from extractor.readers.pdf.content import Edges, Ruling

_FEWEST = 60  # dots on a page: the corners of ruled cells are as small, and fewer in a row
_LEAST = 5  # dots of a line
_STEP = 3.0  # points between two dots


def dotted_edges(dots: list[Box]) -> Edges:
    """The lines that these dots make."""
    if len(dots) < _FEWEST:
        return Edges([], [])
    upright = _lines(((x0 + x1) / 2, top, bottom) for x0, top, x1, bottom in dots)
    level = _lines(((top + bottom) / 2, x0, x1) for x0, top, x1, bottom in dots)
    return Edges(list(upright), list(level))


def _lines(dots: Iterable[Ruling]) -> Iterator[Ruling]:
    """Of dots as stretches of one direction, those that follow closely upon each other in one line."""
    rows: dict[int, list[Ruling]] = defaultdict(list)
    for dot in dots:
        rows[round(2 * dot[0])].append(dot)
    for row in rows.values():
        row.sort(key=lambda dot: dot[1])
        run: list[Ruling] = []
        for dot in [*row, (0.0, float("inf"), float("inf"))]:
            if run and dot[1] - run[-1][2] > _STEP:
                if len(run) >= _LEAST:
                    yield run[0][0], run[0][1], run[-1][2]
                run = []
            run.append(dot)
