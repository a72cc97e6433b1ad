"""Where something stands in a report. One location type serves every format."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

Box = tuple[float, float, float, float]


class Location(NamedTuple):
    """A place in one report file; parts a format cannot know are None. Every cell of every table has one, and a
    tuple is made in a third of the time a dataclass takes.

    page, line, row, column, table count from 1. start/end are character offsets:
    into the decoded file for text formats, into the block's text otherwise.
    box is (x0, top, x1, bottom) in points from the page's top left corner.
    """

    page: int | None = None
    line: int | None = None
    block: int | None = None
    start: int | None = None
    end: int | None = None
    section: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    box: Box | None = None
    sheet: str | None = None
    cell: str | None = None

    def in_table(self, table: int | None) -> Location:
        """The same place as one of another table."""
        page, line, block, start, end, section, _, *rest = self
        return _new_location((page, line, block, start, end, section, table, *rest))

    def in_section(self, section: str) -> Location:
        """The same place below a heading."""
        page, line, block, start, end, _, *rest = self
        return _new_location((page, line, block, start, end, section, *rest))

    def between(self, start: int, end: int) -> Location:
        """Other characters of the same place."""
        page, line, block, _, _, *rest = self
        return _new_location((page, line, block, start, end, *rest))


_new_location = partial(tuple.__new__, Location)  # `_replace` takes three times as long


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text that was contiguous in the source: text[start:] stands at `location`."""

    start: int
    location: Location


@dataclass(frozen=True, slots=True)
class Text:
    """A text put together from pieces, each character traceable to its place in the file."""

    text: str
    pieces: tuple[Piece, ...]

    def locate(self, start: int, end: int) -> Location:
        """The place of text[start:end]: that of its first piece, its offsets moved along and, if it
        runs over several pieces of one stretch of the file, up to the end of the last."""
        first = self._piece(start)
        last = self._piece(max(start, end - 1))
        at = first.location
        if at.start is None:
            return at.between(start, end)
        begin = at.start + (start - first.start)
        if last.location.start is None or last.location.page != at.page:
            return at.between(begin, begin + (end - start))
        return at.between(begin, last.location.start + (end - last.start))

    def _piece(self, offset: int) -> Piece:
        index = bisect_right(self.pieces, offset, key=lambda p: p.start) - 1
        return self.pieces[max(0, index)]
