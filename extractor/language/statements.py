"""What running text states of its items: changes, completions, shares, named ratios, equal amounts, totals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import regex

from extractor.extraction import Open
from extractor.figure import Figure
from extractor.language.beside_tables import TableBudgets
from extractor.language.figures import Figures
from extractor.language.fit import Entry
from extractor.language.groups import Group
from extractor.language.items import BUDGET, PREVIOUS, Base, Delta, Item
from extractor.language.roles import Measure
from extractor.language.wholes import Wholes
from extractor.statement import (
    SURE,
    Accuse,
    Binding,
    Change,
    Completion,
    Composition,
    Ratio,
    Same,
    Share,
    Source,
    Statement,
    Term,
)
from patterns.load import load_yaml

WARN = Binding(Accuse.WARNING)
TEXT = Source.TEXT
FLAT = "持平"
S = TypeVar("S", bound=Statement)


@dataclass(slots=True)
class Stater:
    """Turns items and groups into statements; what cannot be bound goes to `open` with its reason."""

    items: Sequence[Item]
    groups: Sequence[Group]
    figures: Figures
    tables: TableBudgets
    open: list[Open] = field(default_factory=list)

    def state(self) -> Iterator[Statement]:
        yield from (self._composition(g) for g in self.groups)
        yield from self._derived_compositions()
        yield from self._balances()
        yield from self._averages()
        wholes = Wholes(self.items, self.groups)
        for item in self.items:
            yield from self._changes(item)
            yield from self._completions(item)
            yield from self._shares(item, wholes)
            yield from self._flat(item)
            yield from self._ratios(item)

    # -- totals ---------------------------------------------------------------------------------------------------

    def _composition(self, group: Group) -> Statement:
        parts = tuple(self._entry(p, group.total.sign) for p in group.parts)
        return Composition(
            source=TEXT,
            binding=group.binding,
            total=self.figures.of(group.total.measure, group.total.item),
            parts=parts,
            complete=group.binding.accuse is not Accuse.NOTHING,
            means=group.means,
        )

    def _entry(self, entry: Entry, turn: int = 1) -> Term:
        return self.figures.term(entry.measure, entry.item, entry.sign * turn)

    def _derived_compositions(self) -> Iterator[Statement]:
        """Where amounts make a total, so do their budgets and last year's amounts, if all are printed."""
        for group in self.groups:
            if group.total.measure is not group.total.item.amount:
                continue
            budgets = [(i, i.budget) for i in (group.total.item, *(p.item for p in group.parts))]
            yield from self._derived(budgets, group, "预算")
            yield from self._derived([(i, _reference(i, PREVIOUS)) for i, _ in budgets], group, "上年")

    def _derived(self, found: list[tuple[Item, Measure | None]], group: Group, basis: str) -> Iterator[Statement]:
        measures = [(i, m) for i, m in found if m is not None]
        if len(measures) < len(found) or any(p.sign < 0 for p in group.parts):
            return
        (head, total), *parts = measures
        yield Composition(
            source=TEXT,
            binding=SURE if group.holds else group.binding,
            total=self.figures.of(total, head, basis),
            parts=tuple(self.figures.term(m, i, 1, basis) for i, m in parts),
            complete=group.holds,
            means=group.means,
        )

    def _balances(self) -> Iterator[Statement]:
        """收入 X，支出 Y，结余 Z named one behind the other in a line: X = Y + Z."""
        levels = [i for i in self.items if i.is_money and not i.merged]
        words = load_yaml("names")["balance"]
        for income, spent, left in zip(levels, levels[1:], levels[2:], strict=False):
            names = (income, spent, left)
            if income.line is left.line and all(_says(i, words[k]) for i, k in zip(names, words, strict=False)):
                if not _says(left, words["not"]):
                    yield Composition(
                        source=TEXT, binding=WARN, total=self._amount(income).figure,
                        parts=(self._amount(spent), self._amount(left)), means="结余",
                    )  # fmt: skip

    def _averages(self) -> Iterator[Statement]:
        """平均每辆 X 万元: the amount before the count, divided by the count."""
        for position, item in enumerate(self.items):
            if not item.is_money or item.amount is None or not (match := _AVERAGE.search(item.amount.clause())):
                continue
            before = [i for i in self.items[:position] if i.line is item.line and i.amount is not None]
            counts = [i for i in before if i.amount and i.amount.quantity.unit == match["unit"]]
            amounts = [i for i in before if i.is_money and i.total is not i and counts and i.start < counts[-1].start]
            readings = [
                Ratio(
                    source=TEXT, binding=WARN, value=self._amount(item).figure, numerator=(self._amount(amount),),
                    denominator=(self._amount(counts[-1]),), name="平均",
                )
                for amount in amounts[::-1]
            ]  # fmt: skip
            if readings:
                yield _with_others(readings[0], readings[1:])

    # -- changes --------------------------------------------------------------------------------------------------

    def _changes(self, item: Item) -> Iterator[Statement]:
        subject = item.subject()
        current = subject if subject and subject.is_money else None
        deltas = [d for d in item.deltas if d.measure.kind == "money"]
        taken: set[Delta] = set()
        for rate in item.rates:
            delta = _delta_of(rate, deltas, item.rates)
            if delta is not None:
                taken.add(delta)
            yield from self._change(item, current, delta, rate)
        for delta in deltas:
            if delta not in taken:
                yield from self._change(item, current, delta, None)

    def _change(self, item: Item, current: Item | None, delta: Delta | None, rate: Delta | None) -> Iterator[Statement]:
        told = delta or rate
        if told is None:
            return
        base = self._base_amount(item, current, told)
        figure = self.figures.of
        if current is None and base is None:
            self.open.append(Open("change_without_amount", figure(told.measure, item)))
            return
        if delta is None and base is None:
            self.open.append(Open("rate_without_amounts", figure(told.measure, item)))
            return
        statement = Change(
            source=TEXT,
            binding=self._licence(item, current),
            direction=told.direction,
            current=(self._amount(current),) if current else (),
            base=(self.figures.term(base, current or item, 1, told.base.kind),) if base else (),
            delta=figure(delta.measure, item) if delta else None,
            rate=figure(rate.measure, item) if rate else None,
            rate_direction=rate.direction if rate and delta else None,
            against=told.base.text,
        )
        yield _with_others(statement, self._other_changes(statement, item, current, base))

    def _amount(self, item: Item) -> Term:
        assert item.amount is not None
        return self.figures.term(item.amount, item)

    def _licence(self, item: Item, current: Item | None) -> Binding:
        """A change beside its amount, or in the next sentence, is surely bound; one found by name is likely."""
        if current is None or current is item:
            return SURE
        return SURE if item.name.generic and item.sentence - current.sentence == 1 else WARN

    def _base_amount(self, item: Item, current: Item | None, told: Delta) -> Measure | None:
        """The printed amount that a change is measured against, where there is one."""
        owners = [item] if current in (None, item) else [item, current]
        for owner in owners:
            before = [m for m, b in (owner.references if owner else []) if b.kind == told.base.kind]
            if before:
                return before[-1]
            if told.base.kind == BUDGET and owner and owner.budget is not None:
                return owner.budget
        return self._base_by_year(item, current, told.base)

    def _base_by_year(self, item: Item, current: Item | None, base: Base) -> Measure | None:
        """2021年X万元 … 2022年Y万元，比2021年增加: the item of the named year in the same line."""
        if base.year is None or current is None or current.year == base.year:
            return None
        for other in self.items:
            if other.line is item.line and other.is_money and other.year == base.year and other.start < item.start:
                if other.name.matches(current.name):
                    return other.amount
        return None

    def _other_changes(
        self, statement: Change, item: Item, current: Item | None, base: Measure | None
    ) -> Iterator[Change]:
        """Further bindings the words leave open; they can only make the statement hold."""
        if statement.rate is None:
            return
        if base is not None and statement.delta is not None and statement.current:
            yield _replaced(statement, base=())
        if current is not None and current is item:
            return
        for other in self._candidates(item, current):
            yield _replaced(statement, current=(self._amount(other),), base=())
            if other.basis == BUDGET and (item.rates or item.deltas)[0].base.kind == BUDGET:
                yield _replaced(statement, current=(), base=(self._amount(other),))

    def _candidates(self, item: Item, current: Item | None) -> Iterator[Item]:
        """Other amounts an unnamed change may speak of: the same thing elsewhere, or a total or the last of the line."""
        before = [i for i in self.items if i.line is item.line and i.is_money and i.start < item.start]
        for other in self.items:
            if not other.is_money or other in (item, current):
                continue
            same = current is not None and bool(other.name.key) and other.name.key == current.name.key
            near = other.line is item.line and (other.total is None or other is before[-1])
            if same or (near and item.name.generic):
                yield other

    # -- completion -----------------------------------------------------------------------------------------------

    def _completions(self, item: Item) -> Iterator[Statement]:
        for rate in item.completions:
            figure = self.figures.of(rate, item)
            choices = list(self._completion_terms(item, rate))
            if not choices and (implied := self._budget_by_difference(item, figure)):
                yield implied
                continue
            if not choices and (tabled := self._budgets_in_tables(item, figure)):
                yield _with_others(tabled[0], tabled[1:])
                continue
            if not choices:
                self.open.append(Open("budget_not_printed", figure))
                continue
            readings = [
                Completion(source=TEXT, rate=figure, actual=(self._amount(a),), budget=(self._budget(b, m),))
                for a, b, m in choices
            ]
            sure = len(readings) == 1 and choices[0][0].line is choices[0][1].line
            yield _with_others(_replaced(readings[0], binding=SURE if sure else WARN), readings[1:])

    def _budget_by_difference(self, item: Item, rate: Figure) -> Statement | None:
        """完成年初预算100%，决算数大于预算数55.93万元: the budget is the amount less the difference."""
        subject = item.subject()
        told = next((d for d in item.deltas if d.base.kind == BUDGET and d.direction and d.measure.kind == "money"), None)
        if subject is None or not subject.is_money or told is None:
            return None
        actual = self._amount(subject)
        difference = Term(-told.direction, self.figures.of(told.measure, item))
        return Completion(source=TEXT, rate=rate, actual=(actual,), budget=(actual, difference))

    def _budgets_in_tables(self, item: Item, rate: Figure) -> list[Statement]:
        """The completion rate of an amount whose budget stands beside it in a table."""
        subject = item.subject()
        if subject is None or not subject.is_money:
            return []
        actual = self._amount(subject)
        return [
            Completion(source=TEXT, binding=WARN, rate=rate, actual=(actual,), budget=(Term(1, budget),))
            for budget in self.tables.of(actual.figure)
        ]

    def _budget(self, owner: Item, measure: Measure) -> Term:
        return self.figures.term(measure, owner, 1, "预算")

    def _completion_terms(self, item: Item, rate: Measure) -> Iterator[tuple[Item, Item, Measure]]:
        """(actual item, item that holds the budget, its measure), the likeliest first."""
        subject = item.subject()
        if subject is None or not subject.is_money or subject.amount is None:
            return
        if subject.budget is not None:
            yield subject, subject, subject.budget
            return
        before = [i for i in self.items if i.is_money and i.line is subject.line and i.start < subject.start]
        if rate.verb == "n":
            spent = [i for i in (*before, subject) if i.sentence == subject.sentence and _says(i, _spending_words())]
            actual = spent[-1] if spent else subject
            heads = [i for i in before if i.sentence == subject.sentence and i.start < actual.start]
            yield from self._execution_terms(actual, heads)
            return
        budgets = [i for i in before if i.basis == BUDGET and not i.merged and _may_be_budget_of(i, subject)]
        if not budgets:
            budgets = [i for i in self.items if i.is_money and i.basis == BUDGET and i.name.key == subject.name.key]
            budgets = [i for i in budgets if i.name.key and i is not subject and i.year == subject.year][:1]
        for budget in reversed(budgets):
            if budget.amount is not None and budget.amount.quantity.value:
                yield subject, budget, budget.amount

    def _execution_terms(self, subject: Item, before: list[Item]) -> Iterator[tuple[Item, Item, Measure]]:
        """执行率: what was spent against an earlier amount of the sentence that is no part of another."""
        if subject.budget is not None:
            yield subject, subject, subject.budget
            return
        for budget in reversed([i for i in before if i.total is None or i.total is not subject.total]):
            if budget.amount is not None and budget.amount.quantity.value:
                yield subject, budget, budget.amount

    # -- shares ---------------------------------------------------------------------------------------------------

    def _shares(self, item: Item, wholes: Wholes) -> Iterator[Statement]:
        subject = item.subject()
        for rate in item.shares:
            figure = self.figures.of(rate, item)
            if subject is None or subject.amount is None or subject.amount.kind not in ("money", "count"):
                self.open.append(Open("share_without_part", figure))
                continue
            choices, binding = wholes.of(subject, item, rate)
            if not choices:
                self.open.append(Open("whole_not_printed", figure))
                continue
            part = (self._amount(subject),)
            readings = [
                Share(source=TEXT, binding=binding, rate=figure, part=part,
                      whole=tuple(self.figures.term(m, i) for i, m in choice))
                for choice in choices
            ]  # fmt: skip
            yield _with_others(readings[0], readings[1:])

    # -- flat and ratios ------------------------------------------------------------------------------------------

    def _flat(self, item: Item) -> Iterator[Statement]:
        """与预算持平 behind an amount whose budget or last year's amount is printed."""
        if item.amount is None or not item.is_money:
            return
        for kind in _flat_bases(item):
            base = item.budget if kind == BUDGET else _reference(item, PREVIOUS)
            if base is not None:
                yield Same(
                    source=TEXT, why=FLAT, first=self.figures.of(item.amount, item),
                    second=self.figures.of(base, item, kind),
                )  # fmt: skip

    def _ratios(self, item: Item) -> Iterator[Statement]:
        """节约率 and its like: named ratios whose terms stand before them in the line."""
        for rate in item.ratios:
            yield from self._saving_rate(item, rate)

    def _saving_rate(self, item: Item, rate: Measure) -> Iterator[Statement]:
        if not any(word in rate.clause() for word in ("节约率", "节支率", "资金节约")):
            self.figures.of(rate, item)
            return
        heads = [i for i in self.items if i.is_money and i.line is rate.line and i.start < rate.start and i.total is None]
        figure = self.figures.of(rate, item)
        if len(heads) < 2:
            self.open.append(Open("ratio_terms_not_printed", figure))
            return
        if "节约" in heads[-1].name.text or "节支" in heads[-1].name.text:
            if len(heads) > 2:
                plan, spent, saved = heads[-3:]
                yield Composition(
                    source=TEXT, binding=WARN, total=self._amount(plan).figure,
                    parts=(self._amount(spent), self._amount(saved)), means="节约",
                )  # fmt: skip
                yield Ratio(
                    source=TEXT, value=figure, numerator=(self._amount(saved),), denominator=(self._amount(plan),),
                    name="节约率",
                )  # fmt: skip
            return
        plan, spent = heads[-2:]
        numerator = (self._amount(plan), Term(-1, self._amount(spent).figure))
        yield Ratio(
            source=TEXT, binding=WARN, value=figure, numerator=numerator, denominator=(self._amount(plan),), name="节约率"
        )


def _may_be_budget_of(budget: Item, subject: Item) -> bool:
    """A budget earlier in the line is that of an amount if it bears its name, or no name in the same sentence."""
    if budget.name.key and subject.name.key and not budget.name.generic and not subject.name.generic:
        return budget.name.matches(subject.name)
    return budget.sentence == subject.sentence and subject.total is None


_AVERAGE = regex.compile(r"(?:平均每|每|[车人户]均)(?P<unit>[^\d]{1,2}?)(?:车)?(?:约|为|费用|支出|达)*$")


def _spending_words() -> list[str]:
    words: list[str] = load_yaml("names")["balance"]["spending"]
    return words


def _says(item: Item, words: list[str]) -> bool:
    return any(word in item.name.text for word in words)


_FLAT = regex.compile(r"B(?:[gxT]{0,3})z")


def _flat_bases(item: Item) -> Iterator[str]:
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


def _reference(item: Item, kind: str) -> Measure | None:
    return next((m for m, b in reversed(item.references) if b.kind == kind), None)


def _delta_of(rate: Delta, deltas: list[Delta], rates: list[Delta]) -> Delta | None:
    """The amount of change that a rate belongs to: the nearest before it with the same base, else the next one."""
    position = rate.measure.start
    before = [d for d in deltas if d.measure.start < position]
    same_base = [d for d in before if d.base.kind == rate.base.kind] or before[-1:]
    for delta in reversed(same_base[-1:]):
        between = [r for r in rates if r is not rate and delta.measure.start < r.measure.start < position]
        return None if between else delta
    after = [d for d in deltas if d.measure.start > position]
    return after[0] if after and not before else None


def _replaced(statement: S, **changes: Any) -> S:
    return replace(statement, **changes)


def _with_others(statement: S, others: Iterable[S]) -> S:
    return _replaced(statement, others=tuple(others))
