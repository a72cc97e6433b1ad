"""Counted things of running text: what was planned and done, and how counts changed against the year before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extractor.language.measures.measure import Measure
from extractor.language.things.told import TEXT, WARN, Told
from extractor.statement import Accuse, Binding, Change, Completion, Statement, Term
from patterns.load import load_yaml

UNSURE = Binding(Accuse.NOTHING, "binding_unsure")
MOST_BACK = 40  # numbers before one among which its companions are sought


def state_plans(told: Told, measures: Sequence[Measure]) -> Iterator[Statement]:
    """计划巡查240公里，实际完成252公里，完成率105%: what was done, of what was planned in the same unit."""
    words = load_yaml("counted")
    for index, rate in enumerate(measures):
        if rate.kind != "rate" or not _is_rate_of_plan(rate, words["rate"]):
            continue
        counts = [
            m for m in stretch_before(measures, index) if m.kind == "count" and m.role in ("level", "budget_reference")
        ]
        pair = [m for m in counts if counts and m.quantity.unit == counts[-1].quantity.unit][-2:]
        plans = [m for m in pair if says(m, words["plan"])]
        of_plan = rate.lead.startswith("d") and pair[-1:] == plans  # 为目标任务2468人的100%
        done = [m for m in pair if m not in plans and (of_plan or says(m, words["actual"]))]
        if len(plans) == len(done) == 1:
            figure = told.figures.of
            yield Completion(
                source=TEXT, binding=WARN, rate=figure(rate),
                actual=(Term(1, figure(done[0])),), budget=(Term(1, figure(plans[0])),),
            )  # fmt: skip


def _is_rate_of_plan(rate: Measure, names: Sequence[str]) -> bool:
    """完成率105%, 完成计划的105%; 完成预算的105% speaks of money."""
    if rate.lead == "d":
        return True
    if rate.role == "completion" and rate.whole is not None and rate.whole.text:
        return says_text(rate.whole.text, load_yaml("counted")["plan"]) and "预算" not in rate.whole.text
    return says(rate, names)


def state_count_changes(told: Told, measures: Sequence[Measure]) -> Iterator[Statement]:
    """接待41批次；上年52批次，减少11批次: the two counts of the unit that the sentence prints, one of them last year's."""
    for index, delta in enumerate(measures):
        if delta.role != "delta" or delta.kind != "count" or not delta.direction:
            continue
        counts = [m for m in before_in_sentence(measures, index) if _is_count_like(m, delta)]
        if len(counts) != 2:
            continue
        earlier = [m for m in counts if _is_of_last_year(measures, m)]
        if len(earlier) == 1:
            current = next(m for m in counts if m is not earlier[0])
            figure = told.figures.of
            yield Change(
                source=TEXT, binding=WARN, direction=delta.direction, delta=figure(delta),
                current=(Term(1, figure(current)),), base=(Term(1, figure(earlier[0], None, "上年")),), against="上年",
            )  # fmt: skip


def _is_count_like(measure: Measure, delta: Measure) -> bool:
    return measure.kind == "count" and measure.role == "level" and measure.quantity.unit == delta.quantity.unit


def _is_of_last_year(measures: Sequence[Measure], measure: Measure) -> bool:
    """Whether 上年 stands before a count, and no 本年 after it, in the stretch of its sentence up to a semicolon."""
    earlier = False
    for m in (*stretch_before(measures, measures.index(measure)), measure):
        earlier = "p" in m.lead or "B" in m.lead or (earlier and not says(m, load_yaml("counted")["now"]))
    return earlier


def stretch_before(measures: Sequence[Measure], index: int) -> list[Measure]:
    """The numbers before one in its sentence, back to the last semicolon, in reading order."""
    found: list[Measure] = []
    if ";" in measures[index].gap:
        return found
    for measure in before_in_sentence(measures, index)[::-1]:
        found.append(measure)
        if ";" in measure.gap:
            break
    return found[::-1]


def before_in_sentence(measures: Sequence[Measure], index: int) -> list[Measure]:
    """The numbers before one in its sentence, in reading order."""
    first = index
    while first > max(0, index - MOST_BACK) and measures[first - 1].sentence == measures[index].sentence:
        first -= 1
    return list(measures[first:index])


def says(measure: Measure, words: Iterable[str]) -> bool:
    """Whether the clause before a number has one of the words."""
    return says_text(measure.clause(), words)


def says_text(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)
