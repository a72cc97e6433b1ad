"""Puts the numbers of running text together to the things they are said of, in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from extractor.language.measures.measure import Measure
from extractor.language.measures.names import Name
from extractor.language.measures.years import is_dated, year_before
from extractor.language.things.item import BUDGET, LAST_YEAR, PREVIOUS, Base, Delta, Item, read_base
from extractor.language.things.seen import Seen
from extractor.language.things.targets import target_of
from extractor.language.words.lines import Line
from extractor.language.words.markers import is_added
from patterns.load import load_yaml

OF_WHICH = (")d", ")df", "d", "df")  # 300万元的80%: what stands between an amount and the rate that is taken of it


def read_items(measures: Iterable[Measure], report_year: int | None) -> list[Item]:
    """The things that measures, in reading order, speak of; report_year is the year of one that names none."""
    return _Reader(Seen(report_year)).read(measures)


@dataclass(frozen=True, slots=True)
class _Reader:
    seen: Seen

    def read(self, measures: Iterable[Measure]) -> list[Item]:
        for measure in measures:
            self.seen.turn_to(measure)
            self._take(measure)
        later: dict[Line, list[Item]] = defaultdict(list)
        for item in reversed(self.seen.items):
            if item.amount is None and item.subject() is None:
                self._settle_topic(item, later[item.line][::-1])
            elif item.is_money:
                later[item.line].append(item)
        return self.seen.items

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
            return  # extractor.evaluation.text.mentions reads them
        previous = self.seen.current
        if m.kind == "bare" and m.lead.endswith("s") and m.quantity.decimals:
            self._satellite(replace(m, quantity=replace(m.quantity, unit="%"), kind="rate", role="share", verb="s"))
            return  # 占61.23: a share whose % is missing
        if m.kind == "bare":
            if previous is None or self.seen.amount is None or not _may_lack_unit(m, previous):
                return
            m = replace(m, quantity=replace(m.quantity, unit=self.seen.amount.quantity.unit), kind="money")
        name, basis = m.label, m.basis
        if previous and name.generic and m.kind == "money" and (self._joins(m, previous) or self._fills(m, previous)):
            return
        item = self.seen.new(m, name, basis)
        if m.run == 0:
            self.seen.run_items = []
        if m.run >= 0:
            self.seen.run_items.append(item)

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
            item = self.seen.new(m, m.label if unnamed else previous.name, m.basis)
            item.budgeted(previous.amount)
            item.marker, item.gap = previous.marker, previous.gap
            item.depth, item.opens_line = previous.depth, previous.opens_line
            previous.merged = True
            return True
        return False

    def _fills(self, m: Measure, previous: Item) -> bool:
        """非税收入同比下降6.2%，完成21,904万元: the amount of what was named with its change first."""
        shared = previous.shares and not m.gap.strip("f") and m.gap != ""  # 政府支出占30%即7.5亿元
        told = previous.deltas or previous.rates or shared
        if previous.amount is not None or not told or previous.unnamed or not previous.name.key:
            return False
        beside = previous.sentence == m.sentence and previous.depth == m.depth and (m.gap.startswith(",") or shared)
        if not beside or m.label.key or m.marker or m.run_length or year_before(m) is not None or m.basis != "actual":
            return False
        previous.amount = self.seen.amount = m
        self.seen.named[previous.name.last].append(previous)
        return True

    def _reach(self, m: Measure, previous: Item) -> None:
        """由 X 增加到 Y: Y is the amount, X what it is compared with."""
        item = self.seen.new(m, previous.name, previous.basis)
        if previous.amount is not None:
            item.references.append((previous.amount, LAST_YEAR))
        previous.merged = True

    def _is_of_last_year(self, m: Measure, previous: Item) -> bool:
        """支出合计 X，2014年为 Y: an amount with no name but an earlier year."""
        year, own = year_before(m), previous.year or self.seen.report_year
        if year is None or m.label.key or m.marker or m.run_length or is_dated(m):
            return False
        return own is None or year < own

    def _change(self, m: Measure) -> None:
        if m.kind == "bare":
            m = self._with_kind(m)
        target = target_of(self.seen, m)
        base = read_base(m.base, target.year or self.seen.report_year)
        if base is None and m.role == "difference" and m.whole is not None:
            base = read_base(m.whole.text or None, target.year or self.seen.report_year)
        if base is None and m.role == "difference" and target.budget is not None:
            base = Base(BUDGET)
        if base is None:
            base = self._inherited_base(m, target)
        self.seen.last_base = base
        change = Delta(m, m.direction, base)
        if m.kind == "money" and self.seen.amount is None:
            self.seen.amount = m
        (target.rates if m.kind in ("rate", "times") or m.role == "growth" else target.deltas).append(change)

    def _with_kind(self, m: Measure) -> Measure:
        """共减少4.79。 is an amount whose unit is missing; 增加3万元，增长13.95。 a rate whose % is missing."""
        current = self.seen.current
        after_delta = current is not None and current.deltas and current.sentence == m.sentence and not m.label.key
        amount = next((i.amount for i in reversed(self.seen.items) if i.is_money), None)
        if amount is None:
            amount = next(
                (d.measure for i in reversed(self.seen.items) for d in i.deltas if d.measure.kind == "money"), None
            )
        if after_delta or amount is None or (m.role == "growth" and not m.label.key):
            return replace(m, quantity=replace(m.quantity, unit="%"), kind="rate", role="growth")
        return replace(m, quantity=replace(m.quantity, unit=amount.quantity.unit), kind="money", role="delta")

    def _inherited_base(self, m: Measure, target: Item) -> Base:
        told = max((d.measure.start for d in target.deltas), default=-1)
        if target.references and told < target.references[-1][0].start < m.start:
            return target.references[-1][1]
        if target.deltas:
            return target.deltas[-1].base
        if target.rates:
            return target.rates[-1].base
        return self.seen.last_base if self.seen.last_base.kind == BUDGET and not m.opens_sentence else LAST_YEAR

    def _satellite(self, m: Measure) -> None:
        if m.role == "share" and "B" in m.lead:
            return  # 较上年占比85%提高1个百分点: a share of last year
        target = target_of(self.seen, m)
        if m.role == "completion" and m.verb == "s" and _names_another(m, target):
            target.shares.append(m)
        elif m.role == "ratio" and m.lead in OF_WHICH and target.budget is not None and not _of_whole(target):
            target.completions.append(m)
        elif (m.role == "ratio" and m.lead in OF_WHICH and target.wholes) or m.role == "share":
            target.shares.append(m)
        elif m.role == "completion":
            target.completions.append(m)
        elif m.role == "reference":
            if m.kind == "bare":
                if self.seen.amount is None:
                    return
                m = replace(m, quantity=replace(m.quantity, unit=self.seen.amount.quantity.unit), kind="money")
            base = read_base(m.base, target.year or self.seen.report_year) or LAST_YEAR
            target.references.append((m, base))
            self.seen.last_base = base
        elif m.role == "budget_reference":
            target.budgeted(m)
        elif m.role == "whole":
            if m.label.key and not m.label.generic:
                target = self.seen.new(m, m.label, "actual")
                target.topic = self.seen.find(m.label, target)
            target.wholes.append(m)
        else:
            target.ratios.append(m)


def _of_whole(target: Item) -> bool:
    """占年度计划3亿元的80%，占总投资12亿元的20%: the amount told last is a whole, no budget."""
    return bool(target.wholes) and target.budget is not None and target.wholes[-1].start > target.budget.start


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
