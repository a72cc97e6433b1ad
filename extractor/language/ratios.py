"""Named ratios of running text (节约率, 平均每辆) and amounts said to be level (持平) as statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

import regex

from extractor.extraction import Open
from extractor.language.items import BUDGET, PREVIOUS, Item
from extractor.language.roles import Measure
from extractor.language.told import TEXT, WARN, Told, reference, says
from extractor.statement import Composition, Ratio, Same, Statement, Term
from patterns.load import load_yaml

FLAT = "持平"
_REACHED = regex.compile(r"Rf*")
_BASE_ONLY = regex.compile(r",?Bd?f*")
_MONTHS = regex.compile(r"1\s?[-—~至]\s?(?P<month>\d{1,2})\s?月")


def state_flat(item: Item, told: Told) -> Iterator[Statement]:
    """与预算持平 behind an amount whose budget or last year's amount is printed."""
    if item.amount is None or not item.is_money:
        return
    for kind in flat_bases(item):
        base = item.budget if kind == BUDGET else reference(item, PREVIOUS)
        if base is not None:
            yield Same(
                source=TEXT, why=FLAT, first=told.figures.of(item.amount, item),
                second=told.figures.of(base, item, kind),
            )  # fmt: skip


def state_ratios(item: Item, told: Told) -> Iterator[Statement]:
    """节约率 and its like: named ratios whose terms stand before them in the line."""
    for rate in item.ratios:
        yield from _saving_rate(told, item, rate)


def state_points(told: Told, measures: Sequence[Measure]) -> Iterator[Statement]:
    """比重为14.75%，比上年的14.70%提高0.05个百分点: a rate is another rate and the points between them."""
    for rate, before, points in zip(measures, measures[1:], measures[2:], strict=False):
        together = rate.line is points.line and rate.sentence == before.sentence == points.sentence
        rates = rate.quantity.unit == before.quantity.unit == "%" and points.role == "points"
        if not together or not rates or not points.direction:
            continue
        figure = told.figures.of
        if _REACHED.fullmatch(before.lead):  # 由90.5%提高到95.5%，提高5个百分点
            parts = (Term(1, figure(rate)), Term(points.direction, figure(points)))
            yield Composition(source=TEXT, total=figure(before), parts=parts, means="百分点")
        elif _BASE_ONLY.fullmatch(before.lead):
            parts = (Term(1, figure(before)), Term(points.direction, figure(points)))
            yield Composition(source=TEXT, total=figure(rate), parts=parts, means="百分点")


def state_pace(told: Told, measures: Sequence[Measure]) -> Iterator[Statement]:
    """上半年完成预算的53.5%，超序时进度3.5个百分点: the completion rate is the part of the year that has passed and the points."""
    words = load_yaml("pace")
    for rate, points in pairwise(measures):
        clause = points.clause()
        if points.kind != "points" or rate.role != "completion" or words["name"] not in clause:
            continue
        sign = -1 if any(word in clause for word in words["behind"]) else 1
        ahead = Term(sign, told.figures.of(points))
        if printed := _pace_in_sentence(measures, rate, words["name"]):
            both = (Term(1, told.figures.of(printed)), ahead)
            yield Composition(source=TEXT, binding=WARN, total=told.figures.of(rate), parts=both, means="百分点")
            continue
        passed = _passed(rate.line.parsed.folded[: rate.start], words)
        if passed is None:
            told.open.append(Open("pace_period_unknown", told.figures.of(points)))
        elif rate.sentence == points.sentence:
            yield Composition(
                source=TEXT,
                binding=WARN,
                total=told.figures.of(rate),
                parts=(ahead,),
                means="序时进度",
                constant=passed,
            )


def _pace_in_sentence(measures: Sequence[Measure], rate: Measure, name: str) -> Measure | None:
    """支出率94.57%，比序时进度快2.90个百分点（序时进度91.67%）: the pace that the sentence itself prints."""
    sentence = [m for m in measures if m.sentence == rate.sentence and m.kind == "rate" and m is not rate]
    return next((m for m in sentence if name in m.clause()), None)


def _passed(text: str, words: dict[str, Any]) -> Decimal | None:
    """The part of the year, in percent, of the period that a text names last."""
    found = [(m.start(), Decimal(100) * int(m["month"]) / 12) for m in _MONTHS.finditer(text)]
    found += [(text.rindex(word), Decimal(part)) for word, part in words["periods"].items() if word in text]
    return max(found)[1] if found else None


def _saving_rate(told: Told, item: Item, rate: Measure) -> Iterator[Statement]:
    """节约率 = 节约额 / 预算 = (预算 − 实际) / 预算, of the two or three amounts named one behind the other."""
    figure = told.figures.of(rate, item)
    if not any(word in rate.clause() for word in load_yaml("names")["saving"]["rate"]):
        return
    plan, spent, saved = _saving_terms(told, rate)
    if plan is None or spent is None:
        told.leave("ratio_terms_not_printed", rate, item)
        return
    whole = (told.amount(plan),)
    if saved is None:
        gap = (told.amount(plan), Term(-1, told.amount(spent).figure))
        yield Ratio(source=TEXT, binding=WARN, value=figure, numerator=gap, denominator=whole, name="节约率")
        return
    parts = (told.amount(spent), told.amount(saved))
    yield Composition(source=TEXT, binding=WARN, total=whole[0].figure, parts=parts, means="节约")
    yield Ratio(source=TEXT, value=figure, numerator=(told.amount(saved),), denominator=whole, name="节约率")


def _saving_terms(told: Told, rate: Measure) -> tuple[Item | None, Item | None, Item | None]:
    """Budget, spending and, where it is printed, the amount saved: the nearest before the rate that are called so."""
    words = load_yaml("names")["saving"]
    before = [i for i in told.of_line(rate.line) if i.is_money and i.start < rate.start]
    saved = before[-1] if before and says(before[-1], words["saved"]) else None
    rest = before[:-1] if saved else before
    heads = [i for i in rest if i.sentence == rate.sentence][-2:]
    if len(heads) < 2:
        heads = [i for i in rest if i.total is None][-2:]
    if rest and any(base.kind == BUDGET for _, base in rest[-1].references):
        return None, None, saved  # 较预算254万元节支5.32万元: the plan is no item of its own
    for plan, spent in (heads, heads[::-1]) if len(heads) == 2 else ():
        if says(plan, words["plan"]) and says(spent, words["spent"]):
            return plan, spent, saved
    return None, None, saved


_FLAT = regex.compile(r"B(?:[gxT]{0,3})z")


def flat_bases(item: Item) -> Iterator[str]:
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
