"""Shares, completion rates and named ratios in running text: a printed rate against the figures it is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from checks.equation import Equation
from checks.finding import Severity
from checks.judge import Status, judge
from checks.registry import check
from checks.relations import (
    HUNDRED,
    actual_of_budget,
    demand,
    parts_make_total,
    ratio_of_sums,
    share_of_whole,
    shares_make_hundred,
    stated,
)
from extractor.extraction import Extraction
from extractor.figure import Figure
from extractor.statement import Accuse, Completion, Composition, Ratio, Share, Source, Totals100

SHARES = "shares"


@check("SHR101", "占比与金额不符", "share does not follow from part and whole")
def share(extraction: Extraction) -> Iterator[Equation]:
    """占比等于部分除以文字所指的总体。

    必须成立：占比 = 部分 ÷ 总体。
    为什么重要：总体取错，或者占比沿用旧版本，会使读者误解收支结构。
    容差：占比和两个金额按印出的小数位数各留半个单位。相差不足占比末位一个单位的（截断而未四舍五入）作警告；
    为使各项占比凑足 100% 而调整末位的，只作提示。
    何时不适用：总体没有印出时，记为无法核对。
    """
    of_one_whole: dict[frozenset[Figure], dict[Figure, Equation]] = defaultdict(dict)
    for statement in stated(Share, extraction.statements):
        whole = frozenset(term.figure for term in statement.whole)
        for equation in demand(statement, statement.rate, share_of_whole, "share"):
            of_one_whole[whole][statement.rate] = equation
    for shares in of_one_whole.values():
        yield from _forgive_nudge(shares)


def _forgive_nudge(shares: dict[Figure, Equation]) -> Iterator[Equation]:
    """Where the printed shares of one whole give exactly 100, one of them may have been nudged to make them so."""
    gives_hundred = len(shares) > 1 and sum(rate.quantity.value for rate in shares) == HUNDRED
    failed = [e for e in shares.values() if gives_hundred and judge(e).status is Status.FAILS]
    for equation in shares.values():
        yield replace(equation, slight=Accuse.INFO) if failed == [equation] else equation


@check("SHR201", "各项占比合计不是100%", "shares do not make 100 %", Severity.WARNING)
def shares_total(extraction: Extraction) -> Iterator[Equation]:
    """同一总体各部分的占比合计为 100%。

    必须成立：Σ 各项占比 = 100%。
    为什么重要：合计为 97% 或 108%，说明某项占比写错或漏列一项；只有一项写错时，可由其余各项推出。
    容差：各项占比按印出的小数位数各留半个单位。
    何时不适用：只列举部分项目的；各部分金额之和与总体不符的（见 SUM101）。
    """
    for statement in stated(Totals100, extraction.statements):
        yield from demand(statement, statement.parts[-1], shares_make_hundred, statement.why or SHARES)
    for rates in _shares_of_all_parts(extraction):
        hundred = Totals100(source=Source.TEXT, parts=rates)
        yield from demand(hundred, rates[-1], shares_make_hundred, SHARES)


def _shares_of_all_parts(extraction: Extraction) -> Iterator[tuple[Figure, ...]]:
    """The shares of the parts of one total, where every part is printed with its share of it and the parts fit."""
    rate_of: dict[tuple[Figure, Figure], Figure] = {}
    for share in stated(Share, extraction.statements):
        if len(share.part) == len(share.whole) == 1:
            rate_of[share.part[0].figure, share.whole[0].figure] = share.rate
    for sums in stated(Composition, extraction.statements):
        rates = [rate_of.get((part.figure, sums.total)) for part in sums.parts if part.sign > 0]
        printed = tuple(rate for rate in rates if rate is not None)
        if len(printed) == len(sums.parts) > 1 and _adds_up(sums):
            yield printed


def _adds_up(sums: Composition) -> bool:
    return all(judge(equation).status is Status.HOLDS for equation in demand(sums, sums.total, parts_make_total))


@check("CMP101", "完成率与金额不符", "completion rate does not follow from actual and budget")
def completion(extraction: Extraction) -> Iterator[Equation]:
    """完成率（执行率）等于实际数除以文字所指的预算数。

    必须成立：完成率 = 决算（执行、支出）数 ÷ 预算数。
    为什么重要：完成率是评分和公开的依据，应能由旁边的两个金额算出。
    容差：完成率和两个金额按印出的小数位数各留半个单位。
    何时不适用：预算数没有印出，或者为 0 时（0 ÷ 0 有写 0% 的，也有写 100% 的）。
    """
    for statement in stated(Completion, extraction.statements):
        if statement.budget:
            yield from demand(statement, statement.rate, actual_of_budget, "completion")


@check("RAT101", "指标值与算式不符", "ratio does not follow from its terms")
def ratio(extraction: Extraction) -> Iterator[Equation]:
    """有名称的比率指标，或写明算式的指标，等于其算式的结果。

    必须成立：指标值（控制率、节约率、变动率等）= 分子 ÷ 分母，按算式所写的倍数。
    为什么重要：这些指标直接计分，读者可以用旁边的数字复算。
    容差：各数按印出的小数位数各留半个单位。
    何时不适用：算式中有一项没有印出，或者分母为 0 时。
    """
    for statement in stated(Ratio, extraction.statements):
        yield from demand(statement, statement.value, ratio_of_sums, statement.name or "ratio")
