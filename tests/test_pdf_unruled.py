"""Tables printed with few rulings or none are read as those with all of them, and what they say accuses less."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fpdf import FPDF

from extractor.document import Table
from extractor.readers.pdf.reader import read_pdf

Draw = Callable[[FPDF], None]
XS = (80.0, 130.0, 260.0, 340.0)  # where the columns begin; amounts end 70 points further right
ROWS = [
    ["Code", "Item", "Budget", "Actual"],
    ["301", "Staff", "4,896.98", "4,800.00"],
    ["30101", "Salaries", "4,000.00", "3,900.50"],
    ["30102", "Pensions", "896.98", ""],
    ["302", "Running costs", "480.66", "470.10"],
]


def tables_of(tmp_path: Path, *pages: Draw) -> list[Table]:
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_auto_page_break(False)
    for draw in pages:
        pdf.add_page()
        pdf.set_font("helvetica", size=10)
        draw(pdf)
    pdf.output(str(tmp_path / "made.pdf"))
    return [block for block in read_pdf(tmp_path / "made.pdf")[0] if isinstance(block, Table)]


def rows_of(table: Table) -> list[list[str]]:
    rows = [[""] * table.column_count for _ in range(table.row_count)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def write(pdf: FPDF, rows: list[list[str]], top: float = 100, step: float = 18) -> None:
    for index, row in enumerate(rows):
        for column, (x, text) in enumerate(zip(XS, row, strict=True)):
            at = x + 70 - pdf.get_string_width(text) if column > 1 else x
            pdf.text(at, top + step * index, text)


def level(pdf: FPDF, *heights: float) -> None:
    for y in heights:
        pdf.line(76, y, 416, y)


def shade(pdf: FPDF, rows: range, top: float = 100, step: float = 18) -> None:
    """Every second row, cell by cell as browsers do."""
    pdf.set_fill_color(230)
    for index in rows:
        for left, right in zip((76, 126, 256, 336), (126, 256, 336, 416), strict=True):
            pdf.rect(left, top + step * index - 13, right - left, step, style="F")


def test_a_table_without_any_ruling(tmp_path: Path) -> None:
    (table,) = tables_of(tmp_path, lambda pdf: write(pdf, ROWS))
    assert rows_of(table) == ROWS
    assert table.pieced


@pytest.mark.parametrize(
    "heights",
    [(86, 105, 178), tuple(87 + 18 * index for index in range(6))],
    ids=["three lines", "a line below every row"],
)
def test_a_table_with_level_rulings_only(tmp_path: Path, heights: tuple[float, ...]) -> None:
    def draw(pdf: FPDF) -> None:
        write(pdf, ROWS)
        level(pdf, *heights)

    (table,) = tables_of(tmp_path, draw)
    assert rows_of(table) == ROWS


@pytest.mark.parametrize("shaded", [range(0, 5, 2), range(1, 5, 2)], ids=["from the first row", "from the second"])
def test_a_table_with_every_second_row_shaded(tmp_path: Path, shaded: range) -> None:
    def draw(pdf: FPDF) -> None:
        shade(pdf, shaded)
        write(pdf, ROWS)

    (table,) = tables_of(tmp_path, draw)
    assert rows_of(table) == ROWS


def test_a_label_over_two_lines_is_one_row(tmp_path: Path) -> None:
    """Its amounts stand at half its height."""

    def draw(pdf: FPDF) -> None:
        write(pdf, ROWS[:3])
        pdf.text(XS[1], 154, "Pensions of the former")
        pdf.text(XS[0], 160, "30102")
        pdf.text(XS[2] + 40, 160, "896.98")
        pdf.text(XS[1], 166, "staff")
        write(pdf, ROWS[4:], top=184)

    (table,) = tables_of(tmp_path, draw)
    assert rows_of(table)[3] == ["30102", "Pensions of the former staff", "896.98", ""]
    assert table.row_count == 5


def test_names_over_several_columns_span_them(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.text(145, 82, "Subject")
        pdf.text(318, 82, "Amount")
        write(pdf, ROWS)

    (table,) = tables_of(tmp_path, draw)
    spans = {cell.text: (cell.column, cell.column_span) for cell in table.cells if cell.row == 0}
    assert spans == {"Subject": (0, 2), "Amount": (2, 2)}


def test_a_column_that_is_blank_on_the_next_page_keeps_its_place(tmp_path: Path) -> None:
    rest = [
        ["303", "Cars", "", "1.00"],
        ["304", "Fuel", "", "2.50"],
        ["305", "Rent", "", "3.00"],
        ["399", "Other", "", "4.00"],
    ]
    first, second = tables_of(tmp_path, lambda pdf: write(pdf, ROWS, top=700), lambda pdf: write(pdf, rest, top=60))
    assert rows_of(first) == ROWS
    assert rows_of(second) == rest


def test_paragraphs_with_numbers_are_no_table(tmp_path: Path) -> None:
    def draw(pdf: FPDF) -> None:
        for index in range(6):
            pdf.text(
                80,
                100 + 18 * index,
                f"In 20{19 + index} the office spent {48.5 * (index + 1):.2f} on cars and 12.00 on fuel",
            )

    assert tables_of(tmp_path, draw) == []


def test_two_ruled_tables_with_a_title_between_stay_apart(tmp_path: Path) -> None:
    """Also where the page cut the first open at its top."""

    def draw(pdf: FPDF) -> None:
        for top, count in ((60, 8), (230, 4)):
            for index in range(0 if top > 60 else 1, count + 1):
                level(pdf, top + 18 * index)
            for x in (76, 126, 256, 336, 416) if top == 60 else (76, 200, 300, 416):
                pdf.line(x, top, x, top + 18 * count)
        pdf.text(180, 221, "Goals of the year")

    assert [table.row_count for table in tables_of(tmp_path, draw)] == [8, 4]
