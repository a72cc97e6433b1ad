"""Totals and parts of running text as statements: the groups found, the same of budgets and last year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.language.measures.measure import Measure
from extractor.language.sums.fit import Entry
from extractor.language.sums.partitions import is_partition
from extractor.language.sums.stream import Group
from extractor.language.things.item import PREVIOUS, Item
from extractor.language.things.told import TEXT, WARN, Told, reference, says
from extractor.statement import SURE, Accuse, Binding, Composition, ImpliedBudgets, Statement, Term
from patterns.load import load_yaml


def state_totals(groups: Sequence[Group], told: Told) -> Iterator[Statement]:
    """Every total of the text with its parts."""
    groups = [group for group in groups if not _is_its_own_part(group)]
    yield from (_composition(told, group) for group in groups)
    yield from _derived_compositions(groups, told)
    yield from _income_less_spending(told)
    yield from _implied_budgets(groups, told)


def _is_its_own_part(group: Group) -> bool:
    """Whether a list goes on about the last thing named before it and its fellows: the same name and amount again beside
    others is no part of itself."""
    total = group.total
    again = any(p.value == total.value and p.item.name.matches(total.item.name) for p in group.parts)
    return again and sum(p.value != 0 for p in group.parts) > 1


def _composition(told: Told, group: Group) -> Statement:
    parts = tuple(_entry(told, p, group.total.sign) for p in group.parts)
    return Composition(
        source=TEXT,
        binding=group.binding,
        total=told.figures.of(group.total.measure, group.total.item),
        parts=parts,
        complete=group.binding.accuse is not Accuse.NOTHING,
        means=group.means,
    )


def _entry(told: Told, entry: Entry, turn: int = 1) -> Term:
    return told.figures.term(entry.measure, entry.item, entry.sign * turn)


def _derived_compositions(groups: Sequence[Group], told: Told) -> Iterator[Statement]:
    """Where amounts make a total, so do their budgets and last year's amounts, if all are printed."""
    for group in groups:
        if group.total.measure is not group.total.item.amount:
            continue
        budgets = [(i, i.budget) for i in (group.total.item, *(p.item for p in group.parts))]
        yield from _derived(told, budgets, group, "预算")
        yield from _derived(told, [(i, reference(i, PREVIOUS)) for i, _ in budgets], group, "上年")


def _derived(told: Told, found: list[tuple[Item, Measure | None]], group: Group, basis: str) -> Iterator[Statement]:
    measures = [(i, m) for i, m in found if m is not None]
    if len(measures) < len(found) or any(p.sign < 0 for p in group.parts):
        return
    (head, total), *parts = measures
    yield Composition(
        source=TEXT,
        binding=SURE if group.holds else group.binding,
        total=told.figures.of(total, head, basis),
        parts=tuple(told.figures.term(m, i, 1, basis) for i, m in parts),
        complete=group.holds,
        means=group.means,
    )


def _implied_budgets(groups: Sequence[Group], told: Told) -> Iterator[Statement]:
    """A total and all its parts given with their completion rates: the budgets behind the rates must add up too."""
    for group in groups:
        total = group.total.item
        lines = [(p.item, _rate(p.item)) for p in group.parts if p.value != 0]
        rate = _rate(total)
        rated = [(item, found) for item, found in lines if found is not None]
        if rate is None or group.total.measure is not total.amount or len(rated) < max(2, len(lines)):
            continue
        yield ImpliedBudgets(
            source=TEXT,
            binding=_licence_of_rates(group, len(rated)),
            actual=told.amount(total).figure,
            rate=told.figures.of(rate, total),
            parts=tuple((told.amount(i).figure, told.figures.of(r, i)) for i, r in rated),
        )


def _licence_of_rates(group: Group, count: int) -> Binding:
    """Two parts may leave out a reserve that was budgeted and never spent: only a remark, unless they are all."""
    if group.binding.accuse is Accuse.NOTHING:
        return group.binding
    return WARN if count > 2 or is_partition(group.total, group.parts) else Binding(Accuse.INFO)


def _rate(item: Item) -> Measure | None:
    """The one completion rate of an item; none where it stands at zero."""
    rates = [m for m in item.completions if m.quantity.value > 0]
    return rates[0] if len(rates) == 1 else None


def _income_less_spending(told: Told) -> Iterator[Statement]:
    """收入 X，支出 Y，结余 Z named one behind the other in a line: X = Y + Z."""
    levels = [i for i in told.levels if i.total is None]
    words = load_yaml("names")["balance"]
    for income, spent, left in zip(levels, levels[1:], levels[2:], strict=False):
        names = (income, spent, left)
        told_in_turn = all(says(i, words[k]) for i, k in zip(names, words, strict=False))
        apart = left.amount is not None and any(word in left.amount.clause() for word in words["not"])
        if income.line is left.line and told_in_turn and not apart:
            yield Composition(
                source=TEXT, binding=WARN, total=told.amount(income).figure,
                parts=(told.amount(spent), told.amount(left)), means="结余",
            )  # fmt: skip
