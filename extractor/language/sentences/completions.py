"""完成预算的 N%, 执行率: completion rates of running text as statements, with the budget wherever it is printed."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.figure import Figure
from extractor.language.measures.measure import Measure
from extractor.language.sentences.budgets import (
    carried_before,
    divided_before,
    has_fellows,
    is_only_received,
    may_be_measured,
    measured_by,
    named_budgets,
    own_budgets,
    spent_of_plan,
    suits,
)
from extractor.language.things.item import BUDGET, Item
from extractor.language.things.told import TEXT, WARN, Told, changed, with_others
from extractor.statement import SURE, Accuse, Binding, Completion, Statement, Term


def state_completions(item: Item, told: Told) -> Iterator[Statement]:
    """The completion and execution rates of an item, with the budget they are taken of."""
    for rate in item.completions:
        figure = told.figures.of(rate, item)
        choices = list(_completion_terms(told, item, rate))
        if not choices and (implied := _budget_by_difference(told, item, figure)):
            yield implied
            continue
        if not choices and (tabled := _budgets_in_tables(told, item, figure)):
            yield with_others(tabled[0], tabled[1:])
            continue
        if not choices:
            told.leave("budget_not_printed", rate, item)
            yield from _without_budget(told, item, rate)
            continue
        readings = [
            Completion(source=TEXT, rate=figure, actual=(told.amount(a),), budget=(_budget(told, b, m),))
            for a, b, m in choices
        ]
        if rate.verb == "n":
            readings += [
                _with_carried(told, carried, r) for r in readings for carried in carried_before(told, choices[0][0])
            ]
        sure = len(readings) == 1 and choices[0][0].line is choices[0][1].line
        yield with_others(changed(readings[0], binding=SURE if sure else WARN), readings[1:])


def _with_carried(told: Told, carried: Item, reading: Completion) -> Completion:
    """The rate of this year's money and the money carried forward together."""
    term = told.amount(carried)
    known = {t.figure for t in (*reading.actual, *reading.budget)}
    return reading if term.figure in known else changed(reading, budget=(*reading.budget, term))


def _without_budget(told: Told, item: Item, rate: Measure) -> Iterator[Statement]:
    """公务接待费支出1万元，完成预算的0%: amount and rate that a clause tells of one thing."""
    if item.amount is not None and item.is_money and rate.verb != "n" and rate.sentence == item.sentence:
        binding = Binding(Accuse.NOTHING, "budget_not_printed")
        figure = told.figures.of(rate, item)
        yield Completion(source=TEXT, binding=binding, rate=figure, actual=(told.amount(item),), budget=())


def _budget_by_difference(told: Told, item: Item, rate: Figure) -> Statement | None:
    """完成年初预算100%，决算数大于预算数55.93万元: the budget is the amount less the difference."""
    subject = item.subject()
    gap = next((d for d in item.deltas if d.base.kind == BUDGET and d.direction and d.measure.kind == "money"), None)
    if subject is None or not subject.is_money or gap is None:
        return None
    actual = told.amount(subject)
    difference = Term(-gap.direction, told.figures.of(gap.measure, item))
    return Completion(source=TEXT, rate=rate, actual=(actual,), budget=(actual, difference))


def _budgets_in_tables(told: Told, item: Item, rate: Figure) -> list[Statement]:
    """The completion rate of an amount whose budget stands beside it in a table."""
    subject = item.subject()
    if subject is None or not subject.is_money:
        return []
    actual = told.amount(subject)
    return [
        Completion(source=TEXT, binding=WARN, rate=rate, actual=(actual,), budget=(Term(1, budget),))
        for budget in told.tables.of(actual.figure)
    ]


def _budget(told: Told, owner: Item, measure: Measure) -> Term:
    return told.figures.term(measure, owner, 1, "预算")


def _completion_terms(told: Told, item: Item, rate: Measure) -> Iterator[tuple[Item, Item, Measure]]:
    """(actual item, item that holds the budget, its measure), the likeliest first."""
    subject = item.subject()
    if subject is None or not subject.is_money or subject.amount is None:
        return
    before = told.amounts_before(subject)
    if subject.budget is not None:
        for owner, own in own_budgets(subject, rate, before):
            yield subject, owner, own
        return
    if subject.basis == BUDGET and (carried_out := spent_of_plan(subject, before)):
        yield carried_out, subject, subject.amount
        return
    if rate.verb == "n":
        if is_only_received(subject, rate):
            return
        if has_fellows(subject, told.of_line(subject.line)):
            alike = [i for i in before if i.name.key == subject.name.key and not i.name.generic]
            if not alike:
                return
            yield from _execution_terms(subject, alike)
        actual = measured_by(rate, [i for i in (*before, subject) if i.sentence == subject.sentence], subject)
        if actual is None:
            return
        heads = [i for i in before if i.sentence == subject.sentence and i.start < actual.start]
        heads = heads or [i for i in before if i.basis == BUDGET and i.total is None and not i.merged]
        heads = heads or list(divided_before(actual, before))
        if "b" in rate.lead:  # 按批复预算计算的执行率
            heads = [i for i in heads if i.basis == BUDGET] or heads
        heads = may_be_measured(rate, heads)
        yield from _execution_terms(actual, heads)
        whole = actual.total  # 完成300万元，其中…、…，完成率: of the last part, or of all of them
        if whole is not None and whole.sentence == actual.sentence and whole.is_money:
            yield from _execution_terms(whole, [i for i in heads if i.start < whole.start])
        return
    budgets = [i for i in before if i.basis == BUDGET and not i.merged and _may_be_budget_of(i, subject)]
    budgets = [i for i in budgets if i.amount and suits(rate, i.amount)] or list(named_budgets(subject, rate, before))
    if not budgets:
        alike = [i for i in told.named_like(subject) if i.basis == BUDGET and i.year == subject.year]
        budgets = [i for i in alike if i is not subject][:1]
    for budget in reversed(budgets):
        if budget.amount is not None and budget.amount.quantity.value:
            yield subject, budget, budget.amount


def _execution_terms(subject: Item, before: list[Item]) -> Iterator[tuple[Item, Item, Measure]]:
    """执行率: what was spent against an earlier amount of the sentence that is no part of another."""
    if subject.budget is not None:
        yield subject, subject, subject.budget
        return
    others = [i for i in before if i.total is not subject and (i.total is None or i.total is not subject.total)]
    alike = [i for i in before if i.name.key and not i.name.generic and i.name.key == subject.name.key]
    others = [*reversed([i for i in others if i.total is None]), *reversed([i for i in others if i.total is not None])]
    others = list(dict.fromkeys([*reversed(alike), *others]))  # 计划…，其中中央9.9亿元；完成…，完成中央7.3亿元
    for budget in others:
        if budget.amount is not None and budget.amount.quantity.value:
            yield subject, budget, budget.amount


def _may_be_budget_of(budget: Item, subject: Item) -> bool:
    """A budget earlier in the line is that of an amount if it bears its name, or no name in the same sentence."""
    if budget.name.key and subject.name.key and not budget.name.generic and not subject.name.generic:
        return budget.name.matches(subject.name)
    return budget.sentence == subject.sentence and subject.total is None
