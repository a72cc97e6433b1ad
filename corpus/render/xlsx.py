"""A workbook: the text on the first sheet, every form on its own, amounts as numbers with a format."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment

from corpus.render.grid import lay_out
from corpus.report import Cell, PageBreak, Report, Role, Table, text_of


def write(report: Report, path: Path) -> None:
    book = Workbook()
    words = book.active
    words.title = "说明"
    count = 0
    for block in report.blocks:
        if isinstance(block, Table):
            count += 1
            _sheet(book.create_sheet(f"表{count}"), block)
        elif not isinstance(block, PageBreak):
            words.append([text_of(block.spans)])
    book.save(str(path))


def _sheet(sheet, table: Table) -> None:  # type: ignore[no-untyped-def]  # openpyxl has no types
    width = len(table.widths)
    grouped = any("," in span.text for row in table.rows for cell in row for span in cell.spans if span.value)
    sheet.append([table.title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.append([*([None] * (width - 1)), table.unit_note])
    for r, row in enumerate(lay_out(table), start=3):
        for c, spot in enumerate(row, start=1):
            if spot.across or spot.down:
                continue
            _fill(sheet.cell(r, c), spot.cell, grouped=grouped)
            if spot.cell.rowspan > 1 or spot.cell.colspan > 1:
                end = {"end_row": r + spot.cell.rowspan - 1, "end_column": c + spot.cell.colspan - 1}
                sheet.merge_cells(start_row=r, start_column=c, **end)
    if table.note:
        sheet.append([table.note])


def _fill(target, cell: Cell, *, grouped: bool) -> None:  # type: ignore[no-untyped-def]
    """A lone number goes in as a number that shows its printed decimals; anything else as text."""
    span = cell.spans[0] if len(cell.spans) == 1 else None
    if span is None or span.role is not Role.NUMBER or span.value is None:
        target.value = cell.text or None
        return
    decimals = len(span.text.partition(".")[2])
    try:
        target.value = float(span.text.replace(",", ""))
    except ValueError:  # a dash for nothing
        target.value = span.text
        return
    target.number_format = ("#,##0" if grouped else "0") + ("." + "0" * decimals if decimals else "")
