"""Small findings made by hand, for the tests of everything that shows findings to people."""

from __future__ import annotations

from decimal import Decimal

from checks.equation import Equation, Quotient, Sum, minus, plus
from checks.examine import recompute
from checks.finding import Cause, CauseKind, Evidence, Fault, Finding, Severity, show
from checks.judge import judge
from checks.prints import Prints
from checks.registry import load_checks
from extractor.figure import Figure, Role
from extractor.location import Location
from extractor.quantity import Quantity

load_checks()


def figure(value: str, unit: str, label: str, role: Role = Role.AMOUNT, **at: object) -> Figure:
    decimals = len(value.partition(".")[2])
    place = Location(**{"line": 312, "section": "第二部分 说明 › 五、财政拨款支出情况", **at})  # type: ignore[arg-type]
    return Figure(Quantity(Decimal(value), unit, decimals, value + unit), role, label, place, f"{label}{value}{unit}")


def finding(equation: Equation, cause: Cause | None = None) -> Finding:
    prints = Prints()
    again = recompute(equation, judge(equation, prints), prints)
    return Finding(
        equation.code,
        Severity.ERROR,
        show(equation.main, *equation.relation.figures()),
        equation,
        again,
        equation.main.quantity.value - again.value if again else None,
        cause,
    )


def wrong_share() -> Finding:
    rate = figure("62", "%", "占比", Role.SHARE)
    part, whole = figure("7900.48", "万元", "一般公共预算支出"), figure("21703.24", "万元", "本年支出合计")
    other = figure("12737.25", "万元", "财政拨款总计")
    equation = Equation(Quotient(rate, plus(part), plus(whole)), rate, code="SHR101")
    return finding(equation, Cause(CauseKind.OTHER_WHOLE, rate, "62", "36.40", 1, other))


def wrong_total(count: int = 20) -> Finding:
    parts = [figure(f"{i}.4", "分", f"指标{i}", Role.SCORE, table=2, row=i + 2, column=5) for i in range(count)]
    total = figure("198.6", "分", "合计", Role.SCORE, table=2, row=count + 2, column=5)
    equation = Equation(Sum(plus(total) + minus(*parts)), total, exact=True, why="得分", code="SUM101")
    return finding(equation, Cause(CauseKind.DIGITS_SWAPPED, parts[13], "13.4", "14.3", 2))


def two_prints() -> Finding:
    table = figure("524810", "百元", "合计", table=3, row=2, column=2, line=None, page=6)
    text = figure("5428.1", "万元", "全年预算")
    return finding(Equation(Sum(plus(table) + minus(text)), table, why="正文与表", code="SAM101"))


def above_weight() -> Finding:
    score, weight = figure("10", "分", "资金到位率", Role.SCORE), figure("5", "分", "资金到位率分值", Role.WEIGHT)
    return finding(Equation(Sum(plus(score) + minus(weight), at_most=True), score, exact=True, code="SAM201"))


def wrong_growth() -> Finding:
    rate, delta = figure("11.79", "%", "机关运行经费增长率", Role.GROWTH), figure("23.15", "万元", "增加")
    current = figure("196.40", "万元", "机关运行经费")
    equation = Equation(Quotient(rate, plus(delta), plus(current) + minus(delta)), rate, code="CHG101")
    return finding(equation, Cause(CauseKind.DIVIDED_BY_CURRENT, rate, "11.79", "13.36", 1, current))


def shares_not_hundred() -> Finding:
    shares = [figure(v, "%", f"第{i}类占比", Role.SHARE) for i, v in enumerate(("40.00", "35.00", "22.00"), 1)]
    return finding(Equation(Sum(plus(*shares), constant=Decimal(-100)), shares[-1], code="SHR201"))


def template_left(quote: str = "增加/减少0万元") -> Finding:
    evidence = (Evidence(quote, Location(line=86, section="七、“三公”经费")),)
    return Finding("TXT101", Severity.WARNING, evidence, fault=Fault({"text": "“增加/减少”"}, evidence, code="TXT101"))
