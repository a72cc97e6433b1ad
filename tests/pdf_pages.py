"""Pages drawn for tests of the PDF reader, and what was read of them in short."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fpdf import FPDF

from extractor.document import Block, Paragraph, Table
from extractor.readers.pdf.reader import read_pdf

Page = Callable[[FPDF], None]


def read_pages(path: Path, *pages: Page, orientation: str = "portrait") -> list[Block]:
    """Makes a PDF of the given pages and reads it."""
    pdf = FPDF(orientation=orientation, unit="pt", format="A4")
    pdf.set_auto_page_break(False)
    for draw in pages:
        pdf.add_page()
        pdf.set_font("helvetica", size=12)
        draw(pdf)
    pdf.output(str(path))
    return read_pdf(path)[0]


def texts(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def the_table(blocks: list[Block]) -> Table:
    (table,) = [block for block in blocks if isinstance(block, Table)]
    return table


def rows_of(table: Table) -> list[list[str]]:
    rows = [[""] * table.column_count for _ in range(table.row_count)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def grid(pdf: FPDF, left: float, top: float, widths: list[float], rows: list[list[str]], height: float = 20) -> None:
    """A ruled table; text is centred in the height of its row and may run over several lines."""
    x = left
    for width in [0.0, *widths]:
        x += width
        pdf.line(x, top, x, top + height * len(rows))
    for index in range(len(rows) + 1):
        pdf.line(left, top + height * index, x, top + height * index)
    for index, row in enumerate(rows):
        x = left
        for width, text in zip(widths, row, strict=True):
            for number, line in enumerate(text.split("\n")):
                pdf.text(x + 3, top + height * index + 14 + 13 * number, line)
            x += width


LINES = [
    "    The department received 9746.50 for the year, which is above the bud",
    "get of the year before; the staff costs of the department come to 48",
    "96.98 and the running costs to 480.66, both as in the tables of part 2",
    "of this report.",
]


def prose(pdf: FPDF, lines: list[str], top: float = 100, left: float = 80, width: float = 400) -> None:
    """Justified text: every line but the last of a paragraph is stretched to the right margin."""
    for index, line in enumerate(lines):
        indent = 24.0 if line.startswith("    ") else 0.0
        bare = line.strip()
        is_last = bare.endswith((".", ":"))
        spare = width - indent - pdf.get_string_width(bare)
        pdf.set_char_spacing(0 if is_last else spare / max(1, len(bare) - 1))
        pdf.text(left + indent, top + 20 * index, bare)
    pdf.set_char_spacing(0)
