"""A change told in the text against the form that prints both years, or the change itself, for the same amount."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from checks.changes import way_of_rate
from checks.equation import Equation, Quotient, Sum, Weighted
from checks.finding import Severity
from checks.registry import check
from checks.relations import SCALES, one, stated
from extractor.extraction import Extraction
from extractor.figure import Figure, Role
from extractor.language.things.item import PREVIOUS, read_base
from extractor.statement import Accuse, Change, Source
from patterns.load import load_yaml

NAME_LENGTH = 3  # characters of a row's name that name it and not merely its kind (合计, 小计)


@dataclass(frozen=True, slots=True)
class Row:
    """What a form prints of one amount: this year's, and of last year's, the difference and the rate what there is."""

    name: str
    table: str
    current: Figure
    base: Figure | None = None
    delta: Figure | None = None
    rate: Figure | None = None


@check(
    "TAB402", "正文增减与表中两年数不符", "a change in the text does not fit the two years of a form", Severity.WARNING
)
def changes_against_forms(extraction: Extraction) -> Iterator[Equation]:
    """正文写的增减额、增减率，应与报表中同一项目的上年数、本年数或增减栏相符。

    必须成立的关系：本年数 − 上年数 = 增减额（减少为负）；正文增减率 = 表中增减率。
    为什么重要：正文的增减方向和数额常由上年文本改写，只有同表对照才看得出。
    容差：各数按所印末位四舍五入。
    何时不适用：表中没有与正文同名、同年度、同数额的项目，或者有几个而两年数不同；与预算比较的增减；上年数为零。
    """
    rows = list(_rows(extraction))
    for statement in stated(Change, extraction.statements):
        found = [r for r in rows if _is_of(r, statement)]
        if found and len({_values(r) for r in found}) == 1:
            yield from _amount(statement, found[0])
            yield from _rate(statement, found[0])


def _rows(extraction: Extraction) -> Iterator[Row]:
    """Rows with columns of change, and rows that print the same columns for two years."""
    titles = {table.number: table.title for table in extraction.tables}
    for statement in stated(Change, extraction.statements, Source.TABLE):
        if len(statement.current) == 1 and len(statement.base) == 1 and statement.binding.accuse is Accuse.ERROR:
            current, base = statement.current[0].figure, statement.base[0].figure
            title = titles.get(current.location.table or 0, "")
            yield Row(_name(current), title, current, base, statement.delta, statement.rate)
    for (table, _), figures in _by_row(extraction).items():
        for current in figures:
            before = [f for f in figures if _is_last_year(f, current)]
            if len(before) == 1:
                yield Row(current.label.rpartition(">")[2], titles.get(table or 0, ""), current, before[0])


def _by_row(extraction: Extraction) -> dict[tuple[int | None, int | None], list[Figure]]:
    rows: dict[tuple[int | None, int | None], list[Figure]] = defaultdict(list)
    for figure in extraction.figures:
        if figure.role is Role.AMOUNT and figure.location.table is not None and ">" in figure.label:
            rows[figure.location.table, figure.location.row].append(figure)
    return rows


def _is_last_year(figure: Figure, current: Figure) -> bool:
    """上年预算数>合计 beside 本年预算数>合计."""
    if figure.year is None or current.year != figure.year + 1 or figure.basis != current.basis:
        return False
    return figure.label.partition(">")[2] == current.label.partition(">")[2]


def _name(figure: Figure) -> str:
    return figure.label.partition(" | ")[0].lstrip("0123456789 ")


@cache
def _totals() -> frozenset[str]:
    return frozenset(word for entry in load_yaml("diagnosis")["whole"] for word in entry["words"])


def _is_of(row: Row, statement: Change) -> bool:
    """Whether the form's row is about the amount whose change a sentence tells."""
    if len(statement.current) != 1 or statement.current[0].sign != 1:
        return False
    against = read_base(statement.against or None, statement.current[0].figure.year)
    if against is not None and against.kind != PREVIOUS:
        return False
    told, form = statement.current[0].figure, row.current
    if (told.scope, told.year, told.basis) != (form.scope, form.year, form.basis):
        return False
    if not (told.quantity.is_money and form.quantity.is_money):
        return False
    gap = told.quantity.half_step() + form.quantity.half_step()
    return abs(told.quantity.yuan - form.quantity.yuan) < gap and _is_named(row, told)


def _is_named(row: Row, told: Figure) -> bool:
    if len(row.name) >= NAME_LENGTH:
        return row.name in told.label
    return bool(told.concept) and told.concept in row.table and row.name in _totals()


def _values(row: Row) -> tuple[object, ...]:
    figures = (row.base, row.delta, row.rate)
    return tuple(f and (f.quantity.value, f.quantity.unit) for f in figures)


def _amount(statement: Change, row: Row) -> Iterator[Equation]:
    delta, current = statement.delta, statement.current[0].figure
    if delta is None or statement.direction == 0 or statement.base:
        return
    own = one(delta, -statement.direction)
    if row.base is not None:
        yield _equation(Sum((*one(current), *one(row.base, -1), *own)), delta)
    elif row.delta is not None:
        yield _equation(Sum((*one(row.delta), *own)), delta)


def _rate(statement: Change, row: Row) -> Iterator[Equation]:
    rate, way = statement.rate, way_of_rate(statement)
    if rate is None or way == 0 or rate.quantity.unit not in SCALES:
        return
    if row.rate is not None and row.rate.quantity.unit == rate.quantity.unit:
        yield _equation(Sum((*one(row.rate), *one(rate, -way))), rate)
    elif row.base is not None and row.base.quantity.value and not statement.base and statement.delta is None:
        above: tuple[Weighted, ...] = (*one(statement.current[0].figure, way), *one(row.base, -way))
        yield _equation(Quotient(rate, above, one(row.base), SCALES[rate.quantity.unit]), rate)


def _equation(relation: Sum | Quotient, main: Figure) -> Equation:
    return Equation(relation, main, why="change" if isinstance(relation, Sum) else "rate")
