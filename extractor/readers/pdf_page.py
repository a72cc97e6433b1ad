"""One page read: its lines and grids in the order they are read, free of anything PDFium must keep open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

import pypdfium2 as pypdfium
import pypdfium2.raw as raw

from extractor.location import Box, Location
from extractor.readers import pdf_binding as pdfium
from extractor.readers.pdf_chars import load_chars, main_turn
from extractor.readers.pdf_content import Edges, Frame, PageContent
from extractor.readers.pdf_grid import Grid, find_grids
from extractor.readers.pdf_lines import build_lines
from extractor.readers.pdf_row import Row
from extractor.readers.pdf_rulings import TooComplexError, load_drawings
from extractor.readers.pdf_unruled import find_unruled

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
        grids, rest = find_grids(content.edges or Edges([], []), content.chars)
    except TooComplexError:
        too_complex = True
    lines = build_lines(rest, content.number)
    rows = [Row(tuple(parts)) for _, parts in groupby(lines, key=attrgetter("row"))]
    rows.sort(key=lambda row: (row.top, row.x0))
    unruled, rows = find_unruled(rows)
    grids = sorted(grids + unruled, key=lambda grid: (grid.ys[0], grid.xs[0]))
    return PageLayout(replace(content, chars=[], edges=None), rows, grids), too_complex
