"""Amounts that running text calls level with their budget or the year before (与预算持平) as statements."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractor.language.things.item import BUDGET, PREVIOUS, Item
from extractor.language.things.told import TEXT, Told, reference
from extractor.statement import Same, Statement

FLAT = "持平"
_FLAT = regex.compile(r"B(?:[gxT]{0,3})z")


def state_flat(item: Item, told: Told) -> Iterator[Statement]:
    """与预算持平 behind an amount whose budget or last year's amount is printed."""
    if item.amount is None or not item.is_money:
        return
    for kind in flat_bases(item):
        base = item.budget if kind == BUDGET else reference(item, PREVIOUS)
        if base is not None:
            yield Same(
                source=TEXT, why=FLAT, first=told.figures.of(item.amount, item),
                second=told.figures.of(base, item, kind),
            )  # fmt: skip


def flat_bases(item: Item) -> Iterator[str]:
    """The bases that the words between this amount and the next number call it level with (not 基本持平)."""
    line, amount = item.line, item.amount
    if amount is None:
        return
    following = line.units[amount.unit + 1 :]
    stop = next((i for i, u in enumerate(following) if u.letter in "N。"), len(following))
    letters = "".join(u.letter for u in following[:stop])
    for match in _FLAT.finditer(letters):
        last = following[match.end() - 1]
        if "基本" in line.text(last.first, last.last):
            continue
        first = following[match.start()]
        yield BUDGET if "预算" in line.text(first.first, first.last) else PREVIOUS
