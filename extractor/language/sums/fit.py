"""Whether printed amounts fit a sum: used to choose among readings that the words license, never to invent one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from extractor.language.measures.measure import Measure
from extractor.language.things.item import Item
from extractor.quantity import Bound, Quantity

ZERO = Decimal(0)
CLOSE = Decimal("0.01")
LEAST_DIGITS = 3  # a number of fewer digits is one slip away from too much
TELLING_DIGITS = 4  # of a total that is far off: fewer, and a slip is found for any selection
SURE_DIGITS = 5  # of a total that is nearly met, where one of its low digits would do
FAR = Decimal("0.1")
MOVED_POINT = (1, -1, 2, -2)  # places
MANY_PARTS = 4  # that a list this long misses its total by one slip is no accident even with fewer digits


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One number of a stream in which groups are sought: its item, the measure itself, and its sign."""

    item: Item
    measure: Measure
    sign: int = 1

    @property
    def value(self) -> Decimal:
        q = self.measure.quantity
        return self.sign * q.value * q.factor


def fits(total: Entry, parts: Sequence[Entry]) -> bool:
    """Whether the parts can add up to the total by their printed decimals. Amounts printed with fewer decimals than
    the finest of the group count as dropped zeros; the total keeps its own half step."""
    slack = _slack(total, parts)
    return abs(total.value - sum((p.value for p in parts), ZERO)) <= slack


def _own_half_step(q: Quantity) -> Decimal:
    if q.bound is not Bound.EXACT:
        return max(q.half_step(), abs(q.value * q.factor) * Decimal("0.05"))
    return q.half_step() if q.is_money else ZERO


def _slack(total: Entry, parts: Sequence[Entry]) -> Decimal:
    """What the roundings of the parts, each as fine as the finest of its unit, and of the total may come to."""
    finest: dict[str, int] = {}
    for part in parts:
        quantity = part.measure.quantity
        finest[quantity.unit] = max(finest.get(quantity.unit, 0), quantity.decimals)
    steps = (_half_step(part.measure.quantity, finest) for part in parts)
    return sum(steps, ZERO) + _own_half_step(total.measure.quantity)


def _half_step(q: Quantity, finest: Mapping[str, int]) -> Decimal:
    if not q.is_money or q.bound is not Bound.EXACT:
        return _own_half_step(q)
    return q.half_step(finest[q.unit])


def is_close(total: Entry, parts: Sequence[Entry]) -> bool:
    """Less than one percent off."""
    return total.value != 0 and abs(total.value - sum((p.value for p in parts), ZERO)) < abs(total.value) * CLOSE


def exceeds(total: Entry, parts: Sequence[Entry]) -> bool:
    """Whether positive parts are more than their positive total."""
    return (
        total.value > 0
        and all(p.value >= 0 for p in parts)
        and sum((p.value for p in parts), ZERO) > total.value
        and not fits(total, parts)
    )


def one_slip_away(total: Entry, parts: Sequence[Entry], said_to_be_all: bool = False) -> bool:
    """Whether one wrong, lost, doubled or two swapped digits, or a moved point, in one of the numbers would make the
    sum fit. Parts that exceed the total of their line, and parts said to be all, need a digit less: no selection
    does so."""
    gap = total.value - sum((p.value for p in parts), ZERO)
    if _other_unit_fits(total, parts, gap):
        return True
    beside = all(p.item.line is total.item.line for p in parts)
    digits = count_digits(total.measure.quantity) + (len(parts) >= MANY_PARTS) + (beside and exceeds(total, parts))
    digits += said_to_be_all
    if digits < (TELLING_DIGITS if abs(gap) > abs(total.value) * FAR else SURE_DIGITS):
        return False
    if any(e.measure.quantity.bound is not Bound.EXACT for e in (total, *parts)):
        return False
    slack = _slack(total, parts)
    least = LEAST_DIGITS - (len(parts) >= MANY_PARTS)
    for entry in (total, *parts):
        shift = -gap if entry is total else gap
        needed = (entry.value + shift) / entry.measure.quantity.factor * entry.sign
        reach = slack / entry.measure.quantity.factor
        values = slips(entry.measure.quantity, least)
        at = bisect_left(values, needed - reach)
        if at < len(values) and values[at] <= needed + reach:
            return True
    return False


def _other_unit_fits(total: Entry, parts: Sequence[Entry], gap: Decimal) -> bool:
    """Whether one number would fit in the unit of the others (34.48元 among 万元)."""
    units = {e.measure.quantity.unit for e in (total, *parts) if e.measure.quantity.is_money}
    for entry in (total, *parts) if len(units) > 1 else ():
        quantity = entry.measure.quantity
        for unit in units - {quantity.unit}:
            other = replace(quantity, unit=unit)
            shift = entry.sign * (other.value * other.factor - quantity.value * quantity.factor)
            left = gap + shift if entry is total else gap - shift
            slack = other.half_step() + sum((p.measure.quantity.half_step() for p in parts if p is not entry), ZERO)
            if abs(left) <= slack:
                return True
    return False


def count_digits(quantity: Quantity) -> int:
    """The printed digits of a number, leading zeros left out."""
    return len(f"{abs(quantity.value):.{quantity.decimals}f}".replace(".", "").lstrip("0"))


@lru_cache(maxsize=1024)
def slips(quantity: Quantity, least: int = LEAST_DIGITS) -> tuple[Decimal, ...]:
    """The values that one human slip in the printed digits could stand for, in order. Kept, because every reading of a
    list asks for them again."""
    return tuple(sorted(_slips(quantity, least)))


def _slips(quantity: Quantity, least: int) -> Iterator[Decimal]:
    digits = f"{abs(quantity.value):.{quantity.decimals}f}"
    if len(digits.replace(".", "")) < least:
        return
    sign = -1 if quantity.value < 0 else 1
    for position, old in enumerate(digits):
        if old == ".":
            continue
        for new in "0123456789":
            if new != old:
                yield sign * Decimal(digits[:position] + new + digits[position + 1 :])
        if position + 1 < len(digits) and digits[position + 1] not in (".", old):
            yield sign * Decimal(digits[:position] + digits[position + 1] + old + digits[position + 2 :])
        if position < len(digits) - quantity.decimals - (quantity.decimals > 0):
            if len(digits) > 1:
                yield sign * Decimal((digits[:position] + digits[position + 1 :]).removeprefix(".") or 0)
            for new in "123456789":
                yield sign * Decimal(digits[:position] + new + digits[position:])
    yield from (quantity.value.scaleb(places) for places in MOVED_POINT)
