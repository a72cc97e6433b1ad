"""Which amount is the whole of a share: the one the words name, anywhere in the report, else the total of the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.language.items import Item
from extractor.language.names import Name, same_flow
from extractor.language.roles import Measure
from extractor.statement import SURE, Accuse, Binding
from patterns.load import load_yaml

WARN = Binding(Accuse.WARNING)
REACH = 2  # lines back that an unnamed whole may stand
Choice = tuple[tuple[Item, Measure], ...]


class Wholes:
    """Finds wholes among the items of a report."""

    def __init__(self, levels: Sequence[Item]) -> None:
        self.levels = levels
        self.last: dict[int, list[Choice]] = {}

    def of(self, subject: Item, item: Item, rate: Measure) -> tuple[list[Choice], Binding]:
        """The wholes a share may be taken of, likeliest first, and how sure the first is."""
        if item.wholes and item.wholes[-1].start < rate.start:
            return [((item, item.wholes[-1]),)], SURE
        name = rate.whole
        if name is not None and _is_specific(name):
            named = self._named(name, subject)
            self.last[id(subject.line)] = named
            return named, SURE if len({m.quantity.value * m.quantity.factor for ((_, m),) in named}) == 1 else WARN
        totals = list(_totals(subject))
        if name is not None and name.key:
            flow = name.key[0][:2]
            totals = [i for i in totals if flow in i.name.text] or totals
            totals += [i for i in self._named_total(name, subject) if i not in totals]
        if totals:
            return [_choice(i) for i in totals], SURE
        near = list(self._near(subject))
        siblings = self._siblings(item, rate)
        sure = len(near) == 1 and near[0].sentence == subject.sentence
        choices = [*([siblings] if siblings else []), *(_choice(i) for i in near)]
        return choices or self.last.get(id(subject.line), []), SURE if sure else WARN

    def _siblings(self, item: Item, rate: Measure) -> Choice:
        """The items whose shares name the same unprinted whole and make 100: together they are the whole."""
        same = [(i, s) for i in self.levels for s in i.shares[:1] if _words(s) == _words(rate)]
        group = [(i, s) for i, s in same if i.line.section is item.line.section]
        if not _words(rate):
            group = [(i, s) for i, s in same if i.sentence == item.sentence]
        if not group or abs(sum((s.quantity.value for _, s in group), Decimal(-100))) > Decimal("0.1") * len(group):
            return ()
        return tuple((i, i.amount) for i, _ in group if i.amount is not None)

    def _named(self, name: Name, subject: Item) -> list[Choice]:
        """Items that bear the name of the whole: the same words first, then the same thing; the nearest first."""
        others = [i for i in self.levels if i is not subject and not i.merged and same_flow(i.name, name)]
        exact = [i for i in others if _bare(i.name.text) == _bare(name.text)]
        same = [i for i in others if i.name.key == name.key and name.key] if not exact else []
        alike = [i for i in others if i.name.matches(name)] if not exact and not same else []
        scope = subject.line.section.scope
        if not exact and not same and not alike:
            alike = [
                i
                for i in others
                if (_is_total(i) and name.text.endswith(i.name.text)) or i.name.text.endswith(name.text)
            ]
        if not exact:
            same, alike = [[i for i in found if _can_be_whole(i, subject)] for found in (same, alike)]
        found = [i for i in exact or same or alike if i.line.section.scope == scope] or (exact or same or alike)
        return [_choice(i) for i in sorted(found, key=lambda i: _distance(i, subject)) if _value(i)]

    def _named_total(self, name: Name, subject: Item) -> Iterator[Item]:
        """占本年支出合计: a total of that flow stated before, in an earlier sentence or section."""
        for item in reversed(self.levels):
            if item.name.generic and item.name.key == name.key and _before(item, subject):
                yield item

    def _near(self, subject: Item) -> Iterator[Item]:
        for item in reversed(self.levels):
            close = 0 <= subject.line.index - item.line.index <= REACH
            if (
                close
                and _before(item, subject)
                and item.total is None
                and not item.shares
                and not item.merged
                and _value(item)
            ):
                yield item


def _is_specific(name: Name) -> bool:
    """Whether the words after 占 name a whole of their own (本年支出合计, 财政总收入), not just 总数 or 支出."""
    text = name.text.strip()
    if not text or text in load_yaml("names")["bare_whole"]:
        return False
    return not name.generic or any(word in text for word in load_yaml("names")["closing_total"])


def _words(rate: Measure) -> str:
    return rate.whole.text if rate.whole else ""


def _is_total(item: Item) -> bool:
    return any(word in item.name.text for word in load_yaml("names")["closing_total"])


def _totals(subject: Item) -> Iterator[Item]:
    """The total of the list the subject stands in, and the totals above it."""
    seen, item = {id(subject)}, subject.total
    while item is not None and id(item) not in seen:
        seen.add(id(item))
        if item.is_money and _value(item):
            yield item
        item = item.total


def _can_be_whole(item: Item, subject: Item) -> bool:
    """No whole that the words only suggest is less than its part."""
    if item.amount is None or subject.amount is None or subject.amount.kind != "money":
        return True
    whole, part = item.amount.quantity, subject.amount.quantity
    return whole.value * whole.factor >= part.value * part.factor


def _choice(item: Item) -> Choice:
    assert item.amount is not None
    return ((item, item.amount),)


def _value(item: Item) -> bool:
    return item.amount is not None and item.amount.quantity.value != 0


def _before(item: Item, subject: Item) -> bool:
    return (item.line.index, item.start) < (subject.line.index, subject.start)


def _distance(item: Item, subject: Item) -> tuple[int, int]:
    """How far an item stands; items after the subject count as farther than any before."""
    lines = subject.line.index - item.line.index
    return (lines, subject.start - item.start) if _before(item, subject) else (10_000 - lines, 0)


def _bare(text: str) -> str:
    return text.replace(" ", "").removesuffix("预算").removesuffix("决算").removesuffix("数")
