"""增加, 减少, 增长, 下降: changes of running text as statements, with the base the words name."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex

from extractor.language.measures.measure import Measure
from extractor.language.measures.names import same_flow
from extractor.language.things.item import BUDGET, Base, Delta, Item
from extractor.language.things.told import TEXT, WARN, Told, changed, with_others
from extractor.statement import SURE, Accuse, Binding, Change, Statement
from patterns.load import load_yaml

MISREAD = Binding(Accuse.NOTHING, "change_of_other_amount")
REACH_OF_WORD = 8  # units behind an amount in which the word of its change may stand
_WAY_BEHIND = regex.compile(r"x{0,2}f*(?P<way>[UQD])(?![^,;。]*[NUDQC])")
MUCH = Decimal(5)  # a rate off by this factor tells that the amount is another one


def state_changes(item: Item, told: Told) -> Iterator[Statement]:
    """The changes of an item: each rate with the amount of change it belongs to, and amounts of change without a rate."""
    subject = item.subject()
    current = subject if subject and (subject.is_money or _is_count_of(item)) else None
    deltas = [d for d in item.deltas if d.measure.kind == "money" or (current and not current.is_money)]
    taken: set[Delta] = set()
    for rate in item.rates:
        delta = _delta_of(rate, deltas, item.rates)
        if delta is not None:
            taken.add(delta)
        yield from _change(told, item, current, delta, rate)
    for delta in deltas:
        if delta not in taken:
            yield from _change(told, item, current, delta, None)
    if current is not None and current is item and not item.deltas and not item.rates:
        yield from _directions(item, told)


def _is_count_of(item: Item) -> bool:
    """参保36万人，比上年减少1万人，减少2.70%: a count with one change in its own unit, and the rate of that."""
    if item.amount is None or item.amount.kind != "count" or len(item.deltas) != 1 or len(item.rates) != 1:
        return False
    return item.deltas[0].measure.quantity.unit == item.amount.quantity.unit and not item.references


def _directions(item: Item, told: Told) -> Iterator[Statement]:
    """12万元，比上年的13万元增加: two amounts and the word between which way it went, and no more."""
    for measure, base in item.references:
        units = item.line.units[measure.unit + 1 : measure.unit + REACH_OF_WORD]
        match = _WAY_BEHIND.match("".join(u.letter for u in units))
        if match:
            yield Change(
                source=TEXT, direction=-1 if match["way"] == "D" else 1, current=(told.amount(item),),
                base=(told.figures.term(measure, item, 1, base.kind),), against=base.text,
            )  # fmt: skip


def _change(
    told: Told, item: Item, current: Item | None, delta: Delta | None, rate: Delta | None
) -> Iterator[Statement]:
    named = delta or rate
    if named is None:
        return
    base = _base_amount(told, item, current, named)
    figure = told.figures.of
    if current is None and base is None:
        told.leave("change_without_amount", named.measure, item)
        return
    if delta is None and base is None:
        told.leave("rate_without_amounts", named.measure, item)
        return
    statement = Change(
        source=TEXT,
        binding=_licence(item, current, base, delta, rate),
        direction=named.direction,
        current=(told.amount(current),) if current else (),
        base=(told.figures.term(base, current or item, 1, named.base.kind),) if base else (),
        delta=figure(delta.measure, item) if delta else None,
        rate=figure(rate.measure, item) if rate else None,
        rate_direction=rate.direction if rate and delta else None,
        against=named.base.text,
    )
    yield with_others(statement, _other_changes(told, statement, item, current, base))


def _licence(
    item: Item, current: Item | None, base: Measure | None, delta: Delta | None, rate: Delta | None
) -> Binding:
    """A change beside its amount, or in the next sentence, is surely bound; one found by name is likely, unless the
    numbers are so far apart that it must be another amount's."""
    if current is not None and delta is not None and _is_less_average(current, delta):
        return MISREAD
    if current is None or current is item:
        return SURE if current is None or current.is_money else WARN
    follows = (item.unnamed or item.name.generic) and item.sentence - current.sentence == 1
    if delta is not None and current.amount is not None:
        amount, change = _worth(current.amount), delta.direction * _worth(delta.measure)
        start = _worth(base) if base is not None else amount - change
        if base is not None and abs(amount - start - change) > abs(start) / 4:
            return MISREAD
        if follows:
            return SURE
        if item.line is current.line and item.name.key == current.name.key:
            return WARN
        if rate is not None and start and rate.measure.quantity.value:
            factor = abs(100 * change / start / rate.measure.quantity.value)
            return WARN if 1 / MUCH < factor < MUCH else MISREAD
    return SURE if follows else WARN


def _is_less_average(item: Item, delta: Delta) -> bool:
    """年均5亿元……增加10亿元: an average that is less than what it is said to have risen by."""
    assert item.amount is not None
    average = any(word in item.amount.clause() for word in load_yaml("names")["averages"])
    return average and delta.direction > 0 and _worth(item.amount) < _worth(delta.measure)


def _worth(measure: Measure) -> Decimal:
    return measure.quantity.value * measure.quantity.factor


def _base_amount(told: Told, item: Item, current: Item | None, named: Delta) -> Measure | None:
    """The printed amount that a change is measured against, where there is one."""
    owners = [item] if current in (None, item) else [item, current]
    for owner in owners:
        printed = [m for m, b in (owner.references if owner else []) if b.kind == named.base.kind]
        before = [m for m in printed if m.start < named.measure.start]
        if printed and (before or not _has_change_of_its_own(owner, printed[-1])):
            return (before or printed)[-1]
        if named.base.kind == BUDGET and owner and owner.budget is not None:
            return owner.budget
    return _base_by_year(told, item, current, named.base)


def _has_change_of_its_own(item: Item, reference: Measure) -> bool:
    """同比下降2%，比上月10亿元下降7%: the amount compared is that of the change behind it, not of the one before."""
    return any(change.measure.start > reference.start for change in (*item.deltas, *item.rates))


def _base_by_year(told: Told, item: Item, current: Item | None, base: Base) -> Measure | None:
    """2021年X万元 … 2022年Y万元，比2021年增加: the item of the named year in the same line."""
    if base.year is None or current is None or current.year == base.year:
        return None
    before = [i for i in told.amounts_before(item) if i.year == base.year]
    alike = [i for i in before if i.name.matches(current.name)]
    heads = [i for i in before if i.name.generic and i.total is None and _same_parts(i, current, told)]
    return next((i.amount for i in (*alike, *heads)), None)


def _same_parts(one: Item, other: Item, told: Told) -> bool:
    """Whether the lists of two totals in one line name the same things: then they are totals of one thing."""
    parts = [{i.name.key for i in told.of_line(one.line) if i.total is total} for total in (one, other)]
    return bool(parts[0]) and parts[0] == parts[1]


def _other_changes(
    told: Told, statement: Change, item: Item, current: Item | None, base: Measure | None
) -> Iterator[Change]:
    """Further bindings the words leave open; they can only make the statement hold."""
    if statement.rate is None:
        return
    if base is not None and statement.delta is not None and statement.current:
        yield changed(statement, base=())
    if base is not None and statement.delta is None and current is not None:
        yield changed(
            statement, base=(), delta=statement.base[0].figure
        )  # 较上年38.31万元，下降6.31%: the verb is lost
    if current is not None and current is item:
        whole = item.total
        if whole is not None and whole.is_money and _closes_list(item, told):
            yield changed(statement, current=(told.amount(whole),), base=())
        return
    for other in _candidates(told, item, current):
        yield changed(statement, current=(told.amount(other),), base=())
        if other.basis == BUDGET and (item.rates or item.deltas)[0].base.kind == BUDGET:
            yield changed(statement, current=(), base=(told.amount(other),))


def _closes_list(item: Item, told: Told) -> bool:
    """其中：A 2万元，B 3万元，同比增加1万元: what is said behind the last part may be said of the total."""
    parts = [i for i in told.of_line(item.line) if i.total is item.total]
    return parts[-1] is item and item.total is not None and item.total.sentence == item.sentence


def _candidates(told: Told, item: Item, current: Item | None) -> Iterator[Item]:
    """Other amounts an unnamed change may speak of: the same thing elsewhere, or a total or the last of the line."""
    before = told.amounts_before(item)
    unnamed = item.unnamed or item.name.generic
    follows = current is not None and unnamed and item.sentence - current.sentence == 1
    near = [i for i in told.of_line(item.line) if i.is_money and (i.total is None or i in before[-1:])]
    same = told.named_like(current) if current is not None and not follows else []
    same = [i for i in same if current is not None and same_flow(i.name, current.name)]
    for other in dict.fromkeys([*same, *(near if item.name.generic else [])]):
        if other not in (item, current):
            yield other


def _differ(one: Delta, other: Delta) -> bool:
    """较预算降低28%，较上年减少1836万元: each says what it is measured against, and not the same."""
    return (one.base.kind, one.base.year) != (other.base.kind, other.base.year)


def _delta_of(rate: Delta, deltas: list[Delta], rates: list[Delta]) -> Delta | None:
    """The amount of change that a rate belongs to: the nearest before it with the same base, else the next one."""
    position = rate.measure.start
    before = [d for d in deltas if d.measure.start < position]
    same_base = [d for d in before if d.base.kind == rate.base.kind] or before[-1:]
    for delta in reversed(same_base[-1:]):
        between = [r for r in rates if r is not rate and delta.measure.start < r.measure.start < position]
        return None if between else delta
    named = rate.measure.base is not None
    after = [d for d in deltas if d.measure.start > position and not (named and d.measure.base and _differ(rate, d))]
    return after[0] if after and not before else None
