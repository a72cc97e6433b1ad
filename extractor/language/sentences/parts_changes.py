"""The changes of the parts of a total: they make its change, and lead from last year's total to this year's.

比预算数减少988万元 … 一、减少31万元；二、减少850万元；三、减少107万元. Which amounts are the parts is known from the
amounts themselves, which must have been found to make the total.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from extractor.language.sentences.flat import flat_bases
from extractor.language.sums.fit import ZERO, slips
from extractor.language.sums.partitions import is_partition
from extractor.language.sums.stream import Group
from extractor.language.things.item import PREVIOUS, Delta, Item
from extractor.language.things.told import TEXT, WARN, Told, changed, reference
from extractor.statement import Accuse, Binding, Change, Composition, Statement, Term
from patterns.load import load_yaml

UNSURE = Binding(Accuse.NOTHING, "selection")
_Told = tuple[Item, Delta]


def state_changes_of_parts(told: Told, groups: Sequence[Group]) -> Iterator[Statement]:
    """What the changes of the parts of every total that holds say of the total's own."""
    changes = _changes_by_subject(told)
    for group in groups:
        total = group.total.item
        if not group.holds or group.total.measure is not total.amount or not total.is_money:
            continue
        if any(p.sign < 0 or p.measure is not p.item.amount for p in group.parts):
            continue
        parts = [p.item for p in group.parts]
        known = is_partition(group.total, group.parts)
        for kind in dict.fromkeys(d.base.kind for _, d in changes[id(total)]):
            yield from _licensed(list(_of_total(told, total, parts, kind, changes)), known)


def _licensed(found: Sequence[Composition | Change], known: bool) -> Iterator[Statement]:
    """A part that was there last year may be gone: only of parts that are all there can be, or where one slip in the
    total's own change would do, may a failure accuse."""
    for statement in found:
        if known or (isinstance(statement, Composition) and _is_slip(statement)):
            yield statement
        else:
            yield changed(statement, binding=UNSURE)


def _is_slip(statement: Composition) -> bool:
    """Whether one slip in the printed total makes the sum fit."""
    total = statement.total.quantity
    meant = sum((t.sign * t.figure.quantity.value * t.figure.quantity.factor for t in statement.parts), ZERO)
    reach = total.half_step() + sum((t.figure.quantity.half_step() for t in statement.parts), ZERO)
    return any(abs(value * total.factor - meant) <= reach for value in slips(total))


def _changes_by_subject(told: Told) -> dict[int, list[_Told]]:
    """The amounts of change, and rates, told of each amount, by the identity of its item."""
    found: dict[int, list[_Told]] = defaultdict(list)
    for item in told.items:
        subject = item.subject()
        if subject is not None and subject.is_money:
            found[id(subject)] += [(item, d) for d in (*item.deltas, *item.rates) if d.direction]
    return found


def _of_total(
    told: Told, total: Item, parts: Sequence[Item], kind: str, changes: dict[int, list[_Told]]
) -> Iterator[Composition | Change]:
    own = [(i, d) for i, d in changes[id(total)] if d.base.kind == kind]
    amounts = [(i, d) for i, d in own if d.measure.kind == "money"]
    zipped = _zipped(amounts, len(parts))
    of_parts = zipped or _of_each(told, parts, kind, changes)
    if of_parts is None:
        return
    terms = tuple(Term(d.direction, told.figures.of(d.measure, i)) for i, d in of_parts)
    rest = [(i, d) for i, d in amounts if (i, d) not in zipped]
    rates = [(i, d) for i, d in own if d.measure.kind == "rate"]
    net = _net_of(told, zipped)
    if rest or net is not None:
        item, delta = rest[0] if rest else net or of_parts[0]
        signed = tuple(Term(t.sign * delta.direction, t.figure) for t in terms)
        yield Composition(
            source=TEXT, binding=WARN, total=told.figures.of(delta.measure, item), parts=signed, means="合计"
        )
    elif rates:
        item, rate = rates[0]
        before = (told.amount(total), *(Term(-t.sign, t.figure) for t in terms))
        yield Change(
            source=TEXT, binding=WARN, direction=rate.direction, current=(told.amount(total),), base=before,
            rate=told.figures.of(rate.measure, item), against=rate.base.text,
        )  # fmt: skip
    yield from _last_years_total(told, total, of_parts, terms)


def _zipped(amounts: Sequence[_Told], count: int) -> list[_Told]:
    """分别减少0.29亿元、0.33亿元、0.64亿元 said of a total: one change for each part."""
    first = next((n for n, (_, d) in enumerate(amounts) if _respectively(d)), None)
    run = list(amounts[first : first + count]) if first is not None else []
    together = len({d.measure.sentence for _, d in run}) == 1
    return run if len(run) == count > 1 and together else []


def _respectively(delta: Delta) -> bool:
    return any(word in delta.measure.clause() for word in load_yaml("names")["respectively"])


def _of_each(told: Told, parts: Sequence[Item], kind: str, changes: dict[int, list[_Told]]) -> list[_Told] | None:
    """The one change told of every part, those said to be level left out; None where a part tells none."""
    found: list[_Told] = []
    for part in parts:
        own = [(i, d) for i, d in changes[id(part)] if d.base.kind == kind and d.measure.kind == "money"]
        if len(own) > 1 or (not own and kind not in flat_bases(part)):
            return None
        found += own
    return found or None


def _net_of(told: Told, zipped: Sequence[_Told]) -> _Told | None:
    """分别增加…、减少…，相抵后净减少91.25万元: the change behind those of the parts."""
    if not zipped:
        return None
    last = zipped[-1][1].measure
    words = load_yaml("names")["net"]
    for item in told.of_line(last.line):
        for delta in item.deltas:
            m = delta.measure
            after = m.sentence == last.sentence and m.start > last.start
            if after and delta.direction and any(word in m.clause() for word in words):
                return item, delta
    return None


def _last_years_total(
    told: Told, total: Item, of_parts: Sequence[_Told], terms: tuple[Term, ...]
) -> Iterator[Composition]:
    """Last year's total where it is printed: this year's less what the parts changed by."""
    base = of_parts[0][1].base
    if base.kind != PREVIOUS:
        return
    before = reference(total, PREVIOUS)
    item = total
    if before is None and base.year is not None:
        later = [i for i in told.of_line(total.line) if i.is_money and i.year == base.year and i is not total]
        later = [i for i in later if i.name.generic or i.name.matches(total.name)]
        if len(later) != 1:
            return
        item, before = later[0], later[0].amount
    if before is not None:
        parts = (told.amount(total), *(Term(-t.sign, t.figure) for t in terms))
        yield Composition(
            source=TEXT, binding=WARN, total=told.figures.of(before, item, "上年"), parts=parts, means="上年"
        )
