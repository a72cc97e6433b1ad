"""The changes of one figure that could explain a failure: what the failed equations demand of it, and what a hand may
have meant to write. Every change is tried against all equations the figure stands in; none may break a passed one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from checks.diagnosis.case import Case
from checks.diagnosis.rates import digits_of, explain_rate
from checks.diagnosis.slips import Slip, slips_of
from checks.equation import Equation, Quotient, Relation, Sum
from checks.finding import CauseKind
from checks.judge import Status, as_printed, demanded, demanded_span, nominal
from checks.prints import DEMANDED, FINEST, Span, to_grains
from extractor.figure import Figure, Role
from extractor.quantity import YUAN, Quantity

MOST_SLIPS = 8  # of one figure that are tried against all its equations
MOST_READINGS = 4  # of one equation that are asked what they demand
ELSEWHERE, EXACT, INSIDE = 3, 2, 1
_SIGNED = frozenset({Role.CHANGE, Role.GROWTH})
_OF_DIGITS = (
    CauseKind.DIGITS_SWAPPED,
    CauseKind.DIGIT_ADDED,
    CauseKind.DECIMAL_MOVED,
    CauseKind.DIGIT_CHANGED,
    CauseKind.DIGIT_LOST,
)  # what fits by chance least often comes first
_OF_PLACE = (
    CauseKind.LAST_YEAR_LEFT,
    CauseKind.COPIED_AMOUNT,
    CauseKind.PRINTED_ELSEWHERE,
    CauseKind.WRONG_VALUE,
)
_LIKELIEST = (*(k for k in CauseKind if k not in (*_OF_DIGITS, *_OF_PLACE)), *_OF_DIGITS, *_OF_PLACE)
_KEEPS_PLACES = frozenset(
    {*_OF_DIGITS, CauseKind.TRUNCATED, CauseKind.MISROUNDED, CauseKind.WRONG_SIGN, CauseKind.WRONG_DIRECTION}
)  # what is left of a rate tells how it was meant to be printed; 100 and 382 for a rate of 8.71 do not
_SHRINKING = frozenset({CauseKind.WRONG_UNIT, CauseKind.DECIMAL_MOVED})  # where nothing fits too, they tell nothing
CLOSELY = 2000  # a reach of more than one part in so many holds amounts by chance
TELLING_DIGITS = 3  # a value of fewer digits may fit by chance


@dataclass(frozen=True, slots=True)
class Repair:
    """Reading `figure` as `new` makes the equations in `repaired` hold. source ranks where the value comes from;
    changed counts the prints that change together; supported the unsure equations that come to hold with it; odd_unit: its unit
    is rare in the report, and the new one usual."""

    kind: CauseKind
    figure: Figure
    new: Quantity
    source: int
    repaired: frozenset[int]
    other: Figure | None = None
    changed: int = 1
    supported: int = 0
    is_main: bool = False
    odd_unit: bool = False

    @property
    def is_slip(self) -> bool:
        return self.kind is not CauseKind.WRONG_VALUE

    @property
    def tells(self) -> bool:
        """A number of one or two digits is one slip away from nearly any other."""
        return len(digits_of(self.figure.quantity)) >= TELLING_DIGITS

    def key(self, still_open: frozenset[int]) -> tuple[int, ...]:
        """Larger is likelier."""
        return (
            len(self.repaired & still_open),
            -self.changed,
            int(self.odd_unit),
            int(self.is_slip or self.source == ELSEWHERE),
            self.supported,
            self.source,
            int(self.tells),
            int(self.is_main),
            -_LIKELIEST.index(self.kind),
        )


@dataclass(frozen=True, slots=True)
class Idea:
    kind: CauseKind
    new: Quantity
    source: int
    other: Figure | None = None


def repairs_of(figure: Figure, case: Case, failed: list[int]) -> Iterator[Repair]:
    """The changes of one figure that repair at least one of the failed equations and break nothing."""
    best: dict[int, Idea] = {}
    ideas = _ideas(figure, case, [case.judged[i][0] for i in failed])
    for idea in (*ideas, *_unsure_ideas(figure, case)):
        value = _grains(idea.new)
        if not value and figure.quantity.value:
            continue  # nobody writes an amount where nothing was meant
        if value not in best or _weight(idea) > _weight(best[value]):
            best[value] = idea
    for idea in best.values():
        repair = _try(figure, idea, case)
        if repair is not None:
            is_main = any(case.judged[i][0].main is figure for i in repair.repaired)
            odd = repair.kind is CauseKind.WRONG_UNIT and case.is_usual(repair.new.unit, figure.quantity.unit)
            yield replace(repair, is_main=is_main, odd_unit=odd)


def _weight(idea: Idea) -> tuple[int, bool]:
    return idea.source, idea.kind is not CauseKind.WRONG_VALUE


def _try(figure: Figure, idea: Idea, case: Case) -> Repair | None:
    changed = {figure: idea.new}
    repaired, broken, supported = case.effect(changed)
    if broken and repaired and (twins := case.twins(figure, broken)):
        changed |= {twin: idea.new for twin in twins if twin.quantity.unit == idea.new.unit}
        repaired, broken, supported = case.effect(changed)
    if broken and repaired and idea.kind is CauseKind.WRONG_DIRECTION and (rates := _rates_of(figure, broken, case)):
        changed |= {rate: _turned(rate.quantity) for rate in rates}
        repaired, broken, supported = case.effect(changed)
    if broken or not repaired:
        return None
    return Repair(idea.kind, figure, idea.new, idea.source, repaired, idea.other, len(changed), supported)


def _rates_of(figure: Figure, broken: frozenset[int], case: Case) -> list[Figure]:
    """The rates told beside a change: their size is right whichever way the change went, so they turn with it."""
    relations = (case.judged[i][0].relation for i in sorted(broken))
    return [r.rate for r in relations if isinstance(r, Quotient) and [t.figure for t in r.numerator] == [figure]]


def _turned(quantity: Quantity) -> Quantity:
    return replace(quantity, value=-quantity.value)


def _ideas(figure: Figure, case: Case, failed: list[Equation]) -> Iterator[Idea]:
    """Values worth trying, exact recomputations first. Inequalities demand no value of their own; the other readings
    of an equation are asked too, but only a slip of a hand may explain a failure by them."""
    own = [e.relation for e in failed if not _is_bound(e.relation)]
    others = [r for e in failed for r in e.rescues[:MOST_READINGS] if not _is_bound(r) and figure in r.figures()]
    slips = slips_of(figure.quantity) if figure.quantity.value and (own or others) else ()
    by_value = {slip.grains: slip for slip in reversed(slips)}
    for relation in own:
        yield from _exact_ideas(figure, case, relation, by_value, len(own) > 1)
        yield from _printed_ideas(figure, case, relation, by_value)
    for relation in others:
        for idea in _exact_ideas(figure, case, relation, by_value, False):
            if idea.kind is not CauseKind.WRONG_VALUE:
                yield replace(idea, source=INSIDE)
    reaches = [
        r
        for relation in (*own, *others)
        if not _is_vague(relation) and (r := demanded_span(relation, figure, as_printed(relation, case.prints)))
    ]
    source = EXACT if any(isinstance(r, Sum) or r.rate is figure for r in own) else INSIDE
    yield from (Idea(_kind_of(slip, figure), slip.quantity(), source) for slip in _inside(slips, reaches))


def _is_bound(relation: Relation) -> bool:
    return isinstance(relation, Sum) and relation.at_most


def _is_vague(relation: Relation) -> bool:
    """A rate of whole numbers without unit (111/126): people or amounts, one cannot tell, so that only the very value
    they give explains anything."""
    if not isinstance(relation, Quotient):
        return False
    amounts = (t.figure.quantity for t in (*relation.numerator, *relation.denominator))
    return all(not q.unit and not q.decimals for q in amounts)


def _exact_ideas(
    figure: Figure, case: Case, relation: Relation, slips: dict[int, Slip], several: bool
) -> Iterator[Idea]:
    point = demanded(relation, figure, nominal(relation, case.prints))
    if point is None or abs(point.low.adjusted()) > DEMANDED:
        return
    if isinstance(relation, Sum):
        yield from _idea_of_sum(figure, case, relation, point.low, slips)
    elif figure is relation.rate:
        new = print_as(point.low, figure.quantity)
        usual = print_as(point.low, replace(figure.quantity, decimals=case.places_of_rate(figure)))
        slip = slips.get(_grains(new)) or slips.get(_grains(usual))
        kind, other = explain_rate(relation, point.low, new, slip, case)
        if slip is not None and kind is slip.kind:
            new = slip.quantity()
        elif kind not in _KEEPS_PLACES:
            new = usual
        yield Idea(kind, new, EXACT, other)
    elif several:
        yield Idea(CauseKind.WRONG_VALUE, print_as(point.low, figure.quantity), INSIDE)


def _idea_of_sum(figure: Figure, case: Case, relation: Sum, value: Decimal, slips: dict[int, Slip]) -> Iterator[Idea]:
    other = _equal_print(relation, figure)
    new = print_as(value, figure.quantity, other.quantity if other else None)
    slip = slips.get(_grains(new))
    if slip is None and figure.role not in _SIGNED and new.value < 0 <= figure.quantity.value:
        return
    if slip is not None:
        yield Idea(_kind_of(slip, figure), slip.quantity(), ELSEWHERE if other else EXACT, other)
    elif other is not None and not _in_one_table(other, figure):
        yield Idea(CauseKind.PRINTED_ELSEWHERE, new, ELSEWHERE, other)
    else:
        kind, copied = _copied_from(figure, relation, case)
        yield Idea(kind, new, EXACT, copied)


def _unsure_ideas(figure: Figure, case: Case) -> Iterator[Idea]:
    """What sums demand that may not accuse by themselves: where their value repairs a failure, it is no accident."""
    for i in case.equations_of[figure]:
        (equation, verdict), relation = case.judged[i], case.judged[i][0].relation
        if verdict.status is not Status.UNDETERMINED or verdict.demanded is None or equation.main is not figure:
            continue
        if isinstance(relation, Sum) and len(relation.terms) > 2 and not relation.at_most:
            point = demanded(relation, figure, nominal(relation, case.prints))
            if point is not None and point.low > 0 and abs(point.low.adjusted()) <= DEMANDED:
                yield Idea(CauseKind.WRONG_VALUE, print_as(point.low, figure.quantity), ELSEWHERE)


def _printed_ideas(figure: Figure, case: Case, relation: Relation, slips: dict[int, Slip]) -> Iterator[Idea]:
    """The value the relation demands, as closely as rounding tells it, where a sound figure of the report prints just
    that: for the total of a sum and for the amounts of a rate."""
    if figure.role is not Role.AMOUNT or not figure.quantity.is_money or not _may_be_meant(figure, relation):
        return
    reach = demanded_span(relation, figure, as_printed(relation, case.prints))
    if reach is None or reach[0] <= 0 or (reach[1] - reach[0]) * CLOSELY > reach[0]:
        return
    own = set(relation.figures())
    found = [
        other
        for other in case.with_values(*reach)
        if other not in own and _is_alike_amount(other, figure) and case.is_vouched_for(other)
    ]
    if len({case.prints[other].value for other in found}) != 1:
        return
    new = _as_printed_there(figure, found[0], relation, case)
    slip = slips.get(_grains(new))
    if new.value != figure.quantity.value:
        kind = _kind_of(slip, figure) if slip else CauseKind.PRINTED_ELSEWHERE
        yield Idea(kind, new, ELSEWHERE, found[0])


def _as_printed_there(figure: Figure, other: Figure, relation: Relation, case: Case) -> Quantity:
    """The other print's value; of a coarser one the value that a sum demands and the print rounds."""
    if other.quantity.half_step() > figure.quantity.half_step() and isinstance(relation, Sum):
        point = demanded(relation, figure, nominal(relation, case.prints))
        if point is not None:
            return print_as(point.low, figure.quantity)
    return print_as(other.quantity.yuan, figure.quantity, other.quantity)


def _may_be_meant(figure: Figure, relation: Relation) -> bool:
    """Whether the relation says what the figure should be: a total, or an amount that a rate is taken of."""
    if isinstance(relation, Sum):
        signs = [t.coefficient for t in relation.terms if t.figure is figure]
        others = [t.coefficient for t in relation.terms if t.figure is not figure]
        return len(others) > 1 and len(signs) == 1 and all(c * signs[0] < 0 for c in others if c)
    return figure is not relation.rate and len(digits_of(figure.quantity)) >= TELLING_DIGITS


def _is_alike_amount(other: Figure, figure: Figure) -> bool:
    """Whether an amount may be another print of the same thing."""
    same_kind = other.role is Role.AMOUNT and other.quantity.is_money and other.scope == figure.scope
    return same_kind and other.year == figure.year and other.basis == figure.basis


def _inside(slips: Sequence[Slip], spans: list[Span]) -> list[Slip]:
    """The slips whose print some failed equation would accept, those that most accept first, then the
    likeliest."""
    low, high = min((s[0] for s in spans), default=0), max((s[1] for s in spans), default=-1)
    fitting = [
        (count, slip)
        for slip in slips
        if low - slip.half <= slip.grains <= high + slip.half and (count := _accepted(slip, spans))
    ]
    fitting.sort(key=lambda pair: (-pair[0], _LIKELIEST.index(pair[1].kind)))
    return [slip for _, slip in fitting[:MOST_SLIPS]]


def _accepted(slip: Slip, spans: list[Span]) -> int:
    fits = [(low, high) for low, high in spans if low - slip.half <= slip.grains <= high + slip.half]
    if slip.kind in _SHRINKING:
        return sum(not low <= 0 <= high for low, high in fits)
    return len(fits)


def _kind_of(slip: Slip, figure: Figure) -> CauseKind:
    if slip.kind is CauseKind.WRONG_SIGN and figure.role in _SIGNED:
        return CauseKind.WRONG_DIRECTION
    return slip.kind


def _in_one_table(one: Figure, other: Figure) -> bool:
    """A total and the only part that is printed of it are two amounts, not two prints of one."""
    return one.location.table is not None and one.location.table == other.location.table


def _equal_print(relation: Sum, figure: Figure) -> Figure | None:
    """The other print of the same number, where the relation is an equality of two."""
    if len(relation.terms) != 2 or relation.constant:
        return None
    return next((f for f in relation.figures() if f is not figure), None)


def print_as(value: Decimal, printed: Quantity, other: Quantity | None = None) -> Quantity:
    """A value in the base unit, printed as finely as `printed`, or as `other` where that prints the number itself."""
    own = value / printed.factor
    decimals = other.decimals if other is not None and other.unit == printed.unit else printed.decimals
    if other is not None and other.unit != printed.unit:
        exact = -int(own.normalize().as_tuple().exponent)
        decimals = max(decimals, min(exact, 6))
    decimals = min(decimals, FINEST)
    rounded = own.quantize(Decimal(1).scaleb(-decimals), "ROUND_HALF_UP")
    return Quantity(rounded, printed.unit, decimals, f"{rounded:f}{printed.unit}")


def _grains(quantity: Quantity) -> int:
    return to_grains(quantity.value) * int(YUAN.get(quantity.unit, 1))


def _copied_from(figure: Figure, relation: Sum, case: Case) -> tuple[CauseKind, Figure | None]:
    """Whether the printed value belongs to another number: last year's of the same name, or another figure of the
    same sum. Elsewhere in the report the value may rightly stand under another name."""
    if len(digits_of(figure.quantity).rstrip("0")) < TELLING_DIGITS or not figure.quantity.is_money:
        return CauseKind.WRONG_VALUE, None
    own = relation.figures()
    for other in case.with_value(case.prints[figure].value):
        if other is figure or other.scope != figure.scope or other.role is not Role.AMOUNT:
            continue
        alike = other.label == figure.label or (bool(figure.concept) and other.concept == figure.concept)
        if alike and (other.year, other.basis) != (figure.year, figure.basis):
            return CauseKind.LAST_YEAR_LEFT, other
        if not alike and other in own:
            return CauseKind.COPIED_AMOUNT, other
    return CauseKind.WRONG_VALUE, None
