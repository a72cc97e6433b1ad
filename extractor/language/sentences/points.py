"""Rates and the points between them: 比重为14.75%，比上年的14.70%提高0.05个百分点; 超序时进度3.5个百分点."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

import regex

from extractor.extraction import Open
from extractor.language.measures.measure import Measure
from extractor.language.things.told import TEXT, WARN, Told
from extractor.statement import Composition, Statement, Term
from patterns.load import load_yaml

_REACHED = regex.compile(r"Rf*")
_BASE_ONLY = regex.compile(r",?Bd?f*")
_MONTHS = regex.compile(r"1\s?[-—~至]\s?(?P<month>\d{1,2})\s?月")


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
