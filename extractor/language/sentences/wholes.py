"""Which amount is the whole of a share: the one the words name, anywhere in the report, else the total of the list."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.document import Section
from extractor.language.measures.measure import Measure
from extractor.language.measures.names import Name, same_flow
from extractor.language.sums.partitions import are_all_parts
from extractor.language.things.item import BUDGET, Item
from extractor.language.things.told import Told, says
from extractor.statement import SURE, Accuse, Binding
from patterns.load import load_yaml

WARN = Binding(Accuse.WARNING)
UNKNOWN = Binding(Accuse.NOTHING, "whole_not_printed")
MANY = 40  # items of a name looked at on either side of a share
REACH = 2  # lines back that an unnamed whole may stand
FAR_OFF = 10  # a part so many times its whole is no part of it
NUDGE = Decimal("0.1")  # what each of several shares may be off for their sum to count as 100
Choice = tuple[tuple[Item, Measure], ...]
_Shared = tuple[Item, Measure]


class Wholes:
    """Finds wholes among the amounts that a text tells of."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.position = {id(item): n for n, item in enumerate(told.levels)}
        self.last: dict[int, list[Choice]] = {}  # by line: the whole last named in it
        self._by_text: dict[str, list[Item]] = defaultdict(list)
        self._by_last: dict[str, list[Item]] = defaultdict(list)
        self._totals: list[Item] = []
        self._shares: dict[tuple[Section, str] | int, list[_Shared]] = defaultdict(list)
        for item in told.levels:
            self._by_text[_bare(item.name.text)].append(item)
            self._by_last[item.name.last].append(item)
            if _is_total(item):
                self._totals.append(item)
        for item in told.items:
            owner = item.subject()  # 人员经费90万元，公用经费10万元，人员经费占比90%，公用经费占比10%
            if owner is None or not owner.is_money or owner.merged:
                continue
            for rate in item.shares[:1]:
                words = _words(rate)
                self._shares[(item.line.section, words) if words else item.sentence].append((owner, rate))

    def of(self, subject: Item, item: Item, rate: Measure) -> tuple[list[Choice], Binding]:
        """The wholes a share may be taken of, likeliest first, and what a failure with the first may say."""
        if item.wholes and item.wholes[-1].start < rate.start:
            return [((item, item.wholes[-1]),)], SURE
        name = rate.whole
        siblings = self._siblings(item, rate)
        if name is not None and any(word in name.text for word in load_yaml("names")["change_whole"]):
            return [], UNKNOWN
        if arrived := self._arrived(name, subject):
            return [*arrived, *siblings], WARN
        if name is not None and _is_specific(name):
            named = self._named(name, subject)
            self.last[id(subject.line)] = named
            if named:
                one_value = len({m.quantity.value * m.quantity.factor for ((_, m),) in named}) == 1
                return [*named, *siblings], SURE if one_value and subject is item else WARN
            if called := self._called_otherwise(name, subject):
                return [*called, *siblings], WARN
            if siblings and not named and 1 < len(siblings[0]) == len(self._group(item, rate)):
                return siblings, WARN
            return self._unnamed(subject, siblings)[0], UNKNOWN
        totals = list(_totals(subject))
        if name is not None and name.key:
            flow = name.key[0][:2]
            totals = [i for i in totals if flow in i.name.text] or totals
            totals += [i for i in self._flow_totals(name, subject) if i not in totals]
        if totals:
            farther = (
                i for i in self._near(subject) if i not in totals
            )  # 占总额: perhaps of what stands above its list
            choices = [*(_choice(i) for i in totals), *siblings, *(_choice(i) for i in farther)]
            sure = SURE if subject.is_money else WARN
            return choices, sure if _can_be_whole(totals[0], subject, FAR_OFF) else UNKNOWN
        if beside := self._beside(name, subject):
            return beside, WARN
        choices, binding = self._unnamed(subject, siblings)
        if name is not None and "总" in name.text and not any(_is_total(i) for ((i, *_), *_) in choices[:1]):
            borne_out = choices and self._bears_out(choices[0], item, rate)
            return choices, WARN if borne_out else UNKNOWN  # 占总支出: an amount beside it is no total
        return (choices, binding) if choices else (self.last.get(id(subject.line), []), WARN)

    def _beside(self, name: Name | None, subject: Item) -> list[Choice]:
        """占总支出的60%: an amount of the line that is called just so, before or after."""
        found = self._by_text.get(_bare(name.text), ()) if name is not None and name.text else ()
        return [_choice(i) for i in found if i.line is subject.line and i is not subject and _value(i)]

    def _unnamed(self, subject: Item, siblings: list[Choice]) -> tuple[list[Choice], Binding]:
        """The shares' own sum, then the amounts shortly before that are no parts."""
        near = list(self._near(subject))
        sure = len(near) == 1 and near[0].sentence == subject.sentence
        return [*siblings, *(_choice(i) for i in near)], SURE if sure else WARN

    def _siblings(self, item: Item, rate: Measure) -> list[Choice]:
        """The items whose shares name the same unprinted whole and make 100, or which are known to be all its parts:
        together they are the whole."""
        group = self._group(item, rate)
        total = sum((s.quantity.value for _, s in group), Decimal(0))
        complete = group and abs(total - 100) <= NUDGE * len(group)
        if not complete and not are_all_parts([i.name for i, _ in group]):
            return []
        parts = tuple((i, i.amount) for i, _ in group if i.amount is not None)
        return [parts] if any(m.quantity.value for _, m in parts) else []

    def _group(self, item: Item, rate: Measure) -> list[_Shared]:
        """The items whose shares name the same whole, in the same section."""
        words = _words(rate)
        return self._shares.get((item.line.section, words) if words else item.sentence, [])

    def _bears_out(self, choice: Choice, item: Item, rate: Measure) -> bool:
        """Whether an amount is the whole of all other shares that name the same whole, two at least."""
        others = [(i, s) for i, s in self._group(item, rate) if i is not item and i.amount is not None]
        whole = sum((m.quantity.value * m.quantity.factor for _, m in choice), Decimal(0))
        return len(others) > 1 and whole > 0 and all(_is_share_of(i, s, whole) for i, s in others)

    def _named(self, name: Name, subject: Item) -> list[Choice]:
        """Items that bear the name of the whole: the same words first, then the same thing; the nearest first."""
        exact = self._able(self._nearest(self._by_text.get(_bare(name.text), []), subject), name, subject)
        found = exact
        if not found:
            likely = [i for i in self._nearest(self._by_last.get(name.last, []), subject) if name.key]
            likely = [i for i in likely if _same_basis(i, name) or i in _totals(subject)]
            likely = [i for i in self._able(likely, name, subject) if _can_be_whole(i, subject)]
            found = [i for i in likely if i.name.key == name.key] or [i for i in likely if i.name.matches(name)]
        if not found:
            totals = self._nearest(self._totals, subject)
            totals = [i for i in totals if name.text.endswith(i.name.text) or i.name.text.endswith(name.text)]
            found = [i for i in self._able(totals, name, subject) if _can_be_whole(i, subject)]
        found = found or self._containing(name, subject)
        scope = subject.line.section.scope
        found = [i for i in found if i.line.section.scope == scope] or found
        return [_choice(i) for i in sorted(found, key=lambda i: self._distance(i, subject))]

    def _nearest(self, items: list[Item], subject: Item) -> list[Item]:
        """Of items in the order of the text those around the subject: a long table in words names one thing a thousand
        times."""
        at = bisect(items, self.position.get(id(subject), 0), key=lambda item: self.position[id(item)])
        return items[max(0, at - MANY) : at + MANY]

    def _containing(self, name: Name, subject: Item) -> list[Item]:
        """占概算的84.9%: the one amount of the line that has the word in its longer name (工程概算投资)."""
        before = [i for i in self._line_before(subject) if name.text in i.name.text and _can_be_whole(i, subject)]
        return before if len(before) == 1 else []

    def _called_otherwise(self, name: Name, subject: Item) -> list[Choice]:
        """占财政收入的73%: the one amount of the line that such words mean under its own name."""
        names = load_yaml("names")["other_names"].get(_bare(name.text), ())
        found = [i for i in self._line_before(subject) if i.name.text.endswith(tuple(names))] if names else []
        return [_choice(i) for i in found if _can_be_whole(i, subject)] if len(found) == 1 else []

    def _arrived(self, name: Name | None, subject: Item) -> list[Choice]:
        """占到位资金的92.77%: the last amount before it in its line that arrived (实际下达310万元)."""
        words = load_yaml("names")["arrival"]
        if name is None or not any(word in name.text for word in words["rate"]):
            return []
        found = [i for i in self._line_before(subject) if i.basis != BUDGET and says(i, words["amount"])]
        return [_choice(i) for i in found[-1:]]

    def _line_before(self, subject: Item) -> list[Item]:
        return [i for i in self.told.amounts_before(subject) if not i.merged and _value(i)]

    def _able(self, items: Sequence[Item], name: Name, subject: Item) -> list[Item]:
        return [i for i in items if i is not subject and same_flow(i.name, name) and _value(i)]

    def _flow_totals(self, name: Name, subject: Item) -> Iterator[Item]:
        """占支出的比重: a total of that flow stated before, in an earlier sentence or section; the nearest first."""
        for item in reversed(self._nearest(self._by_last.get(name.last, []), subject)):
            if item.name.generic and item.name.key == name.key and self._before(item, subject) and _value(item):
                yield item

    def _near(self, subject: Item) -> Iterator[Item]:
        for item in reversed(self.told.levels[: self.position.get(id(subject), 0)]):
            if subject.line.index - item.line.index > REACH:
                return
            if item.total is None and not item.shares and _value(item) and _can_be_whole(item, subject):
                yield item

    def _before(self, item: Item, subject: Item) -> bool:
        return self.position[id(item)] < self.position.get(id(subject), 0)

    def _distance(self, item: Item, subject: Item) -> tuple[int, int]:
        """How far an item stands; items after the subject count as farther than any before."""
        apart = self.position.get(id(subject), 0) - self.position[id(item)]
        return (0, apart) if apart > 0 else (1, -apart)


def _is_specific(name: Name) -> bool:
    """Whether the words after 占 name a whole of their own (本年支出合计, 财政总收入, 全市), not just 总数 or 支出."""
    text = name.text.strip()
    if not text or text in load_yaml("names")["bare_whole"]:
        return False
    return not name.generic or not name.key or any(word in text for word in load_yaml("names")["closing_total"])


def _is_total(item: Item) -> bool:
    return any(word in item.name.text for word in load_yaml("names")["closing_total"])


def _same_basis(item: Item, name: Name) -> bool:
    """占年初政府采购预算: a whole called a budget is no amount spent."""
    return "预算" not in name.text.replace("公共预算", "") or item.basis == BUDGET


def _is_share_of(item: Item, share: Measure, whole: Decimal) -> bool:
    """Whether the printed share is that of the item in the whole."""
    assert item.amount is not None
    part, printed = item.amount.quantity, share.quantity
    return abs(100 * part.value * part.factor / whole - printed.value) <= printed.half_step()


def _words(rate: Measure) -> str:
    return rate.whole.text if rate.whole else ""


def _totals(subject: Item) -> Iterator[Item]:
    """The total of the list the subject stands in, and the totals above it."""
    seen, item = {id(subject)}, subject.total
    while item is not None and id(item) not in seen:
        seen.add(id(item))
        if item.amount and subject.amount and _value(item) and _alike(item.amount, subject.amount):
            yield item
        item = item.total


def _alike(one: Measure, other: Measure) -> bool:
    """Whether both are money, or counted in one unit."""
    return one.kind == other.kind == "money" or one.quantity.unit == other.quantity.unit


def _can_be_whole(item: Item, subject: Item, times: int = 1) -> bool:
    """No whole that the words only suggest is less than its part; one that is less by `times` is a misreading."""
    if item.amount is None or subject.amount is None or subject.amount.kind != "money":
        return True
    whole, part = item.amount.quantity, subject.amount.quantity
    return times * whole.value * whole.factor >= part.value * part.factor


def _choice(item: Item) -> Choice:
    assert item.amount is not None
    return ((item, item.amount),)


def _value(item: Item) -> bool:
    return item.amount is not None and item.amount.quantity.value != 0


def _bare(text: str) -> str:
    return text.replace(" ", "").removesuffix("预算").removesuffix("决算").removesuffix("数")
