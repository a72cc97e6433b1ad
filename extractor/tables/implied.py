"""Hierarchies that no code, number or indentation shows, but the amounts of every column do.

转移性收入 | 上级一般性转移支付 | 上级专项转移支付 in one bare list: the first is the sum of the others, and a total below
counts it once. What the numbers show may explain why a total fails; it accuses only where several columns agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from extractor.figure import Role
from extractor.tables.figures import Grid
from extractor.tables.lanes import Cover, Lane, open_rows, read_covers
from extractor.tables.model import RowKind

LONGEST = 40  # rows that one row may be the sum of
MOST_ROWS = 400  # of a list; a longer one is a register
FEWEST = 3  # columns that must agree before numbers alone make a hierarchy
_TOTALS = ("合计", "总计")
# (columns that may be wrong, parts a row must have): a hierarchy with one wrong cell, or one of single parts (教育支出
# with nothing but 普通教育 in it), is believed only if the total then fits in every column
_ATTEMPTS = ((0, 2), (0, 1), (1, 2), (1, 1))


@dataclass(frozen=True, slots=True)
class _Amount:
    value: Decimal
    half: Decimal
    unit: str


_Row = tuple[_Amount | None, ...]


def settled_covers(lane: Lane, grid: Grid) -> list[Cover]:
    """The covers that signs show, totals relieved of rows that are parts of other rows, and those parts' own sums."""
    covers = read_covers(lane)
    if len(lane.lines) > MOST_ROWS:
        return covers
    found: list[Cover] = []
    taken = {k for cover in covers for k in (cover.total, *cover.parts)}
    for cover in covers:
        found += _relieved(lane, cover, grid)
    loose = [k for k in open_rows(lane) if k not in taken and not lane.lines[k].row.code]
    amounts = {k: _amounts(lane, k, grid) for k in loose}
    children, _ = _nest(loose, amounts, FEWEST)
    found += (Cover(head, parts, "分级") for head, parts in children.items())
    return found


def _relieved(lane: Lane, cover: Cover, grid: Grid) -> Iterator[Cover]:
    """A total that fails in most columns, with the rows that make up others of its parts left out, if it fits then."""
    rows = (lane.lines[k].row for k in cover.parts)
    if cover.means not in _TOTALS or any(row.code for row in rows):
        yield cover
        return
    amounts = {k: _amounts(lane, k, grid) for k in (cover.total, *cover.parts)}
    direct, telling = _fitting(cover.total, cover.parts, amounts)
    if direct * 2 > telling or direct == telling:
        yield cover
        return
    for misses, fewest_parts in _ATTEMPTS:
        children, tops = _nest(cover.parts, amounts, 1, misses, fewest_parts)
        fitting, _ = _fitting(cover.total, tops, amounts)
        doubtful = misses or fewest_parts == 1
        if children and fitting > direct and (fitting == telling > misses if doubtful else fitting * 2 >= telling):
            yield replace(cover, parts=tops, others=(cover.parts, *cover.others))
            yield from (Cover(head, parts, "分级") for head, parts in children.items())
            return
    surplus = _surplus(cover, amounts)
    if surplus and telling == 1:  # one column may be wrong by just these rows
        yield replace(cover, sure=False)
        return
    yield replace(cover, others=(*cover.others, surplus)) if surplus else cover


def _amounts(lane: Lane, position: int, grid: Grid) -> _Row:
    line = lane.lines[position]
    found: list[_Amount | None] = []
    for column in line.values:
        figure = grid.get((line.row.index, column))
        if figure is None or figure.role not in (Role.AMOUNT, Role.COUNT):
            found.append(None)
        else:
            quantity = figure.quantity
            found.append(_Amount(quantity.value, _half(quantity.decimals), quantity.unit))
    return tuple(found)


@cache
def _half(decimals: int) -> Decimal:
    return Decimal(5).scaleb(-decimals - 1)


def _nest(
    rows: Sequence[int], amounts: dict[int, _Row], fewest: int, misses: int = 0, parts: int = 2
) -> tuple[dict[int, tuple[int, ...]], tuple[int, ...]]:
    """For each row that the rows after it make up, those rows; and the rows that are left on top."""
    children: dict[int, tuple[int, ...]] = {}
    tops: list[int] = []
    for k in reversed(rows):
        count = _count_of_parts(amounts[k], [amounts[t] for t in tops[: -LONGEST - 1 : -1]], fewest, misses, parts)
        if count:
            children[k] = tuple(reversed(tops[-count:]))
            del tops[-count:]
        tops.append(k)
    return children, tuple(reversed(tops))


def _count_of_parts(head: _Row, following: Sequence[_Row], fewest: int, misses: int, parts: int) -> int:
    """How many of the following rows make up a row in all its columns (but one of many); 0 where none do."""
    telling = [c for c, amount in enumerate(head) if amount is not None and amount.value]
    if len(telling) < fewest:
        return 0
    sums = {c: _Sum(head[c]) for c in telling}
    for count, row in enumerate(following, 1):
        for c in telling:
            sums[c].add(row[c] if c < len(row) else None)
        fitting = sum(s.fits for s in sums.values())
        shown = max(s.filled for s in sums.values()) >= parts
        if shown and fitting >= max(fewest, len(telling) - max(misses, len(telling) > FEWEST)):
            return count
    return 0


class _Sum:
    """What is left of a head after the parts so far, and the rounding of all of them."""

    def __init__(self, head: _Amount | None) -> None:
        self.head = head
        self.rest = head.value if head else Decimal(0)
        self.slack = head.half if head else Decimal(0)
        self.filled = 0

    def add(self, part: _Amount | None) -> None:
        if part is None or self.head is None:
            return
        if part.unit != self.head.unit:
            self.slack = Decimal(-1)  # never fits again
            self.head = None
            return
        self.rest -= part.value
        self.slack += part.half
        self.filled += bool(part.value)

    @property
    def fits(self) -> bool:
        return abs(self.rest) <= self.slack


def _fitting(total: int, parts: Sequence[int], amounts: dict[int, _Row]) -> tuple[int, int]:
    """In how many columns the parts make the total, and how many tell."""
    fitting = telling = 0
    for c, whole in enumerate(amounts[total]):
        if whole is not None and whole.value:
            left = _Sum(whole)
            for k in parts:
                left.add(amounts[k][c] if c < len(amounts[k]) else None)
            telling += 1
            fitting += left.fits
    return fitting, telling


def _surplus(cover: Cover, amounts: dict[int, _Row]) -> tuple[int, ...]:
    """The parts without one run of rows that is exactly what they are too much in every column and may be cut from the
    row before it; () where none is. A single row may as well have been left out of the total by mistake."""
    columns = [c for c, whole in enumerate(amounts[cover.total]) if whole is not None and whole.value]
    values = [[(a.value if (a := amounts[k][c]) else Decimal(0)) for c in columns] for k in cover.parts]
    totals = [w.value if (w := amounts[cover.total][c]) else Decimal(0) for c in columns]
    excess = [sum(column, -total) for total, column in zip(totals, zip(*values, strict=True), strict=True)]
    if not any(excess):
        return ()
    seen: dict[tuple[Decimal, ...], int] = {}
    before = [Decimal(0) for _ in columns]
    for end, row in enumerate(values):
        if end:  # the first row heads the list and is part of nothing
            seen[tuple(before)] = end
        before = [b + v for b, v in zip(before, row, strict=True)]
        start = seen.get(tuple(b - e for b, e in zip(before, excess, strict=True)))
        if start is not None and end > start and all(v >= e for v, e in zip(values[start - 1], excess, strict=True)):
            return cover.parts[:start] + cover.parts[end + 1 :]
    return ()


def is_bare(lane: Lane, cover: Cover) -> bool:
    """Whether nothing but the place of its rows tells what a total covers."""
    rows = [lane.lines[k].row for k in cover.parts]
    return cover.means in _TOTALS and any(not r.code and not r.level and r.kind is RowKind.ITEM for r in rows)
