"""Amounts and counts told span by span: 上半年、下半年，全年; 春季、秋季，全年; 三季度环比下降15.6%."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, product

import regex

from extractor.language.measures.measure import Measure
from extractor.language.sentences.counted import says
from extractor.language.things.told import TEXT, WARN, Told
from extractor.statement import Change, Composition, Statement, Term
from patterns.load import load_yaml

BAND_REACH = 20  # letters before a count in which its band of scores stands


def state_spans(told: Told, measures: Sequence[Measure]) -> Iterator[Statement]:
    """The whole of a year from all its spans, and a change against the span before, sentence by sentence."""
    for _, group in groupby(measures, key=lambda m: m.sentence):
        sentence = list(group)
        levels = [m for m in sentence if m.role == "level" and m.kind in ("money", "count") and not m.depth]
        for entry, kind in product(load_yaml("counted")["spans"], ("money", "count")):
            yield from _whole(told, [m for m in levels if m.kind == kind], entry["whole"], entry["parts"])
        yield from _sequential(told, levels, [m for m in sentence if m.role == "growth" and m.kind == "rate"])
    for _, group in groupby(measures, key=lambda m: m.line.index):
        yield from _score_bands(told, [m for m in group if m.role == "level" and m.kind == "count"])


def _whole(told: Told, levels: Sequence[Measure], whole: list[str], spans: list[str]) -> Iterator[Statement]:
    if len(levels) <= len(spans):
        return
    parts = [[m for m in levels if _is_of(m, span, spans) and not says(m, whole)] for span in spans]
    if any(len(found) != 1 for found in parts):
        return
    last = parts[-1][0].start
    opened = load_yaml("markers")["open"]
    totals = [m for m in levels if says(m, whole) and not says(m, spans) and m.start > last and m.marker not in opened]
    if totals and all(_alike(totals[0], m) for (m,) in parts):
        figure = told.figures.of
        terms = tuple(Term(1, figure(m)) for (m,) in parts)
        yield Composition(source=TEXT, binding=WARN, total=figure(totals[0]), parts=terms, means="合计")


def _is_of(measure: Measure, span: str, spans: list[str]) -> bool:
    """秋季受益120人，所需资金6万元；: an amount is of the span its clause names, else of the last one since the semicolon."""
    if says(measure, spans):
        return says(measure, [span])
    before = measure.line.parsed.folded[: measure.start]
    stretch = before[max(before.rfind(mark) for mark in ";。") + 1 :]
    return span == max(spans, key=stretch.rfind) and span in stretch


def _score_bands(told: Told, counts: Sequence[Measure]) -> Iterator[Statement]:
    """项目68个……95分以上的29个，90至95分的25个，90分以下的14个: bands from the top to the bottom make the number of all."""
    band, words = _band(), load_yaml("counted")["banded"]
    text = {m: m.line.parsed.folded[max(0, m.start - BAND_REACH) : m.start] for m in counts}
    parts = [m for m in counts if band.search(text[m])]
    ends = [any(w in match.group() for match in (band.search(text[m]) for m in parts) if match) for w in words["ends"]]
    totals = [
        m for m in counts if parts and m.start < parts[0].start and (says(m, words["of"]) or m.counted() in words["of"])
    ]
    alike = {m.quantity.unit for m in (*parts, *totals[-1:])}
    if len(parts) > 2 and all(ends) and totals and len(alike) == 1:
        figure = told.figures.of
        terms = tuple(Term(1, figure(m)) for m in parts)
        yield Composition(source=TEXT, binding=WARN, total=figure(totals[-1]), parts=terms, means="合计")


@cache
def _band() -> regex.Pattern[str]:
    return regex.compile(load_yaml("counted")["banded"]["band"])


def _alike(one: Measure, other: Measure) -> bool:
    """Whether two numbers may be added: both money, or counts of like classifiers."""
    units = {one.quantity.unit, other.quantity.unit}
    together = len(units) == 1 or any(units <= set(group) for group in load_yaml("counted")["alike"])
    return one.kind == other.kind and (one.kind == "money" or together)


def _sequential(told: Told, levels: Sequence[Measure], rates: Sequence[Measure]) -> Iterator[Statement]:
    words = load_yaml("counted")
    for rate in rates:
        if words["sequential"] not in rate.clause() or not rate.direction:
            continue
        span = next((s for s in words["before"] if s in rate.clause()), None)
        single = [m for m in levels if not says(m, words["several"])]
        now = [m for m in single if span and says(m, [span])]
        then = [m for m in single if span and says(m, [words["before"][span]])]
        if len(now) == len(then) == 1 and now[0] is not then[0] and now[0].kind == then[0].kind:
            figure = told.figures.of
            yield Change(
                source=TEXT, binding=WARN, direction=rate.direction, rate=figure(rate),
                current=(Term(1, figure(now[0])),), base=(Term(1, figure(then[0])),), against=words["before"][span],
            )  # fmt: skip
