"""Shares that stand in brackets behind the parts of a list without a word: 教育支出6842.17万元（76.95%）、…

A bare rate in brackets may be anything; that each part of a sum has one, and that nearly all of them are its share of
the total, tells what they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.language.measures.measure import Measure
from extractor.language.sums.fit import Entry
from extractor.language.sums.stream import Group
from extractor.language.things.told import TEXT, Told
from extractor.statement import SURE, Share, Statement

LEAST_PARTS = 2
HUNDRED = Decimal(100)


def state_bracketed_shares(groups: Sequence[Group], told: Told) -> Iterator[Statement]:
    """The share of every part of a list whose parts have one bare rate in brackets each."""
    for group in groups:
        rated = [(part, rate) for part in group.parts if (rate := _bare_rate(part)) is not None]
        if group.total.value <= 0 or len(rated) < max(LEAST_PARTS, len(group.parts) - 1):
            continue
        fitting = sum(_is_share(rate, part, group.total) for part, rate in rated)
        if fitting < LEAST_PARTS or fitting < len(rated) - 1:
            continue
        for part, rate in rated:
            yield Share(
                source=TEXT,
                binding=SURE,
                rate=told.figures.of(rate, part.item),
                part=(told.figures.term(part.measure, part.item),),
                whole=(told.figures.term(group.total.measure, group.total.item),),
            )


def _bare_rate(part: Entry) -> Measure | None:
    """The one rate in brackets right behind an amount."""
    rates = [m for m in part.item.ratios if m.quantity.unit == "%" and m.lead == "" and m.marker in ("(", "")]
    return rates[0] if len(rates) == 1 and part.measure is part.item.amount else None


def _is_share(rate: Measure, part: Entry, total: Entry) -> bool:
    """By the printed numbers, give or take one step of the rate."""
    step = Decimal(1).scaleb(-rate.quantity.decimals)
    return abs(HUNDRED * part.value / total.value - rate.quantity.value) <= step
