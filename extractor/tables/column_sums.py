"""Which columns of a band add up to which, by the tree of their headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.facets import Reading, read_facets
from extractor.tables.model import Column, ColumnRole
from extractor.tables.nesting import is_part_of
from extractor.tables.words import column_is

_ORIGIN = frozenset({"fund", "source", "carry"})  # where money comes from: one axis; its nature is another


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """total = Σ parts over columns of one row (≥ where not complete); sure as in Cover."""

    total: int
    parts: tuple[int, ...]
    complete: bool = True
    sure: bool = True


@dataclass(frozen=True, slots=True)
class _Node:
    """A heading with those below it; column is set where it stands right above the values."""

    name: str
    path: tuple[str, ...]
    children: tuple[_Node, ...] = ()
    column: int | None = None


def column_sums(columns: Sequence[Column]) -> list[ColumnSum]:
    """Row totals of a band: a 合计 column with its siblings, 其中 columns with what they are cut from."""
    values = [c for c in columns if c.role is ColumnRole.VALUE and not _stands_apart(c)]
    sums: list[ColumnSum] = []
    for group in _by_repeated_leaf(values):
        _walk(_tree(group, 0, ()), sums)
    return sums


def _stands_apart(column: Column) -> bool:
    leaf = column.path[-1] if column.path else ""
    return any(column_is(kind, leaf) for kind in ("change", "growth", "share", "completion", "count"))


def _by_repeated_leaf(columns: Sequence[Column]) -> list[list[tuple[tuple[str, ...], int]]]:
    """预算数 | 决算数 under every heading are two tables in one: one group for each of the repeated words."""
    leaves = [c.path[-1] if c.path else "" for c in columns]
    counts = Counter(leaves)
    times = set(counts.values())
    repeated = len(counts) > 1 and len(times) == 1 and times != {1} and not any(column_is("total", n) for n in counts)
    if not repeated or any(len(c.path) < 2 for c in columns) or leaves != list(counts) * times.pop():
        return [[(c.path, c.index) for c in columns]]
    return [[(c.path[:-1], c.index) for c in columns if c.path[-1] == leaf] for leaf in counts]


def _tree(items: Sequence[tuple[tuple[str, ...], int]], depth: int, path: tuple[str, ...]) -> tuple[_Node, ...]:
    nodes: list[_Node] = []
    start = 0
    while start < len(items):
        own, column = items[start]
        if len(own) <= depth:
            nodes.append(_Node("", path, (), column))
            start += 1
            continue
        name = own[depth]
        end = start + 1
        while end < len(items) and len(items[end][0]) > depth and items[end][0][depth] == name:
            end += 1
        below = (*path, name)
        if end - start == 1 and len(own) == depth + 1:
            nodes.append(_Node(name, below, (), column))
        else:
            nodes.append(_Node(name, below, _tree(items[start:end], depth + 1, below)))
        start = end
    return tuple(nodes)


def _walk(nodes: Sequence[_Node], sums: list[ColumnSum]) -> tuple[int, ...]:
    """Add the sums among these siblings and below them; give the columns that stand for all of them together."""
    stand_for = {id(n): (n.column,) if n.column is not None else _walk(n.children, sums) for n in nodes}
    partial = [n for n in nodes if column_is("of_which", n.name)]
    inner = _nested(nodes, stand_for, sums)
    level = [n for n in nodes if n not in partial and id(n) not in inner]
    totals = [n for n in level if _is_total(n)] or _whole_year(level)
    for total in totals if len(level) > 1 else ():
        parts, sure = _parts_of(level, totals, total)
        _add_total(total, parts, sure, stand_for, sums)
    whole = totals[0] if totals else _before(nodes, partial)
    for node in partial:
        target = stand_for[id(whole)] if whole is not None else ()
        if len(target) == 1:  # each by itself: 政府采购 and 购买服务 may be the same money
            sums += [ColumnSum(target[0], (column,), complete=False) for column in stand_for[id(node)]]
    if len(totals) == 1 and len(level) > 1:
        return stand_for[id(totals[0])]
    return tuple(column for n in level for column in stand_for[id(n)])


def _nested(nodes: Sequence[_Node], stand_for: dict[int, tuple[int, ...]], sums: list[ColumnSum]) -> set[int]:
    """Siblings that the vocabulary knows as parts of the one before them: 基本支出 | 人员经费 | 公用经费."""
    inner: set[int] = set()
    head: _Node | None = None
    parts: list[int] = []
    for node in (*nodes, None):
        if head is not None and node is not None and is_part_of(node.name, head.name):
            inner.add(id(node))
            parts += stand_for[id(node)]
            continue
        if head is not None and len(parts) > 1 and len(stand_for[id(head)]) == 1:
            sums.append(ColumnSum(stand_for[id(head)][0], tuple(parts)))
        head, parts = node, []
    return inner


def _whole_year(level: Sequence[_Node]) -> list[_Node]:
    """全年 beside nothing but quarters, halves or months."""
    whole = [n for n in level if n.column is not None and column_is("whole_year", n.name)]
    parts = [n for n in level if column_is("part_of_year", n.name)]
    return whole if len(whole) == 1 and len(parts) > 1 and len(parts) + 1 == len(level) else []


def _is_total(node: _Node) -> bool:
    return node.column is not None and (node.name == "" or column_is("total", node.name)) and bool(node.path)


def _parts_of(level: Sequence[_Node], totals: Sequence[_Node], total: _Node) -> tuple[list[_Node], bool]:
    """What stands between a total and the next one, or before it where nothing does. Sure only where there is one
    total and it comes first or last."""
    at = next(k for k, n in enumerate(level) if n is total)
    ends = [k for k, n in enumerate(level) if any(n is t for t in totals)]
    after = level[at + 1 : next((k for k in ends if k > at), len(level))]
    before = level[max((k + 1 for k in ends if k < at), default=0) : at]
    own = _reading(total)
    parts = [n for n in (after or before) if _same_time(own, _reading(n))]
    other = [n for n in (before if after else ()) if _same_time(own, _reading(n))]
    return parts, len(totals) == 1 and not other


def _before(nodes: Sequence[_Node], partial: Sequence[_Node]) -> _Node | None:
    if not partial:
        return None
    at = next(k for k, n in enumerate(nodes) if n is partial[0])
    return nodes[at - 1] if at else None


def _add_total(
    total: _Node, parts: Sequence[_Node], sure: bool, stand_for: dict[int, tuple[int, ...]], sums: list[ColumnSum]
) -> None:
    if total.column is None or not parts:
        return
    axes = _axes(parts)
    for axis in axes:
        columns = tuple(column for n in axis for column in stand_for[id(n)])
        if columns:
            sums.append(ColumnSum(total.column, columns, complete=len(columns) > 1, sure=sure and len(axes) == 1))


def _axes(parts: Sequence[_Node]) -> list[list[_Node]]:
    """基本支出 | 项目支出 | 一般公共预算 | 政府性基金 side by side cut one total twice."""
    origin = [n for n in parts if _ORIGIN & set(_reading(n).values)]
    nature = [n for n in parts if "nature" in _reading(n).values and n not in origin]
    if len(origin) > 1 and len(nature) > 1 and len(origin) + len(nature) == len(parts):
        return [nature, origin]
    return [list(parts)]


def _reading(node: _Node) -> Reading:
    return read_facets(node.name)


def _same_time(total: Reading, part: Reading) -> bool:
    return (
        (not part.basis or part.basis == total.basis) and part.year in (None, total.year) and part.shift == total.shift
    )
