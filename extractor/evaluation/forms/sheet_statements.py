"""What a score sheet says of its own numbers: totals, levels, weights, blanks, scoring rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import regex

from extractor.evaluation.forms.sheet import Item, Sheet, blank_cells
from extractor.evaluation.rules import read_rule
from extractor.evaluation.statements import (
    BlankScore,
    FullMark,
    LevelWeights,
    RuleWeight,
    ScoreByRule,
    ScoreTotal,
    ScoreWithinWeight,
)
from extractor.figure import Figure, Role
from extractor.quantity import Quantity
from extractor.statement import SURE, Accuse, Binding, Source, Statement

_POINTS = regex.compile(r"[(](\d+(?:\.\d+)?)分[)]")
_ENUMERATOR = regex.compile(r"[①-⑳]|[(]\d{1,2}[)]")
FEWEST_SCORES = 2


def state_sheet(sheet: Sheet) -> list[Statement]:
    """All statements of a sheet, the total first."""
    within = list(_within_weight(sheet))
    return [
        *_totals(sheet),
        *_levels(sheet),
        *_full_mark(sheet),
        *within,
        *_blanks(sheet, within),
        *_rule_points(sheet),
        *_by_rule(sheet),
    ]


def counted_scores(item: Item) -> list[Figure]:
    """The scores that stand for an item in a sum: its children's, else its own."""
    below = [f for child in item.children for f in counted_scores(child)]
    return below or item.scores


def counted_weights(item: Item) -> list[Figure] | None:
    """The finest weights that stand for an item in a sum; None where some are not printed."""
    if item.children:
        below = [counted_weights(child) for child in item.children]
        if all(weights is not None for weights in below):
            return [f for weights in below for f in weights or ()]
    return [item.weight] if item.weight else None


def _binding(sheet: Sheet) -> Binding:
    if not sheet.form.table.understood:
        return Binding(Accuse.NOTHING, "table_not_understood")
    return Binding(Accuse.NOTHING, "score_unread") if sheet.unread else SURE


def _totals(sheet: Sheet) -> Iterator[ScoreTotal]:
    binding = _binding(sheet)
    scores = [f for item in sheet.top for f in counted_scores(item)] + [score for _, score in sheet.funds]
    blanks = tuple(blank_cells(sheet))
    if sheet.total and len(scores) >= FEWEST_SCORES:
        yield ScoreTotal(source=Source.TABLE, binding=binding, total=sheet.total, parts=tuple(scores), blanks=blanks)
    for item in sheet.items():
        parts = [f for child in item.children for f in counted_scores(child)]
        if item.score and parts:
            yield ScoreTotal(source=Source.TABLE, binding=binding, total=item.score, parts=tuple(parts))
    yield from (replace(s, binding=binding) for s in sheet.subtotals)
    weights = _leaf_weights(sheet)
    if sheet.total_weight and weights:
        yield ScoreTotal(
            source=Source.TABLE, binding=binding, total=sheet.total_weight, parts=tuple(weights), means="分值"
        )


def _leaf_weights(sheet: Sheet) -> list[Figure]:
    """The finest weights of the whole sheet, [] where some are missing."""
    lists = [counted_weights(item) for item in sheet.top]
    if not lists or any(weights is None for weights in lists):
        return []
    paid = [weight for weight, _ in sheet.funds if weight]
    return [f for weights in lists for f in weights or ()] + paid


def _levels(sheet: Sheet) -> Iterator[LevelWeights]:
    """A weight against those right below it; a level without weights of its own stands for its leaves."""
    for item in sheet.items():
        lists = [[child.weight] if child.weight else counted_weights(child) for child in item.children]
        children = tuple(f for weights in lists for f in weights or ())
        if item.weight and children:
            missing = tuple(c.name for c, weights in zip(item.children, lists, strict=True) if weights is None)
            binding = Binding(Accuse.NOTHING, "weight_missing") if missing else SURE
            yield LevelWeights(
                source=Source.TABLE, binding=binding, parent=item.weight, children=children, missing=missing
            )


def _full_mark(sheet: Sheet) -> Iterator[FullMark]:
    """The highest level makes 100. Where the sheet prints its own total of weights, that is the full mark."""
    weights = tuple(item.weight for item in sheet.top if item.weight)
    paid = tuple(weight for weight, _ in sheet.funds if weight)
    if sheet.total_weight is None and len(weights) > 1:
        whole = len(weights) == len(sheet.top)
        binding = Binding(Accuse.WARNING) if whole else Binding(Accuse.NOTHING, "weight_missing")
        yield FullMark(source=Source.TABLE, binding=binding, parts=(*weights, *paid))


def _within_weight(sheet: Sheet) -> Iterator[ScoreWithinWeight]:
    for item in sheet.items():
        if item.scores and item.weight:
            # where each line has a weight of its own the item's is that of its first line, or of all
            binding = Binding(Accuse.NOTHING, "weight_of_lines") if item.line_weights else SURE
            yield ScoreWithinWeight(source=Source.TABLE, binding=binding, scores=tuple(item.scores), weight=item.weight)
    for weighs, score in sheet.funds:
        if weighs:
            yield ScoreWithinWeight(source=Source.TABLE, scores=(score,), weight=weighs)


def _blanks(sheet: Sheet, within: list[ScoreWithinWeight]) -> Iterator[BlankScore]:
    over = tuple(
        (s.scores[0], s.weight)
        for s in within
        if s.binding is SURE and sum((f.quantity.value for f in s.scores), Decimal(0)) > s.weight.quantity.value
    )
    for cell in blank_cells(sheet):
        yield BlankScore(source=Source.TABLE, blank=cell, total=sheet.total, over=over)


def _rule_points(sheet: Sheet) -> Iterator[RuleWeight]:
    """Points listed behind every criterion of a rule: ①…（1分）②…（0.5分）."""
    for item in sheet.leaves():
        points = _POINTS.findall(item.rule)
        criteria = len(_ENUMERATOR.findall(item.rule))
        if item.weight and len(points) > 1 and criteria > 1:
            figures = tuple(_point(item, digits) for digits in points)
            whole = criteria <= len(points)
            binding = Binding(Accuse.INFO) if whole else Binding(Accuse.NOTHING, "rule_points_incomplete")
            yield RuleWeight(source=Source.TABLE, binding=binding, weight=item.weight, points=figures)


def _point(item: Item, digits: str) -> Figure:
    assert item.weight is not None
    _, _, fraction = digits.partition(".")
    quantity = Quantity(Decimal(digits), "分", len(fraction), f"{digits}分")
    label = f"{item.weight.label} 评分要点"
    return Figure(quantity, Role.WEIGHT, label, item.weight.location, f"（{digits}分）", item.weight.scope)


def _by_rule(sheet: Sheet) -> Iterator[ScoreByRule]:
    """A score against the one rate printed beside it, where the rule says how points follow from it."""
    for item in sheet.leaves():
        if item.score and item.weight and len(item.rates) == 1 and (points := read_rule(item.rule, item.weight)):
            yield points.statement(item.score, item.rates[0], item.weight, Source.TABLE)
