"""Where a figure is said to stand, there it stands: each one is looked up in the file with another tool than the reader."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest

from corpus.composers import compose
from corpus.render import render
from corpus.report import Report
from corpus.style import styles
from extractor import read
from extractor.extract import extract
from extractor.location import Location
from extractor.readers.sheets.number_format import show as as_displayed

Look = Callable[[Location], str]
"""The printed text at a place, as a person finds it with the file open."""

REPORTS = (("final_accounts", "donghai"), ("whole_evaluation", "hexi"))
SEED = 2


def look_in_text(path: Path) -> Look:
    """Line and characters; a number that a line's end cuts runs on in the next."""
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")

    def look(at: Location) -> str:
        assert at.line is not None
        shown = text[at.start : at.end]
        assert squeezed(shown) in squeezed("".join(lines[at.line - 1 : at.line + 1]))
        return shown

    return look


def look_in_html(path: Path) -> Look:
    lines = path.read_text(encoding="utf-8").split("\n")
    return lambda at: lines[(at.line or 0) - 1]


def look_in_word(path: Path) -> Look:
    """Table, row and column, or the paragraph and the characters of its text."""
    document = docx.Document(str(path))
    paragraphs, tables = document.paragraphs, document.tables

    def look(at: Location) -> str:
        if at.table:
            assert at.row and at.column
            return tables[at.table - 1].cell(at.row - 1, at.column - 1).text
        assert at.block
        return paragraphs[at.block - 1].text.strip()[at.start : at.end]

    return look


def look_in_pdf(path: Path) -> Look:
    """Page and box; of a number that a line's end cuts, the box of its first line."""
    document = pypdfium2.PdfDocument(path)
    pages = [(page, page.get_textpage()) for page in document]

    def look(at: Location) -> str:
        assert at.page and at.box
        page, text = pages[at.page - 1]
        x0, top, x1, bottom = at.box
        height = page.get_height()
        return str(text.get_text_bounded(x0 - 1, height - bottom - 2, x1 + 1, height - top + 2))

    return look


def look_in_workbook(path: Path) -> Look:
    book = openpyxl.load_workbook(path)

    def look(at: Location) -> str:
        assert at.sheet and at.cell
        cell = book[at.sheet][at.cell]
        return as_displayed(cell.value, cell.number_format) if isinstance(cell.value, float | int) else str(cell.value)

    return look


LOOKS: dict[str, Callable[[Path], Look]] = {
    "txt": look_in_text,
    "md.txt": look_in_text,
    "wrap.txt": look_in_text,
    "html": look_in_html,
    "docx": look_in_word,
    "pdf": look_in_pdf,
    "xlsx": look_in_workbook,
}


@cache
def written(kind: str, style: str) -> Report:
    return compose(kind, styles()[style], SEED, size=1)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("form", LOOKS)
@pytest.mark.parametrize(("kind", "style"), REPORTS)
def test_every_figure_stands_where_it_is_said_to(kind: str, style: str, form: str, tmp_path: Path) -> None:
    path = render(written(kind, style), tmp_path, form)
    look = LOOKS[form](path)
    figures = extract(read(path)).figures
    wrong = []
    for figure in figures:
        number = squeezed(figure.quantity.text).rstrip("万元分人个台件辆批次项家起%")
        shown = squeezed(look(figure.location))
        cut = form == "pdf" and any(shown.endswith(number[:length]) for length in range(1, len(number)))
        if number not in shown and not cut:
            wrong.append((number, shown, figure.location))
    assert figures and not wrong
    assert all(figure.location.section for figure in figures) or form == "xlsx"


def test_sheets_stand_below_no_heading_of_the_sheet_before(tmp_path: Path) -> None:
    figures = extract(read(render(written(*REPORTS[0]), tmp_path, "xlsx"))).figures
    sections = {(f.location.sheet, f.location.section) for f in figures if f.location.table}
    assert len(sections) > 5 and {section for _, section in sections} == {None}
