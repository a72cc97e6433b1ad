"""Completion rates that a nought rules out: of a budget of nil, or of an amount that is nil or is not."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from checks.finding import Fault, Severity, show
from checks.registry import check
from checks.relations import stated
from extractor.extraction import Extraction
from extractor.statement import SURE, Completion, Source, Term

ZERO, HUNDRED = Decimal(0), Decimal(100)


@check("CMP102", "预算为零却有完成率", "completion rate although the budget is zero", Severity.WARNING)
def rate_of_no_budget(extraction: Extraction) -> Iterator[Fault]:
    """预算为零而有支出时，没有完成率可言。

    必须成立：年初预算 = 0、支出不为 0 的，不写完成率。
    为什么重要：分母为零，写出的完成率必是模板留下的，或者预算数写错。
    容差：无。
    何时不适用：预算和支出都为零的（有写 0% 的，也有写 100% 的）；不能确定完成率是按这个预算数计算时。
    """
    for statement in stated(Completion, extraction.statements):
        if statement.source is not Source.TEXT or not statement.budget or statement.binding != SURE:
            continue
        if _sum(statement.budget) == ZERO and _sum(statement.actual) != ZERO:
            rate = statement.rate
            told = [term.figure for term in (*statement.actual, *statement.budget)]
            yield Fault({"rate": rate.quantity.text}, show(rate, *told))


@check("CMP103", "金额与完成率矛盾", "an amount contradicts its completion rate", Severity.WARNING)
def rate_against_amount(extraction: Extraction) -> Iterator[Fault]:
    """金额不为零的，完成率不会是 0%；金额为零的，完成率只能是 0%。

    必须成立：支出数 = 0 与完成率 = 0% 同时成立，或者同时不成立，不论预算数是多少。
    为什么重要：两者必有一个是模板或上年文本留下的。预算数没有印出，别的核对也无从发现。
    容差：无。
    何时不适用：预算数已经印出的，由 CMP101 核对；支出为零写作“完成预算 100%”的（没有预算、没有支出的习惯写法）。
    """
    for statement in stated(Completion, extraction.statements):
        if statement.budget or statement.source is not Source.TEXT:
            continue
        rate, amount = statement.rate, _sum(statement.actual)
        if rate.quantity.value == HUNDRED or (rate.quantity.value == ZERO) == (amount == ZERO):
            continue
        told = [term.figure for term in statement.actual]
        words = {"rate": rate.quantity.text, "amount": told[0].quantity.text}
        yield Fault(words, show(rate, *told))


def _sum(terms: tuple[Term, ...]) -> Decimal:
    return sum((t.sign * t.figure.quantity.value for t in terms), ZERO)
