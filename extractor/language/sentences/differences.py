"""Amounts by how much something is above or below what the text names: 人均750元，低于指标值50元; 比控制价少24.5万元."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import regex

from extractor.language.measures.measure import Measure
from extractor.language.things.told import TEXT, WARN, Told
from extractor.statement import Change, Statement, Term
from patterns.load import load_yaml

NEAR = 12  # numbers back to which the amount compared with may stand


def state_differences(told: Told, measures: Sequence[Measure]) -> Iterator[Statement]:
    """The amount right before a difference, and the one amount near it that bears the name it is compared with."""
    for index, gap in enumerate(measures):
        if gap.kind not in ("money", "count") or not (compared := _compared(gap)):
            continue
        name, direction = compared
        near = [m for m in measures[max(0, index - NEAR) : index] if m.line is gap.line and _alike(m, gap)]
        bases = [m for m in near if name in m.clause() and m.sentence >= gap.sentence - 1 and not _compared(m)]
        current = next((m for m in reversed(near) if m.sentence == gap.sentence), None)
        if len(bases) == 1 and current is not None and current is not bases[0]:
            figure = told.figures.of
            yield Change(
                source=TEXT, binding=WARN, direction=direction, delta=figure(gap), against=name,
                current=(Term(1, figure(current)),), base=(Term(1, figure(bases[0])),),
            )  # fmt: skip


def _compared(measure: Measure) -> tuple[str, int] | None:
    """What the clause before a number compares with, and whether it says more (1) or less (-1)."""
    words = load_yaml("differences")
    match = _difference().search(measure.clause())
    if match is None or any(word in match["base"] for word in words["elsewhere"]):
        return None
    return match["base"], 1 if (match["above"] or match["more"]) else -1


def _alike(one: Measure, other: Measure) -> bool:
    same = one.kind == "money" or one.quantity.unit == other.quantity.unit
    return one.kind == other.kind and same and one.role in ("level", "budget_reference", "reference")


@cache
def _difference() -> regex.Pattern[str]:
    words = {key: "|".join(found) for key, found in load_yaml("differences").items()}
    base = r"(?P<base>\p{Han}{2,8}?)"
    return regex.compile(
        rf"(?:(?P<above>{words['above']})|(?:{words['below']})){base}(?:约|近)?$"
        rf"|(?:比|较){base}(?:(?P<more>{words['more']})|(?:{words['less']}))(?:了|出|约)?$"
    )
