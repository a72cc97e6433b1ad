"""How a wrong rate came about: cut off instead of rounded, copied from a neighbour, divided by the wrong amount."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from checks.diagnosis.case import Case
from checks.diagnosis.slips import Slip
from checks.equation import Quotient, Weighted
from checks.finding import CauseKind
from checks.judge import as_printed, holds
from checks.prints import FINEST, Prints
from extractor.figure import Figure, Role
from extractor.quantity import Interval, Quantity

RATES = frozenset({Role.SHARE, Role.GROWTH, Role.COMPLETION, Role.RATIO})
HUNDRED = Decimal(100)
NEIGHBOUR_LINES = 3
KNOWN_BY = 4  # digits of a rate that hardly stand twice by chance
_COMMON = frozenset({Decimal(0), HUNDRED})
_CONFUSED = {
    (Role.SHARE, Role.COMPLETION): CauseKind.COMPLETION_AS_SHARE,
    (Role.COMPLETION, Role.SHARE): CauseKind.SHARE_AS_COMPLETION,
}
Explanation = tuple[CauseKind, Figure | None]


def explain_rate(relation: Quotient, exact: Decimal, new: Quantity, slip: Slip | None, case: Case) -> Explanation:
    """What makes the printed rate of a failed quotient out of its figures. `exact` is the rate unrounded, `new` as it
    should be printed, `slip` the slip of a digit that leads from the one to the other, where there is one."""
    rate = relation.rate
    if kind := _rounding(rate.quantity, exact):
        return kind, None
    if slip is not None and slip.kind is CauseKind.WRONG_SIGN:
        return CauseKind.WRONG_DIRECTION if rate.role is Role.GROWTH else CauseKind.WRONG_SIGN, None
    for explanation in _from_its_figures(relation, exact, case.prints):
        return explanation
    if slip is not None and len(digits_of(rate.quantity)) > 1:
        return slip.kind, None
    for explanation in (*_copied(relation, case), *_of_another(relation, case)):
        return explanation
    return (slip.kind, None) if slip is not None else (CauseKind.WRONG_VALUE, None)


def digits_of(quantity: Quantity) -> str:
    return str(abs(quantity.value)).replace(".", "").lstrip("0")


def _rounding(printed: Quantity, exact: Decimal) -> CauseKind | None:
    step = Decimal(1).scaleb(-min(printed.decimals, FINEST))
    if exact.quantize(step, "ROUND_DOWN") == printed.value:
        return CauseKind.TRUNCATED
    if abs(exact - printed.value) < step:
        return CauseKind.MISROUNDED
    return None


def _from_its_figures(relation: Quotient, exact: Decimal, prints: Prints) -> Iterator[Explanation]:
    """Slips that use nothing but the figures of the relation."""
    printed = relation.rate.quantity
    reach = printed.interval()
    step = Decimal(1).scaleb(-printed.decimals)  # 85.48 → 85.5 → 0.86: rounded twice
    if printed.unit == "%" and printed.value and abs(exact / HUNDRED - printed.value) < step:
        yield CauseKind.FRACTION_AS_PERCENT, None
    above, below = _value(relation.numerator), _value(relation.denominator)
    if above and _within(relation.scale * below / above, reach):
        yield CauseKind.INVERTED, None
    sums = [terms for terms in (relation.denominator, relation.numerator) if len(terms) > 1]
    for current in sums[0][:1] if sums else ():  # of change ÷ (current - change), or of (current - base) ÷ base
        over_current = replace(relation, denominator=(current,))
        if holds(over_current, as_printed(over_current, prints)) is True:
            yield CauseKind.DIVIDED_BY_CURRENT, current.figure
    for term in (*relation.numerator, *relation.denominator):
        quantity = term.figure.quantity
        if quantity.is_money and len(digits_of(quantity)) > 1 and abs(quantity.value) == abs(printed.value):
            yield CauseKind.AMOUNT_AS_PERCENT, term.figure


def _copied(relation: Quotient, case: Case) -> Iterator[Explanation]:
    """The same rate stands where it belongs: a few lines off, or anywhere if it has digits enough to be known by."""
    rate = relation.rate
    if abs(rate.quantity.value) in _COMMON:
        return
    for other in case.with_value(case.prints[rate].value):
        if other is rate or other.role not in RATES or other.quantity.unit != rate.quantity.unit:
            continue
        if is_near(rate, other) or len(digits_of(rate.quantity)) >= KNOWN_BY:
            yield _CONFUSED.get((rate.role, other.role), CauseKind.RATE_COPIED), other


def is_near(first: Figure, second: Figure) -> bool:
    """In the same table, or a few lines off."""
    a, b = first.location, second.location
    if a.table is not None or b.table is not None:
        return a.table == b.table
    if a.page != b.page:
        return False
    if a.line is not None and b.line is not None:
        return abs(a.line - b.line) <= NEIGHBOUR_LINES
    return a.block is not None and b.block is not None and abs(a.block - b.block) <= NEIGHBOUR_LINES


def _of_another(relation: Quotient, case: Case) -> Iterator[Explanation]:
    """The rate fits another whole or another base. A whole must be named like a total, a base like the amount."""
    rate = relation.rate
    above = _value(relation.numerator)
    printed = rate.quantity
    if not above or printed.value == 0:
        return
    reach = printed.interval()
    own = set(relation.figures())
    for other in _wholes_and_bases(relation, case):
        if other not in own and (base := _amount(other)) and _within(relation.scale * above / base, reach):
            yield (CauseKind.OTHER_BASE if rate.role is Role.GROWTH else CauseKind.OTHER_WHOLE), other
            return


def _wholes_and_bases(relation: Quotient, case: Case) -> Iterator[Figure]:
    rate = relation.rate
    if rate.role is not Role.GROWTH:
        found = case.totals()
    else:
        names = {
            n for t in (*relation.numerator, *relation.denominator) for n in (t.figure.label, t.figure.concept) if n
        }
        found = [figure for name in sorted(names) for figure in case.amounts_named(name)]
    return (figure for figure in found if figure.scope == rate.scope)


def _value(terms: tuple[Weighted, ...]) -> Decimal:
    return sum((t.coefficient * _amount(t.figure) for t in terms), Decimal(0))


def _amount(figure: Figure) -> Decimal:
    return figure.quantity.value * figure.quantity.factor


def _within(value: Decimal, reach: Interval) -> bool:
    return reach.low <= value <= reach.high
