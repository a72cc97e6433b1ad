"""Word documents. Tables are written as XML: python-docx merges cells in quadratic time."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from corpus.render.grid import Spot, lay_out
from corpus.report import Heading, PageBreak, Paragraph, Report, Table, text_of

BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
TEXT_WIDTH = 9000  # twentieths of a point


def write(report: Report, path: Path) -> None:
    document = Document()
    document.styles["Normal"].font.name = "FangSong"
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    for block in report.blocks:
        if isinstance(block, Heading):
            document.add_heading(text_of(block.spans), level=block.level)
        elif isinstance(block, Paragraph):
            document.add_paragraph("　　" + text_of(block.spans))
        elif isinstance(block, PageBreak):
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        else:
            _add_table(document, block)
    document.save(str(path))


def _add_table(document: Word, table: Table) -> None:
    document.add_paragraph(table.title).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if table.unit_note:
        document.add_paragraph(table.unit_note).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    anchor = document.add_paragraph(table.note)
    anchor._p.addprevious(parse_xml(_table_xml(table)))


def _table_xml(table: Table) -> str:
    grid = lay_out(table)
    unit = TEXT_WIDTH // sum(table.widths)
    columns = "".join(f'<w:gridCol w:w="{w * unit}"/>' for w in table.widths)
    rows = "".join(
        f"<w:tr>{_heading_mark(table, r)}{''.join(_cell_xml(s, table.widths[c] * unit) for c, s in enumerate(row) if not s.across)}</w:tr>"
        for r, row in enumerate(grid)
    )
    return f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _heading_mark(table: Table, r: int) -> str:
    return "<w:trPr><w:tblHeader/></w:trPr>" if table.repeat_heading and r < table.heading_rows else ""


def _cell_xml(spot: Spot, width: int) -> str:
    cell = spot.cell
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    merge = "" if cell.rowspan == 1 else "<w:vMerge/>" if spot.down else '<w:vMerge w:val="restart"/>'
    text = "" if spot.down else escape(cell.text)
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}</w:tcPr><w:p>{run}</w:p></w:tc>'
