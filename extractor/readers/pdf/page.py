"""One page read: its lines and grids in the order they are read, free of anything PDFium must keep open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

import pypdfium2 as pypdfium
import pypdfium2.raw as raw

from extractor.location import Box, Location
from extractor.readers.pdf import binding as pdfium
from extractor.readers.pdf.chars import load_chars, main_turn
from extractor.readers.pdf.content import Char, Edges, Frame, PageContent, Ruling
from extractor.readers.pdf.edges import merge_edges
from extractor.readers.pdf.grid import Grid, find_grids
from extractor.readers.pdf.lines import Line, build_lines
from extractor.readers.pdf.row import Row
from extractor.readers.pdf.rulings import TooComplexError, load_drawings
from extractor.readers.pdf.stripes import complete_stripes
from extractor.readers.pdf.tall_rows import add_level, is_ruled_anew, rule_tall_rows
from extractor.readers.pdf.unruled import COLUMN_GAP, join_words, may_hold_table, rule_tables

_SCAN_SHARE = 0.5  # of the page an image covers
_FEW_CHARACTERS = 30  # a stamp or a page number over the picture of a page


@dataclass(slots=True)
class PageLayout:
    """The rows outside tables and the grids, each from the top down."""

    content: PageContent
    rows: list[Row]
    grids: list[Grid]

    @property
    def number(self) -> int:
        return self.content.number

    def location(self, box: Box) -> Location:
        return Location(page=self.number, box=self.content.shown(box))


def load_content(page: pypdfium.PdfPage, number: int) -> PageContent:
    """Everything PDFium knows of one page. Raises RuntimeError where it cannot read the text."""
    handle = pdfium.handle_of(page.raw)
    frame = _frame_of(page)
    drawings = load_drawings(handle, frame)
    chars, unmapped = load_chars(page.raw, frame, drawings)
    extra = main_turn(chars)
    if extra:
        frame = frame.turned(extra)
        drawings = load_drawings(handle, frame)
        chars, unmapped = load_chars(page.raw, frame, drawings)
    is_scan = drawings.image_share > _SCAN_SHARE and len(chars) < _FEW_CHARACTERS
    return PageContent(number, frame, chars, drawings.edges, drawings.image_share > 0, unmapped, extra, is_scan)


def _frame_of(page: pypdfium.PdfPage) -> Frame:
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page.raw, box)
    return Frame(box.left, box.bottom, box.right, box.top, raw.FPDFPage_GetRotation(page.raw) % 4)


def lay_out(content: PageContent) -> tuple[PageLayout, bool]:
    """Rows and grids of a page, and whether it draws too much to be searched for tables.

    The characters are let go: a long report must not pile them up.
    """
    grids: list[Grid] = []
    rest = content.chars
    too_complex = content.edges is None
    try:
        edges = content.edges or Edges([], [])
        grids, rest = find_grids(edges, content.chars)
        whole = complete_stripes(edges, grids, content.chars)
        if whole is not None:
            grids, rest = find_grids(whole, content.chars)
        lacking = rule_tall_rows(grids, content.chars)
        if lacking:
            found, rest = find_grids(add_level(whole or edges, lacking), content.chars)
            grids = [replace(grid, ruled=False) if is_ruled_anew(grid, lacking) else grid for grid in found]
    except TooComplexError:
        too_complex = True
    rows = _rows(build_lines(rest, content.number))
    level = _outside(content.edges, grids)
    if len(level) > 1 or may_hold_table(rows):
        found, rest = _find_unruled(rest, level, content.number)
        if found:
            grids = sorted(grids + found, key=lambda grid: (grid.ys[0], grid.xs[0]))
            rows = _rows(build_lines(rest, content.number))
    return PageLayout(replace(content, chars=[], edges=None), rows, grids), too_complex


def _rows(lines: Iterable[Line]) -> list[Row]:
    rows = [Row(tuple(parts)) for _, parts in groupby(lines, key=attrgetter("row"))]
    rows.sort(key=lambda row: (row.top, row.x0))
    return rows


def _outside(edges: Edges | None, grids: Sequence[Grid]) -> list[Ruling]:
    """The level rulings that belong to no table found."""
    if edges is None or not edges.level:
        return []
    return [
        line
        for line in merge_edges(Edges([], edges.level)).level
        if not any(grid.ys[0] - 4 < line[0] < grid.ys[-1] + 4 and line[2] > grid.xs[0] for grid in grids)
    ]


def _find_unruled(chars: list[Char], level: list[Ruling], number: int) -> tuple[list[Grid], list[Char]]:
    """The tables whose upright rulings are not printed, and the characters that stand in none."""
    grids: list[Grid] = []
    rows = list(map(join_words, _rows(build_lines(chars, number, widest=COLUMN_GAP))))
    for edges, spans in rule_tables(rows, level):
        found, chars = find_grids(edges, chars)
        for grid in found:
            known = spans if grid.column_count == len(spans) else ()
            grids.append(replace(grid, ruled=False, spans=known))
    return grids, chars
