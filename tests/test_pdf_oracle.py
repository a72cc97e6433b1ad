"""Tables read through PDFium are the tables plain pdfplumber reads, cell for cell."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from fpdf import FPDF
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells
from pdfplumber.table import merge_edges as plumber_merge_edges
from pdfplumber.utils import filter_edges

from corpus.composers import KINDS, compose
from corpus.render import render
from corpus.report import Heading, text_of
from corpus.report import Paragraph as Prose
from corpus.report import Table as Written
from corpus.style import styles
from extractor.document import Table
from extractor.readers.pdf.content import Edges
from extractor.readers.pdf.edges import merge_edges
from extractor.readers.pdf.reader import read_pdf
from extractor.readers.pdf.tables import find_cells, find_crossings, group_cells
from extractor.width import fold

REAL = ["普陀区商务委员会2025年度部门预算.pdf", "普陀区规划和自然资源局2024年度部门决算.pdf", "部门决算模板.pdf"]

# pdfplumber finds a "table" that is none: shaded paragraphs one above the other give a grid of one column.
ONE_COLUMN = {("普陀区商务委员会2025年度部门预算.pdf", 2)}


def squeeze(text: str | None) -> str:
    """Without blanks and line ends: pdfplumber keeps the line ends of a cell, the reader joins what was cut."""
    return fold("".join((text or "").split()))


def plumber_tables(path: Path) -> dict[int, list[list[list[str | None]]]]:
    tables: dict[int, list[list[list[str | None]]]] = {}
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            tables[page.page_number] = page.extract_tables()
            page.close()
    return tables


def our_tables(path: Path) -> dict[int, list[Table]]:
    tables: dict[int, list[Table]] = {}
    for block in read_pdf(path)[0]:
        if isinstance(block, Table):
            tables.setdefault(block.location.page or 0, []).append(block)
    return tables


def assert_equal_cells(path: Path, one_column: set[int]) -> int:
    ours = our_tables(path)
    cells = 0
    for page, theirs in plumber_tables(path).items():
        if page in one_column:
            assert all(len(row) == 1 for table in theirs for row in table)
            theirs = []
        assert len(theirs) == len(ours.get(page, [])), f"page {page}"
        for expected, table in zip(theirs, ours.get(page, []), strict=True):
            found = {(cell.row, cell.column): squeeze(cell.text) for cell in table.cells}
            wanted = {
                (row, column): squeeze(text)
                for row, texts in enumerate(expected)
                for column, text in enumerate(texts)
                if text is not None
            }
            assert found == wanted, f"page {page}"
            cells += len(found)
    return cells


@pytest.mark.parametrize(("name", "at_least"), list(zip(REAL, (1200, 1200, 900), strict=True)))
def test_cells_of_real_reports_are_those_of_pdfplumber(shared: Path, name: str, at_least: int) -> None:
    one_column = {page for file, page in ONE_COLUMN if file == name}
    assert assert_equal_cells(shared / "real" / name, one_column) >= at_least


def test_what_pdfplumber_takes_for_a_table_of_one_column_is_read_as_text(shared: Path) -> None:
    name, page = next(iter(ONE_COLUMN))
    lost = squeeze("".join(row[0] or "" for row in plumber_tables(shared / "real" / name)[page][0]))
    text = squeeze("".join(b.text for b in read_pdf(shared / "real" / name)[0] if not isinstance(b, Table)))
    assert lost
    assert set(lost) <= set(text)


def test_every_character_pdfplumber_sees_inside_the_page_is_read(shared: Path) -> None:
    """All but page furniture; the budget is left out, it carries clipped text twice (pdfplumber reads it twice)."""
    for name in REAL[1:]:
        path = shared / "real" / name
        blocks = read_pdf(path)[0]
        ours = "".join(
            "".join(cell.text for cell in block.cells) + "".join(line.text for line in (*block.above, *block.below))
            if isinstance(block, Table)
            else block.text
            for block in blocks
        )
        with pdfplumber.open(path) as pdf:
            theirs = "".join(char["text"] for page in pdf.pages for char in page.chars)
        assert sorted(squeeze(ours)) == sorted(squeeze(theirs)), name


def test_cells_of_a_made_table_with_merged_cells(tmp_path: Path) -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=9)
    with pdf.table(headings_style=None, num_heading_rows=0, first_row_as_headings=False) as table:
        rows: list[list[tuple[str, dict[str, int]]]] = [
            [("Item", {"rowspan": 2}), ("Income", {"colspan": 2}), ("Spending", {"colspan": 2})],
            [("Budget", {}), ("Actual", {}), ("Budget", {}), ("Actual", {})],
            [("A", {}), ("1,234.50", {}), ("1,200.00", {}), ("", {}), ("0.00", {})],
            [("Total", {}), ("12,234.50", {"colspan": 2}), ("-3.20", {"colspan": 2})],
        ]
        for cells in rows:
            row = table.row()
            for text, spans in cells:
                row.cell(text, **spans)
    path = tmp_path / "merged.pdf"
    pdf.output(str(path))
    assert assert_equal_cells(path, set()) == 15
    (table_read,) = our_tables(path)[1]
    spans = {cell.text: (cell.row_span, cell.column_span) for cell in table_read.cells if cell.text}
    assert spans["Item"] == (2, 1)
    assert spans["Income"] == (1, 2)
    assert spans["12,234.50"] == (1, 2)


def random_edges(seed: int) -> Edges:
    """Rulings of a few grids with gaps and merged cells, drawn a little beside each other."""
    chance = random.Random(seed)
    edges = Edges([], [])

    def shaky(place: float) -> float:
        return place + chance.choice((0.0, 0.0, 0.24, -0.7, 1.6))

    for _ in range(chance.randint(1, 3)):
        left, top = chance.randint(0, 300), chance.randint(0, 500)
        xs = [left + 20 * i for i in range(chance.randint(2, 8))]
        ys = [top + 12 * i for i in range(chance.randint(2, 9))]
        for y in ys:
            edges.level.extend((shaky(y), shaky(a), shaky(b)) for a, b in pairwise(xs) if chance.random() < 0.9)
        for x in xs:
            edges.upright.extend((shaky(x), shaky(a), shaky(b)) for a, b in pairwise(ys) if chance.random() < 0.9)
    return edges


def as_plumber_edges(edges: Edges) -> list[dict[str, Any]]:
    upright = [
        {"orientation": "v", "x0": x, "x1": x, "top": a, "bottom": b, "doctop": a, "width": 0, "height": b - a}
        for x, a, b in edges.upright
    ]
    level = [
        {"orientation": "h", "x0": a, "x1": b, "top": y, "bottom": y, "doctop": y, "width": b - a, "height": 0}
        for y, a, b in edges.level
    ]
    return upright + level


@pytest.mark.parametrize("seed", range(40))
def test_cells_and_tables_are_found_as_pdfplumber_finds_them(seed: int) -> None:
    edges = random_edges(seed)
    theirs = plumber_merge_edges(as_plumber_edges(edges), 3, 3, 3, 3)
    theirs = filter_edges(theirs, min_length=3)
    merged = merge_edges(edges)
    assert sorted(merged.upright) == sorted((e["x0"], e["top"], e["bottom"]) for e in theirs if e["orientation"] == "v")
    assert sorted(merged.level) == sorted((e["top"], e["x0"], e["x1"]) for e in theirs if e["orientation"] == "h")
    expected = intersections_to_cells(edges_to_intersections(theirs, 3, 3))
    assert find_cells(find_crossings(merged)) == expected
    tables = [sorted(table) for table in cells_to_tables(expected)]
    assert sorted(tables) == sorted(sorted(table) for table in group_cells(expected))


@pytest.mark.parametrize("kind", KINDS)
def test_a_rendered_report_is_read_back_whole(kind: str, tmp_path: Path) -> None:
    """Every cell, title and paragraph the corpus wrote. pdfplumber finds the same grids, but the font of these files
    states a descent that moves its characters out of their cells: where its cell differs it has lost the text."""
    style = next(iter(styles().values()))
    report = compose(kind, style, 3, size=3)
    path = render(report, tmp_path, "pdf")
    blocks = read_pdf(path)[0]
    tables = [block for block in blocks if isinstance(block, Table)]
    written = [block for block in report.blocks if isinstance(block, Written)]
    cells = Counter(squeeze(cell.text) for table in tables for cell in table.cells)
    wanted = Counter(squeeze(cell.text) for table in written for row in table.rows for cell in row if cell.text.strip())
    assert not wanted - cells
    assert {table.title for table in written} <= {line.text for table in tables for line in table.above} | {""}
    texts = {squeeze(block.text) for block in blocks if not isinstance(block, Table)}
    prose = [squeeze(text_of(block.spans)) for block in report.blocks if isinstance(block, Prose | Heading)]
    assert {text for text in prose if text} <= texts

    ours = our_tables(path)
    for page, theirs in plumber_tables(path).items():
        assert len(theirs) == len(ours.get(page, []))
        for expected, table in zip(theirs, ours.get(page, []), strict=True):
            for cell in table.cells:
                assert squeeze(expected[cell.row][cell.column]) in {squeeze(cell.text), ""}
