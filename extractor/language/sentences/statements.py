"""What running text states of its items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.language.sentences.bracketed import state_bracketed_shares
from extractor.language.sentences.changes import state_changes
from extractor.language.sentences.completions import state_completions
from extractor.language.sentences.flat import state_flat
from extractor.language.sentences.parts_changes import state_changes_of_parts
from extractor.language.sentences.totals import state_totals
from extractor.language.sentences.wholes import Wholes
from extractor.language.sums.stream import Group
from extractor.language.things.item import Item
from extractor.language.things.told import TEXT, Told, with_others
from extractor.statement import Share, Statement


def state(told: Told, groups: Sequence[Group]) -> Iterator[Statement]:
    """Every statement the items and groups of a text make; what could not be bound is left in `told.open`."""
    yield from state_totals(groups, told)
    yield from state_bracketed_shares(groups, told)
    wholes = Wholes(told)
    before: Item | None = None
    for item in told.items:
        yield from state_changes(item, told)
        yield from state_completions(item, told)
        yield from state_shares(item, before, wholes, told)
        yield from state_flat(item, told)
        for rate in item.ratios:
            told.figures.of(rate, item)  # whoever binds it later: it bears the name of the thing it is said of
        before = item
    yield from told.settled(state_changes_of_parts(told, groups))


def state_shares(item: Item, before: Item | None, wholes: Wholes, told: Told) -> Iterator[Statement]:
    """The shares of an item, each with the whole it is taken of."""
    subject = None if before is not None and _goes_on(item, before) else item.subject()
    for rate in item.shares:
        figure = told.figures.of(rate, item)
        if subject is None or subject.amount is None or subject.amount.kind not in ("money", "count"):
            told.leave("share_without_part", rate, item)
            continue
        choices, binding = wholes.of(subject, item, rate)
        if not choices:
            told.leave("whole_not_printed", rate, item)
            continue
        part = (told.amount(subject),)
        readings = [
            Share(source=TEXT, binding=binding, rate=figure, part=part,
                  whole=tuple(told.figures.term(m, i) for i, m in choice))
            for choice in choices
        ]  # fmt: skip
        yield with_others(readings[0], readings[1:])


def _goes_on(item: Item, before: Item) -> bool:
    """货物采购授予中小企业金额占货物支出的91.3%，工程占84.6%: the second share is as little of an amount as the first."""
    if item.amount is not None or before.amount is not None or item.sentence != before.sentence or not before.shares:
        return False
    return before.subject() is None and before.shares[-1].whole is not None and bool(before.shares[-1].whole.text)
