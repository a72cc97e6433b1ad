"""Printed numbers as whole multiples of one tiny grain, so that the judge never rounds and adds plain integers.

Decimal arithmetic costs some ten times as much, needs a precision wide enough for every product, and rounds in
silence where it is not. One grain is 10^-24 of the base unit (yuan for money).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from extractor.figure import Figure, Role
from extractor.quantity import Bound, Interval, Quantity

GRAIN = 24  # digits after the point that are kept; a print with more is cut there
FINEST = GRAIN - 2  # decimals that are told apart
LARGEST = 30  # powers of ten beyond which a number is no amount but residue of a conversion
DEMANDED = (
    LARGEST - 3
)  # the same for what an equation demands: it may be printed in a unit a hundredth of its own, and rounded up
ONE: int = 10**GRAIN
MEASURED = frozenset({"%", "‰", "百分点", "倍"})  # besides money: printed rounded; whole numbers of all else are counts
Span = tuple[int, int]


class Print(NamedTuple):
    """What one figure's print allows, in grains: its value, the interval, and how finely it was printed. A whole number
    of people, vehicles or points is a count and allows nothing but itself.

    money is the unit of an exact amount of money and "" for everything else.
    """

    value: int
    low: int
    high: int
    step: int
    decimals: int
    money: str
    exact: bool

    def span(self, decimals: int | None = None) -> Span:
        """The interval, as if printed with `decimals` digits after the point."""
        if decimals is None or decimals <= self.decimals:
            return self.low, self.high
        half = self.step // int(10 ** (decimals - self.decimals)) // 2
        return self.value - half, self.value + half


def take_print(quantity: Quantity, rounded: bool = False) -> Print:
    """What a quantity's print allows; rounded tells that a whole number without a unit is an amount, not a count."""
    factor = int(quantity.factor)
    decimals = min(quantity.decimals, FINEST)
    value = to_grains(quantity.value) * factor
    step: int = 10 ** (GRAIN - decimals) * factor
    if quantity.bound is Bound.EXACT:
        money = quantity.unit if quantity.is_money else ""
        measured = money or quantity.unit in MEASURED or quantity.unit.startswith("万")
        counted = decimals == 0 and not measured and not (rounded and not quantity.unit)
        half = 0 if counted else step // 2
        return Print(value, value - half, value + half, step, decimals, money, True)
    wide = quantity.interval()
    return Print(value, to_grains(wide.low), to_grains(wide.high), step, decimals, "", False)


def to_grains(value: Decimal) -> int:
    """Raises ValueError for a number no report can mean."""
    if value.adjusted() > LARGEST:
        raise ValueError(f"a number of {value.adjusted()} digits")
    numerator, denominator = value.as_integer_ratio()
    return numerator * ONE // denominator


def from_grains(grains: int) -> Decimal:
    """The exact decimal, whatever the precision of the context, without idle noughts."""
    text = f"{abs(grains):0{GRAIN + 1}}"
    fraction = text[-GRAIN:].rstrip("0")
    return Decimal(f"{'-' if grains < 0 else ''}{text[:-GRAIN]}{'.' if fraction else ''}{fraction}")


def to_interval(span: Span) -> Interval:
    return Interval(from_grains(span[0]), from_grains(span[1]))


class Prints(dict[Figure, Print]):
    """The print of every figure, measured when first asked for. `changed` are figures told to print otherwise."""

    def __init__(self, measured: Mapping[Figure, Print] | None = None):
        super().__init__(measured or {})

    def __missing__(self, figure: Figure) -> Print:
        self[figure] = found = take_print(figure.quantity, figure.role is Role.AMOUNT)
        return found


class Supposed(dict[Figure, Print]):
    """The prints of a report with a few figures supposed to read otherwise; the report's own are not touched."""

    def __init__(self, prints: Prints, changed: Mapping[Figure, Quantity]):
        super().__init__(
            {figure: take_print(quantity, figure.role is Role.AMOUNT) for figure, quantity in changed.items()}
        )
        self._prints = prints

    def __missing__(self, figure: Figure) -> Print:
        self[figure] = found = self._prints[figure]
        return found


AnyPrints = Prints | Supposed
