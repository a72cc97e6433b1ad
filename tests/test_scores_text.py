"""Scores in running text: whose they are, and what they must agree with."""

from __future__ import annotations

import pytest

from checks.examine import examine
from extractor.document import Paragraph
from extractor.evaluation.text.mentions import read_paragraph
from tests.score_forms import extraction, project, read, section, table, text_of

SHEET = [
    ["一级指标", "二级指标", "三级指标", "评分标准", "自评得分"],
    ["投入（40分）", "预算配置（30分）", "人员控制率（10分）", "", "10"],
    ["", "", "“三公经费”变动率（20分）", "", "18.5"],
    ["", "预算管理（10分）", "制度健全性（10分）", "", "9"],
    ["产出（60分）", "资产管理（10分）", "制度健全性（10分）", "", "10"],
    ["", "履职（50分）", "实际完成率（50分）", "实际得分=完成率*50分", "47.5"],
    ["合计", "", "", "", "95"],
]


def codes(*texts: str, sheet: bool = True, title: str = "") -> list[tuple[str, str]]:
    tables = (table(SHEET),) if sheet else ()
    found = examine(extraction(read(*tables, texts=texts, title=title))).findings
    return sorted((f.code, f.severity.value) for f in found)


@pytest.mark.parametrize(
    "text",
    [
        "（1）人员控制率：实有人数与编制数之比小于1，自评得分10分。",
        "（2）“三公经费”变动率：较上年下降，换算自评得分18.5分。",
        "三公经费变动率自评得分18.5分。",
        "人员控制率、“三公经费”变动率：均有下降，自评得分28.5分。",
        "“三公经费”变动率指标扣1.5分。",
        "（5）实际完成率：完成工作数与计划数的比率为95%，自评得分47.5分。",
        "综合评分95分，绩效等级为优。",
        "本部门整体支出绩效自评得分为95分，评价等级为“优”。",
        "本部门满分100分，自评得分95分。",
        "符合的得2分，不符合的不得分；每少一个百分点扣1分。",
        "项目A绩效自评得分88分。",  # a project that nothing here tells of
        "人员控制率达到100%的计10分。",
        "用时15分钟，第3分局，分3类。",
    ],
)
def test_right_texts(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "code", "severity"),
    [
        ("（1）人员控制率：小于1，自评得分9分。", "SCR201", "error"),
        ("人员控制率自评得分8分。", "SCR201", "error"),
        ("人员控制率、“三公经费”变动率：均有下降，自评得分29.5分。", "SCR201", "error"),
        ("“三公经费”变动率指标扣2.5分。", "SCR204", "error"),
        ("综合评分96分。", "SCR202", "error"),
        ("本部门整体支出绩效自评得分为98分。", "SCR202", "error"),
        ("综合评分95分，绩效等级为良。", "SCR207", "warning"),
        ("制度健全性自评得分10分。", "SCR201", "warning"),  # two items of that name: by their order
    ],
)
def test_wrong_texts(text: str, code: str, severity: str) -> None:
    assert codes(text) == [(code, severity)]


def test_two_items_of_one_name_are_told_apart_by_the_heading() -> None:
    text = "（1）制度健全性：制度得到执行，自评得分10分。"
    assert codes(text, title="5、资产管理") == []
    assert codes(text, title="4、预算管理") == [("SCR201", "error")]


def test_a_score_above_its_weight() -> None:
    assert ("SCR203", "error") in codes("该指标满分5分，自评得分6分。", sheet=False)
    assert codes("该指标分值5分，自评得分4分，得分率80%。", sheet=False) == []
    assert codes("该指标分值5分，自评得分4分，得分率85%。", sheet=False) == [("SCR208", "error")]
    assert codes("该指标分值5分，扣2分，得4分。", sheet=False) == [("SCR204", "warning")]


def test_deductions_of_their_own_section_make_the_points_lost() -> None:
    right = ("“三公经费”变动率指标扣1.5分。", "制度健全性扣1分。", "实际完成率指标扣2.5分。", "综合评分95分。")
    assert codes(*right, title="（一）扣分项目分析") == []
    missing = (*right[:1], *right[2:])
    assert codes(*missing, title="（一）扣分项目分析") == [("SCR205", "warning")]
    assert codes(*missing, title="问题分析") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("综合得分92.5分，其中：投入18分、过程27分、产出30分、效果17.5分。", []),
        ("综合得分92.5分，其中：投入18分、过程27分、产出30分、效果16.5分。", [("SCR206", "warning")]),
        ("综合得分90分，其中：投入（20分）得18分、过程（30分）得27分、产出（50分）得48分。", [("SCR206", "error")]),
        ("综合得分60分，其中：投入38分、过程27分。", [("SCR206", "error")]),
        (
            "自评得分93分，等级为优。其中，投入得分18分（满分20分），过程得分27.5分（满分30分），产出得分47.5分（满分50分）。",
            [],
        ),
        (
            "自评得分93分，等级为优。其中，投入得分18分（满分20分），过程得分27.5分（满分30分），产出得分46.5分（满分50分）。",
            [("SCR206", "error")],
        ),
        ("投入得分18分，满分20分，过程得分27分，满分30分。", []),
        ("投入得分22分，满分20分，过程得分27分，满分30分。", [("SCR203", "error")]),
        ("投入得18分，过程得27分，产出得50分，合计95分。", []),
        ("投入得18分，过程得27分，产出得50分，合计96分。", [("SCR206", "warning")]),
        ("产出指标(50分):5、5、10、10、20", []),
        ("产出指标(50分):5、5、10、10、10", [("SCR206", "warning")]),
    ],
)
def test_parts_of_a_score(text: str, found: list[tuple[str, str]]) -> None:
    assert codes(text, sheet=False) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("预算项目10个。一是自评得分100分项目7个，自评得分为100分。二是自评得分90分以上项目3个，自评得分92分。", []),
        ("预算项目11个。一是自评得分100分项目7个。二是自评得分90分以上项目3个。", [("PRJ101", "error")]),
        ("专项资金11笔。一是自评得分100分项目7个。二是自评得分90分以上项目3个。", [("PRJ101", "warning")]),
        ("预算项目10个。一是自评得分100分项目7个。二是自评得分90分以上项目1个。三是甲、乙等2个项目未评价。", []),
        ("一是自评得分90分项目1个。该项目进度较慢，绩效自评得分94.06分。", [("PRJ102", "warning")]),
        ("一是自评得分90分以上项目1个。该项目绩效自评得分89分。", [("PRJ102", "warning")]),
        ("自评得分80-90分的项目3个，其中甲项目自评得分95分。", [("PRJ102", "warning")]),
        ("自评得分80-90分的项目3个，其中甲项目自评得分85分。", []),
        ("自评得分100分项目6个。道路、桥梁等5个项目完成较好。", [("PRJ103", "warning")]),
    ],
)
def test_projects_by_band(text: str, found: list[tuple[str, str]]) -> None:
    assert codes(text, sheet=False) == found


def test_the_score_of_a_project_is_compared_with_its_own_sheet() -> None:
    own = project("便桥修缮项目")
    sheet = table(SHEET, scope=own)
    found = examine(extraction(read(sheet, texts=("部门整体得分90分；便桥修缮项目绩效自评得分为97分。",)))).findings
    assert [(f.code, f.severity.value) for f in found] == [("SCR202", "error")]
    inside = examine(extraction(read(sheet, texts=("按照分值得出结果分数为95分，自评结果为优。",), scope=own)))
    assert inside.findings == ()
    assert any(e.code == "SCR202" for e, _ in inside.ledger.verdicts)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("综合评分98.86分", [("total", "98.86")]),
        ("（1）目标合理性：目标明确，自评得分2分", [("score", "2")]),
        ("目标合理性（3分）得分2分", [("weight", "3"), ("score", "2")]),
        ("预算完成率指标扣1.12分", [("deduction", "1.12")]),
        ("自评得分为0。", [("score", "0")]),
        ("自评得分100分项目6个", []),
        ("得分在90分以上", []),
        ("增长5分之一，历时30分钟", []),
    ],
)
def test_roles(text: str, roles: list[tuple[str, str]]) -> None:
    found = read_paragraph(Paragraph(text_of(text), section()))
    assert [(m.role, f"{m.figure.quantity.value:f}") for m in found.mentions] == roles


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("绩效等级为优。", ["优"]),
        ("评价级次优秀。", ["优"]),
        ("自评等级：良", ["良"]),
        ("评价结果为优化营商环境提供依据。", []),
        ("确定绩效等级。", []),
        ("评价等级为优的项目5个。", []),
    ],
)
def test_grades(text: str, grades: list[str]) -> None:
    assert [g.grade for g in read_paragraph(Paragraph(text_of(text), section())).grades] == grades


def test_an_office_with_its_own_scale_is_left_alone() -> None:
    assert codes("95分以上为优，85分以上为良。综合评分92分，等级为良。", sheet=False) == []


def test_hostile_text_is_read_in_time() -> None:
    read(texts=("得分" * 20000 + "1分",))
    read(texts=("1分" * 20000,))
    read(texts=("（" * 20000 + "得分5分",))
