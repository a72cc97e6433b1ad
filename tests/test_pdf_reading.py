"""What a reader of the page sees is what is read: order, paragraphs, captions, nothing hidden, nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from fpdf import FPDF
from pdf_pages import LINES, Page, grid, prose, read_pages, rows_of, texts, the_table

from extractor.document import Block, Paragraph, Table


@pytest.fixture
def read_made(tmp_path: Path) -> Callable[..., list[Block]]:
    return partial(read_pages, tmp_path / "made.pdf")


def test_a_number_cut_by_the_line_end_comes_out_whole(read_made: Callable[..., list[Block]]) -> None:
    (text,) = texts(read_made(lambda pdf: prose(pdf, LINES)))
    assert "come to 4896.98 and" in text
    assert text.endswith("of this report.")


def test_a_paragraph_goes_on_over_the_page_end(read_made: Callable[..., list[Block]]) -> None:
    blocks = read_made(
        lambda pdf: prose(pdf, ["    First paragraph ends here.", *LINES[:2]] * 1, top=700),
        lambda pdf: prose(pdf, [*LINES[2:], "    Another one begins.", *LINES], top=60),
    )
    found = texts(blocks)
    assert found[0] == "First paragraph ends here."
    assert "come to 4896.98 and" in found[1]
    assert found[2] == "Another one begins."
    second = [block for block in blocks if isinstance(block, Paragraph)][1]
    assert {piece.location.page for piece in second.content.pieces} == {1, 2}


def test_text_is_read_from_the_top_down_whatever_its_order_in_the_file(
    read_made: Callable[..., list[Block]],
) -> None:
    def draw(pdf: FPDF) -> None:
        for top, word in ((300, "third."), (100, "first."), (200, "second.")):
            pdf.text(80, top, word)

    assert texts(read_made(draw)) == ["first.", "second.", "third."]


def test_headers_footers_and_page_numbers_are_dropped(read_made: Callable[..., list[Block]]) -> None:
    def page(number: int) -> Page:
        def draw(pdf: FPDF) -> None:
            pdf.text(200, 40, "Report of the office for 2024")
            pdf.text(80, 300, f"Body of page {number}.")
            pdf.text(280, 810, f"- {number} -" if number % 2 else str(number))

        return draw

    assert texts(read_made(*(page(n) for n in range(1, 6)))) == [f"Body of page {n}." for n in range(1, 6)]


def test_a_number_at_the_foot_that_counts_no_pages_stays(read_made: Callable[..., list[Block]]) -> None:
    assert "480" in texts(read_made(lambda pdf: pdf.text(80, 810, "480")))


def test_title_and_unit_belong_to_the_table_and_prose_does_not(read_made: Callable[..., list[Block]]) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.text(80, 80, "The table shows all that was spent.")
        pdf.set_font_size(16)
        pdf.text(300 - pdf.get_string_width("Spending of the Department") / 2, 120, "Spending of the Department")
        pdf.set_font_size(12)
        pdf.text(80, 140, "Office: Example Office")
        pdf.text(460, 140, "Unit: yuan")
        grid(pdf, 80, 150, [200, 120, 120], [["Item", "Budget", "Actual"], ["A", "1.00", "2.00"]])
        pdf.text(80, 205, "All amounts are rounded.")

    blocks = read_made(draw)
    table = the_table(blocks)
    assert [line.text for line in table.above] == [
        "Spending of the Department",
        "Office: Example Office",
        "Unit: yuan",
    ]
    assert texts(blocks) == ["The table shows all that was spent.", "All amounts are rounded."]
    assert table.above[0].locate(0, 5).page == 1
    assert table.above[0].locate(0, 5).box is not None


def test_a_title_left_on_the_page_before_belongs_to_the_table(read_made: Callable[..., list[Block]]) -> None:
    title = "Income and Spending"

    def first(pdf: FPDF) -> None:
        prose(pdf, LINES, top=600)
        pdf.text((595 - pdf.get_string_width(title)) / 2, 780, title)

    def second(pdf: FPDF) -> None:
        grid(pdf, 80, 60, [200, 120], [["Item", "Amount"], ["A", "1.00"]])

    table = the_table(read_made(first, second))
    assert [line.text for line in table.above] == [title]
    assert table.above[0].locate(0, 1).page == 1


def test_lines_of_a_cell_are_joined_where_the_width_cut_them(read_made: Callable[..., list[Block]]) -> None:
    rows = [["Label", "Amount"], ["Running\ncosts", "12,345,6\n78.90"], ["two\nvalues", "1.00\n2.00"]]
    table = the_table(read_made(lambda pdf: grid(pdf, 80, 100, [60, 56], rows, height=34)))
    assert rows_of(table) == [["Label", "Amount"], ["Running costs", "12,345,678.90"], ["two values", "1.00\n2.00"]]


def test_cells_know_page_place_and_box(read_made: Callable[..., list[Block]]) -> None:
    table = the_table(read_made(lambda pdf: grid(pdf, 80, 100, [60, 60], [["a", "b"], ["c", "d"]])))
    last = table.cells[-1]
    assert (last.location.page, last.location.table, last.location.row, last.location.column) == (1, 1, 2, 2)
    assert last.location.box == pytest.approx((140, 120, 200, 140), abs=0.6)
    assert table.edges == pytest.approx((80, 140, 200), abs=0.6)


def test_parts_of_a_continued_table_have_the_same_edges(read_made: Callable[..., list[Block]]) -> None:
    rows = [["20805", "1.00", "2.00"]] * 3
    blocks = read_made(*[lambda pdf: grid(pdf, 80, 100, [60, 80, 80], rows)] * 2)
    one, two = (block for block in blocks if isinstance(block, Table))
    assert one.edges == two.edges
    assert (one.number, two.number) == (1, 2)


def test_glyphs_printed_twice_to_look_bold_are_read_once(read_made: Callable[..., list[Block]]) -> None:
    def draw(pdf: FPDF) -> None:
        for shift in (0, 0.3):
            pdf.text(80 + shift, 100, "Total 1,122.00")

    assert texts(read_made(draw)) == ["Total 1,122.00"]


def test_hidden_slanted_and_outlying_text_is_not_read(read_made: Callable[..., list[Block]]) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.text(80, 100, "Seen.")
        pdf.text(900, 100, "beside the page")
        with pdf.rotation(45, 300, 400):
            pdf.text(300, 400, "watermark")
        with pdf.local_context(text_mode="INVISIBLE"):
            pdf.text(80, 200, "invisible")
        pdf.set_font_size(1)
        pdf.text(80, 300, "too small")
        pdf.set_font_size(12)
        with pdf.rect_clip(60, 380, 200, 40):
            pdf.text(80, 400, "In the window.")
            pdf.text(80, 500, "outside the window")

    assert texts(read_made(draw)) == ["Seen.", "In the window."]


def test_a_page_printed_sideways_is_turned(read_made: Callable[..., list[Block]]) -> None:
    def draw(pdf: FPDF) -> None:
        with pdf.rotation(90, 297, 421):
            grid(pdf, 60, 300, [100, 100], [["Item", "Amount"], ["Total", "12.50"]])

    table = the_table(read_made(draw))
    assert rows_of(table) == [["Item", "Amount"], ["Total", "12.50"]]
    box = table.cells[0].location.box
    assert box is not None
    assert box[2] - box[0] == pytest.approx(20, abs=0.6)  # as the page shows it: the row stands upright
    assert box[3] - box[1] == pytest.approx(100, abs=0.6)


def test_a_framed_paragraph_is_no_table(read_made: Callable[..., list[Block]]) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.rect(70, 80, 300, 60)
        pdf.text(80, 100, "Framed words.")

    assert texts(read_made(draw)) == ["Framed words."]


def test_a_table_without_its_outer_rulings_keeps_its_first_and_last_column(
    read_made: Callable[..., list[Block]],
) -> None:
    def draw(pdf: FPDF) -> None:
        for y in (100, 120, 140, 160):
            pdf.line(80, y, 440, y)
        for x in (200, 320):
            pdf.line(x, 100, x, 160)
        for index, row in enumerate((("Item", "Budget", "Actual"), ("A", "1.00", "2.00"), ("B", "3.00", "4.00"))):
            for x, text in zip((83, 203, 323), row, strict=True):
                pdf.text(x, 114 + 20 * index, text)

    table = the_table(read_made(draw))
    assert rows_of(table) == [["Item", "Budget", "Actual"], ["A", "1.00", "2.00"], ["B", "3.00", "4.00"]]


UNRULED = [
    ["Item", "Budget", "Actual"],
    ["Staff", "4,896.98", "4,800.00"],
    ["Running costs", "480.66", "470.10"],
    ["Total", "9,759.38", "9,650.00"],
]


def test_columns_of_numbers_without_rulings_are_a_table(read_made: Callable[..., list[Block]]) -> None:
    def draw(pdf: FPDF) -> None:
        prose(pdf, LINES)
        for index, row in enumerate(UNRULED):
            for x, text in zip((80, 260, 420), row, strict=True):
                pdf.text(x, 240 + 20 * index, text)

    blocks = read_made(draw)
    table = the_table(blocks)
    assert rows_of(table) == UNRULED
    assert table.pieced
    assert len(texts(blocks)) == 1


def test_a_list_of_contents_is_no_table(read_made: Callable[..., list[Block]]) -> None:
    def draw(pdf: FPDF) -> None:
        for index in range(6):
            pdf.text(80, 100 + 20 * index, f"Part {index + 1} of the report")
            pdf.text(480, 100 + 20 * index, str(3 + index))

    blocks = read_made(draw)
    assert len(texts(blocks)) == 6


def test_cells_the_page_cuts_open_keep_their_row(read_made: Callable[..., list[Block]]) -> None:
    """A browser draws no line at the page end through a merged cell it cuts in two."""

    def draw(pdf: FPDF) -> None:
        for y, left in ((100, 80), (120, 80), (140, 200), (160, 200)):  # "Office" goes on over the page end
            pdf.line(left, y, 440, y)
        for x in (80, 200, 320, 440):
            pdf.line(x, 100, x, 160)
        for x, y, text in ((83, 114, "Part"), (203, 114, "Item"), (323, 114, "Actual"), (83, 134, "Office")):
            pdf.text(x, y, text)
        for index, (item, amount) in enumerate((("Staff", "2.00"), ("Cars", "4.00"))):
            pdf.text(203, 134 + 20 * index, item)
            pdf.text(323, 134 + 20 * index, amount)

    table = the_table(read_made(draw))
    assert rows_of(table) == [["Part", "Item", "Actual"], ["Office", "Staff", "2.00"], ["", "Cars", "4.00"]]


def test_a_running_head_on_two_pages_of_three_is_dropped(read_made: Callable[..., list[Block]]) -> None:
    """The cover has none; on the last page it stands right above a table that goes on."""

    def cover(pdf: FPDF) -> None:
        pdf.text(200, 300, "Cover of the report")

    def page(number: int) -> Page:
        def draw(pdf: FPDF) -> None:
            pdf.text(200, 40, "Accounts of the office for 2024")
            if number == 2:
                pdf.text(80, 200, "Body of the report.")
            grid(pdf, 80, 700 if number == 2 else 60, [200, 120], [["Staff", "2.00"], ["Cars", "4.00"]])

        return draw

    blocks = read_made(cover, page(2), page(3))
    assert texts(blocks) == ["Cover of the report", "Body of the report."]
    assert [block.above for block in blocks if isinstance(block, Table)] == [(), ()]


def test_every_line_of_the_contents_is_a_paragraph(read_made: Callable[..., list[Block]]) -> None:
    lines = [f"Part {index} of the report {'.' * 80} {index}" for index in range(1, 7)]

    def draw(pdf: FPDF) -> None:
        for index, line in enumerate(lines):
            pdf.text(80, 100 + 20 * index, line)

    assert texts(read_made(draw)) == lines


def test_a_date_below_the_title_is_no_part_of_it(read_made: Callable[..., list[Block]]) -> None:
    def cover(pdf: FPDF) -> None:
        pdf.set_font_size(20)
        for top, line in ((300, "Accounts of the Office in 2024"), (340, "September 2025")):
            pdf.text(280 - pdf.get_string_width(line) / 2, top, line)

    assert texts(read_made(cover, lambda pdf: prose(pdf, LINES * 2)))[:2] == [
        "Accounts of the Office in 2024",
        "September 2025",
    ]


HEADING = ["Code", "Item", "Actual"]
CUT_ROWS = {
    "the rest of a label": (["210", "Pensions of the former", "2.00"], ["", "staff", ""], ["210", "Pensions of the former staff", "2.00"]),
    "the rest of an amount": (["210", "Pensions", "25,331,543.0"], ["", "", "0"], ["210", "Pensions", "25,331,543.00"]),
    "a label beside an amount that is cut": (
        ["210", "Pensions of all the", "25,331,543.0"], ["", "men", "0"], ["210", "Pensions of all the men", "25,331,543.00"],
    ),
}  # fmt: skip
WHOLE_ROWS = {
    "a label that may have had room": (["210", "Pensions of all the", "2.00"], ["", "men", ""]),
    "a row with its own amount": (["210", "Pensions of the former", "2.00"], ["", "staff", "3.00"]),
    "a label that had room above": (["210", "Pensions", "2.00"], ["", "of staff", ""]),
    "a numbered item": (["210", "Pensions of the former", "2.00"], ["", "(2) staff", ""]),
}


def table_over_two_pages(above: list[str], below: list[str], repeated: bool) -> tuple[Page, Page]:
    widths = [60.0, 133.0, 76.0]
    heading = [HEADING] if repeated else []
    return (
        lambda pdf: grid(pdf, 80, 760, widths, [HEADING, above]),
        lambda pdf: grid(pdf, 80, 60, widths, [*heading, below, ["299", "Other", "4.00"]]),
    )


@pytest.mark.parametrize("repeated", [True, False], ids=["heading again", "no heading"])
@pytest.mark.parametrize(("above", "below", "whole"), CUT_ROWS.values(), ids=CUT_ROWS)
def test_a_row_the_page_cuts_is_one_row(
    read_made: Callable[..., list[Block]], above: list[str], below: list[str], whole: list[str], repeated: bool
) -> None:
    first, second = [
        block for block in read_made(*table_over_two_pages(above, below, repeated)) if isinstance(block, Table)
    ]
    assert rows_of(first) == [HEADING, whole]
    assert rows_of(second) == [*([HEADING] if repeated else []), ["299", "Other", "4.00"]]


def test_the_rest_of_a_merged_cell_stands_in_one_place(read_made: Callable[..., list[Block]]) -> None:
    """The row is cut, and the merged cell on its left goes on over further rows: its text is not printed twice."""

    def below(pdf: FPDF) -> None:
        grid(pdf, 140, 60, [133, 76], [["", ""], ["Quality", "10"], ["Costs", "5"]])
        grid(pdf, 80, 60, [60], [["points)"]], height=60)

    above = ["Output (35", "Quantity", "12"]
    first, second = [
        block
        for block in read_made(lambda pdf: grid(pdf, 80, 760, [60, 133, 76], [HEADING, above]), below)
        if isinstance(block, Table)
    ]
    assert rows_of(first) == [HEADING, ["Output (35points)", "Quantity", "12"]]
    assert [(c.text, c.row_span) for c in second.cells if c.column == 0] == [("", 2)]


@pytest.mark.parametrize(("above", "below"), WHOLE_ROWS.values(), ids=WHOLE_ROWS)
def test_a_row_of_its_own_stays_on_its_page(
    read_made: Callable[..., list[Block]], above: list[str], below: list[str]
) -> None:
    first, second = [
        block for block in read_made(*table_over_two_pages(above, below, True)) if isinstance(block, Table)
    ]
    assert rows_of(first) == [HEADING, above]
    assert rows_of(second) == [HEADING, below, ["299", "Other", "4.00"]]


def test_an_amount_a_narrow_cell_cuts_anywhere_is_one_amount(read_made: Callable[..., list[Block]]) -> None:
    rows = [["Item", "Actual"], ["Staff", "29,198,8\n15.00"], ["Cars", "447,671.0\n0"], ["Two", "12\n3"]]
    table = the_table(read_made(lambda pdf: grid(pdf, 80, 100, [90, 66], rows, height=32)))
    assert [row[1] for row in rows_of(table)] == ["Actual", "29,198,815.00", "447,671.00", "12\n3"]


def test_paragraphs_without_an_indent_are_told_by_the_space_between(read_made: Callable[..., list[Block]]) -> None:
    def draw(pdf: FPDF) -> None:
        for top in (100, 190, 280):
            prose(
                pdf, [*map(str.strip, LINES[:3]), "budget of the year, which is more than in any year before it:"], top
            )

    assert len(texts(read_made(draw))) == 3
