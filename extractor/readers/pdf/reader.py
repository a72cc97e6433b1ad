"""PDF reports: characters and rulings from PDFium, tables as pdfplumber finds them, text in the order it is read.

Pages are read one by one and closed; what is kept of a page are its lines and grids. Then, with all pages known,
running headers are dropped, captions go to their tables and lines become paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from extractor.document import Block, Cell, Paragraph, Problem, Table
from extractor.location import Location, Text
from extractor.readers.pdf.captions import Captions, take_captions
from extractor.readers.pdf.continued import align_continued
from extractor.readers.pdf.cut_rows import join_cut_rows
from extractor.readers.pdf.file import open_pdf, read_pages
from extractor.readers.pdf.furniture import drop_furniture
from extractor.readers.pdf.grid import Grid
from extractor.readers.pdf.page import PageLayout
from extractor.readers.pdf.paragraphs import PlacedRow, group_rows, join_rows, measure_margins
from extractor.readers.pdf.row import Row


def read_pdf(path: Path, data: bytes | None = None) -> tuple[list[Block], list[Problem], int]:
    """The blocks of a PDF in reading order, what went wrong, and its number of pages.

    data: the file's content where it was read already. Raises Unreadable where nothing can be read.
    """
    with open_pdf(path, data) as document:
        pages, problems = read_pages(document)
        count = document.page_count
    drop_furniture(pages)
    join_cut_rows(pages)
    align_continued(pages)
    captions = take_captions(pages)
    return list(_blocks(pages, captions)), problems, count


def _blocks(pages: list[PageLayout], captions: dict[int, Captions]) -> Iterator[Block]:
    margins = measure_margins(pages)
    pending: list[PlacedRow] = []
    number = 0
    for page in pages:
        for item in _in_order(page):
            if isinstance(item, PlacedRow):
                pending.append(item)
                continue
            yield from (Paragraph(join_rows(group)) for group in group_rows(pending, margins))
            pending = []
            number += 1
            yield _table(page, item, number, captions[id(item)])
    yield from (Paragraph(join_rows(group)) for group in group_rows(pending, margins))


def _in_order(page: PageLayout) -> list[PlacedRow | Grid]:
    rows: list[tuple[float, float, PlacedRow | Grid]] = [(row.top, row.x0, PlacedRow(page, row)) for row in page.rows]
    grids: list[tuple[float, float, PlacedRow | Grid]] = [(grid.ys[0], grid.xs[0], grid) for grid in page.grids]
    return [item for _, _, item in sorted(rows + grids, key=lambda placed: placed[:2])]


def _captions(page: PageLayout, rows: list[Row]) -> Iterator[Text]:
    """A title of several rows as one, else each stretch of the row by itself."""
    if len(rows) > 1:
        yield join_rows([PlacedRow(page, row) for row in rows])
    else:
        yield from (join_rows([PlacedRow(page, Row((part,)))]) for part in rows[0].parts)


def _table(page: PageLayout, grid: Grid, number: int, captions: Captions) -> Table:
    at, shown = page.number, page.content.shown
    cells = tuple(
        [
            Cell(
                text,
                row,
                column,
                row_span,
                column_span,
                Location(page=at, table=number, row=row + 1, column=column + 1, box=shown(box)),
            )
            for text, row, column, row_span, column_span, box in grid.cells
        ]
    )
    return Table(
        number=number,
        cells=cells,
        row_count=grid.row_count,
        column_count=grid.column_count,
        location=Location(page=page.number, table=number, box=page.content.shown(grid.box)),
        above=tuple(chain.from_iterable(_captions(at, rows) for at, rows in captions.above)),
        below=tuple(join_rows([PlacedRow(page, row) for row in note]) for note in captions.below),
        edges=tuple(round(x, 1) for x in grid.xs),
        pieced=not grid.ruled,
    )
