"""Things the running text speaks of: an amount (or count) with all that is said of it, its change, rate, share, completion.

A number without a name of its own belongs to the thing spoken of before: within a sentence to the last one, after a
full stop to the topic of the sentence before (if that listed parts, to their total).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import regex

from extractor.language.measures.measure import Measure
from extractor.language.measures.names import NAMELESS, Name
from extractor.language.measures.years import is_dated, year_before
from extractor.language.words.lines import Line
from extractor.language.words.markers import is_added, opens_parts
from patterns.load import load_yaml

PREVIOUS = "previous"
BUDGET = "budget"
_NOTE_ON_NOUN = regex.compile(r"[xg]\([^(]*$")  # 电梯(占比11.3%): the bracket speaks of a noun without an amount
_YEAR = regex.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Base:
    """What a change is measured against: kind previous (last year) or budget, the year where it is named, the words."""

    kind: str
    year: int | None = None
    text: str = ""


LAST_YEAR = Base(PREVIOUS)


@dataclass(frozen=True, slots=True, eq=False)
class Delta:
    measure: Measure
    direction: int
    base: Base


@dataclass(slots=True, eq=False)
class Item:
    """Built while reading on, then left alone. amount is None for a thing named only with its change or share.

    topic is the item that an unnamed one speaks of (unnamed: it goes on about the sentence before). total is set when a composition is found; merged marks a budget
    amount that became the `budget` of the actual amount after it.
    """

    name: Name
    line: Line
    sentence: int
    depth: int
    marker: str
    gap: str
    amount: Measure | None = None
    basis: str = "actual"
    year: int | None = None
    deltas: list[Delta] = field(default_factory=list)
    rates: list[Delta] = field(default_factory=list)
    shares: list[Measure] = field(default_factory=list)
    completions: list[Measure] = field(default_factory=list)
    references: list[tuple[Measure, Base]] = field(default_factory=list)
    ratios: list[Measure] = field(default_factory=list)
    wholes: list[Measure] = field(default_factory=list)
    budget: Measure | None = None
    budgets: list[Measure] = field(default_factory=list)  # all that were told: 年初预算, 调整预算
    topic: Item | None = None
    total: Item | None = None
    merged: bool = False
    opens_line: bool = False
    unnamed: bool = False
    start: int = 0

    @property
    def is_money(self) -> bool:
        return self.amount is not None and self.amount.kind == "money"

    def budgeted(self, budget: Measure | None) -> None:
        """Take an amount as the budget of this one."""
        self.budget = budget
        self.budgets += [budget] if budget is not None else []

    def subject(self) -> Item | None:
        """The item whose amount is spoken of: itself, or its topic's."""
        if self.amount is not None:
            return self
        return self.topic.subject() if self.topic is not None and self.topic is not self else None


def read_base(text: str | None, year: int | None) -> Base | None:
    """The base that a phrase names. A budget of the thing's own year is BUDGET; one of another year is PREVIOUS."""
    if text is None:
        return None
    words = load_yaml("bases")
    named = int(m.group()) if (m := _YEAR.search(text)) else None
    is_budget = any(w in text for w in words["budget"]) and not any(w in text for w in words["previous"])
    if is_budget and (named is None or year is None or named >= year):
        return Base(BUDGET, named, text)
    return Base(PREVIOUS, named, text)


@dataclass(slots=True)
class Reader:
    """Assembles items from measures in reading order."""

    report_year: int | None
    items: list[Item] = field(default_factory=list)
    named: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))  # by the last part of the name
    totals: list[Item] = field(default_factory=list)  # amounts called 总计 and no more
    line_items: list[Item] = field(default_factory=list)
    amount: Measure | None = None  # the last sum of money
    current: Item | None = None
    last_base: Base = LAST_YEAR
    run_items: list[Item] = field(default_factory=list)
    line_year: int | None = None
    line: Line | None = None

    def read(self, measures: Iterable[Measure]) -> list[Item]:
        for measure in measures:
            if measure.line is not self.line:
                self.line, self.line_year, self.line_items = measure.line, None, []
            self.line_year = year_before(measure) or self.line_year
            self._take(measure)
        later: dict[Line, list[Item]] = defaultdict(list)
        for item in reversed(self.items):
            if item.amount is None and item.subject() is None:
                self._settle_topic(item, later[item.line][::-1])
            elif item.is_money:
                later[item.line].append(item)
        return self.items

    def _settle_topic(self, item: Item, later: list[Item]) -> None:
        """A thing whose amount stands only further on in the line, often in a note in brackets."""
        if item.name.key and not item.name.generic:
            item.topic = next((i for i in later if i.name.matches(item.name)), None)
        else:
            item.topic = next((i for i in later if "总" in i.name.text or "合计" in i.name.text), None)

    def _take(self, m: Measure) -> None:
        if m.role == "level":
            self._level(m)
        elif m.role in ("delta", "growth", "difference"):
            self._change(m)
        elif m.role in ("share", "completion", "reference", "ratio", "whole", "budget_reference"):
            self._satellite(m)

    def _level(self, m: Measure) -> None:
        if m.kind == "score":
            return  # extractor.language.scores.mentions reads them
        previous = self.current
        if m.kind == "bare" and m.lead.endswith("s") and m.quantity.decimals:
            self._satellite(replace(m, quantity=replace(m.quantity, unit="%"), kind="rate", role="share", verb="s"))
            return  # 占61.23: a share whose % is missing
        if m.kind == "bare":
            if previous is None or self.amount is None or not _may_lack_unit(m, previous):
                return
            m = replace(m, quantity=replace(m.quantity, unit=self.amount.quantity.unit), kind="money")
        name, basis = m.label, m.basis
        if previous and name.generic and m.kind == "money" and (self._joins(m, previous) or self._fills(m, previous)):
            return
        item = self._new(m, name, basis)
        if m.run == 0:
            self.run_items = []
        if m.run >= 0:
            self.run_items.append(item)

    def _joins(self, m: Measure, previous: Item) -> bool:
        """Whether an amount without a name of its own is the other side of the one before: 年初预算 X，决算 Y (X becomes
        the budget of Y, which takes its name), or 支出 Y，年初预算 X."""
        if not previous.is_money or previous.merged:
            return False
        same_sentence = previous.sentence == m.sentence
        if same_sentence and m.verb == "R":
            self._reach(m, previous)
            return True
        if same_sentence and m.basis == previous.basis and self._is_of_last_year(m, previous):
            previous.references.append((m, Base(PREVIOUS, year_before(m))))
            return True
        if m.basis == BUDGET and previous.basis == "actual" and not _closes(m.label):
            beside = same_sentence or (m.depth > 0 and previous.line is m.line)
            added = is_added(previous.marker)  # 年中追加5万元，调整预算数为…: another thing's budget
            if beside and previous.budget is None and m.depth <= previous.depth + 1 and not added:
                previous.budgeted(m)
                return True
        if same_sentence and previous.basis == BUDGET and m.basis == "actual" and not m.marker and not m.run_length:
            if _closes(m.label):
                return False
            unnamed = previous.name.generic and bool(m.label.text)
            item = self._new(m, m.label if unnamed else previous.name, m.basis)
            item.budgeted(previous.amount)
            item.marker, item.gap = previous.marker, previous.gap
            item.depth, item.opens_line = previous.depth, previous.opens_line
            previous.merged = True
            return True
        return False

    def _fills(self, m: Measure, previous: Item) -> bool:
        """非税收入同比下降6.2%，完成21,904万元: the amount of what was named with its change first."""
        told = previous.deltas or previous.rates
        if previous.amount is not None or not told or previous.unnamed or not previous.name.key:
            return False
        beside = previous.sentence == m.sentence and previous.depth == m.depth and m.gap.startswith(",")
        if not beside or m.label.key or m.marker or m.run_length or year_before(m) is not None or m.basis != "actual":
            return False
        previous.amount = self.amount = m
        self.named[previous.name.last].append(previous)
        return True

    def _reach(self, m: Measure, previous: Item) -> None:
        """由 X 增加到 Y: Y is the amount, X what it is compared with."""
        item = self._new(m, previous.name, previous.basis)
        if previous.amount is not None:
            item.references.append((previous.amount, LAST_YEAR))
        previous.merged = True

    def _is_of_last_year(self, m: Measure, previous: Item) -> bool:
        """支出合计 X，2014年为 Y: an amount with no name but an earlier year."""
        year, own = year_before(m), previous.year or self.report_year
        if year is None or m.label.key or m.marker or m.run_length or is_dated(m):
            return False
        return own is None or year < own

    def _new(self, m: Measure, name: Name, basis: str) -> Item:
        item = Item(
            name, m.line, m.sentence, m.depth, m.marker, m.gap, m if m.role == "level" else None, basis,
            opens_line=m.opens_line, start=m.start,
        )  # fmt: skip
        item.year = year_before(m) or self.line_year or self.report_year
        self.items.append(item)
        self.line_items.append(item)
        if item.amount is not None and item.is_money:
            self.amount = item.amount
            self.named[name.last].append(item)
            if "总计" in name.text and (name.generic or name.last.endswith("收支总计")):
                self.totals.append(item)
        self.current = item
        return item

    def _change(self, m: Measure) -> None:
        if m.kind == "bare":
            m = self._with_kind(m)
        target = self._target(m)
        base = read_base(m.base, target.year or self.report_year)
        if base is None and m.role == "difference" and m.whole is not None:
            base = read_base(m.whole.text or None, target.year or self.report_year)
        if base is None and m.role == "difference" and target.budget is not None:
            base = Base(BUDGET)
        if base is None:
            base = self._inherited_base(m, target)
        self.last_base = base
        change = Delta(m, m.direction, base)
        if m.kind == "money" and self.amount is None:
            self.amount = m
        (target.rates if m.kind in ("rate", "times") or m.role == "growth" else target.deltas).append(change)

    def _with_kind(self, m: Measure) -> Measure:
        """共减少4.79。 is an amount whose unit is missing; 增加3万元，增长13.95。 a rate whose % is missing."""
        current = self.current
        after_delta = current is not None and current.deltas and current.sentence == m.sentence and not m.label.key
        amount = next((i.amount for i in reversed(self.items) if i.is_money), None)
        if amount is None:
            amount = next(
                (d.measure for i in reversed(self.items) for d in i.deltas if d.measure.kind == "money"), None
            )
        if after_delta or amount is None or (m.role == "growth" and not m.label.key):
            return replace(m, quantity=replace(m.quantity, unit="%"), kind="rate", role="growth")
        return replace(m, quantity=replace(m.quantity, unit=amount.quantity.unit), kind="money", role="delta")

    def _inherited_base(self, m: Measure, target: Item) -> Base:
        if target.references and target.references[-1][0].start < m.start and not target.deltas:
            return target.references[-1][1]
        if target.deltas:
            return target.deltas[-1].base
        if target.rates:
            return target.rates[-1].base
        return self.last_base if self.last_base.kind == BUDGET and not m.opens_sentence else LAST_YEAR

    def _satellite(self, m: Measure) -> None:
        target = self._target(m)
        if m.role == "completion" and m.verb == "s" and _names_another(m, target):
            target.shares.append(m)
        elif m.role == "ratio" and m.lead in ("d", "df", ")d", ")df") and target.budget is not None:
            target.completions.append(m)
        elif (m.role == "ratio" and m.lead in ("d", "df", ")d", ")df") and target.wholes) or m.role == "share":
            target.shares.append(m)
        elif m.role == "completion":
            target.completions.append(m)
        elif m.role == "reference":
            if m.kind == "bare":
                if self.amount is None:
                    return
                m = replace(m, quantity=replace(m.quantity, unit=self.amount.quantity.unit), kind="money")
            base = read_base(m.base, target.year or self.report_year) or LAST_YEAR
            target.references.append((m, base))
            self.last_base = base
        elif m.role == "budget_reference":
            target.budgeted(m)
        elif m.role == "whole":
            if m.label.key and not m.label.generic:
                target = self._new(m, m.label, "actual")
                target.topic = self.find(m.label, target)
            target.wholes.append(m)
        else:
            target.ratios.append(m)

    def _target(self, m: Measure) -> Item:
        """The item that a satellite speaks of."""
        if m.run >= 0 and self.run_items and m.run_length == len(self.run_items):
            fellow = self.run_items[m.run]
            if not m.label.key or m.label.generic or fellow.name.matches(m.label):
                return fellow
            self.run_items[m.run] = self._new(m, m.label, "actual")
            return self.run_items[m.run]
        if m.run >= 0 and m.label.generic and (zipped := self._last_of_sentence(m)):
            return zipped[m.run]
        current = self.current
        if m.role == "share" and m.depth and _NOTE_ON_NOUN.search(m.gap):
            return self._new(m, NAMELESS, "actual")
        if m.opens_sentence and m.role in ("delta", "growth") and not m.label.key and m.spoken_of is not None:
            item = self._new(m, m.spoken_of, "actual")
            item.topic = self.find(m.spoken_of, item)
            return item
        if self._has_own_name(m):
            if current and current.sentence == m.sentence and current.name.matches(m.label):
                return current
            item = self._new(m, m.label, "actual")
            item.topic = self._part_of_year(m, self.find(m.label, item))
            return item
        if current is None or current.line.index < m.line.index - 3:
            return self._new(m, NAMELESS, "actual")
        new_sentence = m.opens_sentence and current.sentence != m.sentence
        if new_sentence or self._of_another_year(m, current):
            topic = self._of_year(m) or (self._topic() if new_sentence else current.subject())
            item = self._new(m, topic.name if topic else NAMELESS, "actual")
            item.topic, item.unnamed = topic, True
            return item
        if current.depth > m.depth:
            outer = [i for i in self.line_items if i.depth <= m.depth and i.sentence == m.sentence]
            return outer[-1] if outer else current
        return current

    def _has_own_name(self, m: Measure) -> bool:
        if m.role not in ("delta", "growth", "share", "difference") or (m.label.generic and not m.label.key):
            return False
        if m.role == "share" and not m.opens_sentence and m.verb == "s":
            return self._names_earlier(m) or self._speaks_of_another(m)
        if m.role == "difference" and m.label.generic:
            return False
        return bool(m.label.key)

    def _speaks_of_another(self, m: Measure) -> bool:
        """；货物采购授予中小企业合同金额占货物支出的83%: a share of something within a thing of this line, whose own
        amount is not printed."""
        current, key = self.current, set(m.label.key)
        if current is None or not key or current.name.matches(m.label):
            return False
        if current.amount is None and current.shares and not m.label.generic:
            return True  # 用车占2.53%；接待占97.47%
        if len(key) < 2:
            return False
        return any(i.name.key and set(i.name.key) < key and i.name.last != m.label.last for i in self.line_items)

    def _names_earlier(self, m: Measure) -> bool:
        """用车占2.5%，接待占97.5%: a share whose words name another amount of the line."""
        found = [i for i in self.line_items if i.is_money and i.name.key == m.label.key]
        return bool(found) and self.current not in found

    def _last_of_sentence(self, m: Measure) -> list[Item]:
        """The last items of this sentence, as many as the list of numbers has members."""
        mine = [i for i in self.line_items if i.sentence == m.sentence and i.amount is not None and not i.merged]
        if len(mine) > m.run_length and _adds_up(mine[-m.run_length - 1 :]):
            mine = mine[:-1]  # 甲30万元、乙20万元，两项共50万元，分别占60%、40%
        return mine[-m.run_length :] if len(mine) >= m.run_length else []

    def _of_another_year(self, m: Measure, current: Item) -> bool:
        """2023年支出54万元，2022年支出47万元；2023年比2022年增加7万元: said of the year that the words name."""
        year = year_before(m)
        if m.role not in ("delta", "growth") or year is None or current.amount is None or m.label.key:
            return False
        return current.year not in (None, year) and self._of_year(m) is not None

    def _part_of_year(self, m: Measure, topic: Item | None) -> Item | None:
        """三年累计投入9万元，其中2022年3万元、2023年4万元；2023年投入比上年增加: the part of the year the words name, and
        not the sum over the years that bears their name."""
        year = year_before(m)
        if topic is None or year is None or topic.line is not m.line:
            return topic
        parts = [
            i for i in self.line_items if i.is_money and i.year == year and not i.name.text and i.start > topic.start
        ]
        years = {i.year for i in self.line_items if i.is_money and not i.name.text and i.start > topic.start}
        return parts[-1] if parts and len(years) > 1 else topic

    def _of_year(self, m: Measure) -> Item | None:
        """2022年度预算较2021年度增加…: the head amount of the year that the words name."""
        year = year_before(m)
        if year is None or m.label.key:
            return None
        heads = [i for i in self.line_items if i.is_money and i.year == year and not opens_parts(i.marker)]
        return next((i for i in heads if any(o.year != year for o in self.line_items)), None)

    def _topic(self) -> Item | None:
        """What a new sentence without a subject speaks of: the head of the sentence before; of a list, its total."""
        position = len(self.items) - 1
        while position >= 0:
            sentence = self.items[position].sentence
            first = position
            while first > 0 and self.items[first - 1].sentence == sentence:
                first -= 1
            members = [i for i in self.items[first : position + 1] if not i.merged]
            head = members[0] if members else self.items[first]
            if not opens_parts(head.marker) or first == 0:
                return head.subject() or head
            if self.items[first - 1].line.index < head.line.index - 1:
                return head
            position = first - 1
        return None

    def find(self, name: Name, seeker: Item) -> Item | None:
        """The amount that a name of an earlier (or, in the same line, later) place gives; exact names first."""
        if name.generic and any(part.endswith(("收支", "收支总计")) for part in name.key):
            return self.totals[-1] if self.totals else None
        alike = [i for i in self.named.get(name.last, ()) if name.key and i is not seeker and not i.merged]
        exact = [i for i in alike if i.name.key == name.key]
        exact = [i for i in exact if i.year == seeker.year] or exact
        return next(reversed(exact or [i for i in alike if i.name.matches(name)]), None)


def _adds_up(amounts: list[Item]) -> bool:
    """Whether the last of some amounts is called a total, or is the sum of those before it."""
    *parts, total = amounts
    if total.name.text in load_yaml("names")["bare_total"]:
        return True
    values = [i.amount.quantity.value * i.amount.quantity.factor for i in amounts if i.amount is not None]
    return len(parts) > 1 and sum(values[:-1]) == values[-1]


def _closes(name: Name) -> bool:
    """Whether a label says total (合计, 调整后): then it is no second amount of the thing before."""
    return any(word in name.text for word in load_yaml("names")["closing_total"])


def _may_lack_unit(m: Measure, previous: Item) -> bool:
    """A number without a unit counts as an amount where a bracket or a decimal of the same sentence says so."""
    if m.depth > 0 and (m.basis == BUDGET or m.label.text):
        return previous.line is m.line
    return previous.is_money and m.quantity.decimals > 0 and previous.sentence == m.sentence and bool(m.label.text)


def _names_another(m: Measure, target: Item) -> bool:
    """占政府采购预算58.8% said of 货物类: a share, since the words name another thing; 占年初预算 is completion."""
    subject = target.subject()
    if m.whole is None or subject is None:
        return False
    if m.whole.generic:
        return "总" in m.whole.text and not subject.name.generic
    return not m.whole.matches(subject.name)
