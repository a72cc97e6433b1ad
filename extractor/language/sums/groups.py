"""Finds the totals and parts of running text: 其中, brackets, lists, parallel cuts, 加上 … 合计."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from extractor.language.sums.closing import read_closed
from extractor.language.sums.extents import opens
from extractor.language.sums.fit import Entry
from extractor.language.sums.lists_below import read_block, read_listed_below
from extractor.language.sums.lists_within import read_marked, read_numbered
from extractor.language.sums.stream import Group, Stream
from extractor.language.sums.unmarked import read_unmarked
from extractor.language.things.item import BUDGET, PREVIOUS, Item
from extractor.statement import Accuse, Binding


def find_groups(items: Sequence[Item], block_openers: frozenset[int]) -> list[Group]:
    """The totals and parts in each stream of numbers: money, each unit of count, changes against each base."""
    groups: list[Group] = []
    levels = [Entry(i, i.amount) for i in items if i.amount is not None]
    groups += _compose([e for e in levels if e.measure.kind == "money"], block_openers, "money")
    for unit in dict.fromkeys(e.measure.quantity.unit for e in levels if e.measure.kind == "count"):
        stream = [e for e in levels if e.measure.quantity.unit == unit]
        groups += _proven_by_money(_compose(stream, frozenset(), "count"), groups, items)
    for kind in (PREVIOUS, BUDGET):
        changes = [
            Entry(i, d.measure, d.direction)
            for i in items
            for d in [d for d in i.deltas if d.base.kind == kind and d.direction and d.measure.kind == "money"][:1]
        ]
        if len(changes) > 2:
            groups += _compose(changes, block_openers, "change")
    return groups


def _compose(entries: Sequence[Entry], block_openers: frozenset[int], kind: str) -> list[Group]:
    """The groups among entries of one kind, in reading order. block_openers are the indices of the lines that a line
    before (…其中：) opens as a list."""
    stream = Stream([e for e in entries if not e.item.merged], kind)
    for index, entry in enumerate(stream.entries):
        if index and entry.item.line.index in block_openers and entry.item.opens_line:
            read_block(stream, index)
        elif index and entry.item.opens_line and entry.item.line.style and not opens(entry.item):
            read_listed_below(stream, index)
        elif index and opens(entry.item):
            read_marked(stream, index)
        elif index and ":" in entry.item.gap:
            read_numbered(stream, index)
    for index in range(len(stream.entries)):
        read_unmarked(stream, index)
    for index in range(2, len(stream.entries)):
        read_closed(stream, index)
    return stream.groups


def _proven_by_money(counts: list[Group], groups: Sequence[Group], items: Sequence[Item]) -> list[Group]:
    """专用车33个，12652万元；执法车6个，33688万元: where the amounts beside them make a total, so do the counts."""
    parts = {id(p.item) for g in groups if g.holds for p in g.parts}
    after = {id(a): id(b) for a, b in itertools.pairwise(items) if a.sentence == b.sentence}
    return [
        replace(g, binding=Binding(Accuse.WARNING))
        if g.binding.accuse is Accuse.NOTHING and all(after.get(id(p.item)) in parts for p in g.parts)
        else g
        for g in counts
    ]
