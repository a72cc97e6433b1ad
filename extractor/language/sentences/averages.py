"""Amounts for each of what is counted: 人均60.76元, 平均每辆2万元, 按每人500元标准发放130万元; and how long a balance lasts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

import regex

from extractor.language.measures.measure import Measure
from extractor.language.sentences.counted import MOST_BACK, before_in_sentence, says, stretch_before
from extractor.language.sentences.identities import name_of
from extractor.language.things.told import TEXT, WARN, Told, with_others
from extractor.statement import Accuse, Binding, Ratio, Statement, Term
from patterns.load import load_yaml

UNSURE = Binding(Accuse.NOTHING, "binding_unsure")
AVERAGE = "平均"
REACHED = "R"  # the verb of an amount that another one was raised or lowered to
MONTHS = 12
TEN_THOUSANDTH = Decimal("0.0001")  # of a count in 万亩 or 万人
MOST_OF_EACH = 4  # amounts, and counts, that are tried with each other
AHEAD = 8  # numbers behind a standard, among them those of a note, in which what is paid by it may stand


def state_averages(told: Told, measures: Sequence[Measure]) -> Iterator[Statement]:
    """An amount for each, with the amount and the count it is made of: the nearest before it in its sentence, or, of a
    standard by which something is paid, the amount behind it."""
    for index, each in enumerate(measures):
        if each.kind != "money" or each.role != "level" or not (units := _units_of(each)):
            continue
        if {"B", "k"} & set(each.lead):
            continue  # 比上年的人均1.2万元
        if any(m.verb == REACHED and m.sentence == each.sentence for m in measures[index + 1 : index + 2]):
            continue  # 人均标准由300元提高到400元
        stretch = stretch_before(measures, index)
        divided = any(m.kind == "count" and m.quantity.unit in units for m in stretch)
        before = stretch if divided else before_in_sentence(measures, index)
        counts = [m for m in before if m.kind == "count" and m.quantity.unit in units]
        standard = _is_standard(each)
        amounts = _paid_by(measures, index) if standard else _spread_over(before, counts)
        if not amounts and not standard:
            amounts = _paid_by(measures, index) or _spread_over(
                [m for m in measures[max(0, index - MOST_BACK) : index] if m.line is each.line], counts
            )
        if not counts or not amounts:
            continue
        readings = [
            _ratio(told, each, amount, [count])
            for amount in amounts[:MOST_OF_EACH]
            for count in counts[: -MOST_OF_EACH - 1 : -1]
        ]
        if 1 < len(counts) <= MOST_OF_EACH:  # 经费280万元，其中离休5人60万元，退休55人220万元，人均4.67万元
            readings += [_ratio(told, each, amount, counts) for amount in amounts[-MOST_OF_EACH:]]
        yield with_others(readings[0], readings[1:])


def _ratio(told: Told, each: Measure, amount: Measure, counts: Sequence[Measure]) -> Ratio:
    figure = told.figures.of
    again = says(each, load_yaml("counted")["recurring"])
    return Ratio(
        source=TEXT, binding=UNSURE if again else WARN, value=figure(each), numerator=(Term(1, figure(amount)),),
        denominator=tuple(Term(1, figure(count)) for count in counts), name=AVERAGE,
        times=TEN_THOUSANDTH if counts[0].quantity.unit.startswith("万") else 1,
    )  # fmt: skip


def _units_of(each: Measure) -> list[str]:
    """The units of what an amount is for each of; none where its words do not say for each."""
    match = _each().search(each.clause())
    units: dict[str, list[str]] = load_yaml("counted")["each"]
    return units[match["thing"] or match["mean"] or match["after"]] if match else []


def _is_standard(each: Measure) -> bool:
    """每生500元标准: the rate at which something is paid, not what it came to."""
    line, following = each.line, each.unit + 1
    words = line.text(line.units[following].first, line.units[min(following + 3, len(line.units) - 1)].last) \
        if following < len(line.units) else ""  # fmt: skip
    return "标准" in words or "标准" in each.clause()


def _paid_by(measures: Sequence[Measure], index: int) -> list[Measure]:
    """The amount behind a standard in its sentence."""
    each = measures[index]
    beside = [m for m in measures[index + 1 :][:AHEAD] if m.sentence == each.sentence and m.depth <= each.depth]
    after = [m for m in beside[:2] if _is_amount(m)]
    return [m for m in after if ";" not in m.gap][:1]


def _spread_over(before: Sequence[Measure], counts: Sequence[Measure]) -> list[Measure]:
    """The amounts before the count, the nearest first; where there is none, those between it and the amount for each."""
    if not counts:
        return []
    amounts = [m for m in before if _is_amount(m) and not says(m, load_yaml("counted")["never"])]
    ahead = [m for m in amounts if m.start < counts[-1].start]
    return (ahead or amounts)[::-1]


def _is_amount(measure: Measure) -> bool:
    return measure.kind == "money" and measure.role == "level" and not _units_of(measure)


@cache
def _each() -> regex.Pattern[str]:
    things = "|".join(sorted(load_yaml("counted")["each"], key=len, reverse=True))
    return regex.compile(
        rf"(?:(?:平均)?每(?P<thing>{things})|(?P<mean>{things})均|每(?P<after>{things})平均)"
        rf"[^,]{{0,8}}(?:约|为|达|费用|支出|补助|标准)*$"
    )


def state_months_covered(told: Told, measures: Sequence[Measure]) -> Iterator[Statement]:
    """累计结余11万元，可支付43.5个月: the balance over a month's share of the year's spending."""
    words = load_yaml("counted")
    for index, months in enumerate(measures):
        follows = months.line.parsed.folded[months.token.end :].startswith(words["month"][1:])
        if (
            months.quantity.unit != words["month"][:1]
            or not follows
            or not regex.search(words["lasts"], months.clause())
        ):
            continue
        named = {name_of(m): m for m in before_in_sentence(measures, index) if m.kind == "money" and m.role == "level"}
        if {"年末结转", "支出"} <= named.keys():
            figure = told.figures.of
            yield Ratio(
                source=TEXT, binding=WARN, value=figure(months), numerator=(Term(1, figure(named["年末结转"])),),
                denominator=(Term(1, figure(named["支出"])),), times=MONTHS, name="可支付月数",
            )  # fmt: skip
