"""What the money part of a goal form says of its own numbers: rows, funds, the same amount in two blocks, rate and points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.evaluation.statements import GoalRate, GoalSame, GoalSum, ScoreByRule
from extractor.evaluation.words import words
from extractor.figure import Figure
from extractor.statement import SURE, Accuse, Binding, Source, Statement

if TYPE_CHECKING:
    from extractor.evaluation.forms.goals import Block, Line

WHOLE = "合计"
UNSURE_PARTS = Binding(Accuse.WARNING, "goal_parts_unsure")
LARGEST_FRACTION = Decimal("1.5")


def state_goals(blocks: Sequence[Block], understood: bool) -> list[Statement]:
    """All statements of the money part; nothing may be accused in a table that was not understood."""
    found: list[Statement] = []
    for block in blocks:
        found += _sums(block)
        found += _rates(block)
    found += _same(blocks)
    if understood:
        return found
    return [replace(s, binding=Binding(Accuse.NOTHING, "table_not_understood")) for s in found]


def _level(line: Line) -> int:
    return line.item.level if line.item else 1


def whole_of(block: Block) -> Line | None:
    """The line of the whole: the first one that names it."""
    return next((line for line in block.lines if line.item and line.item.level == 0), None)


def _parts(block: Block, whole: Line) -> list[Line]:
    """The lines that make the whole: its sources, or where only their parts are named, those."""
    rest = [line for line in block.lines if line is not whole and not (line.item and line.item.level == 0)]
    if block.by_fund:
        return rest
    top = [line for line in rest if _level(line) == 1]
    return top or rest


def _binding(block: Block, parts: Sequence[Line]) -> Binding:
    """Sure where all parts are known and make the whole by definition."""
    known = {line.item.concept for line in parts if line.item}
    if len(known) < len(parts):
        return UNSURE_PARTS
    if block.by_fund:
        return SURE if known <= set(words()["fund_partition"]) else UNSURE_PARTS
    partitions = words()["goal_partitions"]
    return SURE if any(set(p["with"]) <= known <= set(p["of"]) for p in partitions) else UNSURE_PARTS


def _sums(block: Block) -> Iterator[GoalSum]:
    whole = whole_of(block)
    if whole is None:
        return
    parts = _parts(block, whole)
    means = "资金来源" if block.by_fund else "行"
    for basis, total in whole.amounts.items():
        figures = tuple(line.amounts[basis] for line in parts if basis in line.amounts)
        if figures and len(parts) > 1:
            yield GoalSum(source=Source.TABLE, binding=_binding(block, parts), total=total, parts=figures, means=means)
    yield from _nested(block)


def blank_wholes(blocks: Sequence[Block]) -> Iterator[Figure]:
    """Amounts of lines whose whole is left blank: they cannot be added up against anything."""
    for block in blocks:
        whole = whole_of(block)
        if whole is not None:
            yield from (f for line in block.lines for basis, f in line.amounts.items() if basis not in whole.amounts)


def _nested(block: Block) -> Iterator[GoalSum]:
    """中央 and 市县 rows right below 财政拨款 are its parts; they may name only some."""
    if block.by_fund:
        return
    head: Line | None = None
    below: list[Line] = []
    for line in (*block.lines, None):
        if line is not None and _level(line) == 2:
            below.append(line)
            continue
        if head and head.item and head.item.concept == "财政拨款" and len(below) > 1:
            for basis, total in head.amounts.items():
                figures = tuple(part.amounts[basis] for part in below if basis in part.amounts)
                if figures:
                    yield GoalSum(source=Source.TABLE, binding=UNSURE_PARTS, total=total, parts=figures, means="行")
        head, below = line, []


def _same(blocks: Sequence[Block]) -> Iterator[GoalSame]:
    """The whole of the structure block is the whole of the rows' block, or its 财政拨款 where the block is of that."""
    rows = next((block for block in blocks if not block.by_fund and whole_of(block)), None)
    funds = next((block for block in blocks if block.by_fund and whole_of(block)), None)
    if rows is None or funds is None:
        return
    fiscal = next((line for line in rows.lines if line.item and line.item.concept == "财政拨款"), None)
    is_fiscal = "财政拨款" in funds.side
    first = fiscal if is_fiscal and fiscal else whole_of(rows)
    second = whole_of(funds)
    if first is None or second is None:
        return
    binding = SURE if fiscal or not is_fiscal else Binding(Accuse.NOTHING, "goal_other_basis")
    for basis, figure in first.amounts.items():
        if basis in second.amounts:
            yield GoalSame(source=Source.TABLE, binding=binding, first=figure, second=second.amounts[basis], why="两栏")


def _rates(block: Block) -> Iterator[Statement]:
    for line in block.lines:
        budget = line.amounts.get("budget") or line.amounts.get("initial")
        execution = line.amounts.get("execution")
        if line.rate and budget and execution:
            fraction = "%" not in line.rate.quantity.text and abs(line.rate.quantity.value) <= LARGEST_FRACTION
            yield GoalRate(
                source=Source.TABLE, rate=line.rate, execution=execution, budget=budget, may_be_fraction=fraction
            )
        yield from _points(line)


def _points(line: Line) -> Iterator[ScoreByRule]:
    """执行率得分 = 分值 × 执行率, full points from 100 % on. Offices may set steps of their own: a warning at most."""
    if not (line.rate and line.weight and line.score) or "%" not in line.rate.quantity.text:
        return
    full = line.weight.quantity.value
    capped = line.rate.quantity.value >= 100
    yield ScoreByRule(
        source=Source.TABLE,
        binding=Binding(Accuse.WARNING, "rule_reading"),
        score=line.score,
        rate=line.rate,
        factor=Decimal(0) if capped else full / 100,
        constant=full if capped else Decimal(0),
        weight=line.weight,
    )
