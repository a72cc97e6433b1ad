"""Changes in running text: amount, rate and direction of 增加 and 减少 against the figures of two years or of budget
and accounts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from checks.equation import Equation, Relation, Sum
from checks.finding import Fault, Severity, show
from checks.judge import Status, judge
from checks.registry import check
from checks.relations import demand, one, prints_agree, quotients, stated, weigh
from checks.same import FLAT
from extractor.extraction import Extraction
from extractor.figure import Figure
from extractor.statement import SURE, Accuse, Change, Same, Term

ZERO, HUNDRED = Decimal(0), Decimal(100)


@check("CHG101", "增减率与金额不符", "rate of change does not follow from the amounts")
def change_rate(extraction: Extraction) -> Iterator[Equation]:
    """A printed rate of change is the change divided by what it is compared with.

    Must hold: 增减率 = 增减额 ÷ 基数; where the base is not printed it is 本期数 ∓ 增减额.
    Why: rates are often divided by this year's amount, left from last year or copied from the line above.
    Tolerance: half of the last printed digit of the rate and of every amount.
    Not applied: where the base is zero (增长100 % is then a convention), or neither base nor change is printed.
    """
    for statement in stated(Change, extraction.statements):
        if statement.rate is not None:
            yield from demand(statement, statement.rate, rate_of_change, "rate")


@check("CHG102", "基数为零却有增减率", "rate of change although the base is zero", Severity.WARNING)
def rate_without_base(extraction: Extraction) -> Iterator[Fault]:
    """Nothing can be said in per cent of a base that is zero.

    Must hold: where 基数 = 0, no rate is printed, or 0 %, or the customary 100 %.
    Why: any other rate shows that the base or the rate is wrong.
    Tolerance: none.
    Not applied: where the figures were not surely bound.
    """
    for statement in stated(Change, extraction.statements):
        rate = statement.rate
        if rate is None or statement.binding != SURE or abs(rate.quantity.value) in (ZERO, HUNDRED):
            continue
        if _base_is_zero(statement):
            yield Fault({"rate": rate.quantity.text}, show(rate, *_amounts(statement)))


@check("CHG201", "增减额与两期数不符", "change does not match the two amounts it compares")
def change_amount(extraction: Extraction) -> Iterator[Equation]:
    """The printed change is the difference of the two amounts it compares.

    Must hold: 本期数 = 基数 ± 增减额.
    Why: one of the three was mistyped or belongs to another year, budget or scope.
    Tolerance: half of the last printed digit of every amount.
    Not applied: where the amount compared with is not printed.
    """
    for statement in stated(Change, extraction.statements):
        if statement.delta is not None:
            yield from demand(statement, statement.delta, amount_of_change, "change")


@check("CHG301", "增减方向自相矛盾", "amount and rate of one change point in opposite directions")
def opposite_directions(extraction: Extraction) -> Iterator[Fault]:
    """The amount and the rate of one change point the same way.

    Must hold: 增加…增长 or 减少…下降, not 增加…下降.
    Why: one of the two words was left from the template or from last year.
    Tolerance: a change of zero has no direction; 下降-3.2% is taken as the habit it is. It is an error where amount and
    rate agree in size, so that they surely belong together, else a warning.
    Not applied: where the words leave the direction open (增加/减少), which is a fault of wording of its own.
    """
    for statement in stated(Change, extraction.statements):
        delta, rate = statement.delta, statement.rate
        if delta is None or rate is None or not _contradicts(statement):
            continue
        accuse = statement.binding.accuse
        if accuse in (Accuse.ERROR, Accuse.WARNING):
            sure = accuse is Accuse.ERROR and _agrees_in_size(statement, rate)
            words = {"amount": delta.quantity.text, "rate": rate.quantity.text}
            yield Fault(words, show(delta, rate), Severity.ERROR if sure else Severity.WARNING)


@check("FLT101", "称持平而两数不同", "said to be unchanged, but the two amounts differ")
def flat(extraction: Extraction) -> Iterator[Equation]:
    """What is said to be level with last year or with the budget is the same amount.

    Must hold: 与…持平, 无增减: 本期数 = 基数.
    Why: the phrase was left from the template, or one of the amounts is wrong.
    Tolerance: half of the last printed digit of both amounts.
    Not applied: to 基本持平, and where the amount compared with is not printed.
    """
    for same in stated(Same, extraction.statements):
        if same.why == FLAT:
            yield from demand(same, same.first, prints_agree, FLAT)


def rate_of_change(statement: Change) -> Iterator[Relation]:
    """rate = change ÷ base, in each direction that the words allow. Where amount and rate have verbs that contradict
    each other, CHG301 tells it; here only their size counts."""
    rate, delta = statement.rate, statement.delta
    if rate is None:
        return
    for way in _ways(statement):
        if delta is None:
            above = weigh(statement.current, way) + weigh(statement.base, -way)
            if statement.current and statement.base:
                yield from quotients(rate, above, weigh(statement.base))
            continue
        turn = 1 if rate.quantity.value * delta.quantity.value >= 0 else -1
        base = weigh(statement.base) or (weigh(statement.current) + one(delta, -way) if statement.current else ())
        if base:
            yield from quotients(rate, one(delta, turn), base)


def amount_of_change(statement: Change) -> Iterator[Relation]:
    if statement.delta is not None and statement.current and statement.base:
        for way in _ways(statement):
            yield Sum(weigh(statement.current) + weigh(statement.base, -1) + one(statement.delta, -way))


def _ways(statement: Change) -> tuple[int, ...]:
    """The directions the words allow, the most plausible first: both where the template's choice was left open, where
    amount and rate contradict each other, and for 减少-5万元, which is printed for a decrease as well."""
    delta, rate = statement.delta, statement.rate
    way = (statement.direction if delta is not None else _way_of_rate(statement)) or _way_of_rate(statement)
    if way == 0:
        return (1, -1) if _sum(statement.current) >= _sum(statement.base) else (-1, 1)
    told = delta or rate
    doubtful = way < 0 and told is not None and told.quantity.value < 0
    return (way, -way) if doubtful or _contradicts(statement) else (way,)


def _way_of_rate(statement: Change) -> int:
    return statement.direction if statement.rate_direction is None else statement.rate_direction


def _contradicts(statement: Change) -> bool:
    delta, rate = statement.delta, statement.rate
    if delta is None or rate is None:
        return False
    way, turn = statement.direction, _way_of_rate(statement)
    amount, percent = delta.quantity.value, rate.quantity.value
    habit = (way < 0 and amount < 0) or (turn < 0 and percent < 0)
    return way * amount * turn * percent < 0 and not habit


def _agrees_in_size(statement: Change, rate: Figure) -> bool:
    equations = demand(statement, rate, rate_of_change)
    return any(judge(equation).status is Status.HOLDS for equation in equations)


def _base_is_zero(statement: Change) -> bool:
    if statement.base:
        return _sum(statement.base) == 0
    delta = statement.delta
    if delta is None or not statement.current or not statement.direction:
        return False
    return _sum(statement.current) == statement.direction * delta.quantity.value * delta.quantity.factor


def _sum(terms: tuple[Term, ...]) -> Decimal:
    return sum((t.sign * t.figure.quantity.value * t.figure.quantity.factor for t in terms), ZERO)


def _amounts(statement: Change) -> list[Figure]:
    told = [term.figure for term in (*statement.current, *statement.base)]
    return [*told, statement.delta] if statement.delta is not None else told
