"""What columns of comparison say: 增减额, 增减%, 完成预算%, 占比, and formulas printed under the headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from extractor.facets import Reading, merge, read_facets
from extractor.figure import Figure
from extractor.statement import SURE, Accuse, Binding, Change, Completion, Ratio, Share, Source, Statement, Term
from extractor.tables.composing import compose
from extractor.tables.figures import Grid
from extractor.tables.lanes import Lane, Line, read_covers
from extractor.tables.licence import COMPARED, compares, license_rates, license_sums
from extractor.tables.model import Band, Column, ColumnRole, RowKind
from extractor.tables.words import column_is, heading_rule

_COMPARED = re.compile(r"^(.*?)[比较占](.+?)(?:的|增减|增加|减少|增长|差额|变动|比重|$)")
_LINEAR = re.compile(r"[-+]?[0-9A-Za-z]{1,2}(?:[-+][0-9A-Za-z]{1,2})*")
_QUOTIENT = re.compile(r"\(?([0-9A-Za-z]{1,2})\)?[/÷]\(?([0-9A-Za-z]{1,2})\)?(?:[*×]100%?)?")
_SIGNED = re.compile(r"([-+]?)([0-9A-Za-z]{1,2})")
_ORDER = {"年初预算": 0, "预算": 0, "全年预算": 1, "决算": 2}
LIKELY = Binding(Accuse.WARNING)  # a price may be an average, an amount may have been bargained down
Compared = TypeVar("Compared", Change, Completion, Share)


def read_comparisons(lanes: Sequence[Lane], grid: Grid) -> Iterator[Statement]:
    """What the columns that compare others state: changes, completion rates, shares, products, printed formulas."""
    for lane in lanes:
        for number, band in enumerate(lane.bands):
            lines = [line for line in lane.lines if line.band == number and line.row.kind is not RowKind.NOTE]
            yield from _formulas(band, lines, grid)
            yield from _changes(band, lines, grid)
            yield from _completions(band, lines, grid)
            yield from _products(band, lines, grid)
        yield from _shares(lane, grid)


def term(figure: Figure) -> tuple[Term, ...]:
    return (Term(1, figure),)


def _leaf(column: Column) -> str:
    return column.path[-1] if column.path else ""


def _is(kind: str, column: Column) -> bool:
    if kind == "change" and _is("growth", column):
        return False
    return column_is(kind, _leaf(column)) or (
        kind in ("change", "growth") and column_is(kind, "".join(column.path[-2:]))
    )


def _kind(column: Column) -> str:
    leaf = _leaf(column)
    if column.role is ColumnRole.RATE:
        return next(
            (k for k in ("completion", "growth", "share") if _is(k, column)), "growth" if _is("change", column) else ""
        )
    return "change" if column.role is ColumnRole.VALUE and column_is("change", leaf) else ""


# ---- formulas


def _formulas(band: Band, lines: Sequence[Line], grid: Grid) -> Iterator[Statement]:
    numbers, formulas = _numbering(band)
    for target, text in formulas:
        if _LINEAR.fullmatch(text):
            signed = [(-1 if sign == "-" else 1, numbers.get(name)) for sign, name in _SIGNED.findall(text)]
            if len(signed) > 1 and all(column is not None for _, column in signed):
                yield from _sum_rows(target, [(s, c) for s, c in signed if c is not None], lines, grid)
        elif match := _QUOTIENT.fullmatch(text):
            above, below = numbers.get(match[1]), numbers.get(match[2])
            if above is not None and below is not None:
                yield from licensed(_quotient_rows(target, above, below, lines, grid))


def _quotient_rows(target: int, above: int, below: int, lines: Sequence[Line], grid: Grid) -> Iterator[Completion]:
    for line in lines:
        rate, part, whole = (grid.get((line.row.index, c)) for c in (target, above, below))
        if rate and part and whole and rate is not part:
            yield Completion(source=Source.TABLE, rate=rate, actual=term(part), budget=term(whole))


def licensed(rows: Iterable[Compared]) -> Iterator[Compared]:
    found = list(rows)
    binding = license_rates(found)
    for statement in found:
        yield replace(statement, binding=binding) if statement.binding is SURE else statement


def _numbering(band: Band) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """Columns by their 栏次 (or letter in the heading), and the formulas printed for them."""
    numbers: dict[str, int] = {}
    formulas: list[tuple[int, str]] = []
    for column in band.columns:
        if column.role not in (ColumnRole.VALUE, ColumnRole.RATE):
            continue
        name, _, formula = column.number.partition("=")
        if letter := heading_rule("letter").search(_leaf(column)):
            name = name or letter[1]
        if match := heading_rule("letter_formula").search(_leaf(column)):
            own, _, right = match[1].rpartition("=")
            name, formula = own or name, formula or right
        if name:
            numbers.setdefault(name, column.index)
        if formula:
            formulas.append((column.index, formula))
    return numbers, formulas


def _sum_rows(target: int, signed: list[tuple[int, int]], lines: Sequence[Line], grid: Grid) -> Iterator[Statement]:
    found = []
    for line in lines:
        total = grid.get((line.row.index, target))
        if statement := compose(total, ((s, grid.get((line.row.index, c))) for s, c in signed), "公式"):
            found.append(statement)
    binding = license_sums(found, True)
    for statement in found:
        yield replace(statement, binding=binding)


# ---- 增减额, 增减%


def _changes(band: Band, lines: Sequence[Line], grid: Grid) -> Iterator[Statement]:
    deltas = [c for c in band.columns if _kind(c) == "change"]
    rates = [c for c in band.columns if _kind(c) == "growth"]
    pairs: list[tuple[Column | None, Column | None]] = []
    for delta in deltas:
        beside = [r for r in rates if r.path[:-1] == delta.path[:-1] or len(deltas) == 1]
        pairs += [(delta, rate) for rate in beside] or [(delta, None)]
    pairs += [(None, rate) for rate in rates if not any(rate is used for _, used in pairs)]
    for change, growth in pairs:
        column = change or growth
        compared = _compared(band, column) if column is not None else None
        if column is not None and compared is not None:
            rows = list(_change_rows(compared, change, growth, lines, grid, _direction(column)))
            is_open = change is not None and growth is None and not column_is("amount_of_change", _leaf(change))
            if is_open and sum(map(compares, rows)) * 2 < len(rows):  # 增减 that may hold percentages
                yield from (replace(statement, binding=COMPARED) for statement in rows)
                continue
            yield from licensed(rows)


def _direction(column: Column) -> tuple[int, bool]:
    """The sign a positive print has, and whether the heading fixes it (增减, 增加) or leaves it open (差额)."""
    heading = "".join(column.path)
    if "减少" in heading and "增" not in heading:
        return -1, True
    if heading_rule("falling").search(heading):
        return -1, False
    return 1, "增" in heading


def _change_rows(
    pair: tuple[int, int],
    delta: Column | None,
    rate: Column | None,
    lines: Sequence[Line],
    grid: Grid,
    direction: tuple[int, bool],
) -> Iterator[Change]:
    base_column, current_column = pair
    for line in lines:
        base, current = grid.get((line.row.index, base_column)), grid.get((line.row.index, current_column))
        difference = grid.get((line.row.index, delta.index)) if delta else None
        growth = grid.get((line.row.index, rate.index)) if rate else None
        if base is None or current is None or (difference is None and growth is None):
            continue
        if difference is not None and difference.quantity.unit != current.quantity.unit:
            continue
        sign, fixed = direction
        own = Change(
            source=Source.TABLE,
            direction=sign,
            current=term(current),
            base=term(base),
            delta=difference,
            rate=growth,
            against=base.basis,
        )
        yield own if fixed else replace(own, others=(replace(own, direction=-sign),))


def _compared(band: Band, column: Column) -> tuple[int, int] | None:
    """(base, current) columns for a column of comparison: the two amounts beside it under one heading, else the two
    groups of columns beside its group. More than two are told apart by the words of the heading (比上年, 较年初预算)."""
    for depth in range(len(column.path) - 1, -1, -1):
        candidates = _groups(band, column, depth)
        if len(candidates) > 2:
            candidates = _named(column, candidates)
        if len(candidates) == 2:
            (a, first), (b, second) = candidates
            return (b, a) if is_later(first, second) else (a, b)
    return None


def _groups(band: Band, column: Column, depth: int) -> list[tuple[int, Reading]]:
    """One amount column for each group of headings at this depth under the same path."""
    groups: dict[tuple[str, ...], list[Column]] = {}
    for other in band.columns:
        apart = _kind(other) != "" or other.role is not ColumnRole.VALUE or column_is("of_which", _leaf(other))
        if apart or other.path[:depth] != column.path[:depth] or len(other.path) <= depth:
            continue
        groups.setdefault(other.path[: depth + 1], []).append(other)
    found: list[tuple[int, Reading]] = []
    for columns in groups.values():
        totals = [c for c in columns if column_is("total", _leaf(c))]
        chosen = columns[0] if len(columns) == 1 else totals[0] if totals else None
        if chosen is not None:
            found.append((chosen.index, merge(*(read_facets(h) for h in chosen.path[depth:]))))
    return found


def _named(column: Column, candidates: list[tuple[int, Reading]]) -> list[tuple[int, Reading]]:
    match = _COMPARED.match("".join(column.path[-2:]))
    if match is None:
        return []
    latest = max((reading.year or 0 for _, reading in candidates), default=0)
    base = _dated(read_facets(match[2]), latest)
    current = _dated(read_facets(match[1]), latest) if match[1] else Reading(basis="决算", year=latest or None)
    found = [[c for c in candidates if _tells_same(wanted, c[1])] for wanted in (base, current)]
    return [found[0][0], found[1][0]] if all(len(f) == 1 for f in found) and found[0] != found[1] else []


def _dated(wanted: Reading, latest: int) -> Reading:
    """上年 where the columns bear years."""
    return replace(wanted, year=latest + wanted.shift, shift=0) if wanted.shift and latest else wanted


def _tells_same(wanted: Reading, found: Reading) -> bool:
    said = bool(wanted.basis or wanted.year or wanted.shift)
    return said and (wanted.basis, wanted.year, wanted.shift) == (
        found.basis if wanted.basis else "",
        found.year if wanted.year else None,
        found.shift,
    )


def is_later(first: Reading, second: Reading) -> bool:
    def rank(r: Reading) -> tuple[int, int, int]:
        return r.year or 0, r.shift, _ORDER.get(r.basis, 0)

    return rank(first) > rank(second)


# ---- 完成预算%


def _completions(band: Band, lines: Sequence[Line], grid: Grid) -> Iterator[Statement]:
    for column in band.columns:
        if _kind(column) != "completion" or "=" in column.number:
            continue
        chosen = _budget_and_actual(band, column)
        if chosen is None:
            continue
        yield from licensed(_completion_rows(column.index, *chosen, lines, grid))


def _completion_rows(
    column: int, budgets: Sequence[int], actual: int, lines: Sequence[Line], grid: Grid
) -> Iterator[Completion]:
    for line in lines:
        rate, done = grid.get((line.row.index, column)), grid.get((line.row.index, actual))
        planned = [f for b in budgets if (f := grid.get((line.row.index, b))) is not None]
        if rate is None or done is None or not planned:
            continue
        readings = [Completion(source=Source.TABLE, rate=rate, actual=term(done), budget=term(p)) for p in planned]
        yield replace(readings[0], others=tuple(readings[1:]))


def _budget_and_actual(band: Band, column: Column) -> tuple[list[int], int] | None:
    for depth in range(len(column.path) - 1, -1, -1):
        candidates = _of_one_year(column, [(c, r) for c, r in _groups(band, column, depth) if not r.shift])
        actual = [c for c, r in candidates if r.basis == "决算"] or _named_so("spent", band, candidates)
        budgets = [(c, r.basis) for c, r in candidates if "预算" in r.basis and c not in actual]
        budgets = budgets or [(c, "") for c in _named_so("planned", band, candidates)]
        said = read_facets(_leaf(column)).basis
        named = [c for c, basis in budgets if basis == said]
        if len(actual) == 1 and budgets:
            adjusted = sorted(budgets, key=lambda b: b[1] != "全年预算")
            return (named if named else [c for c, _ in adjusted]), actual[0]
    return None


def _named_so(kind: str, band: Band, candidates: Sequence[tuple[int, Reading]]) -> list[int]:
    """已支付, 下达资金: columns that their own words tell, where no 决算 or 预算 stands."""
    words = {c.index: _leaf(c) for c in band.columns}
    return [c for c, _ in candidates if column_is(kind, words[c])]


def _of_one_year(column: Column, candidates: list[tuple[int, Reading]]) -> list[tuple[int, Reading]]:
    """Those of the year that the heading of a rate names, else of the latest year."""
    said = merge(*(read_facets(heading) for heading in column.path)).year
    year = said or max((r.year or 0 for _, r in candidates), default=0)
    return [(c, r) for c, r in candidates if r.year in (None, year)]


# ---- 单价 × 数量


def _products(band: Band, lines: Sequence[Line], grid: Grid) -> Iterator[Ratio]:
    """金额 = 数量 × 单价, where a band has one column of each; money columns that tell of nothing else are the amount."""
    prices = [c for c in band.columns if column_is("price", _leaf(c))]
    counts = [c for c in band.columns if column_is("quantity", _leaf(c))]
    amounts = [c for c in band.columns if _is_amount(c) and column_is("product", _leaf(c)) and c not in prices]
    if len(prices) != 1 or len(counts) != 1 or len(amounts) != 1:
        return
    found: list[Ratio] = []
    for line in lines:
        price, count, amount = (grid.get((line.row.index, c[0].index)) for c in (prices, counts, amounts))
        if line.row.kind is RowKind.ITEM and price and count and amount and count.quantity.value:
            found.append(Ratio(source=Source.TABLE, value=price, numerator=term(amount), denominator=term(count)))
    holding = sum(map(compares, found))
    for statement in found:
        yield replace(statement, binding=LIKELY if holding * 2 >= len(found) else COMPARED)


# ---- 占比


def _shares(lane: Lane, grid: Grid) -> Iterator[Statement]:
    """占比 of each row in the total of the amount column to its left."""
    if not any(_kind(column) == "share" for band in lane.bands for column in band.columns):
        return
    tops = {k: c.total for c in read_covers(lane) if c.means in ("合计", "总计") for k in c.parts}
    for number, band in enumerate(lane.bands):
        for column in band.columns:
            if _kind(column) != "share":
                continue
            amount = next((c for c in reversed(band.columns) if c.index < column.index and _is_amount(c)), None)
            if amount is not None:
                yield from licensed(_share_rows(lane, number, amount.index, column.index, tops, grid))


def _is_amount(column: Column) -> bool:
    return column.role is ColumnRole.VALUE and not _kind(column) and not column_is("count", _leaf(column))


def _share_rows(lane: Lane, number: int, amount: int, column: int, tops: dict[int, int], grid: Grid) -> Iterator[Share]:
    for position, line in enumerate(lane.lines):
        rate, part = grid.get((line.row.index, column)), grid.get((line.row.index, amount))
        if line.band != number or rate is None or part is None:
            continue
        wholes = [position] if position in tops.values() else _wholes(lane, position, tops)
        figures = [f for k in wholes if (f := grid.get((lane.lines[k].row.index, amount))) is not None]
        readings = [Share(source=Source.TABLE, rate=rate, part=term(part), whole=term(f)) for f in figures]
        if readings:
            sure = position in tops.values() or position in tops or bool(set(wholes) & set(tops.values()))
            yield replace(readings[0], others=tuple(readings[1:]), binding=SURE if sure else COMPARED)


def _wholes(lane: Lane, position: int, tops: dict[int, int]) -> list[int]:
    """The total over a row, then its parents: a share may be told of either."""
    chain = [position]
    while (parent := lane.lines[chain[-1]].row.parent) is not None:
        chain.append(parent)
    top = chain[-1]
    found: list[int] = []
    while top in tops and tops[top] not in found:
        top = tops[top]
        found.append(top)
    return [*reversed(found), *chain[1:]] if found else chain[1:]
