"""年均增长 between two years of one thing: 由2015年的A增至2020年的B，年均增长g%. The years that lie between are told once and
hold for the amounts that follow in the line (；上级补助由C增至D，年均增长h%)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from extractor.language.measures.measure import Measure
from extractor.language.measures.years import year_before
from extractor.language.sentences.counted import before_in_sentence
from extractor.language.things.told import TEXT, WARN, Told
from extractor.language.words.lines import Line
from extractor.quantity import Bound
from extractor.statement import Statement, YearlyGrowth
from patterns.load import load_yaml

MOST_YEARS = 20
REACHED = "R"  # 增至, 提高到


def state_yearly_growth(told: Told, measures: Sequence[Measure]) -> Iterator[Statement]:
    """Every yearly rate whose first and last amount stand right before it, with years between them."""
    each_year = regex.compile(load_yaml("counted")["each_year"])
    line: Line | None = None
    years = 0
    for index, rate in enumerate(measures):
        if rate.line is not line:
            line, years = rate.line, 0
        if rate.role != "growth" or rate.kind != "rate" or not each_year.search(rate.words()):
            continue
        pair = [m for m in before_in_sentence(measures, index) if _is_amount(m)][-2:]
        if len(pair) < 2 or not _go_together(pair[0], pair[1], measures[index - 1]):
            continue
        years = _between(pair[0], pair[1]) or (
            years if pair[1].verb == REACHED or pair[1].lead.startswith(REACHED) else 0
        )
        if 1 < years <= MOST_YEARS and rate.direction and rate.quantity.bound is Bound.EXACT:
            figure = told.figures.of
            yield YearlyGrowth(
                source=TEXT, binding=WARN, rate=figure(rate), direction=rate.direction, first=figure(pair[0]),
                last=figure(pair[1]), years=years,
            )  # fmt: skip


def _is_amount(measure: Measure) -> bool:
    return measure.kind in ("money", "count") and measure.role in ("level", "reference")


def _go_together(first: Measure, last: Measure, before: Measure) -> bool:
    """Whether two amounts may be one thing in two years, told right before the rate: nothing but changes stands between."""
    alike = first.quantity.unit == last.quantity.unit or (first.kind == last.kind == "money")
    named = first.label.key == last.label.key or last.lead.startswith(REACHED) or last.verb == REACHED
    exact = first.quantity.bound is Bound.EXACT is last.quantity.bound
    near = before is last or before.role in ("delta", "growth")
    return alike and exact and near and (named or not last.label.key) and first.quantity.value > 0 < last.quantity.value


def _between(first: Measure, last: Measure) -> int:
    """The years from the one named before the first amount to the one named before the last; 0 where they are not."""
    start, stop = year_before(first), year_before(last)
    return stop - start if start and stop else 0
