"""Plain text as conversion leaves it: tables with a tab and one cell a line, or Markdown bars; lines whole, or cut anywhere."""

from __future__ import annotations

from pathlib import Path

from corpus.render.grid import lay_out
from corpus.report import PageBreak, Report, Table, text_of

LINE = 34
"""Characters a line where lines are cut, as on a page set in large type."""


def write_cells(report: Report, path: Path) -> None:
    path.write_text(_document(report, markdown=False), encoding="utf-8")


def write_markdown(report: Report, path: Path) -> None:
    path.write_text(_document(report, markdown=True), encoding="utf-8")


def write_wrapped(report: Report, path: Path) -> None:
    """Every paragraph cut after a fixed number of characters, through words and numbers alike."""
    path.write_text(_document(report, markdown=False, width=LINE), encoding="utf-8")


def _document(report: Report, *, markdown: bool, width: int = 0) -> str:
    parts = []
    for block in report.blocks:
        if isinstance(block, PageBreak):
            continue
        if isinstance(block, Table):
            rows = _markdown_rows(block) if markdown else _cell_rows(block)
            parts.append("\n\n".join(p for p in (block.title, block.unit_note, rows, block.note) if p))
        else:
            text = text_of(block.spans)
            parts.append(text if not width else "\n".join(text[i : i + width] for i in range(0, len(text), width)))
    return "\n\n".join(parts) + "\n"


def _cell_rows(table: Table) -> str:
    """A cell merged sideways stands once; below a cell merged downwards the place stays empty."""
    rows = []
    for row in lay_out(table):
        rows.append("\n".join("\t" + ("" if s.down else s.cell.text) for s in row if s.across == 0))
    return "\n\n".join(rows)


def _markdown_rows(table: Table) -> str:
    lines = []
    for i, row in enumerate(lay_out(table)):
        lines.append("| " + " | ".join("" if s.down or s.across else s.cell.text for s in row) + " |")
        if i == 0:
            lines.append("|" + "---|" * len(row))
    return "\n".join(lines)
