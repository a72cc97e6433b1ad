"""Targets and results: ≥90% against 92%, ≤5300元/户 against 5830元/户, and the points given for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from extractor.evaluation.forms.grid import Form, Part
from extractor.evaluation.statements import Demand, TargetMet
from extractor.evaluation.words import words
from extractor.figure import Figure, Role
from extractor.numbers import GROUPED, PLAIN, read_digits, squeeze
from extractor.quantity import Bound, Quantity
from extractor.statement import SURE, Accuse, Binding, Source, Statement

_MEASURE = regex.compile(
    rf"(?P<op>[≥≤<>=＝]{{1,2}}|不低于|不少于|不小于|不超过|不高于|不大于|控制在|达到)?(?P<digits>{GROUPED}|{PLAIN})"
    r"(?P<unit>[^\d\s≥≤<>=,;。、()]{0,8}?)(?P<after>以上|及以上|以下|及以下|以内|之内)?"
)
_BARE = regex.compile(r"\d+(?:\.\d+)?")
_SIGN = regex.compile("[≥≤<>=]{1,2}")
_LEAST = frozenset({"≥", ">", ">=", "不低于", "不少于", "不小于", "达到", "以上", "及以上"})
_MOST = frozenset({"≤", "<", "<=", "不超过", "不高于", "不大于", "控制在", "以下", "及以下", "以内", "之内"})
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


@dataclass(frozen=True, slots=True)
class Measure:
    """A target or result: its demand as printed ("" for none), value, unit."""

    demand: Demand | None
    value: Decimal
    decimals: int
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One indicator with its target and result, as figures where they print exactly one measure."""

    labels: tuple[str, ...]  # of all levels, the indicator's own last
    target_text: str
    result_text: str
    demand: Demand | None = None
    target: Figure | None = None
    result: Figure | None = None
    score: Figure | None = None
    weight: Figure | None = None
    deviation: str = ""


def read_measure(text: str, whole: bool = True) -> Measure | None:
    """The one measure of a text: with `whole`, the text is nothing else; else an operator must tell it from other numbers."""
    plain = squeeze(text).replace("＝", "=").replace("⩾", "≥")
    if whole:
        found = _MEASURE.fullmatch(plain)
        return _measure(found) if found else None
    hits = [hit for hit in _MEASURE.finditer(plain) if hit["op"]]
    return _measure(hits[0]) if len(hits) == 1 else None


def _measure(found: regex.Match[str]) -> Measure:
    value, decimals = read_digits(found["digits"])
    signs = {found["op"], found["after"]}
    demand = Demand.AT_LEAST if signs & _LEAST else Demand.AT_MOST if signs & _MOST else None
    if demand is None and found["op"] in ("=", "=="):
        demand = Demand.EQUAL
    return Measure(demand, value, decimals, found["unit"], found[0])


def read_targets(form: Form, part: Part) -> list[TargetRow]:
    """Every row of an indicator part that has a target and a result."""
    target_at, result_at = part.column("target"), part.column("result")
    if target_at is None or result_at is None:
        return []
    rows: list[TargetRow] = []
    carried: dict[int, str] = {}
    for row in part.rows:
        for j in part.columns("level"):
            if text := form.text(row, j):
                carried = {at: kept for at, kept in carried.items() if at < j} | {j: text}
        target, result = (_written(form, part, row, at) for at in (target_at, result_at))
        if not (target and result and form.begins(row, target_at) and form.begins(row, result_at)):
            continue
        rows.append(_row(form, part, row, tuple(carried.values()), target, result))
    return rows


def _written(form: Form, part: Part, row: int, column: int) -> str:
    """A target or result as printed; a bare number takes the sign (指标性质) and unit (度量单位) of their own columns."""
    text = form.text(row, column)
    unit_at, sign_at = part.column("unit"), part.column("sign")
    if not _BARE.fullmatch(text):
        return text
    unit = form.text(row, unit_at) if unit_at is not None else ""
    sign = form.text(row, sign_at) if sign_at is not None and column == part.column("target") else ""
    return f"{sign if _SIGN.fullmatch(sign) else ''}{text}{unit}"


def _row(form: Form, part: Part, row: int, labels: tuple[str, ...], target: str, result: str) -> TargetRow:
    name = labels[-1] if labels else ""
    wanted = read_measure(target) or read_measure(target, whole=False)
    got = read_measure(result)
    if wanted and got and not _comparable(wanted, got):
        got = None
    elif wanted and got and not got.unit:
        got = replace(got, unit=wanted.unit)  # ≥5万元 and a bare 5
    score, weight = (_points(form, part, row, role, name) for role in ("score", "weight"))
    deviation = form.text(row, part.columns("deviation")[-1]) if part.columns("deviation") else ""
    target_at, result_at = part.columns("target")[0], part.columns("result")[0]
    return TargetRow(
        labels,
        target,
        result,
        wanted.demand if wanted else None,
        _figure(form, wanted, Role.TARGET, name, row, target_at) if wanted else None,
        _figure(form, got, Role.RESULT, name, row, result_at) if got else None,
        score,
        weight,
        deviation,
    )


def _points(form: Form, part: Part, row: int, role: str, name: str) -> Figure | None:
    column = part.column(role)
    quantity = form.quantity(row, column, "分") if column is not None else None
    if quantity is None or column is None:
        return None
    return form.figure(quantity, Role.SCORE if role == "score" else Role.WEIGHT, name, row, column)


def _comparable(wanted: Measure, got: Measure) -> bool:
    """The same unit, or none printed on one side: 90% and a bare 92 are, 90% and 0.92 or 元/户 and 元 are not."""
    if wanted.unit == got.unit:
        return True
    if wanted.unit and got.unit:
        return False
    return "%" not in (wanted.unit, got.unit) or min(wanted.value, got.value) > 1


def _figure(form: Form, measure: Measure, role: Role, name: str, row: int, column: int) -> Figure:
    quantity = measure_quantity(measure)
    return form.figure(quantity, role, name, row, column)


def measure_quantity(measure: Measure) -> Quantity:
    """A measure as a quantity: 200万 counts 2 000 000; a unit of its own (元/户) is compared only with itself."""
    scale = _SCALES.get(measure.unit, Decimal(1))
    return Quantity(
        measure.value * scale, "" if scale != 1 else measure.unit, measure.decimals, measure.text, Bound.EXACT
    )


def state_targets(rows: Iterable[TargetRow]) -> list[Statement]:
    """A target that full points or 无偏差 claim to be met. Where points were taken off there is nothing to claim."""
    found: list[Statement] = []
    for row in rows:
        if not (row.target and row.result):
            continue
        if stated := claim(
            row.target, row.result, row.demand, row.score, row.weight, row.deviation, " ".join(row.labels)
        ):
            found.append(stated)
    return found


def claim(
    target: Figure,
    result: Figure,
    demand: Demand | None,
    score: Figure | None,
    weight: Figure | None,
    deviation: str,
    labels: str,
) -> TargetMet | None:
    """The statement of one row. Without a printed operator the direction is a guess: no more than a note."""
    full = score is not None and weight is not None and score.quantity.value >= weight.quantity.value
    said = squeeze(deviation).rstrip("。.") in words()["no_deviation"]
    if not full and not said:
        return None
    binding = SURE if full else Binding(Accuse.WARNING)
    if demand in (None, Demand.EQUAL):  # "=95%": in the offices' writing a least value, better than asked is no slip
        guess, is_plain = _guess(labels)
        warns = demand is Demand.EQUAL or is_plain
        binding = Binding(Accuse.WARNING) if warns else Binding(Accuse.NOTHING, "target_direction_open")
        demand = guess
    return TargetMet(
        source=Source.TABLE,
        binding=binding,
        target=target,
        result=result,
        demand=demand,
        score=score,
        weight=weight,
        words=deviation if said else "",
    )


def _guess(labels: str) -> tuple[Demand, bool]:
    """The direction an indicator's own words suggest, and whether they are plain enough to warn by."""
    kinds = words()["target_kinds"]
    plain = squeeze(labels)
    if regex.search(kinds["at_most"], plain):
        return Demand.AT_MOST, True
    is_plain = regex.search(kinds["at_least"], plain) is not None and not regex.search(kinds["open"], plain)
    return Demand.AT_LEAST, is_plain
