"""Goal forms: the money of a department or project, within the form and against the narrative."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from checks.equation import Equation, Quotient, Sum, minus, plus
from checks.points import adds_up, equation, every
from checks.registry import check
from extractor.evaluation.statements import GoalRate, GoalSame, GoalSum
from extractor.extraction import Extraction

IN_BLOCKS, IN_TEXT = "两栏", "正文与表"


@check("GOL101", "绩效目标表合计与各行不符", "rows of a goal form do not add up to its total")
def rows_make_total(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：绩效目标表（项目支出绩效自评表）资金部分的合计 = 各资金来源或各类支出之和，预算数、执行数分别成立。

    为什么重要：合计是计算执行率和执行率得分的依据。
    容差：按印出的小数位数，每个数留半个单位。
    何时不适用：各行不是完整的资金来源或支出类别（如只列其中一部分）时，不符只作警告。
    """
    for s in every(GoalSum, extraction):
        if s.means == "行":
            yield equation(s, adds_up(s.total, s.parts), s.total, "目标表合计", exact=False)


@check("GOL102", "绩效目标表合计与资金结构不符", "funds of a goal form do not add up to its total")
def funds_make_total(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：预算结构（财政拨款结构）部分的合计 = 一般公共预算 + 政府性基金 + 国有资本经营预算 + 社保基金等各项之和。

    为什么重要：同一笔资金按行和按资金性质两次列示，两次都应加到同一个合计。
    容差：按印出的小数位数，每个数留半个单位。
    何时不适用：列有不认识的资金名称时，不符只作警告。
    """
    for s in every(GoalSum, extraction):
        if s.means != "行":
            yield equation(s, adds_up(s.total, s.parts), s.total, "目标表资金结构", exact=False)


@check("GOL103", "绩效目标表两处合计不一致", "two blocks of a goal form state different totals")
def blocks_agree(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：预算执行情况部分的合计（或财政拨款）= 预算结构部分的合计。

    为什么重要：两部分说的是同一笔资金。
    容差：按印出的小数位数，每个数留半个单位。
    何时不适用：结构部分只说财政拨款而另有其他资金时，与财政拨款一行比较。
    """
    for s in every(GoalSame, extraction):
        if s.why == IN_BLOCKS:
            yield equation(s, Sum(plus(s.first) + minus(s.second)), s.first, "目标表两处", exact=False)


@check("GOL104", "预算执行率与预算数、执行数不符", "an execution rate does not follow from budget and execution")
def execution_rate(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：预算执行率 = 全年执行数 ÷ 全年预算数 × 100%。

    为什么重要：执行率直接决定该项得分。
    容差：执行率和两个金额按印出的小数位数各留半个单位。
    何时不适用：预算数为 0 时没有执行率，记为无法核对；以小数印出的执行率（0.98）按小数核对。
    """
    for s in every(GoalRate, extraction):
        own = Quotient(s.rate, plus(s.execution), plus(s.budget))
        plain = (replace(own, scale=Decimal(1)),) if s.may_be_fraction else ()
        yield replace(equation(s, own, s.rate, "执行率", exact=False), rescues=plain)


@check("GOL105", "绩效目标表金额与正文不符", "an amount of a goal form differs from the narrative")
def form_and_text(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：换算单位（百元、万元）后，绩效目标表的预算额、执行额 = 同一部门或项目正文写的预算、支出。

    为什么重要：表与正文说的是同一笔资金，不一致时必有一处写错或单位写错。
    容差：按印出的小数位数，每个数留半个单位。
    何时不适用：正文写的是年初预算而表中是全年预算的；正文写的是另一个项目、另一类资金的；正文有几个不同预算数时只作警告。
    """
    for s in every(GoalSame, extraction):
        if s.why == IN_TEXT:
            yield equation(s, Sum(plus(s.first) + minus(s.second)), s.first, "正文与目标表", exact=False)
