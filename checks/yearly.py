"""Yearly rates of growth between two years. A power of a rate is no sum and no quotient of figures, so that this check
computes by itself, with the intervals that the printed numbers allow."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from checks.finding import Fault, Severity, show
from checks.registry import check
from checks.relations import stated
from extractor.extraction import Extraction
from extractor.quantity import Interval
from extractor.statement import YearlyGrowth

ONE, HUNDRED = Decimal(1), Decimal(100)
FAR = Decimal(5)  # times the stated rate, or a fifth of it: other amounts were meant
PLACES = 2


@check(
    "CHG401",
    "年均增长率与首末年份的数不符",
    "yearly growth does not lead from the first to the last year",
    Severity.WARNING,
)
def yearly_growth(extraction: Extraction) -> Iterator[Fault]:
    """年均增长率使首年的数按年复利增长到末年的数。

    必须成立：首年数 × (1 + 年均增长率)ⁿ = 末年数，n 为首末年份之差。
    为什么重要：年均增长率常被写成累计增长率，或者用错年数，读者可以用首末两年的数复算。
    容差：首末年份的数和增长率按印出的小数位数各留半个单位；年数按首末年份之差、多一年、少一年计算，或者按累计增长率
    除以年数计算相符的，都不指出。
    何时不适用：首年、末年的数或年份没有印出，印出的数是约数，或者相差五倍以上、显然指别的数时。
    """
    for growth in stated(YearlyGrowth, extraction.statements):
        right = _compound(growth)
        if not _may_hold(growth) and 1 / FAR < abs(growth.rate.quantity.value / right or ONE) < FAR:
            words = {
                "first": growth.first.quantity.text,
                "last": growth.last.quantity.text,
                "years": str(growth.years),
                "right": f"{right:.{max(PLACES, growth.rate.quantity.decimals)}f}",
                "rate": growth.rate.quantity.text,
            }
            yield Fault(words, show(growth.rate, growth.first, growth.last))


def _compound(growth: YearlyGrowth) -> Decimal:
    """The rate, in percent and without its sign, that leads from the first to the last amount."""
    ratio = _worth(growth.last.quantity.interval()) / _worth(growth.first.quantity.interval())
    rate = (ratio ** (ONE / growth.years) - ONE) * HUNDRED * growth.direction
    return rate or ONE.scaleb(-PLACES)


def _worth(interval: Interval) -> Decimal:
    return (interval.low + interval.high) / 2


def _may_hold(growth: YearlyGrowth) -> bool:
    """Whether any way in which people count years, or take the mean, leads from the first to the last amount."""
    first, last = growth.first.quantity.interval(), growth.last.quantity.interval()
    if first.low <= 0:
        return True
    total = Interval(last.low / first.high, last.high / first.low)
    rate = growth.rate.quantity.interval().scaled(growth.direction / HUNDRED)
    for years in (growth.years, growth.years + 1, max(1, growth.years - 1)):
        grown = Interval.of((ONE + rate.low) ** years, (ONE + rate.high) ** years)
        mean = Interval(ONE + rate.low * years, ONE + rate.high * years)
        if total.meets(grown) or total.meets(mean):
            return True
    return False
