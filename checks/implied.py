"""Budgets that are not printed but follow from amounts and completion rates."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from checks.finding import Fault, Severity, show
from checks.registry import check
from extractor.extraction import Extraction
from extractor.figure import Figure
from extractor.quantity import Interval
from extractor.statement import Accuse, ImpliedBudgets

ZERO = Decimal(0)
HUNDRED = Decimal(100)


@check(
    "CMP201",
    "各项完成率与总完成率不符",
    "completion rates of the items do not fit that of their total",
    Severity.WARNING,
)
def implied_budgets(extraction: Extraction) -> Iterator[Fault]:
    """由各项完成率推出的预算数之和等于由总完成率推出的预算数。

    必须成立：Σ（分项决算数 ÷ 分项完成率）＝ 合计决算数 ÷ 总完成率，按各完成率印出的小数位取区间。
    为什么重要：总完成率与各项完成率出自同一份预算；两者不能同时成立，说明总完成率或某一项的完成率有误，或者所列项目与合计口径不同。
    容差：每个完成率和金额末位的半个单位；区间相交即成立。
    何时不适用：有分项没有完成率，或完成率为零；所列项目明显不是全部时。只有两个分项的，仅作提示（预算中可能另有未列出的预备费）。
    """
    for statement in extraction.statements:
        if isinstance(statement, ImpliedBudgets) and statement.binding.accuse is not Accuse.NOTHING:
            yield from _compare(statement)


def _compare(statement: ImpliedBudgets) -> Iterator[Fault]:
    whole = _budget(statement.actual, statement.rate)
    parts = [_budget(actual, rate) for actual, rate in statement.parts]
    if whole is None or any(part is None for part in parts):
        return
    total = Interval(ZERO, ZERO)
    for part in parts:
        total += part if part is not None else Interval(ZERO, ZERO)
    if total.meets(whole):
        return
    actual, rate = statement.actual.quantity, statement.rate.quantity
    middle = (total.low + total.high) / 2
    words = {
        "rate": rate.text,
        "actual": actual.text,
        "whole": _show((whole.low + whole.high) / 2, statement.actual),
        "parts": _show(middle, statement.actual),
        "should": f"{HUNDRED * actual.value * actual.factor / middle:.{max(rate.decimals, 1)}f}%",
        "count": str(len(statement.parts)),
    }
    severity = Severity.INFO if statement.binding.accuse is Accuse.INFO else Severity.WARNING
    yield Fault(words, show(statement.rate, statement.actual, *(f for pair in statement.parts for f in pair)), severity)


def _budget(actual: Figure, rate: Figure) -> Interval | None:
    """All budgets that the two prints allow, in yuan; None where the rate may be zero."""
    percent, amount = rate.quantity.interval(), actual.quantity.interval()
    if percent.low <= 0:
        return None
    return Interval(HUNDRED * amount.low / percent.high, HUNDRED * amount.high / percent.low)


def _show(yuan: Decimal, like: Figure) -> str:
    return f"{yuan / like.quantity.factor:.2f}{like.quantity.unit}"
