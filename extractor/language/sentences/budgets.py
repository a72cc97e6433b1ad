"""Which of several budgets of one amount a completion rate is taken of: 为年初预算的106.35%、调整预算的97.27%."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.language.measures.measure import Measure
from extractor.language.things.item import BUDGET, Item
from extractor.language.things.told import Told, says
from patterns.load import load_yaml


def suits(rate: Measure, budget: Measure) -> bool:
    """Whether a budget is of the kind the rate names. Where either names none, it may be."""
    named, own = _kind(_said_of(rate)), _kind(budget.clause())
    return not named or not own or named == own


def own_budgets(subject: Item, rate: Measure, before: Sequence[Item]) -> Iterator[tuple[Item, Measure]]:
    """(item, measure) of the budget told with an amount that suits the rate: the last before the rate, else the first
    after it; where those told with it are all of another kind, the one of the rate's kind before it."""
    budgets = [b for b in subject.budgets if suits(rate, b)]
    earlier = [b for b in budgets if b.line is rate.line and b.start < rate.start]
    for budget in (earlier[-1:] or budgets)[:1]:
        yield subject, budget
        return
    for item in named_budgets(subject, rate, before):
        if item.amount is not None:
            yield item, item.amount


def named_budgets(subject: Item, rate: Measure, before: Sequence[Item]) -> Iterator[Item]:
    """The last amount of the sentence, or else of the one before, that is called by the kind of budget the rate names."""
    kind = _kind(_said_of(rate))
    if not kind:
        return
    for sentence in (subject.sentence, subject.sentence - 1):
        found = [
            i for i in before
            if i.sentence == sentence and i.basis == BUDGET and i.amount and _kind(i.amount.clause()) == kind
        ]  # fmt: skip
        if found:
            yield found[-1]
            return


def spent_of_plan(plan: Item, before: Sequence[Item]) -> Item | None:
    """The amount that a plan named behind it was carried out with: of the same name, and no sum over years; else the
    nameless amount of the plan's year (其中2022年905万元、2023年788万元)."""
    actual = [i for i in before if i.basis == "actual"]
    alike = [i for i in actual if i.name.key and i.name.matches(plan.name)]
    cumulative = load_yaml("names")["cumulative"]
    if says(plan, cumulative) or not any(says(i, cumulative) for i in alike):
        return alike[-1] if alike else None
    of_year = [i for i in actual if i.sentence == plan.sentence and i.year == plan.year and not i.name.text]
    return of_year[-1] if len(of_year) == 1 else None


def is_only_received(subject: Item, rate: Measure) -> bool:
    """下达71万元，发放率100%: what was spent is not printed, since the amount is what was received."""
    words = load_yaml("names")["arrival"]
    if any(word in rate.clause() for word in words["rate"]) or says(subject, spending_words()):
        return False
    return says(subject, words["amount"])


def measured_by(rate: Measure, sentence: Sequence[Item], subject: Item) -> Item | None:
    """The amount of its sentence that a named rate measures: for 累计完成率 or 到位率 the last one called so, else the last
    that was spent; None where only what is left over is printed."""
    words = load_yaml("names")
    if any(word in rate.clause() for word in words["cumulative"]):
        return next((i for i in reversed(sentence) if says(i, words["cumulative"])), None)
    for step, called in words["rate_steps"].items():
        if step in rate.clause():
            return next((i for i in reversed(sentence) if says(i, called)), None)
    spent = next((i for i in reversed(sentence) if says(i, spending_words())), subject)
    return None if says(spent, words["balance"]["left"]) else spent


def may_be_measured(rate: Measure, heads: Sequence[Item]) -> list[Item]:
    """The amounts that a named rate may be taken of: none of a later step of the money (到位率 is none of 完成投资)."""
    later = next((words for step, words in load_yaml("names")["later_steps"].items() if step in rate.clause()), ())
    return [i for i in heads if not says(i, later)]


def has_fellows(subject: Item, line: Sequence[Item]) -> bool:
    """其中，完成甲30万元，完成率75%；完成乙20万元，完成率40%: a part whose fellows have a rate each, as it has; they are
    taken of as many budgets, and not of the total."""
    return subject.total is not None and any(
        i.total is subject.total and i is not subject and i.completions for i in line
    )


def divided_before(spent: Item, before: Sequence[Item]) -> Iterator[Item]:
    """下达6800万元，其中A市780万元……。目前，资金已执行4132.8万元，预算执行率60.78%: the one amount of the sentence before
    that is no part of another, where the amount spent has no name of its own."""
    heads = [i for i in before if i.sentence == spent.sentence - 1 and i.total is None and not i.merged]
    if spent.name.generic and len(heads) == 1:
        yield heads[0]


def carried_before(told: Told, spent: Item) -> Iterator[Item]:
    """上年结转100万元……本年下达600万元，支出550万元，支出率78.57%: what was carried into the year, before the spending."""
    words = load_yaml("names")["carried_in"]
    yield from [i for i in told.amounts_before(spent) if says(i, words)][-1:]


def spending_words() -> list[str]:
    words: list[str] = load_yaml("names")["balance"]["spending"]
    return words


def _said_of(rate: Measure) -> str:
    return rate.whole.text if rate.whole is not None else rate.clause()


def _kind(text: str) -> str:
    kinds: dict[str, list[str]] = load_yaml("bases")["budgets"]
    return next((kind for kind, words in kinds.items() if any(word in text for word in words)), "")
