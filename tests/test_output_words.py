"""What people read: whole sentences in both languages, for every shape of finding."""

from pathlib import Path

import output_examples as examples
import pytest
import yaml
from output_examples import figure

import gouji.output.words as words_module
from checks.equation import Equation, Sum, minus, plus
from checks.finding import Cause, CauseKind
from extractor.location import Location
from gouji.output.numbers import write_equation
from gouji.output.sentences import cause_of, message_of
from gouji.output.words import Words, clean, fill, shorten

ZH, EN = Words("zh"), Words("en")

MESSAGES = [
    (
        examples.wrong_share,
        "五、财政拨款支出情况 第312行：一般公共预算支出7900.48万元占本年支出合计21703.24万元的比重应为36.40%，原文写作62%，相差25.60个百分点。",
        "7900.48 ÷ 21703.24 = 36.40% ≠ 62%",
        "“占比”的62%是对财政拨款总计12737.25万元计算的，不是对原文所称的总数",
    ),
    (
        examples.wrong_total,
        "“合计”原文写作198.6分，各项得分之和为198.0分，多0.6分。",
        "0.4 + 1.4 + 2.4 + 3.4 + 13.4 + … = 198.0 ≠ 198.6",
        "“指标13”的13.4分疑为14.3分之误（两位数字颠倒），改后2处算式同时成立",
    ),
    (
        examples.two_prints,
        "五、财政拨款支出情况 第6页 表3 第2行 第2列：正文与表中数字不一致：“合计”524810百元，而",
        "5428.1万元 ≠ 524810百元",
        "",
    ),
    (examples.above_weight, "资金到位率10分超过资金到位率分值5分，超出5分。", "10 > 5", ""),
    (
        examples.wrong_growth,
        "“机关运行经费增长率”按23.15 ÷ (196.40 − 23.15)计算应为13.36%，原文写作11.79%，相差1.57个百分点。",
        "23.15 ÷ (196.40 − 23.15) = 13.36% ≠ 11.79%",
        "“机关运行经费增长率”的11.79%误以本年数作除数，应除以上年数，得13.36%",
    ),
    (examples.shares_not_hundred, "第1类占比40.00%等3项之和为97.00%，应为100%，少3.00个百分点。", "", ""),
    (examples.template_left, "七、“三公”经费 第86行：模板中的备选词“增加/减少”未作取舍，应按实际情况保留一个", "", ""),
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
    assert write_equation(finding.equation, finding.recomputed) == "−20.00 + 100.00 − 5.00 = 75.00 ≠ 90.00"
    assert "按相关数字推算应为75.00万元，多15.00万元" in message_of(finding, ZH)


def test_both_languages_have_the_same_words() -> None:
    loaded = yaml.safe_load(Path(words_module.__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    groups = {lang: {(g, k) for g, keys in loaded[lang].items() for k in keys} for lang in ("zh", "en")}
    assert groups["zh"] == groups["en"]


PLACES = [
    (Location(line=12, section="第一部分 › 一、概况"), "第一部分›一、概况 第12行"),
    (Location(page=6, table=3, row=8, column=2), "第6页 表3 第8行 第2列"),
    (Location(sheet="收入表", cell="B7"), "工作表“收入表” B7单元格"),
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


def test_a_cell_is_named_by_its_row_and_column() -> None:
    cell = figure("2533.65", "万元", "本年支出合计|支出>决算数", table=1, row=25, column=4)
    text = figure("2576.10", "万元", "总支出")
    told = message_of(examples.finding(Equation(Sum(plus(text) + minus(cell)), text, why="正文与表")), ZH)
    assert "“本年支出合计（支出／决算数）”2533.65万元" in told
