"""One fact told twice in running text, and the two sides of an account, which are one amount as well."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from checks.equation import Equation, Sum
from checks.finding import Severity
from checks.registry import check
from checks.relations import demand, one, prints_agree, stated
from extractor.extraction import Extraction
from extractor.figure import Figure, Role
from extractor.statement import Accuse, Same

_EXACT = frozenset({Role.COUNT, Role.SCORE, Role.WEIGHT, Role.DEDUCTION})
FLAT = "持平"
REPEATED = "同一事项重复表述"
BALANCED = "收支平衡"
GRAND = ("agg", "总计")


@check("SAM101", "同一数字前后不一致", "one number stated differently in two places")
def same_twice(extraction: Extraction) -> Iterator[Equation]:
    """同一数字在文中各处写法一致。

    必须成立：前文所述 = 后文所述（单位换算后），年度、口径、范围相同。
    为什么重要：同一数字有两个版本，说明有一处没有随修改更新。
    容差：两数按印出的小数位数所表示的区间不相交才算不符（6295.7 与 6295.71 相符）；只在一点相接的（236.63 与 236.64）只作提示。
    何时不适用：部门与本级、两个年度、预算与决算之间不作比较。只能从文字推断是同一数字的：相差一次笔误的作警告，否则记为无法核对。
    """
    for statement in stated(Same, extraction.statements):
        if statement.why != FLAT:
            exact = statement.first.role in _EXACT and statement.second.role in _EXACT
            yield from demand(statement, statement.second, prints_agree, statement.why or REPEATED, exact)


@check("SAM102", "正文收入总计与支出总计不一致", "grand totals of both sides differ in the text", Severity.WARNING)
def both_sides(extraction: Extraction) -> Iterator[Equation]:
    """一句话并列的收入总计与支出总计相等。

    必须成立：收入总计 = 支出总计（两侧都含结转结余）。
    为什么重要：两侧总计是同一笔账的两面，不等说明其中一个写错。
    容差：两数按印出的小数位数各留半个单位。
    何时不适用：写“合计”而不写“总计”的，可能不含结转结余；两数之间隔有其他数字的（各有各的增减）；两数的年度、口径、范围、资金性质不同的，只记为无法核对。
    """
    told = [f for f in extraction.figures if f.location.table is None]
    for income, spending in pairwise(told):
        beside = income.quantity.text in spending.quote and income.location.section == spending.location.section
        if beside and _side(income) == "收入" and _side(spending) == "支出":
            same = Sum((*one(income), *one(spending, -1)))
            if _are_of_one_account(income, spending):
                yield Equation(same, spending, why=BALANCED)
            else:
                yield Equation(same, spending, accuse=Accuse.NOTHING, reason="basis_unsure", why=BALANCED)


def _side(figure: Figure) -> str:
    """收入 or 支出 of a grand total; "" of any other amount."""
    facets = figure.facets or ()
    return (
        dict(facets).get("flow", "")
        if GRAND in facets and figure.role is Role.AMOUNT and figure.quantity.is_money
        else ""
    )


def _are_of_one_account(income: Figure, spending: Figure) -> bool:
    """The second total leaves out what the first one said already: 财政拨款收入总计…，支出总计…."""
    mine, other = dict(income.facets or ()), dict(spending.facets or ())
    same_facets = all(mine.get(k) == v for k, v in other.items() if k != "flow")
    year_and_basis = (income.year, income.basis, income.scope) == (spending.year, spending.basis, spending.scope)
    return same_facets and year_and_basis
