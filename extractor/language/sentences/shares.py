"""占…的N%: shares of running text as statements, each with the whole it is taken of."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.language.sentences.wholes import Wholes
from extractor.language.things.item import Item
from extractor.language.things.told import TEXT, Told, changed, with_others
from extractor.statement import Share, Statement


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
        if (total := _total_behind(subject, told)) is not None:
            readings.append(changed(readings[0], part=(told.amount(total),)))
        yield with_others(readings[0], readings[1:])


def _total_behind(subject: Item, told: Told) -> Item | None:
    """合计12亿元：甲5亿元、乙7亿元，占税收15亿元的80%: what is said behind the last part may be said of the total."""
    total = subject.total
    if total is None or not total.is_money or total.sentence != subject.sentence:
        return None
    return total if [i for i in told.of_line(subject.line) if i.total is total][-1:] == [subject] else None


def _goes_on(item: Item, before: Item) -> bool:
    """货物采购授予中小企业金额占货物支出的91.3%，工程占84.6%: the second share is as little of an amount as the first."""
    if item.amount is not None or before.amount is not None or item.sentence != before.sentence or not before.shares:
        return False
    return before.subject() is None and before.shares[-1].whole is not None and bool(before.shares[-1].whole.text)
