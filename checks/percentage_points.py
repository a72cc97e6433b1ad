"""Percentage points in running text: the difference of two rates, and how far a budget's completion is ahead of the calendar."""

from __future__ import annotations

from collections.abc import Iterator

from checks.equation import Equation
from checks.registry import check
from checks.relations import demand, parts_make_total, stated
from extractor.extraction import Extraction
from extractor.figure import Role
from extractor.statement import Composition

_RATES = frozenset({Role.SHARE, Role.GROWTH, Role.COMPLETION, Role.RATIO})


@check("PTS101", "百分点与两个比率不符", "percentage points are not the difference of the two rates")
def points_between_rates(extraction: Extraction) -> Iterator[Equation]:
    """百分点数等于前后两个比率之差。

    必须成立：本期比率 ＝ 上期比率 ± 百分点；“超（慢于）序时进度N个百分点”时，完成率 ＝ 已过月份占全年的比重 ± N。
    为什么重要：比率更新后百分点常未随之更新，或者把百分比与百分点混用。
    容差：每个数字末位的半个单位。
    何时不适用：没有同时印出两个比率；期间不是整月、季度或半年的，不核对序时进度。
    """
    for statement in stated(Composition, extraction.statements):
        if statement.total.role in _RATES:
            yield from demand(statement, statement.total, parts_make_total, statement.means)
