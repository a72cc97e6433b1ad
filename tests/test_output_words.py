"""What people read: whole sentences in both languages, for every shape of finding."""

from dataclasses import replace
from pathlib import Path

import output_examples as examples
import pytest
import yaml
from output_examples import figure

import gouji.output.words as words_module
from checks.equation import Equation, Quotient, Sum, minus, plus
from checks.finding import Cause, CauseKind
from extractor.figure import Figure, Role
from extractor.location import Location
from gouji.output.causes import cause_of
from gouji.output.names import label
from gouji.output.numbers import write_equation
from gouji.output.sentences import message_of
from gouji.output.words import Words, clean, fill, shorten
from gouji.publish import shown_evidence

ZH, EN = Words("zh"), Words("en")

MESSAGES = [
    (
        examples.wrong_share,
        "五、财政拨款支出情况 第312行：一般公共预算支出7900.48万元占本年支出合计21703.24万元的比重应为36.40%，原文写作62%，相差25.60个百分点。",
        "7900.48 ÷ 21703.24 = 36.40% ≠ 62%",
        "“占比”的62%疑是按第312行“财政拨款总计”的12737.25万元计算的，而不是按原文所称的总数",
    ),
    (
        examples.wrong_total,
        "“合计”原文写作198.6分，20项得分之和为198.0分，原文多0.6分。",
        "0.4 + 1.4 + 2.4 + 3.4 + 13.4 + … = 198.0 ≠ 198.6",
        "“指标13”的13.4分疑为14.3分之误（两位数字颠倒），改后2处算式同时成立",
    ),
    (
        examples.two_prints,
        "五、财政拨款支出情况 第6页 表3第2行第2列：正文与表中数字不一致：“合计”为524810百元，而第312行的“全年预算”为5428.1万元，相差",
        "5428.1万元 ≠ 524810百元",
        "",
    ),
    (examples.above_weight, "“资金到位率”得10分，超过其分值5分，超出5分。", "10 > 5", ""),
    (
        examples.wrong_growth,
        "“机关运行经费增长率”按23.15 ÷ (196.40 − 23.15)计算应为13.36%，原文写作11.79%，相差1.57个百分点。",
        "23.15 ÷ (196.40 − 23.15) = 13.36% ≠ 11.79%",
        "“机关运行经费增长率”的11.79%疑以本年数作了除数，应除以上年数，得13.36%",
    ),
    (examples.shares_not_hundred, "第1类占比40.00%等3项之和为97.00%，应为100%，少3.00个百分点。", "", ""),
    (
        examples.template_left,
        "七、“三公”经费 第86行：模板中的备选词“增加/减少”未作取舍，应按实际情况保留一个。",
        "",
        "",
    ),
]


@pytest.mark.parametrize(("make", "message", "equation", "cause"), MESSAGES, ids=[m[0].__name__ for m in MESSAGES])
def test_chinese_sentences(make, message, equation, cause) -> None:
    finding = make()
    assert message in message_of(finding, ZH)
    if equation:
        suspects = [finding.cause.figure] if finding.cause else []
        assert write_equation(finding.equation, finding.recomputed, suspects) == equation
    if cause:
        assert cause_of(finding.cause, ZH) == cause


@pytest.mark.parametrize("make", [m[0] for m in MESSAGES], ids=[m[0].__name__ for m in MESSAGES])
def test_english_sentences_are_complete(make) -> None:
    finding = make()
    text = message_of(finding, EN) + (cause_of(finding.cause, EN) if finding.cause else "")
    assert "{" not in text
    assert "原文" not in text


@pytest.mark.parametrize("kind", list(CauseKind))
@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_every_cause_has_words(kind: CauseKind, words: Words) -> None:
    rate, other = figure("62", "%", "占比"), figure("36.4", "%", "旁边的比率")
    told = cause_of(Cause(kind, rate, "62", "36.4", 2, other, ((other, "30"),)), words)
    assert told
    assert "{" not in told


def test_a_fault_whose_sentence_does_not_say_where_it_is_quotes_the_report() -> None:
    long = message_of(examples.template_left("因公出国（境）支出决算比上年增加/减少0万元，增长0%。"), ZH)
    assert long.endswith("应按实际情况保留一个。原文：“因公出国（境）支出决算比上年增加/减少0万元，增长0%”。")


def test_unknown_keys_do_no_harm() -> None:
    finding = examples.above_weight()
    assert cause_of(Cause("a_new_kind", figure("1", "分", "甲"), "1", "2"), ZH) == "“甲”的1分疑为2分之误"  # type: ignore[arg-type]
    assert "a_new_reason" in ZH.reason("a_new_reason")
    assert ZH.problem("a_new_problem", "详情") == "a_new_problem：详情"
    assert message_of(finding, ZH)


def test_a_term_may_be_subtracted_or_negative() -> None:
    income, carried, left = (
        figure("100.00", "万元", "收入"),
        figure("20.00", "万元", "结转"),
        figure("-5.00", "万元", "差额"),
    )
    spending = figure("90.00", "万元", "支出")
    finding = examples.finding(Equation(Sum(plus(spending, carried) + minus(income, left)), spending))
    assert write_equation(finding.equation, finding.recomputed) == "100.00 − 20.00 − 5.00 = 75.00 ≠ 90.00"
    assert "按100.00 − 20.00 − 5.00推算应为75.00万元，原文多15.00万元" in message_of(finding, ZH)


def test_both_languages_have_the_same_words() -> None:
    loaded = yaml.safe_load(Path(words_module.__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    groups = {lang: {(g, k) for g, keys in loaded[lang].items() for k in keys} for lang in ("zh", "en")}
    assert groups["zh"] == groups["en"]


PLACES = [
    (Location(line=12, section="第一部分 › 一、概况"), "第一部分›一、概况 第12行"),
    (Location(page=6, table=3, row=8, column=2), "第6页 表3第8行第2列"),
    (Location(sheet="收入表", cell="B7"), "工作表“收入表”B7单元格"),
    (Location(sheet="收入表", cell="B7", table=2, row=3, column=2), "工作表“收入表”B7单元格"),
    (Location(block=52, section="一、概况"), "一、概况 第52段"),
    (Location(block=52, line=7), "第7行"),
    (
        Location(line=9, table=1, row=2, column=3, section="附件1 2023年度自评表 › 二、说明。"),
        "附件1 2023年度自评表›二、说明 第9行 表1第2行第3列",
    ),
    (Location(), "全文"),
    (Location(section="很长的一级标题" * 6 + " › 二、近处"), "二、近处"),
]


@pytest.mark.parametrize(("location", "told"), PLACES)
def test_places(location: Location, told: str) -> None:
    assert ZH.place(location) == told


def test_text_of_a_report_stays_text() -> None:
    assert fill("{label}写作{x}", {"label": "{x}", "x": "{label}"}) == "{x}写作{label}"
    assert clean("甲\x1b[31m乙\n丙") == "甲 [31m乙 丙"
    assert shorten("人员 经费" * 20, 10) == "人员经费人员经费人…"
    assert shorten("人员 经费" * 20, 10, keep_end=True) == "…费人员经费人员经费"
    assert shorten("附件1 2023年度 报表") == "附件1 2023年度报表"


NAMES = [
    (
        figure("98.86", "分", "某市项目 2023年度自评计分表 合计", table=1, row=9, column=6),
        "“合计”（某市项目2023年度自评计分表）",
    ),
    (figure("257", "万元", "决算数>公务用车>小计", table=1), "“决算数／公务用车／小计”"),
    (figure("5", "万元", "合计|合计", table=1), "“合计”"),
    (figure("4.4", "分", "“三公”经费变动率"), "“‘三公’经费变动率”"),
    (figure("21.5", "%", "接待费", Role.GROWTH), "“接待费增减率”"),
    (
        replace(figure("84.13", "%", ""), quote="（1）控制率：在职人员数与编制数的比率为84.13%（111/126）"),
        "“在职人员数与编制数的比率”",
    ),
    (replace(figure("84.13", "%", ""), quote="84.13%"), "此处数字"),
]


@pytest.mark.parametrize(("named", "told"), NAMES, ids=[told for _, told in NAMES])
def test_figures_are_called_in_the_words_of_the_report(named: Figure, told: str) -> None:
    assert label(named, ZH) == told


def test_amounts_of_one_name_are_told_apart_by_their_basis() -> None:
    rate = figure("95.45", "%", "支出完成率", Role.COMPLETION)
    spent = replace(figure("9746.50", "万元", "支出年初预算"), basis="决算")
    planned = replace(figure("10210.34", "万元", "支出年初预算"), basis="年初预算")
    told = message_of(examples.finding(Equation(Quotient(rate, plus(spent), plus(planned)), rate, code="CMP101")), ZH)
    assert "支出决算数9746.50万元为支出年初预算10210.34万元的95.46%" in told


def test_equally_good_changes_are_all_told() -> None:
    rate = figure("4.3", "%", "占比")
    others = tuple((figure(f"{n}", "万元", f"第{n}项"), f"{n + 1}") for n in range(5))
    told = cause_of(Cause(CauseKind.DIGIT_CHANGED, rate, "4.3", "4.8", 2, None, ((rate, "4.9"), *others)), ZH)
    assert told.startswith(
        "“占比”的4.3%疑为4.8%之误（写错一位数字）；也可能应为4.9%，或是“第0项”的0万元应为1万元，或是"
    )
    assert "“第4项”的4万元应为5万元（任一改法都使2处算式同时成立）" in told


def test_another_print_in_another_unit_says_what_it_should_be() -> None:
    wrong, right = figure("4155.4", "元", "支出"), figure("4155.41", "万元", "本年支出合计", line=7)
    told = cause_of(Cause(CauseKind.PRINTED_ELSEWHERE, wrong, "4155.4", "41554100.0", 1, right), ZH)
    assert told == "“支出”的4155.4元疑应与第7行“本年支出合计”的4155.41万元一致"


def test_the_suspect_stands_next_to_the_stated_figure() -> None:
    finding = examples.wrong_total()
    assert [e.label for e in shown_evidence(finding)][:3] == ["合计", "指标13", "指标0"]


def test_a_cell_is_named_by_its_row_and_column() -> None:
    cell = figure("2533.65", "万元", "本年支出合计|支出>决算数", table=1, row=25, column=4)
    text = figure("2576.10", "万元", "总支出")
    told = message_of(examples.finding(Equation(Sum(plus(text) + minus(cell)), text, why="正文与表")), ZH)
    assert "“本年支出合计（支出／决算数）”为2533.65万元" in told
