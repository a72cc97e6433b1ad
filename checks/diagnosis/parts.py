"""A sum that no slip of a digit explains: an amount left out of it, or one counted twice."""

from __future__ import annotations

from checks.diagnosis.case import Case
from checks.diagnosis.rates import is_near
from checks.diagnosis.repairs import print_as
from checks.equation import Equation, Sum
from checks.finding import Cause, CauseKind
from checks.judge import nominal, sum_of
from checks.prints import from_grains
from extractor.figure import Figure, Role
from extractor.quantity import Quantity

TELLING_DIGITS = 4  # an amount of fewer digits may fit by chance
FEWER = 3  # of one of the few parts themselves


def forgotten_part(equation: Equation, case: Case) -> Cause | None:
    """The printed amount by which the parts miss their total: one of them if they are too much, else one near by."""
    relation = equation.relation
    if not isinstance(relation, Sum) or relation.at_most or len(relation.terms) < 3:
        return None
    main = equation.main
    sign = next((t.coefficient for t in relation.terms if t.figure is main), None)
    if sign is None or main.role is not Role.AMOUNT:
        return None
    excess = int(-sign * sum_of(relation, nominal(relation, case.prints)))
    parts = [f for f in relation.figures() if f is not main]
    slack = sum(case.prints[f].high - case.prints[f].value for f in (main, *parts))
    near = (f for f in parts if abs(case.prints[f].value - abs(excess)) <= slack)
    for other in dict.fromkeys((*case.with_value(abs(excess)), *near)):
        if not _tells(other, FEWER if other in parts else TELLING_DIGITS):
            continue
        if excess > 0 and other in parts:
            left_out = ((main, f"{_recomputed(main, excess).value:f}"),) if not case.is_vouched_for(main) else ()
            return Cause(CauseKind.PART_TWICE, repairs=1, other=other, candidates=left_out)
        if excess < 0 and other in parts and other is not main:
            return _wrong_total(main, excess, other)
        if excess < 0 and other is not main and _belongs(other, main, parts):
            return Cause(CauseKind.PART_MISSING, repairs=1, other=other)
    return None


def absent_score(equation: Equation, case: Case) -> Cause | None:
    """Items that have no score though the total counts their full marks: one of them, or all."""
    relation = equation.relation
    if not isinstance(relation, Sum) or relation.at_most or not equation.absent:
        return None
    sign = next((t.coefficient for t in relation.terms if t.figure is equation.main), None)
    if sign is None:
        return None
    excess = from_grains(int(sign * sum_of(relation, nominal(relation, case.prints))))
    single = [name for name, worth in equation.absent if worth == excess]
    if single:
        return Cause(CauseKind.SCORE_ABSENT, new=f"{excess:f}分", repairs=1, item="”或“".join(single))
    if sum(worth for _, worth in equation.absent) == excess:
        every = "”、“".join(name for name, _ in equation.absent)
        return Cause(CauseKind.SCORE_ABSENT, new=f"{excess:f}分", repairs=1, item=every)
    return None


def wrong_total(equation: Equation, case: Case) -> Cause | None:
    """A total that nothing vouches for and its parts contradict: they are more than it, or less by just one of them. A
    total that is more by another amount may lack a part."""
    relation, main = equation.relation, equation.main
    if not isinstance(relation, Sum) or relation.at_most or len(relation.terms) < 3 or case.is_vouched_for(main):
        return None
    sign = next((t.coefficient for t in relation.terms if t.figure is main), None)
    if sign is None or main.quantity.value <= 0 or equation.absent:
        return None
    excess = int(-sign * sum_of(relation, nominal(relation, case.prints)))
    parts = [f for f in relation.figures() if f is not main]
    twice = next((f for f in parts if case.prints[f].value == -excess), None)
    named = twice if twice and _tells(twice, FEWER) else None
    return _wrong_total(main, excess, named) if twice or excess > 0 else None


def _wrong_total(main: Figure, excess: int, other: Figure | None) -> Cause | None:
    old, new = main.quantity, _recomputed(main, excess)
    if new.value <= 0 or new.value == old.value:
        return None
    return Cause(CauseKind.WRONG_VALUE, main, f"{old.value:.{old.decimals}f}", f"{new.value:f}", 1, other)


def _recomputed(main: Figure, excess: int) -> Quantity:
    old = main.quantity
    return print_as(old.value * old.factor + from_grains(excess), old)


def _belongs(other: Figure, main: Figure, parts: list[Figure]) -> bool:
    """An amount near by; of one table, in the column or the row of the sum."""
    a, b = other.location, main.location
    if a.table is not None and a.table == b.table and a.column != b.column:
        along = {f.location.row for f in parts}
        if a.row is None or along != {a.row}:
            return False
    return other.role is Role.AMOUNT and other.scope == main.scope and any(is_near(other, f) for f in (main, *parts))


def _tells(figure: Figure, least: int) -> bool:
    digits = str(abs(figure.quantity.value)).replace(".", "").strip("0")
    return len(digits) >= least
