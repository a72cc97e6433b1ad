"""The same report in every format: what a reader of the format gets back is what the block model says."""

from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from lxml import html

from corpus.composers import KINDS, compose
from corpus.render import RENDERERS, render
from corpus.render.grid import lay_out
from corpus.report import Cell, Paragraph, Report, Span, Table, text_of
from corpus.style import styles


def report(kind: str = "final_accounts", style: str = "donghai") -> Report:
    return compose(kind, styles()[style], 2, size=1)


def printed(r: Report) -> list[str]:
    return [c.text for b in r.blocks if isinstance(b, Table) for row in b.rows for c in row if c.text]


def test_spanning_cells_cover_their_grid() -> None:
    def cell(text: str, rows: int = 1, columns: int = 1) -> Cell:
        return Cell((Span(text),), rows, columns)

    table = Table("", "", ((cell("a", 2), cell("b", 1, 2)), (cell("c"), cell("d"))), 1, (1, 1, 1))
    assert [[s.cell.text for s in row] for row in lay_out(table)] == [["a", "b", "b"], ["a", "c", "d"]]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", RENDERERS)
def test_every_kind_is_written_in_every_format(kind: str, form: str, tmp_path: Path) -> None:
    assert render(report(kind), tmp_path, form).stat().st_size > 500


def test_text_holds_every_sentence_and_cell(tmp_path: Path) -> None:
    r = report()
    for form in ("txt", "md.txt"):
        text = render(r, tmp_path, form).read_text(encoding="utf-8")
        assert all(text_of(b.spans) in text for b in r.blocks if isinstance(b, Paragraph))
        assert all(t in text for t in printed(r))


def test_pdf_holds_every_number_and_breaks_tables_over_pages(tmp_path: Path) -> None:
    r = report()
    pages = pypdfium2.PdfDocument(render(r, tmp_path, "pdf"))
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    flat = "".join(text.split())
    assert len(pages) > 3
    missing = [t for t in printed(r) if t[0].isdigit() and t not in flat]
    assert not missing


def test_docx_tables_keep_their_spans(tmp_path: Path) -> None:
    r = report()
    tables = docx.Document(str(render(r, tmp_path, "docx"))).tables
    assert len(tables) == sum(isinstance(b, Table) for b in r.blocks)
    assert tables[0].rows[0].cells[0].text == "收入" == tables[0].rows[0].cells[1].text


def test_html_tables_keep_their_spans(tmp_path: Path) -> None:
    r = report()
    tree = html.fromstring(render(r, tmp_path, "html").read_bytes())
    assert len(tree.findall(".//table")) == sum(isinstance(b, Table) for b in r.blocks)
    assert tree.find(".//table/tr/td").get("colspan") == "2"


def test_xlsx_amounts_are_numbers_that_show_their_decimals(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(render(report(), tmp_path, "xlsx"))["表1"]
    formats = {c.number_format for row in sheet.iter_rows() for c in row if isinstance(c.value, float | int)}
    assert formats == {"#,##0.00"}
