"""How a figure, an amount and an equation are written for people. Decimals in, text out; nothing is rounded silently."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from checks.equation import Equation, Quotient, Relation, Sum, Weighted
from checks.finding import Recomputed
from extractor.figure import Figure

MOST_TERMS = 12  # a longer sum is cut in the printed equation; the evidence carries every figure
SHOWN_TERMS = 4
RATES = ("%", "‰", "百分点")


def plain(value: Decimal) -> str:
    """Never in scientific notation."""
    return f"{value:f}"


def trimmed(value: Decimal) -> str:
    """Without zeros at the end of the fraction."""
    text = plain(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def number(figure: Figure) -> str:
    """The value with the decimals it was printed with, without separators."""
    quantity = figure.quantity
    return plain(round(quantity.value, quantity.decimals)) if quantity.decimals < 30 else plain(quantity.value)


def amount(figure: Figure) -> str:
    """7900.48万元"""
    return number(figure) + figure.quantity.unit


def again(recomputed: Recomputed, figure: Figure) -> str:
    """The recomputed value as the report would print it: its decimals, and more only where they were given."""
    return plain(recomputed.value) + figure.quantity.unit


def distance(value: Decimal, unit: str, points: str) -> str:
    """|value| with its unit; a distance of two rates is in percentage points."""
    return plain(abs(value)) + (points if unit == "%" else unit)


def write_equation(equation: Equation, recomputed: Recomputed | None, keep: Iterable[Figure] = ()) -> str:
    """`2 + 3 + 5 + 4.4 + … = 98.26 ≠ 98.86`. keep are figures that stay visible in a long sum (the suspect)."""
    relation = equation.relation
    units = _units(relation)
    if isinstance(relation, Sum):
        return _write_sum(relation, equation.main, recomputed, frozenset(keep), with_unit=len(units) > 1)
    return _write_quotient(relation, equation.main, recomputed)


def _units(relation: Relation) -> set[str]:
    return {f.quantity.unit for f in relation.figures()}


def _write_sum(
    relation: Sum, main: Figure, recomputed: Recomputed | None, keep: frozenset[Figure], with_unit: bool
) -> str:
    show = amount if with_unit else number
    if relation.at_most:
        small = [t for t in relation.terms if t.coefficient > 0]
        large = [_turned(t, Decimal(-1)) for t in relation.terms if t.coefficient < 0]
        limit = _join(large, -relation.constant, keep, show) if large or relation.constant else "0"
        return f"{_join(small, Decimal(0), keep, show)} > {limit}"
    rest, constant = _rest(relation, main)
    left = _join(rest, constant, keep, show)
    if len(rest) == 1 and not relation.constant and rest[0].coefficient == 1:
        return f"{left} ≠ {show(main)}"
    unit = main.quantity.unit if with_unit else ""
    middle = f" = {plain(recomputed.value)}{unit}" if recomputed else ""
    return f"{left}{middle} ≠ {show(main)}"


def write_rest(relation: Sum, main: Figure) -> str:
    """`3875.63 − 4128.78`: what the main figure follows from."""
    rest, constant = _rest(relation, main)
    return _join(rest, constant, frozenset(), amount if len(_units(relation)) > 1 else number)


def _rest(relation: Sum, main: Figure) -> tuple[list[Weighted], Decimal]:
    """The relation solved for its main figure."""
    own = sum((t.coefficient for t in relation.terms if t.figure is main), Decimal(0)) or Decimal(-1)
    rest = [_turned(t, Decimal(-1) / own) for t in relation.terms if t.figure is not main]
    return rest, -relation.constant / own


def _turned(term: Weighted, factor: Decimal) -> Weighted:
    return Weighted(term.coefficient * factor, term.figure)


def _join(terms: list[Weighted], constant: Decimal, keep: frozenset[Figure], show: object) -> str:
    shown = terms
    if len(terms) > MOST_TERMS:
        shown = [t for i, t in enumerate(terms) if i < SHOWN_TERMS or t.figure in keep]
    write = show if callable(show) else number
    parts = [_signed(t.coefficient, write(t.figure)) for t in shown]
    if len(shown) < len(terms):
        parts.append(("+", "…"))
    if constant:
        parts.append(("+" if constant > 0 else "−", trimmed(abs(constant))))
    if not parts:
        return "0"
    if parts[0][0] == "−" and len(shown) == len(terms):
        parts.sort(key=lambda part: part[0] == "−")
    (sign, first), rest = parts[0], parts[1:]
    return ("−" if sign == "−" else "") + first + "".join(f" {s} {text}" for s, text in rest)


def _signed(coefficient: Decimal, text: str) -> tuple[str, str]:
    negative = (coefficient < 0) != text.startswith("-")
    bare = text.removeprefix("-")
    size = abs(coefficient)
    return "−" if negative else "+", bare if size == 1 else f"{trimmed(size)} × {bare}"


def write_quotient(relation: Quotient) -> str:
    """`23.15 ÷ (196.40 − 23.15)`"""
    show = amount if len(_units(relation) - {relation.rate.quantity.unit}) > 1 else number
    above, below = (_grouped(terms, show) for terms in (relation.numerator, relation.denominator))
    return f"{above} ÷ {below}"


def _grouped(terms: tuple[Weighted, ...], show: object) -> str:
    text = _join(list(terms), Decimal(0), frozenset(), show)
    return f"({text})" if len(terms) > 1 else text


def _write_quotient(relation: Quotient, main: Figure, recomputed: Recomputed | None) -> str:
    left, rate = write_quotient(relation), amount(relation.rate)
    if main is relation.rate and recomputed:
        return f"{left} = {again(recomputed, main)} ≠ {rate}"
    return f"{left} ≠ {rate}"
