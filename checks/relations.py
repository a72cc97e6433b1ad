"""What each kind of statement demands, as relations over its figures. Checks choose statements; the meaning is here,
once, so that a statement and the other readings of it are always understood alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TypeVar

from checks.equation import Equation, Quotient, Relation, Sum, Weighted
from extractor.figure import Figure
from extractor.statement import (
    Accuse,
    Completion,
    Composition,
    Ratio,
    Same,
    Share,
    Source,
    Statement,
    Term,
    Totals100,
)

S = TypeVar("S", bound=Statement)
Meaning = Callable[[S], Iterator[Relation]]

SCALES = {"%": Decimal(100), "‰": Decimal(1000), "倍": Decimal(1)}
HUNDRED = Decimal(100)


def weigh(terms: tuple[Term, ...], factor: int = 1) -> tuple[Weighted, ...]:
    return tuple(Weighted(Decimal(term.sign * factor), term.figure) for term in terms)


def one(figure: Figure, factor: int = 1) -> tuple[Weighted, ...]:
    return (Weighted(Decimal(factor), figure),)


def stated(kind: type[S], statements: tuple[Statement, ...], source: Source = Source.TEXT) -> Iterator[S]:
    """The statements of one kind that come from running text. Kinds derived from it have checks of their own."""
    return (s for s in statements if type(s) is kind and s.source is source)


def demand(
    statement: S,
    main: Figure,
    meaning: Meaning[S],
    why: str = "",
    exact: bool = False,
    touching: Accuse = Accuse.INFO,
) -> Iterator[Equation]:
    """The first relation that `meaning` reads from the statement as an equation; its further relations and those of
    the statement's other readings can only rescue it. Nothing where the statement lacks the figures."""
    own = list(meaning(statement))
    if not own:
        return
    same_kind = (other for other in statement.others if isinstance(other, type(statement)))
    rescues = (*own[1:], *(relation for other in same_kind for relation in meaning(other)))
    binding = statement.binding
    yield Equation(own[0], main, rescues, binding.accuse, binding.reason, exact, why, touching=touching)


def parts_make_total(statement: Composition) -> Iterator[Relation]:
    yield Sum(one(statement.total) + weigh(statement.parts, -1), -statement.constant)


def prints_agree(statement: Same) -> Iterator[Relation]:
    yield Sum(one(statement.first) + one(statement.second, -1))


def shares_make_hundred(statement: Totals100) -> Iterator[Relation]:
    yield Sum(tuple(Weighted(Decimal(1), f) for f in statement.parts), constant=-HUNDRED)


def share_of_whole(statement: Share) -> Iterator[Relation]:
    yield from quotients(statement.rate, weigh(statement.part), weigh(statement.whole))


def actual_of_budget(statement: Completion) -> Iterator[Relation]:
    yield from quotients(statement.rate, weigh(statement.actual), weigh(statement.budget))


def ratio_of_sums(statement: Ratio) -> Iterator[Relation]:
    value, above, below = statement.value, weigh(statement.numerator), weigh(statement.denominator)
    if statement.times not in (1, 100):
        yield Quotient(value, above, below, Decimal(statement.times))
    else:
        yield from quotients(value, above, below)


def quotients(rate: Figure, above: tuple[Weighted, ...], below: tuple[Weighted, ...]) -> Iterator[Relation]:
    """A rate printed without its sign (增长13.95) is read as per cent, else as a plain ratio (0.85)."""
    if rate.quantity.is_money:  # an amount for each
        yield Quotient(rate, above, below, Decimal(1))
        return
    scale = SCALES.get(rate.quantity.unit)
    yield Quotient(rate, above, below, scale or HUNDRED)
    if scale is None:
        yield Quotient(rate, above, below, Decimal(1))
