"""One fact told twice in running text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from checks.equation import Equation
from checks.registry import check
from checks.relations import demand, prints_agree, stated
from checks.slips import slips_of
from extractor.extraction import Extraction
from extractor.figure import Figure, Role
from extractor.statement import Accuse, Binding, Same, Source

_EXACT = frozenset({Role.COUNT, Role.SCORE, Role.WEIGHT, Role.DEDUCTION})
FLAT = "持平"
REPEATED = "同一事项重复表述"
_LIKELY = Binding(Accuse.WARNING)
_GUESS = Binding(Accuse.NOTHING, "same_thing_unsure")
_NO_MEANING = frozenset({"flow"})  # 支出 alone does not say whose and what spending


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
    for first, again in _repeated(extraction):
        binding = _LIKELY if _differs_by_a_slip(first, again) else _GUESS
        statement = Same(source=Source.TEXT, binding=binding, first=first, second=again)
        yield from demand(statement, again, prints_agree, REPEATED)


def _repeated(extraction: Extraction) -> Iterator[tuple[Figure, Figure]]:
    """Amounts of the running text whose words were fully understood and mean the same, each with the one before."""
    alike: dict[object, list[Figure]] = defaultdict(list)
    for figure in filter(_is_understood, extraction.figures):
        alike[figure.facets, figure.year, figure.basis, figure.scope].append(figure)
    for figures in alike.values():
        yield from pairwise(figures)


def _is_understood(figure: Figure) -> bool:
    """Whether it is an amount of the running text whose words were read to the end and say more than 收入 or 支出."""
    is_amount = figure.role is Role.AMOUNT and figure.quantity.is_money and figure.location.table is None
    return is_amount and any(dimension not in _NO_MEANING for dimension, _ in figure.facets or ())


def _differs_by_a_slip(first: Figure, second: Figure) -> bool:
    quantity = second.quantity
    return quantity.unit == first.quantity.unit and any(
        slip.quantity().value == quantity.value and slip.unit == quantity.unit for slip in slips_of(first.quantity)
    )
