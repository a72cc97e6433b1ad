"""Headings of every style become one tree, however they are numbered, and say whose figures stand below them."""

import pytest

from extractor.document import Block, Heading, Paragraph, Table
from extractor.layout.captions import attach_notes, is_note
from extractor.layout.enumerators import read_mark
from extractor.layout.headings import arrange
from extractor.layout.scopes import is_report_title, subject_of
from extractor.readers.text import read_lines
from patterns.load import load_yaml

PROSE = "本部门按照预算管理的要求开展工作，各项资金使用情况良好，完成了全年的任务。"


def blocks_of(text: str) -> tuple[Block, ...]:
    return arrange(read_lines(text).blocks)


def outline(text: str) -> list[str]:
    """The headings, indented by their level."""
    return ["  " * (block.level - 1) + block.text for block in blocks_of(text) if isinstance(block, Heading)]


def below(*headings: str) -> str:
    """A report with a sentence below every heading."""
    return "\n\n".join(f"{heading}\n\n{PROSE}" for heading in headings)


TREES = [
    (
        "every style",
        ["第一部分 部门概况", "一、主要职责", "（一）机构设置", "1.内设机构", "（1）办公室", "二、人员情况", "第二部分 决算说明", "一、收入情况"],
        ["第一部分 部门概况", "  一、主要职责", "    （一）机构设置", "      1.内设机构", "        （1）办公室", "  二、人员情况", "第二部分 决算说明", "  一、收入情况"],
    ),
    (
        "arabic numbers go over into Chinese ones and back",
        ["第二部分 说明", "1、 收入情况", "2、 支出情况", "三、结转情况", "（一）年初结转", "4、 其他事项", "（一）政府采购"],
        ["第二部分 说明", "  1、 收入情况", "  2、 支出情况", "  三、结转情况", "    （一）年初结转", "  4、 其他事项", "    （一）政府采购"],
    ),
    (
        "（2） follows （一）",
        ["一、绩效分析", "（一）指标分析", "1、目标设定", "2、预算执行", "（2） 综合分析", "2、 建议"],
        ["一、绩效分析", "  （一）指标分析", "    1、目标设定", "    2、预算执行", "  （2） 综合分析", "2、 建议"],
    ),
    (
        "a list that starts again at 1",
        ["一、概况", "1. 背景", "2. 来源", "1. 实施情况", "2. 管理情况", "二、绩效"],
        ["一、概况", "  1. 背景", "  2. 来源", "  1. 实施情况", "  2. 管理情况", "二、绩效"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("headings", "tree"), [case[1:] for case in TREES], ids=[case[0] for case in TREES])
def test_level_follows_from_what_is_open(headings: list[str], tree: list[str]) -> None:
    assert outline(below(*headings)) == tree


NOT_HEADINGS = [
    "1.社会保障和就业（类）抚恤（款）：支出决算为61.78万元，完成预算100%。",
    "（1）绩效目标合理性：我单位目标依据充分，自评得分2分。",
    "3.负责本区自然资源的合理开发利用。",
    "2. 财政拨款收入：指单位从同级财政部门取得的财政预算资金。",
    "一、收入支出决算总表………………………5",
    "1.办公费3.2万元",
]


@pytest.mark.parametrize("line", NOT_HEADINGS)
def test_items_and_sentences_are_paragraphs_and_keep_their_number(line: str) -> None:
    found = blocks_of(f"一、情况说明\n\n{line}\n\n{PROSE}")[1]
    assert isinstance(found, Paragraph)
    assert found.text == line


def test_lists_and_tables_of_contents_are_no_headings() -> None:
    contents = "目录\n第一部分 概况\n一、职责\n二、机构\n第二部分 说明\n一、收入\n二、支出\n"
    body = below("第一部分 概况", "一、职责", "二、机构", "第二部分 说明", "一、收入")
    assert outline(contents + body) == ["第一部分 概况", "  一、职责", "  二、机构", "第二部分 说明", "  一、收入"]
    units = "\n\n".join(f"{i}. 示例区第{i}福利院" for i in range(1, 6))
    assert outline(f"一、单位构成\n\n包括以下单位：\n\n{units}\n\n{PROSE}") == ["一、单位构成"]


GLUED = [
    ("（一）存在的问题。由于财力紧张，部分项目未能按进度实施，影响了执行率。", "（一）存在的问题", "由于财力紧张，部分项目未能按进度实施，影响了执行率。"),
    ("1.总体情况2024年度收、支总计各1457.74万元。", "1.总体情况", "2024年度收、支总计各1457.74万元。"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "heading", "rest"), GLUED)
def test_heading_glued_to_its_text_is_split(line: str, heading: str, rest: str) -> None:
    first, second = blocks_of(line)
    assert isinstance(first, Heading) and first.text == heading
    assert isinstance(second, Paragraph) and second.text == rest
    assert second.location.start == line.index(rest)


def test_unclear_heading_is_left_in_its_paragraph() -> None:
    line = "1. 基本支出预算 881300.39 元，占一般公共预算支出的96.74%，同比减少。"
    (only,) = blocks_of(line)
    assert isinstance(only, Paragraph)


def table(title: str, *lines: str) -> str:
    rows = "\n".join(
        f"\t{a}\n\t{b}\n\t{c}\n" for a, b, c in [("指标", "分值", "得分"), ("产出", "50", "48"), ("合计", "50", "48")]
    )
    return "\n\n".join([title, *lines]) + f"\n\n{rows}\n"


REPORT = "\n".join(
    [
        below("第一部分 2024年度部门决算情况说明", "一、收入情况"),
        "\n第二部分 附件\n\n附件1\n2024年部门整体支出绩效自评报告\n",
        below("一、部门概况"),
        "\n附件1\n\n" + table("2024年部门整体支出绩效自评计分表"),
        "附件2\n\n2024年项目支出绩效自评报告\n\n（社区养老服务项目）\n",
        below("一、项目概况"),
        "\n附件1\n\n" + table("2024年项目支出绩效自评计分表", "（社区养老服务项目）"),
        "2024年项目支出绩效自评报告\n\n（殡葬设施改造项目）\n",
        below("一、项目概况"),
        "\n第三部分 名词解释\n\n" + PROSE,
    ]
)


def test_attachments_and_projects_are_scopes_of_their_own() -> None:
    seen: list[tuple[str, str]] = []
    for block in blocks_of(REPORT):
        scope = (str(block.section.scope.kind), block.section.scope.name)
        if not seen or seen[-1] != scope:
            seen.append(scope)
    assert seen == [
        ("department", ""),
        ("attachment", "2024年部门整体支出绩效自评报告"),
        ("project", "社区养老服务项目"),
        ("project", "殡葬设施改造项目"),
        ("department", ""),
    ]


def test_score_sheet_belongs_to_the_report_it_is_attached_to() -> None:
    tables = [block for block in blocks_of(REPORT) if isinstance(block, Table)]
    assert [block.section.scope.name for block in tables] == ["2024年部门整体支出绩效自评报告", "社区养老服务项目"]
    assert tables[0].location.section is not None and tables[0].location.section.endswith("附件1")


def test_a_file_that_is_a_self_evaluation_speaks_for_the_department() -> None:
    text = f"示例县民政局2024年度整体绩效自评报告\n\n{below('一、工作开展情况', '二、绩效目标实现情况')}"
    assert {str(block.section.scope.kind) for block in blocks_of(text)} == {"department"}


def test_office_and_project_chapters() -> None:
    text = below("第一部分 示例区民政局部门决算说明", "第二部分 示例区民政局（本级）决算说明", "一、收入情况")
    text += f"\n\n社区养老专项经费情况说明\n\n{below('一、项目概述')}"
    scopes = {block.text: block.section.scope for block in blocks_of(text) if isinstance(block, Heading)}
    assert str(scopes["第一部分 示例区民政局部门决算说明"].kind) == "department"
    assert str(scopes["一、收入情况"].kind) == "office"
    assert scopes["一、项目概述"].name == "社区养老专项"


def test_city_level_is_not_the_office() -> None:
    assert str(subject_of("2024年度市本级项目支出绩效自评计分表")) == "project"
    assert str(subject_of("民政局本级2024年度决算")) == "office"


def test_form_of_a_project_is_its_scope() -> None:
    rows = "\t项目名称\n\t社区养老服务项目\n\n\t绩效指标\n\t得分\n\n\t产出指标\n\t48\n"
    (found,) = [b for b in blocks_of(f"一、说明\n\n{PROSE}\n\n项目支出绩效自评表\n\n{rows}") if isinstance(b, Table)]
    assert (str(found.section.scope.kind), found.section.scope.name) == ("project", "社区养老服务项目")


def test_notes_right_below_a_table_belong_to_it() -> None:
    text = table("收入决算表") + "\n注：本表反映部门本年度的总收支。\n\n备注：金额四舍五入。\n\n" + PROSE
    found, after = attach_notes(read_lines(text).blocks)
    assert isinstance(found, Table) and isinstance(after, Paragraph)
    assert [note.text for note in found.below] == ["注：本表反映部门本年度的总收支。", "备注：金额四舍五入。"]


def test_examples_in_the_data() -> None:
    assert is_note(load_yaml("conversion")["table_note"]["example"])
    for style in load_yaml("headings")["styles"]:
        mark = read_mark(style["example"])
        assert mark is not None and mark.style == style["key"]
    assert is_report_title("2024年度部门整体支出绩效自评报告")
    assert not is_report_title("2024年度部门整体支出绩效自评计分表")


def test_text_is_neither_added_nor_lost() -> None:
    before = "".join(b.text for b in read_lines(REPORT).blocks if isinstance(b, Paragraph))
    after = "".join(b.text for b in blocks_of(REPORT) if not isinstance(b, Table))
    assert after == before
