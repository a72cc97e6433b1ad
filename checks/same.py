"""One fact told twice in running text, and a figure that cannot exceed another."""

from __future__ import annotations

from collections.abc import Iterator

from checks.equation import Equation
from checks.registry import check
from checks.relations import demand, prints_agree, small_within_large, stated
from extractor.extraction import Extraction
from extractor.figure import Role
from extractor.statement import AtMost, Same

_EXACT = frozenset({Role.COUNT, Role.SCORE, Role.WEIGHT, Role.DEDUCTION})
FLAT = "持平"


@check("SAM101", "同一数字前后不一致", "one number stated differently in two places")
def same_twice(extraction: Extraction) -> Iterator[Equation]:
    """The same amount of the same year, basis and scope is the same number wherever the text repeats it.

    Must hold: 前文所述 = 后文所述, after conversion of units.
    Why: two versions of one number mean that one place was not brought up to date.
    Tolerance: two prints differ only if their intervals do not meet (6295.7 and 6295.71 agree); prints that meet in one
    point only (236.63 and 236.64) are a remark.
    Not applied: between the department and its office, two years, budget and accounts, or where it is a guess that the
    words mean the same.
    """
    for statement in stated(Same, extraction.statements):
        if statement.why != FLAT:
            exact = statement.first.role in _EXACT and statement.second.role in _EXACT
            yield from demand(statement, statement.second, prints_agree, statement.why or "same", exact)


@check("SAM201", "数字超过其上限", "a number exceeds what bounds it")
def within_bound(extraction: Extraction) -> Iterator[Equation]:
    """A part is not more than its whole, one fund not more than all funds, a share not more than 100 %.

    Must hold: 部分 ≤ 整体.
    Why: whatever the other figures are, both cannot be true.
    Tolerance: half of the last printed digit of every figure.
    Not applied: where it is a guess that the one belongs to the other.
    """
    for statement in stated(AtMost, extraction.statements):
        figures = [term.figure for term in (*statement.small, *statement.large)]
        exact = all(f.role in _EXACT for f in figures)
        yield from demand(statement, statement.small[0].figure, small_within_large, statement.why or "at_most", exact)
