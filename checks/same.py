"""One fact told twice in running text."""

from __future__ import annotations

from collections.abc import Iterator

from checks.equation import Equation
from checks.registry import check
from checks.relations import demand, prints_agree, stated
from extractor.extraction import Extraction
from extractor.figure import Role
from extractor.statement import Same

_EXACT = frozenset({Role.COUNT, Role.SCORE, Role.WEIGHT, Role.DEDUCTION})
FLAT = "持平"
REPEATED = "同一事项重复表述"


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
