"""Decides equations by interval arithmetic on printed decimals. No tolerance: an equation fails only if the
intervals cannot meet. A failure by less than one printed step is marked `slight`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from itertools import product

from checks.equation import Equation, Quotient, Relation, Sum, Weighted
from extractor.figure import Figure
from extractor.quantity import Bound, Interval
from extractor.statement import Accuse

PRECISION = 60
MOST_CORNERS = 6  # figures of a quotient's sums whose interval ends are tried in every combination (2^6)
ZERO = Decimal(0)
Intervals = dict[Figure, Interval]


class Status(StrEnum):
    HOLDS = "holds"
    FAILS = "fails"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Verdict:
    """demanded is what the main figure would have to be from the others, in its base unit (None where undefined).

    slight: off by less than one printed step of the main figure. touching: two prints of an amount that
    meet in one point only. coarse: holds only if zeros were dropped in print (100 among 12.34). reason is a key for UNDETERMINED.
    reading counts which relation held: 0 the words' own, n the n-th rescue.
    """

    status: Status
    demanded: Interval | None = None
    slight: bool = False
    touching: bool = False
    coarse: bool = False
    reason: str = ""
    reading: int = 0


def judge_all(equations: Iterable[Equation]) -> Iterator[tuple[Equation, Verdict]]:
    with localcontext() as context:
        context.prec = PRECISION
        for equation in equations:
            yield equation, judge(equation)


def judge(equation: Equation) -> Verdict:
    """The verdict on one equation: the words' own reading first, then the rescues, which can only make it hold."""
    own = _decide(equation.relation, equation)
    if own.status is Status.HOLDS:
        return own
    for number, rescue in enumerate(equation.rescues, 1):
        if _decide(rescue, equation).status is Status.HOLDS:
            return Verdict(Status.HOLDS, own.demanded, reading=number)
    if own.status is Status.FAILS and equation.accuse is Accuse.NOTHING:
        return Verdict(Status.UNDETERMINED, own.demanded, reason=equation.reason or "binding_unsure")
    return own


def holds(relation: Relation, intervals: Intervals) -> bool | None:
    """Whether the relation can hold with these intervals; None where a denominator may be zero."""
    if isinstance(relation, Sum):
        reach = sum_interval(relation.terms, intervals, relation.constant)
        return reach.low <= 0 if relation.at_most else reach.low <= 0 <= reach.high
    quotient = quotient_interval(relation, intervals)
    return None if quotient is None else quotient.meets(intervals[relation.rate])


def printed_intervals(relation: Relation, main: Figure | None = None, exact: bool = False) -> Intervals:
    """The interval of every figure. Amounts printed with fewer decimals than their companions in one unit are taken
    as dropped zeros (100 among 12.34 is 100.00); only the main figure keeps the half step it was printed with."""
    figures = relation.figures()
    if exact:
        return {f: Interval(v := f.quantity.value * f.quantity.factor, v) for f in figures}
    finest: dict[str, int] = {}
    for f in figures:
        q = f.quantity
        if q.is_money and q.bound is Bound.EXACT:
            finest[q.unit] = max(finest.get(q.unit, 0), q.decimals)
    found: Intervals = {}
    for f in figures:
        q = f.quantity
        places = finest.get(q.unit) if q.is_money and q.bound is Bound.EXACT and f is not main else None
        found[f] = q.interval(places)
    return found


def as_printed(relation: Relation) -> Intervals:
    """The interval of every figure by its own printed decimals alone."""
    return {f: f.quantity.interval() for f in relation.figures()}


def sum_interval(terms: tuple[Weighted, ...], intervals: Intervals, constant: Decimal = ZERO) -> Interval:
    low = high = constant
    for term in terms:
        reach = intervals[term.figure].scaled(term.coefficient)
        low, high = low + reach.low, high + reach.high
    return Interval(low, high)


def quotient_interval(relation: Quotient, intervals: Intervals) -> Interval | None:
    """All values of scale·Σn/Σd over the figures' intervals; None where Σd may be zero.

    A figure that stands in both sums moves in both at once, so the ends of the intervals are tried in every
    combination: for a quotient of linear sums the extremes are at corners.
    """
    shared = _shared(relation)
    if not shared or len(relation.figures()) - 1 > MOST_CORNERS:
        return _divide(
            sum_interval(relation.numerator, intervals), sum_interval(relation.denominator, intervals), relation.scale
        )
    figures = [f for f in relation.figures() if f is not relation.rate]
    values: list[Decimal] = []
    signs: set[bool] = set()
    for corner in product((0, 1), repeat=len(figures)):
        at = {f: (intervals[f].low, intervals[f].high)[end] for f, end in zip(figures, corner, strict=True)}
        below = sum((t.coefficient * at[t.figure] for t in relation.denominator), ZERO)
        if below == 0:
            return None
        signs.add(below > 0)
        values.append(relation.scale * sum((t.coefficient * at[t.figure] for t in relation.numerator), ZERO) / below)
    return None if len(signs) == 2 else Interval(min(values), max(values))


def _shared(relation: Quotient) -> bool:
    return bool({t.figure for t in relation.numerator} & {t.figure for t in relation.denominator})


def _divide(above: Interval, below: Interval, scale: Decimal) -> Interval | None:
    if below.low <= 0 <= below.high:
        return None
    corners = [scale * a / b for a in (above.low, above.high) for b in (below.low, below.high)]
    return Interval(min(corners), max(corners))


def demanded(relation: Relation, figure: Figure, intervals: Intervals) -> Interval | None:
    """What `figure` would have to be for the relation to hold, all others as given; in its base unit."""
    if isinstance(relation, Sum):
        return _demanded_in_sum(relation, figure, intervals)
    if figure is relation.rate:
        return quotient_interval(relation, intervals)
    return _demanded_in_quotient(relation, figure, intervals)


def _demanded_in_sum(relation: Sum, figure: Figure, intervals: Intervals) -> Interval | None:
    own = sum((t.coefficient for t in relation.terms if t.figure is figure), ZERO)
    if own == 0:
        return None
    rest = sum_interval(tuple(t for t in relation.terms if t.figure is not figure), intervals, relation.constant)
    return rest.scaled(Decimal(-1) / own)


def _demanded_in_quotient(relation: Quotient, figure: Figure, intervals: Intervals) -> Interval | None:
    """Solves rate·(d·x + D) = scale·(n·x + N) for x at the middle of rate, and at its ends for the width."""
    n = sum((t.coefficient for t in relation.numerator if t.figure is figure), ZERO)
    d = sum((t.coefficient for t in relation.denominator if t.figure is figure), ZERO)
    rest_n = sum_interval(tuple(t for t in relation.numerator if t.figure is not figure), intervals)
    rest_d = sum_interval(tuple(t for t in relation.denominator if t.figure is not figure), intervals)
    rate = intervals[relation.rate]
    ends: list[Decimal] = []
    for r, above, below in product((rate.low, rate.high), (rest_n.low, rest_n.high), (rest_d.low, rest_d.high)):
        slope = r * d - relation.scale * n
        if slope == 0:
            return None
        ends.append((relation.scale * above - r * below) / slope)
    return Interval(min(ends), max(ends))


def _decide(relation: Relation, equation: Equation) -> Verdict:
    intervals = printed_intervals(relation, equation.main, equation.exact)
    result = holds(relation, intervals)
    main = equation.main if equation.main in relation.figures() else relation.figures()[0]
    needed = demanded(relation, main, intervals)
    if result is None:
        return Verdict(Status.UNDETERMINED, needed, reason="base_zero")
    if result:
        return Verdict(Status.HOLDS, needed, touching=_touching(relation, intervals))
    coarse = not equation.exact and holds(relation, as_printed(relation)) is True
    return Verdict(Status.FAILS, needed, slight=_slight(main, needed), coarse=coarse)


def _slight(main: Figure, needed: Interval | None) -> bool:
    if needed is None:
        return False
    step = main.quantity.half_step() * 2
    return needed.gap(main.quantity.interval()) < step


def _touching(relation: Relation, intervals: Intervals) -> bool:
    """Two prints of one amount whose intervals meet in a single point."""
    if not isinstance(relation, Sum) or relation.at_most or len(relation.terms) != 2:
        return False
    reach = sum_interval(relation.terms, intervals, relation.constant)
    return reach.low == 0 or reach.high == 0
