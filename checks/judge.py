"""Decides equations by interval arithmetic on printed decimals. No tolerance: an equation fails only if the
intervals cannot meet, or only by roundings that all fell on one side (`strained`). A failure by less than one printed
step is marked `slight`.

A quotient r = s·N/D over figures x that each lie in an interval is decided without dividing: with D of one sign,
r can be reached iff s·N(x) - r·D(x) changes sign over the box, and a linear form over a box has its extremes where
every term has its own. So a figure that stands in N and in D moves in both at once, at no cost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import lcm

from checks.equation import Equation, Quotient, Relation, Sum, Weighted
from checks.likely import likely_spans
from checks.prints import GRAIN, ONE, AnyPrints, Print, Prints, Span, to_interval
from extractor.figure import Figure
from extractor.quantity import Interval
from extractor.statement import Accuse

Spans = dict[Figure, Span]
Linear = list[tuple[int, Figure]]
ROUNDS = 64  # of the search for an extreme quotient, which takes two or three


class Status(StrEnum):
    HOLDS = "holds"
    FAILS = "fails"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Verdict:
    """demanded is what the main figure would have to be from the others, in its base unit (of a failure; None where
    no value would do).

    slight: off by less than one printed step of the main figure, by the words' own reading or another. touching: two prints of an amount that meet in one
    point only, or only if the one without decimals is rounded (printed noughts beside them do not count). coarse: holds only if a figure printed with fewer
    decimals than its companions is taken as rounded, not as dropped zeros (100 among 12.34). rough: a figure is
    approximate (约). strained: holds only if the roundings of many figures fell on one side. reason is a key for UNDETERMINED. reading counts which relation held: 0 the words' own, n the
    n-th rescue.
    """

    status: Status
    demanded: Interval | None = None
    slight: bool = False
    touching: bool = False
    coarse: bool = False
    rough: bool = False
    strained: bool = False
    reason: str = ""
    reading: int = 0


HOLDS = Verdict(Status.HOLDS)


def judge(equation: Equation, prints: AnyPrints | None = None) -> Verdict:
    """The verdict on one equation: the words' own reading first, then the rescues, which can only make it hold."""
    known = Prints() if prints is None else prints
    try:
        return _judge(equation, known)
    except ValueError:
        return Verdict(Status.UNDETERMINED, reason="number_too_long")


def can_hold(equation: Equation, prints: AnyPrints) -> bool | None:
    """The bare answer of `judge`, for trying many changes: whether any reading holds; None where undefined."""
    try:
        answers = (
            _likely_holds(relation, printed_spans(relation, prints, equation.main, equation.exact), prints)
            for relation in (equation.relation, *equation.rescues)
        )
        own = next(answers)
        return own or any(answers) or own
    except ValueError:
        return None


def _judge(equation: Equation, prints: AnyPrints) -> Verdict:
    own = _decide(equation.relation, equation, prints)
    if own.status is Status.HOLDS:
        return own
    for number, rescue in enumerate(equation.rescues, 1):
        other = _decide(rescue, equation, prints)
        if other.status is Status.HOLDS:
            return Verdict(Status.HOLDS, reading=number)
        if other.status is own.status is Status.FAILS:
            own = replace(own, slight=own.slight or other.slight, strained=own.strained or other.strained)
    if own.status is Status.FAILS and equation.accuse is Accuse.NOTHING:
        return Verdict(Status.UNDETERMINED, own.demanded, reason=equation.reason or "binding_unsure")
    return own


def _decide(relation: Relation, equation: Equation, prints: AnyPrints) -> Verdict:
    spans = printed_spans(relation, prints, equation.main, equation.exact)
    result = holds(relation, spans)
    if result is None:
        return Verdict(Status.UNDETERMINED, reason="base_zero")
    likely = likely_spans(relation, spans, prints) if result else None
    strained = likely is not None and not holds(relation, likely)
    if likely is not None and strained:
        spans = likely
    elif result:
        return Verdict(Status.HOLDS, touching=True) if _touches(relation, prints, equation) else HOLDS
    coarse = not (strained or equation.exact) and holds(relation, as_printed(relation, prints)) is True
    main = equation.main if equation.main in spans else next(iter(spans))
    needed = demanded_span(relation, main, spans)
    return Verdict(
        Status.FAILS,
        None if needed is None else to_interval(needed),
        slight=needed is not None and _is_slight(needed, spans[main], prints[main].step),
        coarse=coarse,
        rough=not all(prints[f].exact for f in spans),
        strained=strained,
    )


def _likely_holds(relation: Relation, spans: Spans, prints: AnyPrints) -> bool | None:
    result = holds(relation, spans)
    likely = likely_spans(relation, spans, prints) if result else None
    return result if likely is None else holds(relation, likely)


def printed_spans(relation: Relation, prints: AnyPrints, main: Figure | None = None, exact: bool = False) -> Spans:
    """The interval of every figure. Amounts printed with fewer decimals than their companions in one unit are taken
    as dropped zeros (100 among 12.34 is 100.00); only the main figure keeps the half step it was printed with. Of two
    prints of one amount the coarser is a rounding of the finer."""
    known = {f: prints[f] for f in relation.figures()}
    if exact:
        return {f: (p.value, p.value) if p.exact else (p.low, p.high) for f, p in known.items()}
    money = {(p.money, p.decimals) for p in known.values() if p.money}
    finest = dict(sorted(money))  # unit → its most decimals, which come last
    if len(finest) == len(money) or _is_equality(relation):
        return {f: (p.low, p.high) for f, p in known.items()}
    return {f: p.span(None if f is main or not p.money else finest[p.money]) for f, p in known.items()}


def as_printed(relation: Relation, prints: AnyPrints) -> Spans:
    """The interval of every figure by its own printed decimals alone."""
    return {f: (p.low, p.high) for f in relation.figures() for p in (prints[f],)}


def nominal(relation: Relation, prints: AnyPrints) -> Spans:
    """Every figure at exactly the value it prints."""
    return {f: (p.value, p.value) for f in relation.figures() for p in (prints[f],)}


def holds(relation: Relation, spans: Spans) -> bool | None:
    """Whether the relation can hold with these intervals; None where a denominator may be zero."""
    if isinstance(relation, Sum):
        terms, times = _whole(relation.terms)
        low, high = _reach(terms, spans, _constant(relation, times))
        return low <= 0 if relation.at_most else low <= 0 <= high
    above, below = _sides(relation)
    low, high = _reach(below, spans)
    if low <= 0 <= high:
        return None
    sign = 1 if low > 0 else -1
    rate = spans[relation.rate]
    _, most = _reach(_difference(above, below, rate[0], sign), spans)
    least, _ = _reach(_difference(above, below, rate[1], sign), spans)
    return most >= 0 >= least


def sum_of(relation: Sum, spans: Spans) -> int:
    """Σ terms + constant in grains, with every figure at the low end of its span."""
    terms, times = _whole(relation.terms)
    return (sum(c * spans[f][0] for c, f in terms) + _constant(relation, times)) // times


def demanded(relation: Relation, figure: Figure, spans: Spans) -> Interval | None:
    """What `figure` would have to be for the relation to hold, all others as given; in its base unit. None where no
    value, or every value, would do."""
    span = demanded_span(relation, figure, spans)
    return None if span is None else to_interval(span)


def demanded_span(relation: Relation, figure: Figure, spans: Spans) -> Span | None:
    """The same in grains, rounded to one, which no print can tell."""
    if isinstance(relation, Sum):
        ends = _demanded_in_sum(relation, figure, spans)
    elif figure is relation.rate:
        ends = _quotients(relation, spans)
    else:
        ends = _demanded_in_quotient(relation, figure, spans)
    return None if ends is None else (round(min(ends)), round(max(ends)))


def _demanded_in_sum(relation: Sum, figure: Figure, spans: Spans) -> list[Fraction] | None:
    terms, times = _whole(relation.terms)
    own = sum(c for c, f in terms if f is figure)
    if own == 0:
        return None
    rest = _reach([(c, f) for c, f in terms if f is not figure], spans, _constant(relation, times))
    return [Fraction(-end, own) for end in rest]


def _demanded_in_quotient(relation: Quotient, figure: Figure, spans: Spans) -> list[Fraction] | None:
    """Solves r·D(x) = s·N(x) for `figure`. The solution moves one way with r and with every other figure as long as
    its slope keeps its sign, so the ends suffice."""
    above, below = _sides(relation)
    slopes: list[int] = []
    ends: list[Fraction] = []
    for rate in spans[relation.rate]:
        form = _difference(above, below, rate, 1)
        slope = sum(c for c, f in form if f is figure)
        if slope == 0:
            return None
        slopes.append(slope)
        ends += (Fraction(-end, slope) for end in _reach([(c, f) for c, f in form if f is not figure], spans))
    return ends if (slopes[0] > 0) == (slopes[1] > 0) else None


def _quotients(relation: Quotient, spans: Spans) -> list[Fraction] | None:
    """The least and the greatest s·N/D over the figures' intervals, in grains; None where D may be zero."""
    above, below = _sides(relation)
    low, high = _reach(below, spans)
    if low <= 0 <= high:
        return None
    return [_extreme(above, below, spans, 1 if low > 0 else -1, end) for end in (0, 1)]


def _extreme(above: Linear, below: Linear, spans: Spans, sign: int, end: int) -> Fraction:
    """Walks from corner to corner: at the best ratio r no corner has s·N - r·D beyond zero."""
    at = {f: spans[f][0] for _, f in (*above, *below)}
    ratio = _ratio(above, below, at)
    for _ in range(ROUNDS):
        slopes: dict[Figure, Fraction] = {}
        for c, f in above:
            slopes[f] = slopes.get(f, Fraction(0)) + c * ONE * sign
        for c, f in below:
            slopes[f] = slopes.get(f, Fraction(0)) - c * ratio * sign
        at = {f: spans[f][end if slope > 0 else 1 - end] for f, slope in slopes.items()}
        better = _ratio(above, below, at)
        if better == ratio:
            break
        ratio = better
    return ratio


def _ratio(above: Linear, below: Linear, at: dict[Figure, int]) -> Fraction:
    return Fraction(ONE * sum(c * at[f] for c, f in above), sum(c * at[f] for c, f in below))


def _sides(relation: Quotient) -> tuple[Linear, Linear]:
    """Numerator times scale, and denominator, with whole coefficients."""
    above, up = _whole(relation.numerator)
    below, down = _whole(relation.denominator)
    scale = relation.scale
    grow = down
    shrink = up
    if scale != 1:
        top, bottom = scale.as_integer_ratio()
        grow, shrink = grow * top, shrink * bottom
    return [(c * grow, f) for c, f in above], below if shrink == 1 else [(c * shrink, f) for c, f in below]


def _difference(above: Linear, below: Linear, rate: int, sign: int) -> Linear:
    """sign·(s·N - rate·D) as one linear form; a figure of both sides has one coefficient."""
    form: dict[Figure, int] = {}
    for c, f in above:
        form[f] = form.get(f, 0) + sign * c * ONE
    for c, f in below:
        form[f] = form.get(f, 0) - sign * c * rate
    return [(c, f) for f, c in form.items()]


def _whole(terms: tuple[Weighted, ...]) -> tuple[Linear, int]:
    """The terms with whole coefficients, and what all were multiplied with."""
    ratios = [t.coefficient.as_integer_ratio() for t in terms]
    times = lcm(*[bottom for _, bottom in ratios])
    return [(top * (times // bottom), t.figure) for t, (top, bottom) in zip(terms, ratios, strict=True)], times


def _reach(terms: Linear, spans: Spans, constant: int = 0) -> Span:
    low = high = constant
    for c, f in terms:
        a, b = spans[f]
        if c > 0:
            low += c * a
            high += c * b
        else:
            low += c * b
            high += c * a
    return low, high


def _constant(relation: Sum, times: int) -> int:
    return int(relation.constant.scaleb(GRAIN)) * times if relation.constant else 0


def _is_slight(needed: Span, own: Span, step: int) -> bool:
    return max(needed[0] - own[1], own[0] - needed[1]) < step


def _is_equality(relation: Relation) -> bool:
    """Two prints of one amount: a - b = 0."""
    if not isinstance(relation, Sum) or relation.at_most or relation.constant or len(relation.terms) != 2:
        return False
    first, second = relation.terms
    return first.coefficient == -second.coefficient


def _repeated(relation: Relation, prints: AnyPrints) -> tuple[Print, ...]:
    """Two prints of one amount: a - b = 0, and printed noughts beside them."""
    if _is_equality(relation):
        return tuple(prints[f] for f in relation.figures())
    if not isinstance(relation, Sum) or relation.at_most or relation.constant:
        return ()
    filled = [t for t in relation.terms if prints[t.figure].value]
    opposite = len(filled) == 2 and filled[0].coefficient == -filled[1].coefficient
    return tuple(prints[t.figure] for t in filled) if opposite else ()


def _touches(relation: Relation, prints: AnyPrints, equation: Equation) -> bool:
    """Whether two prints of one amount meet in a single point, or only because the one shows no decimals at all."""
    pair = () if equation.exact else _repeated(relation, prints)
    if len(pair) != 2:
        return False
    first, second = pair
    if first.decimals == second.decimals or first.money != second.money:
        return first.high == second.low or second.high == first.low
    finest = max(first.decimals, second.decimals)
    (low, high), (other_low, other_high) = first.span(finest), second.span(finest)
    apart = high < other_low or other_high < low
    return apart and min(first.decimals, second.decimals) == 0
