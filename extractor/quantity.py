"""A number as printed: exact decimal value, unit and how precisely it was printed.

There is no tolerance anywhere in gouji: what a printed number allows is its interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

YUAN: dict[str, Decimal] = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "十万元": Decimal(100_000),
    "百万元": Decimal(1_000_000),
    "千万元": Decimal(10_000_000),
    "亿元": Decimal(100_000_000),
    "万亿元": Decimal(1_000_000_000_000),
}
"""Money units and their worth in yuan. patterns/units.yaml maps every printed form to one of these."""


class Bound(StrEnum):
    """What the words around a number make of it."""

    EXACT = ""
    ABOUT = "about"  # 约、左右
    AT_LEAST = "at_least"  # 余、多、以上、≥
    AT_MOST = "at_most"  # 近、以下、≤


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval; low ≤ high is made true on construction by `of`."""

    low: Decimal
    high: Decimal

    @staticmethod
    def of(a: Decimal, b: Decimal) -> Interval:
        return Interval(a, b) if a <= b else Interval(b, a)

    def meets(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high

    def gap(self, other: Interval) -> Decimal:
        """How far the two are apart; 0 where they meet."""
        return max(Decimal(0), self.low - other.high, other.low - self.high)

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def scaled(self, factor: Decimal) -> Interval:
        return Interval.of(self.low * factor, self.high * factor)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed number. value is signed; unit is canonical ("万元", "%", "人", "" when none is printed).

    decimals is the number of digits printed after the point. text is the number with its unit as printed.
    """

    value: Decimal
    unit: str
    decimals: int
    text: str
    bound: Bound = Bound.EXACT

    @property
    def is_money(self) -> bool:
        return self.unit in YUAN

    @property
    def factor(self) -> Decimal:
        """What one unit is worth in the base unit: yuan for money, else 1."""
        return YUAN.get(self.unit, Decimal(1))

    @property
    def yuan(self) -> Decimal:
        """The value in yuan. Raises ValueError for what is not money."""
        if not self.is_money:
            raise ValueError(f"{self.text} is not an amount of money")
        return self.value * self.factor

    def half_step(self, decimals: int | None = None) -> Decimal:
        """Half of the last printed digit, in the base unit."""
        places = self.decimals if decimals is None else decimals
        return Decimal(5).scaleb(-places - 1) * self.factor

    def interval(self, decimals: int | None = None) -> Interval:
        """All values that print as this number, in the base unit (yuan for money).

        约/左右 and 近/余/多 widen it to five percent on the sides the word allows.
        """
        middle = self.value * self.factor
        half = self.half_step(decimals)
        slack = abs(middle) * Decimal("0.05")
        low = middle - (max(half, slack) if self.bound in (Bound.ABOUT, Bound.AT_MOST) else half)
        high = middle + (max(half, slack) if self.bound in (Bound.ABOUT, Bound.AT_LEAST) else half)
        return Interval(low, high)
