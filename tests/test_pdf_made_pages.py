"""Pages as offices print them, with what once was misread: heads that change from page to page, titles over two lines."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from fpdf import FPDF
from pdf_pages import LINES, Page, grid, prose, read_pages, rows_of, texts, the_table

from extractor.document import Block, Table

Read = Callable[..., list[Block]]
ROWS = [["Item", "Amount"], ["A", "1.00"], ["B", "2.00"]]


@pytest.fixture
def read_made(tmp_path: Path) -> Read:
    return partial(read_pages, tmp_path / "made.pdf")


def small(pdf: FPDF, x: float, y: float, text: str) -> None:
    pdf.set_font_size(9)
    pdf.text(x, y, text)
    pdf.set_font_size(12)


def centred(pdf: FPDF, y: float, text: str, size: float = 12) -> None:
    pdf.set_font_size(size)
    pdf.text((595 - pdf.get_string_width(text)) / 2, y, text)
    pdf.set_font_size(12)


def headed(number: int, heads: tuple[str, str]) -> Page:
    """A page with one head on odd pages and another on even ones."""

    def draw(pdf: FPDF) -> None:
        small(pdf, 80 if number % 2 else 400, 40, heads[number % 2])
        pdf.text(80, 200, f"Body of page {number}.")

    return draw


@pytest.mark.parametrize("pages", [4, 5, 8])
def test_a_head_that_changes_between_odd_and_even_pages_is_dropped(read_made: Read, pages: int) -> None:
    heads = ("Office of Roads", "Final accounts 2024")
    assert texts(read_made(*(headed(n, heads) for n in range(1, pages + 1)))) == [
        f"Body of page {n}." for n in range(1, pages + 1)
    ]


def test_a_head_of_even_pages_does_not_part_a_table_from_its_continuation(read_made: Read) -> None:
    def page(number: int) -> Page:
        def draw(pdf: FPDF) -> None:
            headed(number, ("Office of Roads", "Final accounts 2024"))(pdf)
            grid(pdf, 80, 700 if number == 1 else 80, [200, 120], ROWS)

        return draw

    tables = [block for block in read_made(*map(page, range(1, 6))) if isinstance(block, Table)]
    assert [table.above for table in tables[1:]] == [()] * 4


def test_the_heads_of_a_report_of_two_pages_say_words_of_its_title(read_made: Read) -> None:
    title = "Final accounts 2024 of the Office of Roads"

    def first(pdf: FPDF) -> None:
        small(pdf, 80, 40, "Final accounts 2024")
        centred(pdf, 120, title, 22)
        grid(pdf, 80, 600, [200, 120], ROWS)

    def second(pdf: FPDF) -> None:
        small(pdf, 400, 40, "Office of Roads")
        grid(pdf, 80, 90, [200, 120], ROWS[1:])

    blocks = read_made(first, second)
    assert texts(blocks) == [title]
    second_table = [block for block in blocks if isinstance(block, Table)][1]
    assert second_table.above == ()


@pytest.mark.parametrize("number", ["1", "1 / 12", "- 1 -"])
def test_the_page_number_of_a_single_page_is_dropped(read_made: Read, number: str) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.text(80, 200, "Body.")
        small(pdf, 290, 810, number)

    assert texts(read_made(draw)) == ["Body."]


def test_lines_under_a_title_left_on_the_page_before_go_with_it(read_made: Read) -> None:
    def first(pdf: FPDF) -> None:
        prose(pdf, LINES, top=500)
        centred(pdf, 740, "Income and Spending", 16)
        small(pdf, 80, 756, "Form 03")
        small(pdf, 80, 770, "Office: Roads")
        small(pdf, 460, 770, "Unit: yuan")

    table = the_table(read_made(first, lambda pdf: grid(pdf, 80, 60, [300, 135], ROWS)))
    assert [line.text for line in table.above] == ["Income and Spending", "Form 03", "Office: Roads", "Unit: yuan"]


def test_a_title_cut_by_the_width_is_one_title(read_made: Read) -> None:
    def draw(pdf: FPDF) -> None:
        centred(pdf, 100, "Spending of the Office of Roads and", 20)
        centred(pdf, 122, "Waters in 2024", 20)
        small(pdf, 460, 140, "Unit: yuan")
        grid(pdf, 80, 150, [300, 135], ROWS)

    table = the_table(read_made(draw))
    assert [line.text for line in table.above] == [
        "Spending of the Office of Roads and Waters in 2024",
        "Unit: yuan",
    ]


def test_a_title_over_two_lines_by_intent_stays_two_lines(read_made: Read) -> None:
    def draw(pdf: FPDF) -> None:
        centred(pdf, 100, "Office of Roads", 16)
        centred(pdf, 122, "Income and Spending of 2024", 16)
        grid(pdf, 80, 150, [300, 135], ROWS)

    assert [line.text for line in the_table(read_made(draw)).above] == [
        "Office of Roads",
        "Income and Spending of 2024",
    ]


def test_white_text_is_read_on_a_dark_ground_only(read_made: Read) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.set_fill_color(40, 60, 120)
        pdf.rect(80, 100, 320, 20, style="F")
        grid(pdf, 80, 100, [200, 120], [["", ""], ["A", "1.00"]])
        pdf.set_text_color(255, 255, 255)
        pdf.text(83, 114, "Item")
        pdf.text(283, 114, "Amount")
        pdf.text(300, 134, "55.55")
        pdf.text(80, 300, "hidden")

    blocks = read_made(draw)
    assert rows_of(the_table(blocks)) == [["Item", "Amount"], ["A", "1.00"]]
    assert texts(blocks) == []


def test_white_text_is_not_read_on_a_pale_ground(read_made: Read) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.set_fill_color(237, 237, 237)
        pdf.rect(80, 120, 320, 20, style="F")
        grid(pdf, 80, 100, [200, 120], ROWS)
        pdf.set_text_color(255, 255, 255)
        pdf.text(120, 134, "hidden")

    assert rows_of(the_table(read_made(draw))) == ROWS


def open_grid(pdf: FPDF, top: float, rows: list[list[str]]) -> None:
    """Ruled, but without lines at its left and right; the heading is shaded."""
    pdf.set_fill_color(220, 220, 220)
    for x, width in ((80, 200), (280, 120)):
        pdf.rect(x, top, width, 20, style="F")
    for index in range(len(rows) + 1):
        pdf.line(80, top + 20 * index, 400, top + 20 * index)
    pdf.line(280, top, 280, top + 20 * len(rows))
    for index, row in enumerate(rows):
        for x, text in zip((83, 283), row, strict=True):
            pdf.text(x, top + 14 + 20 * index, text)


def test_a_table_with_open_sides_keeps_its_columns_under_a_shaded_heading(read_made: Read) -> None:
    assert rows_of(the_table(read_made(lambda pdf: open_grid(pdf, 100, ROWS)))) == ROWS


def test_tables_with_open_sides_stay_apart(read_made: Read) -> None:
    def draw(pdf: FPDF) -> None:
        open_grid(pdf, 100, ROWS)
        pdf.text(83, 185, "Words between.")
        open_grid(pdf, 200, ROWS)

    blocks = read_made(draw)
    assert [rows_of(block) for block in blocks if isinstance(block, Table)] == [ROWS, ROWS]
    assert texts(blocks) == ["Words between."]


COLUMNS = (80, 260, 420)
BARE = [
    ["Item", "Budget", "Actual"],
    ["Staff", "4,896.98", "4,800.00"],
    ["Running costs", "480.66", "470.10"],
    ["Travel", "20.00", "19.50"],
    ["Total", "5,397.64", "5,289.60"],
]


def bare(pdf: FPDF, rows: list[list[str]], top: float = 240) -> None:
    """A table without rulings."""
    for index, row in enumerate(rows):
        for x, text in zip(COLUMNS, row, strict=True):
            pdf.text(x, top + 20 * index, text)


def test_a_row_of_an_unruled_table_may_leave_cells_blank(read_made: Read) -> None:
    rows = [*BARE[:3], ["Gifts", "", "2.00"], *BARE[3:]]
    assert rows_of(the_table(read_made(lambda pdf: bare(pdf, rows)))) == rows


def test_half_an_unruled_table_is_none(read_made: Read) -> None:
    """Rows that do not fit below or above would be missing from its sums."""

    def cut_label(pdf: FPDF) -> None:
        bare(pdf, BARE)
        pdf.text(80, 240 + 20 * len(BARE), "Buildings, of which")
        pdf.text(80, 254 + 20 * len(BARE), "those let 5.00 4.00")

    def run_together(pdf: FPDF) -> None:
        bare(pdf, [*BARE, ["Total 1.00", "5,397.64 5", "1.00"]])

    for draw in (cut_label, run_together):
        assert not [block for block in read_made(draw) if isinstance(block, Table)]


def test_rulings_of_dots_are_rulings(read_made: Read) -> None:
    def draw(pdf: FPDF) -> None:
        for index, row in enumerate(ROWS):
            for x, text in zip((83, 283), row, strict=True):
                pdf.text(x, 114 + 20 * index, text)
        for y in (100, 120, 140, 160):
            for step in range(160):
                pdf.rect(80 + 2 * step, y, 0.5, 0.5, style="F")
        for x in (80, 280, 400):
            for step in range(30):
                pdf.rect(x, 100 + 2 * step, 0.5, 0.5, style="F")

    assert rows_of(the_table(read_made(draw))) == ROWS


LABELS = ["Wages", "Grants", "Office costs", "Total"]


def tall(pdf: FPDF, labels: list[str], amounts: list[str], step: float = 16) -> None:
    """A heading and below it one cell a column, its lines so far apart."""
    grid(pdf, 80, 100, [200, 120], [["Item", "Amount"]])
    bottom = 124 + step * max(len(labels), len(amounts))
    pdf.rect(80, 120, 200, bottom - 120)
    pdf.rect(280, 120, 120, bottom - 120)
    for x, lines in ((83, labels), (283, amounts)):
        for index, line in enumerate(lines):
            pdf.text(x, 134 + step * index, line)


def test_rows_without_rulings_between_are_told_by_their_lines(read_made: Read) -> None:
    amounts = ["10.00", "20.00", "5.00", "35.00"]
    table = the_table(read_made(partial(tall, labels=LABELS, amounts=amounts)))
    assert rows_of(table) == [["Item", "Amount"], *map(list, zip(LABELS, amounts, strict=True))]
    assert table.pieced


@pytest.mark.parametrize(
    "labels",
    [
        ["The costs of the whole year are now", "those of the office alone and of none", "of those below it."],
        ["Wages"],
        [],
    ],
    ids=["prose", "a single label", "no label"],
)
def test_lines_of_numbers_beside_what_is_no_list_stay_one_cell(read_made: Read, labels: list[str]) -> None:
    table = the_table(read_made(partial(tall, labels=labels, amounts=["1.00", "2.00", "3.00"])))
    assert table.row_count == 2
