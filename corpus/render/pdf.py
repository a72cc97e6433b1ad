"""PDF as offices export it: ruled tables that break across pages, page numbers, an embedded Chinese font.

The font comes from a package (Noto, SIL OFL), so that nothing depends on what the machine has installed.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import pylopdf_fonts_zh_cn as fonts
from fpdf import FPDF
from fpdf.enums import TableCellFillMode, TableHeadingsDisplay, WrapMode
from fpdf.fonts import FontFace

from corpus.report import Heading, PageBreak, Paragraph, Report, Table, text_of

SIZES = {0: 22, 1: 18, 2: 16, 3: 16}
BODY = 16
LONG = 12
"""Rows from which a form starts on a new page."""
EPOCH = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)


class _Page(FPDF):
    """Header and page number of every page."""

    heading = ""

    def header(self) -> None:
        self.set_font("song", size=8)
        self.cell(0, 6, self.heading, align="R", new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("song", size=9)
        self.cell(0, 8, f"— {self.page_no()} —", align="C")


def write(report: Report, path: Path) -> None:
    pdf = _Page(format="A4")
    pdf.set_creation_date(EPOCH)
    pdf.add_font("song", fname=str(fonts.sans_path()))
    pdf.heading = report.organization
    pdf.set_auto_page_break(True, margin=18)
    pdf.add_page()
    for block in report.blocks:
        if isinstance(block, Heading):
            _paragraph(pdf, text_of(block.spans), SIZES.get(block.level, BODY), "C" if block.level == 0 else "L")
        elif isinstance(block, Paragraph):
            _paragraph(pdf, "　　" + text_of(block.spans), BODY, "L")
        elif isinstance(block, PageBreak):
            pdf.add_page()
        else:
            _table(pdf, block)
    pdf.output(str(path))


def _paragraph(pdf: FPDF, text: str, size: int, align: str) -> None:
    pdf.set_font("song", size=size)
    pdf.multi_cell(0, size * 0.62, text, align=align, wrapmode=WrapMode.CHAR, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(1.5)


def _table(pdf: FPDF, table: Table) -> None:
    """Long forms open a page of their own; small type where there are many columns, so that amounts keep to one line."""
    if len(table.rows) > LONG or pdf.will_page_break(40):
        pdf.add_page()
    _paragraph(pdf, table.title, 13, "C")
    if table.unit_note:
        _paragraph(pdf, table.unit_note, 9, "R")
    pdf.set_font("song", size=9 if len(table.widths) <= 5 else 7 if len(table.widths) <= 8 else 5)
    display = TableHeadingsDisplay.ON_TOP_OF_EVERY_PAGE if table.repeat_heading else TableHeadingsDisplay.NONE
    with pdf.table(
        col_widths=table.widths, line_height=8 if len(table.widths) <= 5 else 6.5, text_align="CENTER", repeat_headings=display,
        num_heading_rows=table.heading_rows, cell_fill_mode=TableCellFillMode.NONE, wrapmode=WrapMode.CHAR,
        headings_style=FontFace(emphasis=""), padding=0.4,
    ) as grid:  # fmt: skip
        for row in table.rows:
            line = grid.row()
            for cell in row:
                line.cell(cell.text, colspan=cell.colspan, rowspan=cell.rowspan)
    pdf.ln(1)
    if table.note:
        _paragraph(pdf, table.note, 9, "L")
    pdf.ln(3)
