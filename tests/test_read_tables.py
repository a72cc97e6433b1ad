"""Tables inside plain text, in the ways converters leave them."""

import pytest

from extractor.document import Paragraph, Table
from extractor.layout.residue import Line
from extractor.readers.text import read_lines
from extractor.readers.text_tables import _closes
from patterns.load import load_yaml


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(table.row_count)]


def cells(*lines: list[str]) -> str:
    """One cell a line behind a tab, a blank line between rows."""
    return "\n\n".join("\n".join("\t" + cell for cell in line) for line in lines)


HEAD, BODY, TOTAL = ["指标", "分值", "得分"], ["产出", "50", "48"], ["合计", "50", "48"]

ONE_TABLE = [
    ("one cell a line", cells(HEAD, BODY, TOTAL), [HEAD, BODY, TOTAL]),
    ("cells of several lines", "\t一级\n\n指标\n\t分值\n\t自评\n\n得分\n\n\t产出\n\t50\n\t48", [["一级\n指标", "分值", "自评\n得分"], BODY]),
    ("blank cells", cells(HEAD, ["产出", "　", ""], TOTAL), [HEAD, ["产出", "", ""], TOTAL]),
    ("a blank cell with a blank line behind it", f"{cells(HEAD, BODY, BODY)}\n\n\t效果\n\t\n\n\t20\n\n{cells(TOTAL)}", [HEAD, BODY, BODY, ["效果", "", "20"], TOTAL]),
    ("tabs between cells", "指标\t分值\t得分\n产出\t50\t48\n合计\t50\t48", [HEAD, BODY, TOTAL]),
    ("a name alone above its rows", "项目\t年初\t年末\n流动资产：\n现金\t1.00\t2.00\n其他：\t\t\n在建\t5.00\t4.00", [["项目", "年初", "年末"], ["流动资产："], ["现金", "1.00", "2.00"], ["其他：", "", ""], ["在建", "5.00", "4.00"]]),
    ("tabs, and the blank corner lost", "分值\t得分\n产出\t50\t48\n效益\t50\t49", [["", "分值", "得分"], BODY, ["效益", "50", "49"]]),
    ("Markdown", "| 指标 | 分值 | 得分 |\n|---|---:|---|\n| 产出 | 50 | 48 |\n| 合计 | 50 | 48 |", [HEAD, BODY, TOTAL]),
    ("bars without a rule", "指标|分值|得分\n产出|50|48\n合计|50|48", [HEAD, BODY, TOTAL]),
    ("flattened, one cell a line", "指标 |\n分值 |\n得分 |\n产出 |\n50 |\n48 |\n合计 |\n50 |\n48 |", [HEAD, BODY, TOTAL]),
    ("flattened, corner lost", "分值 |\n得分 |\n产出 |\n50 |\n48 |\n合计 |\n50 |\n48 |", [["", "分值", "得分"], BODY, TOTAL]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "grid"), [case[1:] for case in ONE_TABLE], ids=[case[0] for case in ONE_TABLE])
def test_table_in_text(text: str, grid: list[list[str]]) -> None:
    (table,) = read_lines(text).blocks
    assert isinstance(table, Table)
    assert rows(table) == grid
    assert not table.spans_known


NO_TABLE = [
    ("paragraphs that begin with a tab", "\t本年支出合计一百二十万元，主要用于民政事务和困难群众救助工作的开展。\n\n\t收入增加，主要是补助资金增加，项目陆续实施完成。"),
    ("a flattened row that could be cut in several ways", "救助标准 |\n10 |\n5300元 |\n5830元 |"),
    ("a single row between bars", "22.00 | 8.77 | 14.00"),
]  # fmt: skip


@pytest.mark.parametrize("text", [case[1] for case in NO_TABLE], ids=[case[0] for case in NO_TABLE])
def test_no_table(text: str) -> None:
    assert all(isinstance(block, Paragraph) for block in read_lines(text).blocks)


AFTER = [
    "附件2\n\n2024年项目支出绩效自评报告",
    "2024年度部门整体支出绩效目标完成情况表",
    "二、收入决算表",
    "注：本表反映部门本年度总收支。",
    "三、评价结论\n\n本次自评综合得分为九十六分，等级为优。",
]


@pytest.mark.parametrize("text", AFTER)
@pytest.mark.parametrize("total", [TOTAL, ["合计", "48"]], ids=["full", "merged"])
def test_text_after_the_last_cell_is_not_in_it(text: str, total: list[str]) -> None:
    table, *rest = read_lines(f"{cells(HEAD, BODY, total)}\n\n{text}\n").blocks
    assert isinstance(table, Table)
    assert rows(table)[-1] == total
    assert [block.text for block in rest if isinstance(block, Paragraph)] == text.split("\n\n")


def test_two_tables_with_titles_and_units() -> None:
    title = "收入决算表\n\n单位：万元\n\n"
    first, second = read_lines(f"{title}{cells(HEAD, BODY, TOTAL)}\n\n{title}{cells(HEAD, BODY)}").blocks
    assert isinstance(first, Table) and isinstance(second, Table)
    assert [text.text for text in second.above] == ["收入决算表", "单位：万元"]
    assert (first.number, second.number, first.row_count) == (1, 2, 3)


def test_total_over_several_columns_stands_at_the_left_its_figures_at_the_right() -> None:
    (table,) = read_lines(
        cells(["一级", "二级", "分值", "得分"], ["产出", "数量", "50", "48"], ["合  计", "48", "优"])
    ).blocks
    assert isinstance(table, Table)
    assert [(c.text, c.column, c.column_span) for c in table.cells if c.row == 2] == [
        ("合  计", 0, 2),
        ("48", 2, 1),
        ("优", 3, 1),
    ]


def test_cells_are_traceable() -> None:
    text = "评分表\n\n" + cells(HEAD, BODY, TOTAL) + "\n"
    (table,) = read_lines(text).blocks
    assert isinstance(table, Table)
    for cell in table.cells:
        assert text[cell.location.start : cell.location.end] == cell.text
        assert (cell.location.table, cell.location.row, cell.location.column) == (1, cell.row + 1, cell.column + 1)


def test_examples_in_the_data() -> None:
    for key in ("table_end", "table_end_after_blank"):
        for entry in load_yaml("conversion")[key]:
            assert _closes(Line(entry["example"], 0, 1), blank=True)
