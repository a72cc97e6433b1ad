"""Printed grids become logical tables: captions, continuation over pages, headings, bands, codes, kinds."""

from dataclasses import replace

import pytest
from table_samples import check_tables, grid

from extractor.document import Cell, Document, Paragraph, Problem, Table
from extractor.location import Location, Piece, Text
from extractor.tables.logical import logical_tables
from extractor.tables.model import ColumnRole, LogicalTable, RowKind, TableKind
from extractor.tables.names import Names, code_names


def read(*blocks: Table | Paragraph) -> tuple[LogicalTable, ...]:
    return logical_tables(Document("report.pdf", "pdf", "", blocks))


def paragraph(text: str) -> Paragraph:
    return Paragraph(Text(text, (Piece(0, Location()),)))


def roles(table: LogicalTable) -> str:
    """One letter a column: c code, l label, v value, r rate, t text, i index, e empty; bands apart by |."""
    return "|".join("".join(c.role.value[0] for c in band.columns) for band in table.bands)


@pytest.mark.parametrize(
    "above, title, unit",
    [
        (("收入决算表", "公开02表", "金额单位：万元"), "收入决算表", "万元"),
        (("附件3", "2023年部门预算表(二)", "编制部门：某局单位：元"), "2023年部门预算表(二)", "元"),
        (("支出情况表（单位：千元）",), "支出情况表", "千元"),
        (("本年没有其他支出，也没有图表。",), "", ""),
        ((), "", ""),
    ],
)
def test_caption_above(above: tuple[str, ...], title: str, unit: str) -> None:
    (table,) = read(grid("项目|金额\n办公|12.00", *above))
    assert (table.title, table.unit) == (title, unit)


def test_caption_inside_the_rulings() -> None:
    text = "支出决算表|<|<\n公开03表|<|<\n部门：某局||单位：万元\n科目编码|科目名称|金额\n205|教育支出|12.00"
    (table,) = read(grid(text))
    assert (table.title, table.unit, table.header_rows) == ("支出决算表", "万元", 1)
    assert table.bands[0].rows[0].code == "205"


PAGE_ONE = "科目编码|科目名称|合计|基本支出|项目支出\n205|教育支出|10.00|4.00|6.00\n20502|普通教育|10.00|4.00|6.00"
PAGE_TWO = "208|社会保障和就业支出|5.00|5.00|\n合计|<|15.00|9.00|6.00"


def test_table_goes_on_with_and_without_its_heading() -> None:
    first = grid(PAGE_ONE, "支出决算表", "单位：万元", page=1)
    heading = PAGE_ONE.splitlines()[0]
    for second in (PAGE_TWO, f"{heading}\n{PAGE_TWO}"):
        (table,) = read(first, grid(second, number=2, page=2))
        assert [len(table.grids), len(table.cells), table.header_rows] == [2, 5, 1]
        assert table.bands[0].rows[-1].kind is RowKind.TOTAL


def test_title_printed_again_on_the_next_page() -> None:
    heading = PAGE_ONE.splitlines()[0]
    second = grid(f"{heading}\n{PAGE_TWO}", "支出决算表（续）", "单位：万元", number=2, page=2)
    assert len(read(grid(PAGE_ONE, "支出决算表", "单位：万元", page=1), second)) == 1


def test_a_title_that_says_it_goes_on_joins_over_a_line_between() -> None:
    first, heading = grid(PAGE_ONE, "支出决算表", "单位：万元", page=1), PAGE_ONE.splitlines()[0]
    for title, tables in (("支出决算表（续）", 1), ("支出决算表", 2)):
        second = grid(f"{heading}\n{PAGE_TWO}", title, "单位：万元", number=2, page=2)
        assert len(read(first, paragraph("某局 第一页"), second)) == tables


CUT_HEADING = "项目|合计|基本支出|项目支出"
REST_OF_HEADING = "科目编码|科目名称|||\n205|教育支出|10.00|4.00|6.00\n合计|<|10.00|4.00|6.00"


def test_heading_cut_by_the_end_of_the_page_is_laid_over_the_columns_below() -> None:
    first = replace(grid(CUT_HEADING, "支出决算表", page=1), edges=(0.0, 200.0, 300.0, 400.0, 500.0))
    (table,) = read(first, grid(REST_OF_HEADING, number=2, page=2))
    assert roles(table) == "clvvv"
    assert [c.path for c in table.bands[0].columns][:3] == [("项目", "科目编码"), ("项目", "科目名称"), ("合计",)]


@pytest.mark.parametrize(
    "second, whole",
    [
        (("第一行|第二行|合计|基本支出|项目支出\n206|科学支出|1.00|1.00|", ()), True),
        ((PAGE_ONE.splitlines()[0] + "\n" + PAGE_TWO, ()), False),
        ((PAGE_ONE.splitlines()[0] + "\n" + PAGE_TWO, ("收入决算表",)), True),
        ((PAGE_TWO, ()), False),
    ],
    ids=["its own heading", "the same heading", "its own title", "no heading"],
)
def test_a_table_with_a_likely_rest_is_not_whole(second: tuple[str, tuple[str, ...]], whole: bool) -> None:
    text, above = second
    tables = read(grid(PAGE_ONE, "支出决算表", page=1), paragraph("说明。"), grid(text, *above, number=2, page=2))
    assert [table.whole for table in tables] == [whole, whole]


def test_a_table_beside_a_page_without_known_tables_is_not_whole() -> None:
    problem = Problem("page_too_complex", "2", Location(page=2), (2,))
    blocks = (grid(PAGE_ONE, "支出决算表", page=1), grid(PAGE_TWO, number=2, page=4))
    tables = logical_tables(Document("report.pdf", "pdf", "", blocks, problems=(problem,)))
    assert [table.whole for table in tables] == [False, True]


def test_page_with_fewer_rulings_is_put_back_by_position() -> None:
    first = grid(PAGE_ONE, "支出决算表", "单位：万元", page=1)
    last = grid("合计|10.00|4.00|6.00", number=2, page=2)
    last = replace(last, edges=(0.0, 200.0, 300.0, 400.0, 500.0))
    (table,) = read(first, last)
    total = table.bands[0].rows[-1]
    assert (total.label, total.kind) == ("合计", RowKind.TOTAL)
    assert [c.text for c in table.cells[total.index] if c] == ["合计", "10.00", "4.00", "6.00"]


@pytest.mark.parametrize("between", ["title", "text", "page", "edges"])
def test_table_does_not_go_on(between: str) -> None:
    first = grid(PAGE_ONE, "支出决算表", "单位：万元", page=1)
    second = grid(PAGE_TWO, *(["另一张表"] if between == "title" else []), number=2, page=3 if between == "page" else 2)
    if between == "edges":
        second = replace(second, edges=(0.0, 90.0, 210.0, 300.0, 400.0, 500.0))
    middle = [paragraph("二、支出情况说明如下。")] if between == "text" else []
    assert len(read(first, *middle, second)) == 2


@pytest.mark.parametrize(
    "text, expected, headings",
    [
        ("收入|<|支出|<\n项目|金额|项目|金额\n一、甲|1.00|一、乙|2.00", "lv|lv", 2),
        ("项目|行次|金额|项目|行次|金额\n栏次||1|栏次||2\n一、甲|1|3.00|一、乙|9|4.00", "liv|liv", 2),
        ("类|款|项|科目名称|金额\n201|||甲|5.00\n|03||乙|5.00\n||01|丙|5.00", "ccclv", 1),
        ("编码|名称|预算数|决算数|完成率\n301|甲|205|208|101.46%\n30101|乙|205|208|101.46%", "clvvr", 1),
        ("序号|项目名称|金额|备注\n1|甲|5.00|已完成\n2|乙|6.00|", "ilvt", 1),
        ("||\n301|工资|12\n302|商品|300", "clv", 0),
        ("单位|2022|2023\n甲|1.00|2.00\n乙|3.00|4.00", "lvv", 1),
    ],
)
def test_columns_by_content_and_heading(text: str, expected: str, headings: int) -> None:
    (table,) = read(grid(text, "情况表"))
    assert (roles(table), table.header_rows) == (expected, headings)


def test_amounts_of_three_digits_are_no_codes() -> None:
    (table,) = read(grid("项目名称|预算数|决算数\n甲|301|205\n乙|302|208\n丙|303|210", "项目表"))
    assert roles(table) == "lvv"


def test_split_codes_are_joined_padded_and_carried_down() -> None:
    text = "类|款|项|科目名称|金额\n201|||甲|5.00\n|3||乙|5.00\n||1|丙|5.00\n201|03|50|丁|0.00"
    (table,) = read(grid(text, "支出表"))
    assert [(r.code, r.parent) for r in table.bands[0].rows] == [
        ("201", None),
        ("20103", 0),
        ("2010301", 1),
        ("2010350", 1),
    ]


def test_codes_and_their_names() -> None:
    tables = read(grid("科目编码|科目名称|金额\n205|教育支出|5.00\n20502|普通教育|5.00", "支出表"))
    assert code_names(tables) == {"205": "教育支出", "20502": "普通教育"}
    assert Names.of(tables).resolve(("教育支出", "普通教育"), "款") == "20502"


@pytest.mark.parametrize(
    "text, kind",
    [
        ("一级指标|二级指标|分值|得分\n产出|数量|10|9\n效益|社会|20|20\n合计||30|29", TableKind.SCORE_SHEET),
        (
            "项目名称|绿化|<|<\n资金|全年预算数|全年执行数|分值\n总额|5.00|4.00|10\n一级指标|年度指标值|实际完成值|得分",
            TableKind.GOAL_FORM,
        ),
        ("序号|单位名称\n1|某局\n2|某中心", TableKind.OTHER),
        ("项目|全年预算数|执行数|执行率\n甲|5.00|4.00|80%", TableKind.AMOUNTS),
    ],
)
def test_kinds(text: str, kind: TableKind) -> None:
    (table,) = read(grid(text))
    assert table.kind is kind


def test_two_blocks_under_one_heading_are_one_list() -> None:
    text = "人员经费|<|<|公用经费|<|<|<|<|<\n编码|名称|金额|编码|名称|金额|编码|名称|金额\n301|甲|3.00|302|乙|4.00|310|丙|5.00\n人员经费合计|<|3.00|公用经费合计|<|<|<|<|9.00"
    (table,) = read(grid(text, "基本支出表"))
    assert [band.wraps for band in table.bands] == [False, False, True]


def test_hostile_grids_end_without_harm() -> None:
    cell = Cell("1.00", 0, 0, 10**9, 10**9, Location())
    outside = Cell("2.00", -5, 99, 1, 1, Location())
    for height, width in ((0, 0), (1, 1), (3, 10**9), (10**9, 2), (5, 5)):
        table = Table(1, (cell, outside), height, width, Location())
        assert len(read(table)) <= 1
    assert read(Table(1, (), 4, 4, Location()))[0].kind is TableKind.OTHER


def test_blank_form_gives_nothing_to_check() -> None:
    text = (
        "项目|<|合计|基本支出|项目支出\n科目编码|科目名称|^|^|^\n205|教育支出|||\n20502|普通教育|||\n…|…|||\n合计|<|||"
    )
    outcome = check_tables(grid(text, "支出决算表", "单位：万元"))
    assert outcome.figures == () and outcome.judged == ()


def test_index_columns_are_no_amounts() -> None:
    (table,) = read(grid("|项目|金额\n1|甲|5.00\n2|乙|6.00\n3|丙|7.00", "项目表"))
    assert table.bands[0].columns[0].role is ColumnRole.INDEX
