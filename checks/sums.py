"""Parts and totals in running text: amounts, amounts of change, and numbers of people, vehicles, projects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from checks.equation import Equation
from checks.registry import check
from checks.relations import demand, parts_make_total, stated
from extractor.extraction import Extraction
from extractor.figure import Role
from extractor.statement import Accuse, Composition

SELECTION = "selection"


def _compositions(extraction: Extraction, role: Role) -> Iterator[Composition]:
    return (s for s in stated(Composition, extraction.statements) if s.total.role is role)


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
    """The amounts a sentence lists as the parts of a total add up to it.

    Must hold: 合计 = Σ 分项, as printed by 其中, 包括, 分别为, 一是…二是, 共计 and their like.
    Why: a total that differs from its parts means that one of them was mistyped, left out or taken from another version.
    Tolerance: half of the last printed digit of the total and of every part; 100 among 12.34 counts as 100.00, and if
    only 99.5–100.5 fits it is a warning.
    Not applied: where the words may name only some parts (其中, 主要包括) a difference is noted as undetermined; it is
    told where the parts are known to be all (基本支出 and 项目支出, shares that make 100 %), where they exceed the total,
    or where they miss it by one human slip or by less than 2 % (then as a warning).
    """
    for statement in _compositions(extraction, Role.AMOUNT):
        yield from _sums(statement)


@check("SUM103", "各项增减额之和与总增减额不符", "changes of the parts do not add up to the change of the total")
def sum_changes(extraction: Extraction) -> Iterator[Equation]:
    """The increases and decreases a sentence gives for the parts add up to the change of the total.

    Must hold: 总增减额 = Σ ± 各项增减额, decreases counted as negative.
    Why: the reasons given for a change must explain all of it, and a sign or digit set wrong shows here first.
    Tolerance: half of the last printed digit of every amount.
    Not applied: where the words give only the main reasons (主要是), as for SUM101.
    """
    for statement in _compositions(extraction, Role.CHANGE):
        yield from _sums(statement)


@check("SUM201", "分项数量之和与总数不符", "counts do not add up to their total")
def sum_counts(extraction: Extraction) -> Iterator[Equation]:
    """The numbers of people, vehicles, projects or batches listed for the parts add up to the number stated.

    Must hold: 总数 = Σ 各类数量, of one unit and one noun.
    Why: counts are exact, so any difference is a mistake.
    Tolerance: none; a count is a whole number.
    Not applied: where the words name only some kinds, as for SUM101.
    """
    for statement in _compositions(extraction, Role.COUNT):
        yield from _sums(statement, exact=True)
