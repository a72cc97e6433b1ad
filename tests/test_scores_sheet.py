"""Score sheets in the layouts offices use: weights in labels or columns, merged or blank labels, slid totals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from table_samples import grid

from checks.examine import examine
from extractor.document import Document
from extractor.extract import extract
from extractor.tables.model import TableKind
from tests.score_forms import extraction, read, table

HEAD = ["一级指标", "二级指标", "三级指标", "评分标准", "自评\n分数", "备注"]
RIGHT = [
    HEAD,
    ["投入（40\n分）", "目标（15分）", "目标合理性（10分）", "", "10", ""],
    ["", "", "目标明确性（5分）", "", "4.5", ""],
    ["", "配置（25分）", "人员控制率（25分）", "", "25", ""],
    ["产 出（60分）", "产出数量（60分）", "完成率（60分）", "", "58", ""],
    ["合      计", "97.5", ""],
]


def change(rows: list[list[str]], *changes: tuple[int, int, str]) -> list[list[str]]:
    copy = [list(row) for row in rows]
    for row, column, text in changes:
        copy[row][column] = text
    return copy


COLUMNS = [
    ["一级指标", "二级指标", "分值", "得分"],
    ["决策", "立项", "20", "18"],
    ["", "目标", "20", "20"],
    ["效益", "满意度", "60", "50"],
    ["总分", "", "100", "88"],
]
SUBTOTALS = [
    ["一级指标", "二级指标", "分值", "得分"],
    ["决策", "立项", "20", "18"],
    ["", "目标", "20", "20"],
    ["小计", "", "40", "38"],
    ["效益", "满意度", "60", "50"],
    ["小计", "", "60", "50"],
    ["总分", "", "100", "88"],
]
PARENT_ROWS = [
    ["一级指标", "二级指标", "分值", "得分"],
    ["决策", "", "40", "38"],
    ["", "立项", "20", "18"],
    ["", "目标", "20", "20"],
    ["效益", "", "60", "50"],
    ["", "满意度", "60", "50"],
    ["合计", "", "100", "88"],
]
TWO_LINES = [
    ["指标", "", "", "分值", "得分"],
    ["一级指标", "二级指标", "三级指标", "", ""],
    ["决策", "立项", "依据", "40", "40"],
    ["产出", "数量", "完成数", "60", "59"],
    ["合计", "", "", "100", "99"],
]
REPEATED = [
    ["一级指标", "二级指标", "分值", "自评得分"],
    ["决策", "立项", "40", "38"],
    ["决策", "目标", "10", "10"],
    ["效益", "满意度", "50", "50"],
    ["合计", "合计", "100", "98"],
]
LEVEL_COLUMNS = [
    ["一级指标", "分值", "二级指标", "分值", "得分"],
    ["决策", "40", "立项", "15", "15"],
    ["", "", "目标", "25", "20"],
    ["效益", "60", "满意度", "60", "60"],
    ["合计", "100", "", "100", "95"],
]
LEVEL_SCORES = [
    ["一级指标", "分值", "得分", "二级指标", "分值", "得分"],
    ["决策", "40", "35", "立项", "15", "15"],
    ["", "", "", "目标", "25", "20"],
    ["效益", "60", "60", "满意度", "60", "60"],
    ["合计", "100", "95", "", "100", "95"],
]
GLUED = [*RIGHT[:-1], ["合计97.5", "", "", "", "", ""]]


@pytest.mark.parametrize(
    "rows",
    [RIGHT, COLUMNS, SUBTOTALS, PARENT_ROWS, TWO_LINES, REPEATED, LEVEL_COLUMNS, LEVEL_SCORES, GLUED],
    ids=[
        "weights in labels",
        "weight column",
        "subtotals",
        "rows of parents",
        "two heading lines",
        "repeated labels",
        "weights of each level",
        "weights and scores of each level",
        "glued total",
    ],
)
def test_a_right_sheet_has_no_finding(rows: list[list[str]]) -> None:
    assert table(rows).kind is TableKind.SCORE_SHEET
    examination = examine(extraction(read(table(rows))))
    assert [f.code for f in examination.findings] == []
    assert any(e.code == "SCR101" for e, _ in examination.ledger.verdicts)


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        (change(RIGHT, (5, 1, "98.5")), {"SCR101"}),
        (change(RIGHT, (3, 4, "24")), {"SCR101"}),
        (change(RIGHT, (2, 2, "目标明确性（6分）")), {"SCR102"}),
        (change(RIGHT, (2, 4, "6.5"), (3, 4, "23")), {"SCR104"}),
        (change(RIGHT, (2, 4, "")), {"SCR101", "SCR105"}),
        (change(COLUMNS, (2, 2, "25")), {"SCR103"}),
        (change(COLUMNS, (3, 3, "60"), (4, 3, "98")), set()),
        (change(SUBTOTALS, (3, 3, "39")), {"SCR101"}),
        (change(PARENT_ROWS, (1, 3, "39")), {"SCR101"}),
        (change(TWO_LINES, (2, 4, "44")), {"SCR104", "SCR101"}),
        (change(LEVEL_COLUMNS, (1, 3, "25")), {"SCR102", "SCR103"}),
    ],
)
def test_a_wrong_number_is_found(rows: list[list[str]], codes: set[str]) -> None:
    examination = examine(extraction(read(table(rows))))
    found = {f.code for f in examination.findings} | {e.code for f in examination.findings for e in f.related}
    assert found == codes


def test_a_blank_beside_an_excess_names_both() -> None:
    rows = change(RIGHT, (1, 4, "14.5"), (2, 4, ""))
    faults = [f for f in examine(extraction(read(table(rows)))).findings if f.code == "SCR105"]
    assert [e.label.split()[-1] for e in faults[0].evidence] == [
        "目标明确性",
        "目标明确性",
        "目标合理性",
        "目标合理性",
        "合计",
    ]


def test_a_blank_without_weight_is_told_with_what_its_parent_leaves_for_it() -> None:
    rows = change(RIGHT, (2, 2, "目标明确性"), (2, 4, ""))
    fault = next(f for f in examine(extraction(read(table(rows)))).findings if f.code == "SCR105")
    assert fault.fault and fault.fault.words["weight"] == "5分"


def test_a_merged_score_is_no_blank() -> None:
    rows = [list(row) for row in COLUMNS]
    rows[1][3], rows[2][3] = "38", ""
    examination = examine(extraction(read(table(rows, spans={(1, 3): (2, 1), (1, 0): (2, 1)}))))
    assert "SCR105" not in {f.code for f in examination.findings}


def test_an_unfilled_sheet_has_no_blanks() -> None:
    rows = [*[[*row[:3], ""] for row in COLUMNS[1:-1]], ["总分", "", "100", ""]]
    assert examine(extraction(read(table([COLUMNS[0], *rows])))).findings == ()


def test_words_in_the_score_column_leave_the_total_open() -> None:
    rows = change(COLUMNS, (1, 3, "基本合理"))
    examination = examine(extraction(read(table(rows))))
    assert examination.findings == ()
    assert ("score_unread", 2) in examination.ledger.undetermined


@pytest.mark.parametrize(
    ("rate", "rule", "score", "holds"),
    [
        ("95%", "实际得分=完成率*60分", "57", True),
        ("95%", "实际得分=完成率*60分", "59", False),
        ("98%", "完成率为100%的计60分，每低于1个百分点扣0.5分", "59", True),
        ("98%", "完成率为100%的计60分，每低于1个百分点扣0.5分", "60.0", False),
        ("98%", "完成率为100%的计50分，每低于1个百分点扣0.5分", "60.0", None),
        ("97.5%", "为100%的计60分，每低于1个百分点扣0.5分", "60.0", None),
        ("98%", "完成率为100%的计60分，每低于0个百分点扣0.5分", "60.0", None),
    ],
)
def test_scores_follow_from_rules(rate: str, rule: str, score: str, holds: bool | None) -> None:
    rows: list[list[str]] = change(RIGHT, (4, 3, rule), (4, 4, score), (4, 5, rate))
    verdicts: list[Any] = [
        v.status.value for e, v in examine(extraction(read(table(rows)))).ledger.verdicts if e.code == "SCR209"
    ]
    assert verdicts in ([[], ["undetermined"]] if holds is None else [["holds" if holds else "fails"]])


@pytest.mark.parametrize(
    "rows",
    [
        [["科目编码", "科目名称", "合计", "基本支出"], ["201", "一般公共服务支出", "10", "10"]],
        [["项目", "预算数", "执行数"], ["合计", "1", "1"]],
        [[]],
    ],
)
def test_other_tables_are_no_score_sheets(rows: list[list[str]]) -> None:
    assert table(rows).kind not in (TableKind.SCORE_SHEET, TableKind.GOAL_FORM)


@pytest.mark.parametrize("pieced", [False, True])
def test_a_blank_score_is_told_only_where_the_columns_are_ruled(pieced: bool) -> None:
    rows = "一级指标|二级指标|分值|得分\n决策|立项程序|15|15\n^|目标设定|25|\n效益|群众满意度|60|54\n合计|<|100|69"
    sheet = grid(rows, "整体支出绩效自评计分表", page=1)
    sheet = replace(sheet, pieced=pieced, location=sheet.location._replace(box=(72.0, 100.0, 500.0, 200.0)))
    found = examine(extract(Document("sheet.pdf", "pdf", "", (sheet,)))).findings
    assert ("SCR105" in {f.code for f in found}) is not pieced
