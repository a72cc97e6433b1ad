"""The columns of a table that prints no upright rulings: the free space that runs down between its texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from extractor.readers.pdf.lines import Line

_NUMBER = regex.compile(r"[-+]?[\d,，]+(?:[.．]\d+)?[%％]?|[-—]+")
_SHARE = 0.3  # of the lines a column must stand in to be told from its neighbour
_NARROW = 0.3  # font sizes: so far a text may reach into another column
_MARGIN = 2.0  # points outside the outermost text
_MOST_BRIDGES = 12  # texts that run over two columns
_CENTRED = 0.8  # font sizes the middle of a name may stand beside that of its columns
Span = tuple[int, int]  # the first and the last of some columns


@dataclass(frozen=True, slots=True)
class Columns:
    """spans: from where to where each column's texts stand; bounds: where its rulings would be, one more."""

    spans: tuple[tuple[float, float], ...]
    label: int

    def __len__(self) -> int:
        return len(self.spans)

    @property
    def left(self) -> float:
        return self.spans[0][0]

    @property
    def right(self) -> float:
        return self.spans[-1][1]

    @property
    def bounds(self) -> tuple[float, ...]:
        inner = tuple((a[1] + b[0]) / 2 for a, b in pairwise(self.spans))
        return self.left - _MARGIN, *inner, self.right + _MARGIN

    def widened(self, parts: Sequence[Line]) -> Columns:
        """The columns made wide enough for texts that stand in one of them only."""
        spans = list(self.spans)
        for part in parts:
            touched = [at for at, (x0, x1) in enumerate(spans) if part.x0 < x1 and part.x1 > x0]
            if len(touched) == 1:
                at = touched[0]
                spans[at] = min(spans[at][0], part.x0), max(spans[at][1], part.x1)
        return Columns(tuple(spans), self.label)

    def with_blank(self, heading: Sequence[Line]) -> Columns:
        """The columns and those that have a name and nothing below it: beside all others, or among the names of a
        heading of one line that has more of them than there are columns."""
        one_line = len(heading) > len(self.spans) and len({round(part.bottom) for part in heading}) == 1
        spans = list(self.spans)
        for x0, x1 in ((part.x0, part.x1) for part in sorted(heading, key=lambda part: -part.bottom)):
            beside = x0 > self.right or x1 < self.left
            if (one_line or beside) and not any(x0 < right and x1 > left for left, right in spans):
                spans.insert(sum(right <= x0 for _, right in spans), (x0, x1))
        return Columns(tuple(spans), sum(x1 <= self.spans[self.label][0] for _, x1 in spans))

    def under(self, part: Line) -> list[int]:
        """The columns a text stands in; the nearest where it stands between two."""
        reach = min(_NARROW * part.size, (part.x1 - part.x0) / 3)
        found = [at for at, (x0, x1) in enumerate(self.spans) if part.x0 < x1 - reach and part.x1 > x0 + reach]
        if found:
            return found
        middle = (part.x0 + part.x1) / 2
        bounds = self.bounds
        return [max(at for at in range(len(self.spans)) if at == 0 or bounds[at] <= middle)]


def find_columns(rows: Sequence[Sequence[Line]]) -> Columns:
    """The columns of these lines. A text that runs over several (合计 over code and name) does not make them one."""
    parts = [part for row in rows for part in row]
    spans = _split(parts, max(2, _SHARE * len(rows)))
    label = max(range(len(spans)), key=lambda at: _words(parts, spans[at]), default=0)
    return Columns(tuple(spans), label)


def _words(parts: Sequence[Line], span: tuple[float, float]) -> tuple[int, float]:
    inside = [part for part in parts if span[0] <= part.x0 and part.x1 <= span[1]]
    words = [part for part in inside if not _NUMBER.fullmatch(part.text)]
    return (2 * len(words) > len(inside), -span[0]) if words else (0, -span[0])


def _split(parts: Sequence[Line], least: float) -> list[tuple[float, float]]:
    groups = _united(parts)
    spans: list[tuple[float, float]] = []
    for group in groups:
        spans += _parted(group, least)
    return spans


def _united(parts: Sequence[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    right = float("-inf")
    for part in sorted(parts, key=lambda part: part.x0):
        if part.x0 > right:
            groups.append([])
        groups[-1].append(part)
        right = max(right, part.x1)
    return groups


def _parted(group: list[Line], least: float) -> list[tuple[float, float]]:
    """One column, or several that only a few texts bridge."""
    whole = (min(part.x0 for part in group), max(part.x1 for part in group))
    wide = sorted((part for part in group if not _NUMBER.fullmatch(part.text)), key=lambda part: part.x0 - part.x1)
    for count in range(1, min(len(wide), max(1, len(group) // 8), _MOST_BRIDGES) + 1):
        for dropped in ([wide[count - 1]], wide[:count]):
            rest = [part for part in group if part not in dropped]
            parted = _united(rest) if rest else []
            if len(parted) > 1 and all(len(one) >= least for one in parted):
                return [span for one in parted for span in _parted(one, least)]
    return [whole]


def heading_spans(parts: Sequence[Line], below: Sequence[Line], columns: Columns) -> list[Span]:
    """For each name of a line of the heading, the columns it stands over: those it touches, or a run of columns with
    names of their own in whose middle it stands."""
    touched = [columns.under(part) for part in parts]
    taken = {at for one in touched for at in one}
    named = {at for part in below for at in columns.under(part)}
    spans = []
    for part, own in zip(parts, touched, strict=True):
        span = (own[0], own[-1])
        free = {at for at in range(len(columns)) if (at in named and at not in taken) or at in own}
        best = span
        for begin in range(len(columns)):
            for end in range(begin, len(columns)):
                run = range(begin, end + 1)
                if not set(own) <= set(run) or not all(at in free for at in run) or not all(at in named for at in run):
                    continue
                middle = (columns.bounds[begin] + columns.bounds[end + 1]) / 2
                near = abs(middle - (part.x0 + part.x1) / 2) < max(
                    _CENTRED * part.size, 0.12 * (columns.bounds[end + 1] - columns.bounds[begin])
                )
                if near and end - begin > best[1] - best[0]:
                    best = (begin, end)
        spans.append(best)
    return spans
