"""One relation over printed figures that must hold. Two shapes serve every check: a sum and a quotient."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from extractor.figure import Figure
from extractor.statement import Accuse


@dataclass(frozen=True, slots=True)
class Weighted:
    """coefficient × figure, in the figure's base unit (yuan for money)."""

    coefficient: Decimal
    figure: Figure


def plus(*figures: Figure) -> tuple[Weighted, ...]:
    return tuple(Weighted(Decimal(1), f) for f in figures)


def minus(*figures: Figure) -> tuple[Weighted, ...]:
    return tuple(Weighted(Decimal(-1), f) for f in figures)


@dataclass(frozen=True, slots=True)
class Sum:
    """Σ coefficient·figure + constant = 0, or ≤ 0 where `at_most`."""

    terms: tuple[Weighted, ...]
    constant: Decimal = Decimal(0)
    at_most: bool = False

    def figures(self) -> tuple[Figure, ...]:
        return tuple(t.figure for t in self.terms)


@dataclass(frozen=True, slots=True)
class Quotient:
    """rate = scale × Σ numerator / Σ denominator. scale is 100 for %, 1000 for ‰, 1 for 倍 and plain ratios.

    A figure may stand in both sums (delta / (current - delta)).
    """

    rate: Figure
    numerator: tuple[Weighted, ...]
    denominator: tuple[Weighted, ...]
    scale: Decimal = Decimal(100)

    def figures(self) -> tuple[Figure, ...]:
        seen = dict.fromkeys((self.rate, *(t.figure for t in (*self.numerator, *self.denominator))))
        return tuple(seen)


Relation = Sum | Quotient


@dataclass(frozen=True, slots=True, eq=False)
class Equation:
    """What a check demands: `relation` as the words say it; `rescues` are readings that also make it hold.

    main is the figure the finding is told about (the total, the rate). accuse caps the severity of a failure,
    reason (a key) is told where a failure may not accuse. exact means the figures are not rounded (scores, counts).
    why is a key for the words of the message. slight caps a failure by less than one printed step, touching what is
    told of two prints of one amount that differ by such a step though they hold.
    """

    relation: Relation
    main: Figure
    rescues: tuple[Relation, ...] = ()
    accuse: Accuse = Accuse.ERROR
    reason: str = ""
    exact: bool = False
    why: str = ""
    slight: Accuse = Accuse.WARNING
    touching: Accuse = Accuse.INFO
    absent: tuple[tuple[str, Decimal], ...] = ()  # parts that print no number: their names and what they could be worth
    code: str = field(default="", compare=False)  # set by the registry

    def of_check(self, code: str) -> Equation:
        """The same as found by a check. Written out: every equation is asked, and `replace` takes three times as
        long."""
        at = self
        kept = at.relation, at.main, at.rescues, at.accuse, at.reason, at.exact, at.why, at.slight, at.touching
        return Equation(*kept, at.absent, code)
