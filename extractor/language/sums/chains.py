"""Amounts of a line that a total behind them may add up: A、B，合计；收入 A（其中…），加上 B、C，收入总计."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex

from extractor.language.measures.measure import Measure
from extractor.language.sums.extents import opens
from extractor.language.sums.fit import Entry, fits
from extractor.language.things.item import Item
from extractor.language.words.markers import adds, is_added
from patterns.load import load_yaml

CLOSING = frozenset({"共计", "合计", "总计", "总额"})


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Numbers that a total behind them may add up, likeliest extent first. joined: 加上 and its like stand among
    them; bounded: the words tell where the first extent begins."""

    extents: list[list[Entry]]
    joined: bool
    bounded: bool


def read_chain(members: list[Entry]) -> Chain:
    """The extents in which the members of a line may be added, from the number before the first 加上 after the last
    total, or from that total on."""
    cut = next((i for i in range(len(members) - 1, -1, -1) if names_total(members[i].item)), -1)
    joins = [i for i, e in enumerate(members) if i > cut and adds(e.item.marker)]
    first = [members[max(joins[0] - 1, cut + 1) :]] if joins and joins[0] > 0 else []
    if head := _head_of_list(members, cut + 1, joins[0] if joins else 0):
        first = [[head, *members[joins[0] :]]]
    first += [members[cut + 1 :]]
    bounded = [x for x in first if len(x) > 1]
    rest = [members[i:] for i in range(len(members) - 1)]
    return Chain(bounded + rest[::-1], bool(joins), bool(bounded))


def _head_of_list(members: Sequence[Entry], first: int, join: int) -> Entry | None:
    """收入60万元，其中税收48万元；加上补助5万元: the amount whose parts stand just before 加上, to which it is added."""
    if not join or not is_added(members[join].item.marker):
        return None
    opener = next((i for i in range(join - 1, first, -1) if opens(members[i].item) == "open"), None)
    return members[opener - 1] if opener is not None else None


def is_cut(measure: Measure) -> bool:
    """Whether the words before an amount take it away (年中调减中央资金300万元)."""
    clause = measure.clause()
    return any(word in clause for word in load_yaml("names")["cut"])


def names_total(item: Item) -> bool:
    words = load_yaml("names")
    return any(word in item.name.text for word in words["closing_total"]) or bool(_span().search(item.name.text))


@cache
def _span() -> regex.Pattern[str]:
    return regex.compile(load_yaml("names")["total_of_years"])


def begins_closed(first: Entry, following: Sequence[Entry]) -> bool:
    """甲150、乙90、丙60，合计300: an amount that begins a list which a total behind it adds up is no total itself,
    though the rest may make the same."""
    end = next((n for n, e in enumerate(following) if e.item.marker in CLOSING or names_total(e.item)), 0)
    return end > 1 and fits(following[end], [first, *following[:end]])
