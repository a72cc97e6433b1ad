"""Lines cut by pages and converters are rejoined; rows of tables and list items are not."""

import pytest

from extractor.layout.paragraphs import group_lines, join
from extractor.layout.residue import drop_residue, is_page_number, split_lines
from patterns.load import load_yaml
from tests.effort import assert_grows_with_length_only


def paragraphs(text: str) -> list[str]:
    kept, _ = drop_residue(split_lines(text))
    return [join(group).text for group in group_lines(kept)]


JOINED = [
    ("word cut in two", "2024年度“三公”经费支\n出决算总额为 5.20 万元，比上年增加 1.00 万元。"),
    ("unit cut in two", "公务用车运行维护费支出决算3.10万元，比上年增加 1.05 万\n元，增长51.2%。"),
    ("short pieces of one sentence", "公务接待费支出决算 1.5万\n元，比去\n年增加 0.5 万元，增长50%。"),
    ("number cut behind its point, blank line inside", "财政供养人员控制率 95.\n\n10%，比上年下降。"),
    ("digits cut inside a number", "全年财政拨款收入合计，其中一般公共预算财政拨款收入48\n96.98万元，占87.3%。"),
    ("page break inside a sentence", "一是完善制度建设，补充人员，推进空间规划体\n\n系建设，国土空间规划已完成审查。"),
    ("share cut before its rate", "1. 基本支出预算 881300 元，占一般公共预算支出的\n96.74%，同比减少 1000 元。"),
    ("line ends behind a comma", "2024年度收入合计120万元，\n比上年增加20万元。"),
    ("the step of a 科目 apart from its name", "5.农林水支出（类）农业农村（款）行政运行\n（项）4,606,443.00元。"),
    ("open bracket", "办公经费支出合计20万元，主要用于办公设备（\n含打印机）的购置。"),
]


@pytest.mark.parametrize("text", [case[1] for case in JOINED], ids=[case[0] for case in JOINED])
def test_lines_of_one_sentence_become_one_paragraph(text: str) -> None:
    assert paragraphs(text) == [text.replace("\n", "")]


APART = [
    ("labels and numbers of a lost table", "因公出国（境）费\n91.85\n公务接待费\n183.19\n合计\n275.04"),
    ("the same with blank lines", "公务接待费\n\n183.19\n\n公务用车购置费\n\n1,471.69"),
    ("numbered items", "1.行政运行支出30万元，完成预算100%\n2.事业运行支出20万元，完成预算90%"),
    ("list of units", "纳入编制范围的单位包括：\n1. 示例区民政局本级\n2. 示例区救助管理站"),
    ("heading and text", "（一）评价工作组织情况\n本次自评由财务科牵头，各科室配合。"),
    ("heading that ends in 的", "1. 立项背景及目的\n\n根据上级文件要求，设立本项目。"),
    ("title and text", "2024年度部门整体支出绩效自评报告\n\n为加强预算管理，提高资金使用效益，开展本次自评。"),
    ("rows of cells between |", "合计|小计|购置\n22.00|8.77|14.00|3"),
    ("rows of figures with thousands commas", "合计 1,208.30 900.10 308.20\n207 文化支出 1,100.00 800.00 300.00"),
    ("whole sentences", "收入合计120万元。\n支出合计110万元。"),
    ("of which, by line", "基本支出100万元，下降5%。其中：\n工资福利支出80万元，下降4%。"),
    (
        "an indented line begins a paragraph",
        "人员经费主要包括基本工资、津贴补贴、奖金\n　　公用经费主要包括办公费、水费。",
    ),
]


WRAPPED = [
    "一般公共预算财政拨款支出2791.08万元，主要用于以下方面：教育支出1878.18万元，占67.3%；社会保障和就业支出638.57万元，占22.9%；卫生健康支出274.33万元，占9.8%。",
    "1.教育支出（类）普通教育（款）小学教育（项）支出决算为1188806元，完成年初预算的95.10%，决算数小于预算数的主要原因是部分项目未实施。",
    "2.社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项）支出决算为235.08万元，完成预算95.8%。",
]


@pytest.mark.parametrize("width", [23, 30, 34, 41])
def test_text_cut_after_a_fixed_number_of_characters(width: int) -> None:
    cut = ["\n".join(text[i : i + width] for i in range(0, len(text), width)) for text in WRAPPED]
    assert paragraphs("\n\n".join(cut)) == WRAPPED


@pytest.mark.parametrize("text", [case[1] for case in APART], ids=[case[0] for case in APART])
def test_lines_that_stand_for_themselves_stay_apart(text: str) -> None:
    assert paragraphs(text) == [line.strip() for line in text.split("\n") if line.strip()]


def test_every_character_is_traceable() -> None:
    text = "标题\r\n\r\n 2024年收入1.5万\r\n元，增长50%，主要\f原因是\u200b补助增加。\r\n"
    kept, _ = drop_residue(split_lines(text))
    for group in group_lines(kept):
        joined = join(group)
        for i, char in enumerate(joined.text):
            place = joined.locate(i, i + 1)
            assert place.start is not None
            assert text[place.start] == char
            assert place.line == text[: place.start].count("\n") + 1


RESIDUE = [
    (
        "picture with letters read off a chart",
        "甲。\n[image: image3.png]5500\n\n900\n\nBEs: AB\n乙。",
        ["甲。", "乙。"],
    ),
    ("page numbers", "甲。\n— 3 —\n乙。\n第 4 页 共 9 页\n丙。", ["甲。", "乙。", "丙。"]),
    (
        "running heads and bare page numbers at form feeds",
        "甲局决算\n甲。\n1\f甲局决算\n乙。\n2\f甲局决算\n丙。\n3",
        ["甲。", "乙。", "丙。"],
    ),
    ("a number alone in a line is not residue without a form feed", "甲。\n12\n乙。", ["甲。", "12", "乙。"]),
]


@pytest.mark.parametrize(("text", "left"), [case[1:] for case in RESIDUE], ids=[case[0] for case in RESIDUE])
def test_residue_is_skipped_and_counted(text: str, left: list[str]) -> None:
    kept, skipped = drop_residue(split_lines(text))
    assert [line.bare for line in kept if line.bare] == left
    assert len(kept) + len(skipped) >= len([line for line in text.replace("\f", "\n").split("\n") if line])


def test_examples_of_page_numbers() -> None:
    assert all(is_page_number(entry["example"]) for entry in load_yaml("conversion")["page_numbers"])
    assert not is_page_number("12")
    assert not is_page_number("-12.5")


def test_joining_takes_linear_time() -> None:
    wrapped = "本部门2024年度支出合计一百二十万元，主要用于民政事务的开\n展和困难群众救助，资金使用效益\n" * 2000
    assert_grows_with_length_only(lambda times: group_lines(drop_residue(split_lines(wrapped * times))[0]))
