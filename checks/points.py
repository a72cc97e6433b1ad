"""Relations that the checks of points, goals and projects share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TypeVar

from checks.equation import Equation, Relation, Sum, Weighted, minus, plus
from extractor.extraction import Extraction
from extractor.figure import Figure
from extractor.statement import Statement

S = TypeVar("S", bound=Statement)


def every(kind: type[S], extraction: Extraction) -> Iterator[S]:
    """The statements of one kind, from text, tables and across both."""
    return (s for s in extraction.statements if isinstance(s, kind))


def beside(*figures: Figure | None) -> tuple[Weighted, ...]:
    """Figures that a finding shows though they do not count in its relation."""
    return tuple(Weighted(Decimal(0), figure) for figure in figures if figure)


def adds_up(total: Figure, parts: Iterable[Figure]) -> Sum:
    return Sum(plus(total) + minus(*parts))


def within(small: Iterable[Figure], large: Figure) -> Sum:
    return Sum(plus(*small) + minus(large), at_most=True)


def equation(statement: Statement, relation: Relation, main: Figure, why: str, exact: bool = True) -> Equation:
    """A relation under the licence of the statement it comes from. Points are printed, not rounded: exact."""
    return Equation(relation, main, (), statement.binding.accuse, statement.binding.reason, exact, why)
