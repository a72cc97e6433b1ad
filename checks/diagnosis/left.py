"""A failed equation that no slip explains: the other equations tell which of its figures to believe.

A figure that stands in an equation which holds is vouched for. Where all figures but one are vouched for, that one is
the wrong one, whatever was meant to be written. A rate follows from its amounts, so it is doubted before them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from checks.diagnosis.case import Case
from checks.diagnosis.rates import RATES
from checks.diagnosis.repairs import print_as
from checks.diagnosis.slips import Slip, slips_of
from checks.equation import Equation, Quotient, Sum
from checks.finding import Cause, CauseKind
from checks.judge import demanded, nominal
from checks.prints import DEMANDED, to_grains
from extractor.figure import Figure, Role
from extractor.quantity import Quantity

FEW = 6  # more values that would all do explain nothing
LEAST_MEANT = 10  # of the bound: who meant less than a tenth of it did not slip
LIKELIEST_ABOVE = (CauseKind.DIGIT_ADDED, CauseKind.DIGITS_SWAPPED, CauseKind.DECIMAL_MOVED)
_SIGNED = frozenset({Role.CHANGE, Role.GROWTH})


def the_one_in_doubt(number: int, case: Case) -> Cause | None:
    """The only figure of a failed equation that nothing vouches for, with the value the others demand of it."""
    equation = case.judged[number][0]
    doubted = _doubted(equation, case)
    if len(doubted) != 1 or _is_bound(equation):
        return None
    return _cause(number, doubted[0], case)


def the_rate(number: int, case: Case) -> Cause | None:
    """The rate of a failed quotient that nothing vouches for; the amounts in doubt are told beside it."""
    equation = case.judged[number][0]
    relation = equation.relation
    doubted = _doubted(equation, case)
    if not isinstance(relation, Quotient) or relation.rate not in doubted:
        return None
    found = _cause(number, relation.rate, case)
    if found is None:
        return None
    others = [(f, new) for f in doubted if f is not relation.rate and (new := _value(number, f, case))]
    told = tuple((figure, f"{new.value:f}") for figure, new in others)
    return Cause(found.kind, found.figure, found.old, found.new, 1, None, told)


def too_much(number: int, case: Case) -> Cause | None:
    """A score above its weight, a part above its whole: the slips of the smaller that bring it within, the bound itself
    first; a hand that meant full marks writes those."""
    equation = case.judged[number][0]
    relation = equation.relation
    if not _is_bound(equation) or len(relation.figures()) != 2:
        return None
    small, large = _small_and_large(equation)
    if small is None or large is None or small.quantity.unit != large.quantity.unit:
        return None
    bound = case.prints[large].value
    slips = [s for s in slips_of(small.quantity) if s.kind in LIKELIEST_ABOVE or s.grains == bound]
    meant = [s for s in slips if 0 < bound <= s.grains * LEAST_MEANT]
    fitting = {s.grains: s for s in meant if _repairs(number, small, s.quantity(), case)}
    ranked = sorted(fitting.values(), key=lambda s: _rank(s, bound))
    if not ranked or len(ranked) > FEW:
        return None
    best, *rest = ranked
    old = f"{small.quantity.value:.{small.quantity.decimals}f}"
    told = tuple((small, f"{slip.quantity().value:f}") for slip in rest)
    return Cause(best.kind, small, old, f"{best.quantity().value:f}", 1, None, told)


def _rank(slip: Slip, bound: int) -> tuple[bool, int]:
    return slip.grains != bound, LIKELIEST_ABOVE.index(slip.kind) if slip.kind in LIKELIEST_ABOVE else FEW


def _small_and_large(equation: Equation) -> tuple[Figure | None, Figure | None]:
    relation = equation.relation
    assert isinstance(relation, Sum)
    small = next((t.figure for t in relation.terms if t.coefficient > 0), None)
    large = next((t.figure for t in relation.terms if t.coefficient < 0), None)
    return small, large


def _is_bound(equation: Equation) -> bool:
    return isinstance(equation.relation, Sum) and equation.relation.at_most


def _doubted(equation: Equation, case: Case) -> list[Figure]:
    return [figure for figure in _counted(equation) if not case.is_vouched_for(figure)]


def _counted(equation: Equation) -> Iterator[Figure]:
    """The figures that have a weight in the relation; others are shown beside it."""
    relation = equation.relation
    if isinstance(relation, Quotient):
        yield from relation.figures()
    else:
        yield from dict.fromkeys(t.figure for t in relation.terms if t.coefficient)


def _cause(number: int, figure: Figure, case: Case) -> Cause | None:
    new = _value(number, figure, case)
    if new is None:
        return None
    old = figure.quantity
    return Cause(CauseKind.WRONG_VALUE, figure, f"{old.value:.{old.decimals}f}", f"{new.value:f}", 1)


def _value(number: int, figure: Figure, case: Case) -> Quantity | None:
    """What the equation demands of a figure, as the figure is printed; None where nobody could have meant it."""
    relation = case.judged[number][0].relation
    point = demanded(relation, figure, nominal(relation, case.prints))
    if point is None or abs(point.low.adjusted()) > DEMANDED:
        return None
    printed = figure.quantity
    if figure.role in RATES:
        printed = replace(printed, decimals=case.places_of_rate(figure))
    new = print_as(point.low, printed)
    if figure.role not in _SIGNED and new.value < 0 <= figure.quantity.value:
        return None
    if new.value == Decimal(0) or new.value == figure.quantity.value:
        return None
    return new if _repairs(number, figure, new, case) else None


def _repairs(number: int, figure: Figure, new: Quantity, case: Case) -> bool:
    """Whether the failed equation holds with it and no passed one breaks."""
    if abs(to_grains(new.value)) == 0:
        return False
    repaired, broken, _ = case.effect({figure: new})
    return number in repaired and not broken
