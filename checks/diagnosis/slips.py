"""The ways a hand mistypes a number: what may have been meant by what was printed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from checks.finding import CauseKind
from checks.prints import GRAIN, LARGEST
from extractor.quantity import YUAN, Bound, Quantity

_CONFUSED_UNITS = {
    "元": ("万元",),
    "百元": ("元", "万元"),
    "千元": ("元", "万元"),
    "万元": ("元", "亿元"),
    "亿元": ("万元",),
}
_POWERS = tuple(10**n for n in range(GRAIN + 1))
_SHIFTS = (1, -1, 2, -2, 3, -3, 4, -4)


class Slip(NamedTuple):
    """One number that may have been meant: number·10^-decimals in `unit`; for the judge, its value in grains and half
    of its last digit."""

    kind: CauseKind
    number: int
    decimals: int
    unit: str
    grains: int
    half: int

    def quantity(self) -> Quantity:
        value = Decimal(self.number).scaleb(-self.decimals)
        return Quantity(value, self.unit, self.decimals, f"{value:f}{self.unit}")


@lru_cache(maxsize=1024)
def slips_of(quantity: Quantity) -> tuple[Slip, ...]:
    """Everything one slip away from a print, wrong units first. Some 20 to 30 numbers a digit. Kept, because a wrong
    number is printed in several places."""
    return tuple(_slips(quantity))


def _slips(quantity: Quantity) -> Iterator[Slip]:
    if quantity.bound is not Bound.EXACT or quantity.value.adjusted() > LARGEST - max(_SHIFTS):
        return
    decimals = min(quantity.decimals, GRAIN - 6)
    scaled = quantity.value.scaleb(decimals)
    number = int(scaled)
    if number != scaled:
        return
    for unit in _CONFUSED_UNITS.get(quantity.unit, ()):
        yield _slip(CauseKind.WRONG_UNIT, number, decimals, unit, int(YUAN[unit]))
    factor = int(quantity.factor)
    for kind, meant, places in _renumbered(number, decimals):
        yield _slip(kind, meant, places, quantity.unit, factor)


def _slip(kind: CauseKind, number: int, decimals: int, unit: str, factor: int) -> Slip:
    digit = _POWERS[GRAIN - decimals] * factor
    return Slip(kind, number, decimals, unit, number * digit, digit // 2)


def _renumbered(number: int, decimals: int) -> Iterator[tuple[CauseKind, int, int]]:
    sign = -1 if number < 0 else 1
    digits = str(abs(number)).zfill(decimals + 1)
    whole = len(digits) - decimals
    finer = abs(number) * 10
    for kind, printed, places in _redigited(digits, whole, decimals):
        if len(printed) > places and (printed[0] != "0" or len(printed) == places + 1):
            meant = int(printed)
            if meant * _POWERS[1 + decimals - places] != finer:
                yield kind, sign * meant, places
    if number:
        for shift in _SHIFTS:
            yield CauseKind.DECIMAL_MOVED, number * 10 ** max(0, shift - decimals), max(0, decimals - shift)
        yield CauseKind.WRONG_SIGN, -number, decimals


def _redigited(digits: str, whole: int, decimals: int) -> Iterator[tuple[CauseKind, str, int]]:
    for at, digit in enumerate(digits):
        before, after = digits[:at], digits[at + 1 :]
        for other in "0123456789":
            if other != digit:
                yield CauseKind.DIGIT_CHANGED, before + other + after, decimals
    for at in range(len(digits) - 1):
        first, second = digits[at], digits[at + 1]
        if first != second:
            yield CauseKind.DIGITS_SWAPPED, digits[:at] + second + first + digits[at + 2 :], decimals
    for at in range(len(digits) + 1 if decimals else whole + 1):
        places = decimals + (at > whole)
        for more in "0123456789":
            yield CauseKind.DIGIT_LOST, digits[:at] + more + digits[at:], places
    if len(digits) > 1:
        for at in range(len(digits)):
            if at == 0 or digits[at] != digits[at - 1]:
                yield CauseKind.DIGIT_ADDED, digits[:at] + digits[at + 1 :], decimals - (at >= whole)
