"""Figures, equations and extractions for tests that need no report."""

from decimal import Decimal

from checks.equation import Equation, Quotient, Sum, minus, plus
from extractor.document import Document
from extractor.extraction import Extraction
from extractor.figure import Figure, Role
from extractor.location import Location
from extractor.numbers import read_cell
from extractor.quantity import Quantity
from extractor.statement import Statement, Term

_line = iter(range(1, 10**9))


def figure(printed: str, unit: str = "万元", label: str = "", role: Role = Role.AMOUNT) -> Figure:
    """A figure as a cell would print it: "12.50", "36.3%", "约12"; it stands on a line of its own."""
    quantity = read_cell(printed, unit)
    assert isinstance(quantity, Quantity), printed
    return Figure(quantity, role, label or printed, Location(line=next(_line)), f"{label}{printed}")


def total(whole: Figure, *parts: Figure, **options: object) -> Equation:
    """whole = Σ parts"""
    return Equation(Sum(plus(whole) + minus(*parts)), whole, **options)  # type: ignore[arg-type]


def rate(stated: Figure, above: list[Figure], below: list[Figure], scale: int = 100, **options: object) -> Equation:
    """stated = scale × Σ above / Σ below"""
    quotient = Quotient(stated, plus(*above), plus(*below), Decimal(scale))
    return Equation(quotient, stated, **options)  # type: ignore[arg-type]


def terms(*figures: Figure) -> tuple[Term, ...]:
    return tuple(Term(1, f) for f in figures)


def report(*statements: Statement, figures: tuple[Figure, ...] = ()) -> Extraction:
    return Extraction(Document("report.txt", "txt", ""), figures=figures, statements=statements)
