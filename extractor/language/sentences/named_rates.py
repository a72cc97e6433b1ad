"""Rates that bear their own name (结转结余率, 回收率, 人员控制率 …): what they are the quotient of is told by the names of
the amounts or counts in their sentence and the one before it (patterns/rates.yaml).

Only where each side is named by one number may a failure accuse.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import regex

from extractor.figure import Figure
from extractor.language.measures.measure import Measure
from extractor.language.things.item import BUDGET, Item
from extractor.language.things.told import TEXT, WARN, Told, with_others
from extractor.quantity import Bound
from extractor.statement import Accuse, Binding, Completion, Composition, Ratio, Share, Statement, Term
from patterns.load import load_yaml

UNSURE = Binding(Accuse.NOTHING, "binding_unsure")
NAMED = "具名比率"
_ROLES = frozenset({"level", "reference", "budget_reference", "whole", "delta"})
_KINDS = frozenset({"money", "count"})
_NOTE = regex.compile(r"(?:\([^()]*\)|=[^=,。;]*=|\s)+$")
_ONE_YEAR = regex.compile(r"(?:19|20)\d\d\s?年")
_VERB = regex.compile(r"(?:约?为|是|达到?|仅|分别)+$")
MOST_READINGS = 4
LONGEST_NAME = 80  # characters, a note or a printed formula behind it included


@dataclass(frozen=True, slots=True)
class _Rate:
    name: str
    way: str
    rate: regex.Pattern[str]
    top: regex.Pattern[str]
    bottom: regex.Pattern[str]
    spent: regex.Pattern[str] | None
    rest: regex.Pattern[str] | None
    kind: str  # of the numbers it is made of, "" where they may be of any


def state_named_rates(told: Told, measures: Sequence[Measure], bound: Collection[Figure]) -> Iterator[Statement]:
    """Every rate with a name of its own whose terms are printed near it, unless it is bound already."""
    items = {i.amount: i for i in told.items if i.amount is not None}
    said_of = {rate: i for i in told.items for rate in i.ratios}
    for index, rate in enumerate(measures):
        if rate.kind != "rate" or told.figures.made.get(rate) in bound or (entry := _entry_of(rate)) is None:
            continue
        if entry.way == "saving":
            yield from _saving(told, entry, rate, said_of.get(rate))
        elif rate.quantity.bound is Bound.EXACT:
            yield from _ratios(told, entry, rate, list(_windows(measures, index)), items)


def bound_rates(statements: Collection[Statement]) -> set[Figure]:
    """The rates that statements already bind to amounts."""
    rates = {s.rate for s in statements if isinstance(s, Completion | Share)}
    return rates | {s.value for s in statements if isinstance(s, Ratio)}


def _entry_of(rate: Measure) -> _Rate | None:
    """The kind of rate that the words right before the number name."""
    text = rate.line.parsed.folded[max(0, rate.start - LONGEST_NAME) : rate.start]
    words = _VERB.sub("", _NOTE.sub("", text))
    if any(word in rate.clause() for word in load_yaml("rates")["never"]):
        return None
    return next((entry for entry in _rates() if entry.rate.search(words)), None)


def _windows(measures: Sequence[Measure], index: int) -> Iterator[list[Measure]]:
    """Where the terms of a rate may stand: before it back to a semicolon, up to the next one, before it in its sentence,
    anywhere in it, or in the sentence before too."""
    rate = measures[index]
    near = [m for m in measures[max(0, index - 40) : index + 40] if m.line is rate.line and m is not rate]
    mine = [m for m in near if m.sentence == rate.sentence and _may_be_term(m)]
    before = [m for m in mine if m.start < rate.start]
    begin = max((m.start for m in near if ";" in m.gap and m.start <= rate.start), default=0)
    begin = max(begin, rate.start) if ";" in rate.gap else begin
    end = min((m.start for m in near if ";" in m.gap and m.start > rate.start), default=None)
    yield [m for m in before if m.start >= begin]
    yield [m for m in mine if m.start >= begin and (end is None or m.start < end)]
    yield before
    yield mine
    yield [m for m in near if m.sentence == rate.sentence - 1 and _may_be_term(m)] + before


def _may_be_term(measure: Measure) -> bool:
    return measure.kind in _KINDS and measure.role in _ROLES and measure.run < 0


def _ratios(
    told: Told, entry: _Rate, rate: Measure, windows: Sequence[Sequence[Measure]], items: dict[Measure, Item]
) -> Iterator[Statement]:
    for near in windows:
        window = [m for m in near if entry.kind in ("", m.kind)]
        bottoms = _of_span(rate, [m for m in window if entry.bottom.search(_said(m))])
        tops = _of_span(rate, [m for m in window if m not in bottoms and entry.top.search(_said(m))])
        if not bottoms and (made := _made_of_rest(told, entry, rate, tops, window)):
            yield made
            return
        bottoms = [m for m in bottoms if any(_alike(m, top) for top in tops)]
        tops = [m for m in tops if any(_alike(m, bottom) for bottom in bottoms)]
        if not tops or not bottoms:
            continue
        alone = len(tops) == len(bottoms) == 1
        tops, bottoms = (_with_totals(_heads(found, items), items) for found in (tops, bottoms))
        if entry.way == "turnover":
            yield _ratio(told, entry, rate, tops, bottoms[0], WARN if len(bottoms) == 1 else UNSURE)
            return
        alone = alone and len(tops) == len(bottoms) == 1
        binding = WARN if alone and _of_one_time(entry, tops[0], bottoms[0]) else UNSURE
        pairs = [(t, b) for t in reversed(tops) for b in reversed(bottoms) if _alike(t, b)][:MOST_READINGS]
        readings = [_ratio(told, entry, rate, [top], bottom, binding) for top, bottom in pairs]
        if readings:
            yield with_others(readings[0], readings[1:])
        return


def _made_of_rest(
    told: Told, entry: _Rate, rate: Measure, tops: Sequence[Measure], window: Sequence[Measure]
) -> Ratio | None:
    """审定70万元，核减7万元，核减率9.09%: the whole is not printed, but all that it is made of."""
    rest = [m for m in window if entry.rest and m not in tops and entry.rest.search(_said(m))]
    if len(tops) != 1 or len(rest) != 1 or not _alike(tops[0], rest[0]):
        return None
    terms = tuple(Term(1, told.figures.of(m)) for m in (rest[0], tops[0]))
    figure = told.figures.of(rate)
    return Ratio(source=TEXT, binding=WARN, value=figure, numerator=terms[1:], denominator=terms, name=NAMED)


def _ratio(
    told: Told, entry: _Rate, rate: Measure, tops: Sequence[Measure], bottom: Measure, binding: Binding
) -> Ratio:
    figure = told.figures.of
    below = Term(1, figure(bottom))
    above = tuple(Term(1, figure(m)) for m in tops)
    if entry.way == "change":
        turn = rate.direction if rate.role == "growth" and rate.quantity.value > 0 else 1
        above = (Term(turn, above[0].figure), Term(-turn, below.figure))
    return Ratio(source=TEXT, binding=binding, value=figure(rate), numerator=above, denominator=(below,), name=NAMED)


def _saving(told: Told, entry: _Rate, rate: Measure, item: Item | None) -> Iterator[Statement]:
    """节约率 = 节约额 / 预算 = (预算 − 实际) / 预算, of the two or three amounts named one behind the other."""
    if item is None:
        return
    figure = told.figures.of(rate, item)
    plan, spent, saved = _saving_terms(told, entry, rate)
    if plan is None or spent is None:
        told.leave("ratio_terms_not_printed", rate, item)
        return
    whole = (told.amount(plan),)
    if saved is None:
        gap = (whole[0], Term(-1, told.amount(spent).figure))
        yield Ratio(source=TEXT, binding=WARN, value=figure, numerator=gap, denominator=whole, name=entry.name)
        return
    parts = (told.amount(spent), told.amount(saved))
    yield Composition(source=TEXT, binding=WARN, total=whole[0].figure, parts=parts, means="节约")
    yield Ratio(source=TEXT, value=figure, numerator=parts[1:], denominator=whole, name=entry.name)


def _saving_terms(told: Told, entry: _Rate, rate: Measure) -> tuple[Item | None, Item | None, Item | None]:
    """Budget, spending and, where it is printed, the amount saved: the nearest before the rate that are called so."""
    before = [i for i in told.of_line(rate.line) if i.is_money and i.start < rate.start]
    saved = before[-1] if before and entry.top.search(before[-1].name.text) else None
    rest = before[:-1] if saved else before
    heads = [i for i in rest if i.sentence == rate.sentence][-2:]
    if len(heads) < 2:
        heads = [i for i in rest if i.total is None][-2:]
    if rest and any(base.kind == BUDGET for _, base in rest[-1].references):
        return None, None, saved  # 较预算254万元节支5.32万元: the plan is no item of its own
    for plan, spent in (heads, heads[::-1]) if len(heads) == 2 else ():
        if entry.bottom.search(plan.name.text) and entry.spent and entry.spent.search(spent.name.text):
            return plan, spent, saved
    return None, None, saved


def _heads(found: list[Measure], items: dict[Measure, Item]) -> list[Measure]:
    """The numbers that are no part of another of them."""
    mine = {id(items[m]) for m in found if m in items}
    parts = {m for m in found if m in items and id(items[m].total) in mine}
    return [m for m in found if m not in parts]


def _with_totals(found: list[Measure], items: dict[Measure, Item]) -> list[Measure]:
    """中央下达34万元，省级安排42万元，共计76万元: what bears the name may be a part, and the rate that of all of them."""
    totals = [t.amount for m in found if m in items and (t := items[m].total) and t.amount and t.start > m.start]
    return [*found, *(m for m in dict.fromkeys(totals) if m not in found)]


def _of_span(rate: Measure, found: list[Measure]) -> list[Measure]:
    """累计支出率: of the amounts that are called cumulative, where there are such."""
    words: list[str] = load_yaml("rates")["spans"]["累计"]
    cumulative = [m for m in found if any(w in _said(m) for w in words)]
    return cumulative or found if any(w in rate.clause() for w in words) else found


def _of_one_time(entry: _Rate, top: Measure, bottom: Measure) -> bool:
    """Whether both are of one span of time: 累计支出 is nothing of 当年下达, last year's nothing of this year's."""
    spans: dict[str, list[str]] = load_yaml("rates")["spans"]
    told = [{span for span, words in spans.items() if any(w in _said(m) for w in words)} for m in (top, bottom)]
    if "累计" in told[0] and not told[1] and _ONE_YEAR.search(_said(bottom)) and _worth(top) > _worth(bottom):
        return False
    return (
        entry.way == "change" or told[0] == told[1] or (not (told[0] and told[1]) and "上年" not in told[0] | told[1])
    )


def _worth(measure: Measure) -> Decimal:
    return measure.quantity.value * measure.quantity.factor


def _said(measure: Measure) -> str:
    return measure.clause() or measure.words()


def _alike(one: Measure, other: Measure) -> bool:
    """Whether one number can be divided by another: both money, or counted in one unit."""
    if one.kind == other.kind == "money":
        return True
    return one.kind == other.kind and _unit(one) == _unit(other)


def _unit(measure: Measure) -> str:
    units: list[list[str]] = load_yaml("counted")["alike"]
    unit = measure.quantity.unit
    return next((group[0] for group in units if unit in group), unit)


@cache
def _rates() -> tuple[_Rate, ...]:
    return tuple(
        _Rate(
            e["name"],
            e.get("way", "quotient"),
            regex.compile(f"(?:{e['rate']})$"),
            regex.compile(e["top"]),
            regex.compile(e["bottom"]),
            regex.compile(e["spent"]) if "spent" in e else None,
            regex.compile(e["rest"]) if "rest" in e else None,
            e.get("of", ""),
        )
        for e in load_yaml("rates")["rates"]
    )
