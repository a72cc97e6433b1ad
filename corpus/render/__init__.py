"""A report in every format offices publish. `render(report, path, form)` is the only door."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from corpus.render import docx, html, pdf, text, xlsx
from corpus.report import Report

RENDERERS: dict[str, Callable[[Report, Path], None]] = {
    "txt": text.write_cells,
    "md.txt": text.write_markdown,
    "wrap.txt": text.write_wrapped,
    "docx": docx.write,
    "pdf": pdf.write,
    "html": html.write,
    "xlsx": xlsx.write,
}
"""Formats by the ending of the file. txt holds one cell a line after a tab, as conversion leaves it; md.txt has | tables, wrap.txt lines cut anywhere."""


def render(report: Report, folder: Path, form: str) -> Path:
    """Writes the report into the folder and gives the path of the file."""
    path = folder / f"{report.name}.{form}"
    RENDERERS[form](report, path)
    return path
