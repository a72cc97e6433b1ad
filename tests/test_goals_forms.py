"""Goal forms: money by row and by fund, rates and points, targets and results, and the narrative beside them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from checks.examine import examine
from extractor.evaluation.goal_cross import goal_cross, read_basis
from extractor.extraction import Extraction
from extractor.figure import Figure, Role
from extractor.location import Location
from extractor.quantity import Quantity
from extractor.tables.model import TableKind
from tests.score_forms import document, extraction, project, read, table

BRIDGE = project("乡村便桥修缮项目")
SICHUAN = [
    ["预算执行情况", "项目", "预算额(百元)", "执行额(百元)", "结转结余率%"],
    ["", "合   计", "5400", "5400", ""],
    ["", "财政拨款", "5400", "5400", ""],
    ["", "其他资金", "", "", ""],
    ["财政拨款结构", "项目", "合计", "一般公共预算安排", "政府性基金预算安排"],
    ["", "预算额\n(百元)", "5400", "4400", "1000"],
    ["", "执行额\n(百元)", "5400", "4400", "1000"],
    ["年度绩效指标", "一级指标", "二级指标", "预算指标值", "预算指标值执行结果", "偏差情况及原因分析"],
    ["", "完成指标", "修缮便桥数量", "≥12座", "12座", "无偏差"],
    ["", "满意度指标", "群众满意度", "≥90%", "完成", "无偏差"],
]
NATIONAL = [
    ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["", "年度资金总额", "80.00", "90.00", "81.00", "10", "90.00%", "9"],
    ["", "其中：当年财政拨款", "80.00", "80.00", "71.00", "—", "88.75%", "—"],
    ["", "上年结转资金", "", "10.00", "10.00", "—", "100.00%", "—"],
    ["", "其他资金", "", "", "", "—", "", "—"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
    ["产出指标", "数量指标", "修缮便桥", "≥12座", "13座", "50", "50", ""],
    ["效益指标", "社会效益", "投诉次数", "≤3次", "2次", "30", "30", ""],
    ["满意度指标", "满意度", "群众满意度", "≥90%", "88%", "10", "8", "宣传不够"],
    ["总分", "", "", "", "", "100", "97", ""],
]

UNIT_COLUMN = [
    [
        "预算执行情况（10分）",
        "年度预算数(万元)",
        "年初预算",
        "调整后预算数",
        "预算执行数",
        "预算执行率",
        "权重",
        "得分",
        "原因",
        "",
    ],
    ["", "总额", "40.00", "50.00", "45.00", "90.00%", "10", "9", "", ""],
    ["", "其中：财政资金", "40.00", "48.00", "43.00", "89.58%", "/", "/", "", ""],
    ["", "财政专户管理资金", "0.00", "0.00", "0.00", "0.00%", "/", "/", "", ""],
    ["", "单位资金", "", "2.00", "2.00", "100.00%", "/", "/", "", ""],
    ["", "其他资金", "", "", "", "", "/", "/", "", ""],
    ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重", "得分", "未完成原因分析"],
    ["产出指标（60分）", "数量指标", "培训覆盖率", "≥", "95", "%", "96", "25", "25", ""],
    ["", "时效指标", "办结时间", "≤", "30", "天", "28", "35", "35", ""],
    ["效益指标（30分）", "社会效益", "知晓率", "≥", "80", "%", "82", "30", "30", ""],
    ["合计", "", "", "", "", "", "", "100", "99", ""],
]


def change(rows: list[list[str]], *changes: tuple[int, int, str]) -> list[list[str]]:
    copy = [list(row) for row in rows]
    for row, column, text in changes:
        copy[row][column] = text
    return copy


def codes(rows: list[list[str]], unit: str = "") -> set[str]:
    found = examine(extraction(read(table(rows, "绩效目标自评表", BRIDGE, unit=unit)))).findings
    return {f.code for f in found} | {e.code for f in found for e in f.related}


@pytest.mark.parametrize("rows", [SICHUAN, NATIONAL, UNIT_COLUMN])
def test_right_forms_have_no_finding(rows: list[list[str]]) -> None:
    assert table(rows).kind is TableKind.GOAL_FORM
    assert codes(rows) == set()


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (change(SICHUAN, (2, 2, "4500")), {"GOL101", "GOL103"}),
        (change(SICHUAN, (5, 3, "4040")), {"GOL102"}),
        (change(SICHUAN, (5, 2, "4500"), (5, 3, "3500")), {"GOL103"}),
        (change(SICHUAN, (8, 4, "11座")), {"SCR302"}),
        (change(NATIONAL, (1, 3, "95.00")), {"GOL101", "GOL104"}),
        (change(NATIONAL, (1, 6, "80.00%")), {"GOL104", "SCR209"}),
        (change(NATIONAL, (1, 7, "7"), (9, 6, "95")), {"SCR209"}),
        (change(NATIONAL, (1, 7, "12"), (9, 6, "100")), {"SCR104", "SCR209"}),
        (change(NATIONAL, (9, 6, "99")), {"SCR101"}),
        (change(NATIONAL, (9, 5, "90")), {"SCR103"}),
        (change(NATIONAL, (6, 4, "11座")), {"SCR301"}),
        (change(NATIONAL, (7, 4, "4次")), {"SCR301"}),
        (change(UNIT_COLUMN, (7, 6, "93")), {"SCR301"}),
        (change(UNIT_COLUMN, (8, 6, "31")), {"SCR301"}),
        (change(UNIT_COLUMN, (4, 3, "3.00")), {"GOL101", "GOL104"}),
        (change(UNIT_COLUMN, (7, 0, "产出指标（50分）")), {"SCR102"}),
    ],
)
def test_a_wrong_number_is_found(rows: list[list[str]], found: set[str]) -> None:
    assert codes(rows) == found


@pytest.mark.parametrize(
    "rows",
    [
        change(NATIONAL, (1, 2, "70.00"), (2, 2, "70.00")),  # an execution rate has nothing to do with the first budget
        change(NATIONAL, (1, 6, "0.9")),  # a fraction
        change(NATIONAL, (6, 3, "12座"), (6, 4, "13座")),
        change(NATIONAL, (6, 3, "2023年底前"), (6, 4, "2023年10月")),
        change(NATIONAL, (6, 3, "≥12座"), (6, 4, "11公里")),  # other units
        change(NATIONAL, (7, 3, "=3次"), (7, 4, "2次")),
        change(NATIONAL, (8, 3, "≥0.9"), (8, 4, "88%"), (8, 6, "10"), (9, 6, "99")),
    ],
)
def test_what_may_be_so(rows: list[list[str]]) -> None:
    assert codes(rows) == set()


def told(amount: str, label: str, basis: str = "") -> Figure:
    _, _, fraction = amount.partition(".")
    quantity = Quantity(Decimal(amount), "万元", len(fraction), f"{amount}万元")
    return Figure(quantity, Role.AMOUNT, label, Location(line=1), f"{label}{amount}万元", BRIDGE, basis=basis)


@pytest.mark.parametrize(
    ("figures", "severities"),
    [
        ([told("54.00", "2023年预算"), told("54", "支出")], []),
        ([told("77.5", "2023年预算"), told("54", "支出")], ["error"]),
        ([told("77.5", "2023年初预算"), told("54", "本项目实际支出")], []),
        ([told("77.5", "预算", "年初预算"), told("54", "实际支出")], []),
        ([told("77.5", "预算安排"), told("54", "预算资金")], []),  # one of the two fits
        ([told("77.5", "预算安排"), told("60", "预算资金")], ["warning"]),
        ([told("45", "已使用")], ["error"]),
        ([told("45", "一般公共预算支出"), told("45", "设备购置支出")], []),
    ],
)
def test_the_narrative_agrees_with_the_form(figures: list[Figure], severities: list[str]) -> None:
    forms = read(table(SICHUAN, "项目支出绩效目标完成情况表", BRIDGE)).forms
    statements = tuple(goal_cross(figures, forms))
    found = examine(Extraction(document(), statements=statements)).findings
    assert [f.severity.value for f in found if f.code == "GOL105"] == severities


def test_another_scope_is_not_compared() -> None:
    forms = read(table(SICHUAN, "项目支出绩效目标完成情况表", BRIDGE)).forms
    elsewhere = replace(told("77.5", "2023年预算"), scope=project("另一项目"))
    assert goal_cross([elsewhere], forms) == []


@pytest.mark.parametrize(
    ("label", "basis"),
    [("2023年初预算", "initial"), ("全年预算数", "budget"), ("项目支出", "execution"), ("公务接待", "")],
)
def test_labels_of_narrative_amounts(label: str, basis: str) -> None:
    assert read_basis(label) == basis


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "项目资金 (万元) 年初预算数 全年预算数 全年执行数 分值 执行率 得分 年度资金总额: 50 50 45 10 90% 9 其中:本年财政拨款 50 50 45 上年结转资金 其他资金",
            set(),
        ),
        (
            "项目资金 (万元) 年初预算数 全年预算数 全年执行数 分值 执行率 得分 年度资金总额: 0 0 0 10 0 0 其中:本年财政拨款 50 50 45 上年结转资金 其他资金",
            {"GOL101"},
        ),
        ("年初预算数 全年预算数 全年执行数 执行率 年度资金总额 50 50 45 80%", {"GOL104"}),
        ("补助发放标准(元) | 10 | <=500元/户 | 620元/户 | 10 |", {"SCR301"}),
        ("补助发放标准(元) | 10 | <=500元/户 | 480元/户 | 10 |", set()),
        ("补助发放标准(元) | <=500元/户 | 620元/户 | 10 | 10 |", {"SCR301"}),
        ("补助发放标准(元) | 10 | <=500元/户 | 620元/户 | 7 |", set()),
        ("产出指标 | 数量指标 | 扫描页数 | ≥ | 100 | 万页 | 103 | 60 | 60 |", set()),
        ("产出指标 | 数量指标 | 扫描页数 | ≥ | 100 | 万页 | 93 | 60 | 60 |", {"SCR301"}),
    ],
)
def test_flattened_forms_in_one_line(text: str, found: set[str]) -> None:
    assert {f.code for f in examine(extraction(read(texts=(text,)))).findings} == found


NATIONAL_LINES = (
    "项目资金 (万元) 年初预算数 全年预算数 全年执行数 分值 执行率 得分",
    "年度资金总额: 90 90 81 10 90% 9",
    "其中:本年财政拨款 90 90 81 - 90% -",
    "上年结转资金",
    "其他资金",
    "绩效指标 一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施",
    "产出指标(50分) 数量指标 改造库房数量 ≥50个 52 20 20",
    "质量指标 验收合格率 ≥100% 100 30 30",
)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("", "", set()),
        ("90%", "80%", {"GOL104", "SCR209"}),
        ("52 20", "48 20", {"SCR301"}),
        (" 20 20", " 20 25", {"SCR104"}),
    ],
)
def test_flattened_forms_in_lines(old: str, new: str, found: set[str]) -> None:
    texts = tuple(line.replace(old, new, 1) if old and line != NATIONAL_LINES[2] else line for line in NATIONAL_LINES)
    findings = examine(extraction(read(texts=texts))).findings
    assert {f.code for f in findings} | {e.code for f in findings for e in f.related} == found
