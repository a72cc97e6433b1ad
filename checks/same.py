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
    """The same amount of the same year, basis and scope is the same number wherever the text repeats it.

    Must hold: 前文所述 = 后文所述, after conversion of units.
    Why: two versions of one number mean that one place was not brought up to date.
    Tolerance: two prints differ only if their intervals do not meet (6295.7 and 6295.71 agree); prints that meet in one
    point only (236.63 and 236.64) are a remark.
    Not applied: between the department and its office, two years, budget and accounts. Where only the words make it
    likely that the same is meant, a difference is a warning if it is one slip of a hand, else it is left undetermined.
    """
    for statement in stated(Same, extraction.statements):
        if statement.why != FLAT:
            exact = statement.first.role in _EXACT and statement.second.role in _EXACT
            yield from demand(statement, statement.second, prints_agree, statement.why or REPEATED, exact)
