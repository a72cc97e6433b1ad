"""Balances in running text: amounts that belong together by what they are called."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from checks.equation import Equation
from checks.finding import Severity
from checks.registry import check
from checks.relations import demand, parts_make_total, stated
from extractor.extraction import Extraction
from extractor.statement import Composition
from patterns.load import load_yaml


@cache
def balances() -> frozenset[str]:
    """The kinds of composition that are balances (patterns/identities.yaml)."""
    return frozenset(entry["name"] for entry in load_yaml("identities")["identities"])


@check("BAL101", "收支、预算与结转结余不平衡", "amounts that must balance by their names do not", Severity.WARNING)
def balance(extraction: Extraction) -> Iterator[Equation]:
    """一两句话里先后写出的结转、收入、支出、预算、限额等数，按其名称应当平衡。

    必须成立：年末结转 = 年初结转 + 收入 − 支出 − 缴回；调整预算 = 年初预算 + 追加 − 调减；年末结转 = 调整预算 − 支出；
    剩余限额 = 限额 − 余额；全年下达数 = 先后各批之和；未支付（收回）数 = 下达数 − 支出；动用结余的支出 = 预算 + 动用数。
    为什么重要：不平衡说明其中一个数写错、漏写一项，或者取自另一版本。
    容差：各金额按印出的小数位数各留半个单位。
    何时不适用：同一名称的数出现两次、分属不同预算（一般公共预算、政府性基金等），或者其间还写有其他金额而不是一次笔误
    可以解释的，记为无法核对；少写一项的不核对。
    """
    for statement in stated(Composition, extraction.statements):
        if statement.means in balances():
            yield from demand(statement, statement.total, parts_make_total, statement.means)
