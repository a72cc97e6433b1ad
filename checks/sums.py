"""Parts and totals in running text: amounts, amounts of change, and numbers of people, vehicles, projects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from checks.balances import balances
from checks.equation import Equation
from checks.registry import check
from checks.relations import demand, parts_make_total, stated
from extractor.extraction import Extraction
from extractor.figure import Role
from extractor.statement import Accuse, Composition

SELECTION = "selection"


def _compositions(extraction: Extraction, role: Role) -> Iterator[Composition]:
    known = balances()
    return (s for s in stated(Composition, extraction.statements) if s.total.role is role and s.means not in known)


def _sums(statement: Composition, exact: bool = False) -> Iterator[Equation]:
    """A list that need not be complete may hold, but does not accuse."""
    found = demand(statement, statement.total, parts_make_total, statement.means, exact)
    if statement.complete:
        yield from found
        return
    for equation in found:
        yield replace(equation, accuse=Accuse.NOTHING, reason=SELECTION)


@check("SUM101", "分项之和与合计不符", "parts do not add up to their total")
def sum_amounts(extraction: Extraction) -> Iterator[Equation]:
    """一句话列出的各分项金额之和等于其合计。

    必须成立：合计 = Σ 分项，即“其中”“包括”“分别为”“一是……二是……”“共计”等所列各项。
    为什么重要：不符说明某一项写错、漏列，或者取自另一版本。
    容差：合计与各分项按印出的小数位数各留半个单位；12.34 之间的 100 视为 100.00，只有按 99.5—100.5 才相符的作警告。
    何时不适用：文字可能只列举一部分的（其中、主要包括），不符只记为无法核对；各项确为全部的（基本支出与项目支出、
    占比合计 100%）、分项之和超过合计的、只差一次笔误或不足 2% 的（作警告），仍要指出。
    """
    for statement in _compositions(extraction, Role.AMOUNT):
        yield from _sums(statement)


@check("SUM103", "各项增减额之和与总增减额不符", "changes of the parts do not add up to the change of the total")
def sum_changes(extraction: Extraction) -> Iterator[Equation]:
    """一句话列出的各项增减额之和等于总增减额。

    必须成立：总增减额 = Σ ± 各项增减额，减少计为负数。
    为什么重要：所列原因应能解释全部变动；符号或数字写错最先在这里显露。
    容差：各金额按印出的小数位数各留半个单位。
    何时不适用：只写主要原因的（主要是），与 SUM101 相同。
    """
    for statement in _compositions(extraction, Role.CHANGE):
        yield from _sums(statement)


@check("SUM201", "分项数量之和与总数不符", "counts do not add up to their total")
def sum_counts(extraction: Extraction) -> Iterator[Equation]:
    """一句话列出的各类数量之和等于总数。

    必须成立：总数 = Σ 各类数量（人员、车辆、项目、批次），单位和名目相同。
    为什么重要：数量是点数得来的，任何出入都是错误。
    容差：无，数量为整数。
    何时不适用：文字只列举一部分的，与 SUM101 相同。
    """
    for statement in _compositions(extraction, Role.COUNT):
        yield from _sums(statement, exact=not statement.total.quantity.unit.startswith("万"))
